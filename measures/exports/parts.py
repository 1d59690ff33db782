"""A part of the report as a document of its own: what it holds, with links that lead outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.safestring import SafeString

from measures import reading
from measures.exports.documents import Kind, Wanted
from measures.links import absolute, exact_address, paper_links
from measures.models import Assessment, Priority, Recommendation, Section
from measures.report import Report, by_place
from measures.rich_text import Place, display

Context = dict[str, Any]
Each = TypeVar("Each")


class NoSuchPart(LookupError):
    """The report has no such priority, measure or addressee."""


@dataclass(frozen=True)
class Part:
    """A document that is a part: its title, its template, what this takes, how its notes begin."""

    title: str
    address: str  # where it is read on the site
    template: str
    context: Context
    first_note: int = 1
    first_observations_note: int | None = None  # where they do not go on from those before


def part_of(report: Report, wanted: Wanted) -> Part:
    """Return what a document that is not the whole report holds. Raises `NoSuchPart`."""
    return _PARTS[wanted.kind](report, wanted.key)


def _synthesis(report: Report, _key: str) -> Part:
    link = paper_links(report.evaluation, inside=())
    hrefs = {row.measure.number: link(f"mesure-{row.measure.number}") for row in report.assessments}
    where = absolute(exact_address("evaluation", report.evaluation))
    return Part("Synthèse", where, "report/synthesis.html", {"hrefs": hrefs})


def _priority(report: Report, key: str) -> Part:
    part = _found(report.priorities, lambda part: str(part.priority.number) == key)
    text = _text(report, part.assessments)
    priority = _found(text.priorities, lambda each: each.part.priority == part.priority)
    first_note = priority.assessments[0].first_note if priority.assessments else 1
    title = f"Priorité {part.priority.roman} : {part.priority.title}"
    where = absolute(exact_address("priority", report.evaluation, key))
    return Part(title, where, "report/alone_priority.html", {"priority": priority}, first_note)


def _measure(report: Report, key: str) -> Part:
    row = _found(report.assessments, lambda row: str(row.measure.number) == key)
    held = [row] if row.observations_in is None else [row, row.observations_in]
    texts = {
        text.assessment.pk: text
        for priority in _text(report, held, under=[row]).priorities
        for text in priority.assessments
    }
    text = texts[row.pk]
    if row.observations_in is not None:
        text = text.sharing(texts[row.observations_in.pk])
    context = {
        "text": text,
        "assessment": row,
        "measure": row.measure,
        "priority": row.measure.priority,
    }
    return Part(
        f"Mesure {row.measure.number} : {row.measure.short_title}",
        absolute(exact_address("measure", report.evaluation, key)),
        "report/alone_measure.html",
        context,
        text.first_note,
        text.first_observations_note if row.observations_in is not None else None,
    )


def _addressee(report: Report, key: str) -> Part:
    part = _found(report.addressees, lambda part: part.addressee.slug == key)
    link = paper_links(report.evaluation, inside=())
    context = {
        "addressee": part.addressee,
        "recommendations": part.recommendations,
        "measures": {row.assessment_id for row in part.recommendations if row.assessment_id},
        "places": [
            (_place_name(report, each.place), [_asked(row, link) for row in each.recommendations])
            for each in by_place(part.recommendations)
        ],
    }
    title = f"Recommandations adressées à : {part.addressee.name}"
    where = absolute(exact_address("recommendations", report.evaluation))
    where += f"?destinataire={part.addressee.slug}"
    return Part(title, where, "report/alone_addressee.html", context)


@dataclass(frozen=True)
class Asked:
    """A recommendation by itself: its words, and where it is read."""

    row: Recommendation
    html: SafeString
    address: str


def _asked(row: Recommendation, link: reading.Link) -> Asked:
    place = Place(prefix="", print=True, link=link)
    return Asked(row, display(row.html, place=place).html, link(row.anchor))


def _place_name(report: Report, place: Priority | Section) -> str:
    """Return the title of a priority, or of a section after that of the one it stands in."""
    parents = {row.pk: row.title for row in [*report.front, *report.back]}
    above = parents.get(getattr(place, "parent_id", None))
    return f"{above} – {place.title}" if above else str(place)


_PARTS: dict[Kind, Callable[[Report, str], Part]] = {
    Kind.SYNTHESIS: _synthesis,
    Kind.PRIORITY: _priority,
    Kind.MEASURE: _measure,
    Kind.ADDRESSEE: _addressee,
}


def _found(rows: list[Each], is_it: Callable[[Each], bool]) -> Each:
    for row in rows:
        if is_it(row):
            return row
    raise NoSuchPart


def _text(
    report: Report, held: list[Assessment], under: list[Assessment] | None = None
) -> reading.ReportText:
    """Return the texts of a report, with links to the texts `held` inside the document."""
    inside = {f"mesure-{row.measure.number}" for row in under or held}
    inside |= {row.anchor for row in _recommendations_on(report, held)}
    link = paper_links(report.evaluation, inside)
    return reading.read_report(report, print=True, link=link)


def _recommendations_on(report: Report, held: list[Assessment]) -> list[Recommendation]:
    keys = {row.pk for row in held}
    return [row for row in report.recommendations if row.assessment_id in keys]
