"""The documents that are made of an evaluation: the whole report, or a part of it by itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from measures import french
from measures.models import Document, Evaluation
from measures.report import Report

Kind = Document.Kind


@dataclass(frozen=True, order=True)
class Wanted:
    """One document: of a priority or a measure by its number, of an addressee by its slug."""

    kind: Kind = Kind.REPORT
    key: str = ""

    @property
    def name(self) -> str:
        """What tells it from the other documents of its evaluation: « mesure-13 »."""
        return f"{self.kind}-{self.key}" if self.key else str(self.kind)


REPORT = Wanted()
SYNTHESIS = Wanted(Kind.SYNTHESIS)


def priority(number: int) -> Wanted:
    """Return the document of a priority."""
    return Wanted(Kind.PRIORITY, str(number))


def measure(number: int) -> Wanted:
    """Return the document of a measure."""
    return Wanted(Kind.MEASURE, str(number))


def addressee(slug: str) -> Wanted:
    """Return the document of all that is recommended to an addressee."""
    return Wanted(Kind.ADDRESSEE, slug)


def every(report: Report) -> list[Wanted]:
    """Return all documents that there are of a report, the whole first."""
    return [
        REPORT,
        SYNTHESIS,
        *(priority(part.priority.number) for part in report.priorities),
        *(measure(row.measure.number) for row in report.assessments),
        *(addressee(part.addressee.slug) for part in report.addressees),
    ]


def stem(evaluation: Evaluation) -> str:
    """Return what the names of all files of an evaluation begin with."""
    name = f"cncdh-evaluation-{evaluation.plan.slug}-{evaluation.slug}"
    if evaluation.edition > 1 or evaluation.replaced_by is not None:
        name += f"-edition-{evaluation.edition}"
    return name if evaluation.is_published else f"{name}-projet"


def file_name(evaluation: Evaluation, wanted: Wanted = REPORT) -> str:
    """Return the name under which a reader keeps a document."""
    part = "" if wanted == REPORT else f"-{wanted.name}"
    return f"{stem(evaluation)}{part}.pdf"


def wanted(document: Document) -> Wanted:
    """Return what a document that is kept or asked for is."""
    return Wanted(Kind(document.kind), document.key)


@dataclass(frozen=True)
class Draft:
    """Who takes a draft out of the site, and when: its pages say so."""

    by: str
    at: datetime
    line_numbers: bool = False
    internal_notes: bool = False

    @property
    def words(self) -> str:
        """The words at the foot of each page."""
        return f"Exporté par {self.by} le {french.day(self.at)} à {french.clock(self.at)}"


_LINES, _NOTES = "lignes", "notes"


def options(*, line_numbers: bool, internal_notes: bool) -> str:
    """Return what stands beside the text of a proof, as the row that asks for it says."""
    chosen = {_LINES: line_numbers, _NOTES: internal_notes}
    return " ".join(name for name, asked in chosen.items() if asked)


def draft_of(document: Document) -> Draft | None:
    """Return what the pages of a document say of who took it out; nothing once it is published."""
    if document.published_at is not None:
        return None
    chosen = document.options.split()
    return Draft(
        by=str(document.asked_by),
        at=timezone.localtime(document.asked_at),
        line_numbers=_LINES in chosen,
        internal_notes=_NOTES in chosen,
    )
