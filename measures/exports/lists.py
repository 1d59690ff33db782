"""What stands at the end of the report on paper: its lists, and what each leads to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import html

from measures import reading
from measures.exports import abbreviations, archive
from measures.reading import ReportText
from measures.report import Entry, Report
from measures.rich_text import plain
from measures.rich_text.marks import every_word


@dataclass(frozen=True)
class Table:
    """A table of the report: its caption, its anchor, and the part where it stands."""

    anchor: str
    caption: str
    place: str


@dataclass(frozen=True)
class Fingerprint:
    """What tells a file that travels with the document from any other."""

    name: str
    sha256: str


# On paper only, around those that the page of the report has as well.
_MEASURES = Entry("index-des-mesures", "Les mesures et leur degré de mise en œuvre", 1)
_TABLES = Entry("tableaux", "Les tableaux", 1)
_ABBREVIATIONS = Entry("sigles", "Les sigles", 1)


def entries(report: Report) -> list[Entry]:
    """Return the lines of the contents of the whole report on paper, in order."""
    *before, norms = report.contents
    return [*before, _MEASURES, _TABLES, norms, _ABBREVIATIONS]


def of_report(text: ReportText, attachments: Iterable[archive.Attachment] = ()) -> dict[str, Any]:
    """Return what `report/pdf_lists.html` takes, but for the pages."""
    report = text.report
    return {
        "report": report,
        "addressees": report.addressees,
        "norms": reading.norms_of(report),
        "tables": tables(text),
        "abbreviations": abbreviations.used(_words(report)),
        "fingerprints": [
            Fingerprint(file.name, hashlib.sha256(file.data).hexdigest()) for file in attachments
        ],
    }


def tables(text: ReportText) -> list[Table]:
    """Return the tables of a report in order, that of the synthesis first."""
    found = [
        Table("tableau-synthese", "Degré de mise en œuvre des mesures, par priorité", "Synthèse")
    ]
    for section in text.front:
        found += _tables_in(section.body.html, section.section.label or section.section.title)
    for priority in text.priorities:
        for row in priority.assessments:
            place = f"Mesure {row.assessment.measure.number}"
            found += _tables_in(row.state_actions.html, place)
            found += _tables_in(row.observations.html, place)
    for section in text.back:
        found += _tables_in(section.body.html, section.section.label or section.section.title)
    return found


def _tables_in(displayed: str, place: str) -> list[Table]:
    if "<table" not in displayed:
        return []
    found = []
    for table in html.fragment_fromstring(displayed, create_parent="div").iter("table"):
        caption = table.find("caption")
        words = _without_notes(caption) if caption is not None else ""
        found.append(Table(table.get("id", ""), words or f"Tableau ({place})", place))
    return found


def _without_notes(caption: html.HtmlElement) -> str:
    for note in caption.find_class("footnote"):
        note.drop_tree()
    return " ".join(caption.text_content().split(" "))


def _words(report: Report) -> Iterable[str]:
    """Yield the plain words of every text of the report."""
    for section in [*report.front, *report.back]:
        yield section.title
        yield every_word(section.body)
    for part in report.priorities:
        yield part.priority.title
        yield plain(part.priority.presentation)
        for row in part.assessments:
            yield row.measure.title
            yield every_word(row.state_actions)
            yield every_word(row.observations)
