"""What the picture says, as its text alternative."""

from collections.abc import Iterator
from itertools import groupby

from django.template.loader import render_to_string

from measures import french
from measures.models import Assessment
from measures.report import PriorityPart, Report
from measures.tally import Count

LISTED = 100  # beyond so many measures, the text counts them instead of naming each


def result(report: Report) -> str:
    """Return the result as a sentence, without its full stop."""
    said = render_to_string("components/headline.html", {"tally": report.tally})
    return said.strip("\n")


def _agreeing(status: Assessment.Status, count: int) -> str:
    return french.plural(count, status.label, status.label.replace("mise ", "mises "))


def counted(count: Count) -> str:
    """Return « 14 partiellement mises en œuvre »."""
    return f"{count.count} {_agreeing(count.status, count.count)}"


def description(report: Report) -> str:
    """Return what the grid shows: each priority with its measures, by status."""
    said = [f"{french.listing([counted(count) for count in report.tally.present])}."]
    for part in report.priorities:
        if report.tally.total > LISTED:
            what = french.listing([counted(count) for count in part.tally.present])
        else:
            what = " ; ".join(_named(part))
        said.append(f"Priorité {part.priority.roman} – {what}.")
    return " ".join(said)


def _named(part: PriorityPart) -> Iterator[str]:
    """Yield « mises en œuvre : mesures 13, 15 et 17 » for each status."""
    for count in part.tally.present:
        numbers = [
            row.measure.number for row in part.assessments if row.status == count.status.value
        ]
        noun = french.plural(len(numbers), "mesure", "mesures")
        said = french.listing(list(_runs(numbers)))
        yield f"{_agreeing(count.status, len(numbers))} : {noun} {said}"


def _runs(numbers: list[int]) -> Iterator[str]:
    """Yield numbers, three or more that follow each other as « 2 à 8 »."""
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        row = [number for _, number in run]
        if len(row) > 2:
            yield f"{row[0]} à {row[-1]}"
        else:
            yield from map(str, row)
