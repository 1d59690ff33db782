"""Texts ready to be read: footnotes numbered through the evaluation, recommendations dressed.

The measure's page, the whole report and the PDF read through here, so that note 13 is note 13
everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from measures.models import Assessment, Recommendation, Section
from measures.report import PriorityPart, Report
from measures.rich_text import Displayed, Mark, Place, display
from measures.rich_text.display import Note

Link = Callable[[str], str]


@dataclass(frozen=True)
class Reading:
    """How texts are to be shown: on paper or not, at what level, with what links."""

    heading_level: int
    print: bool = False
    permalinks: bool = False
    link: Link | None = None

    def place(self, prefix: str, marks: Mapping[str, Mark]) -> Place:
        """Return the place of one text of this reading."""
        link = {"link": self.link} if self.link else {}
        return Place(
            heading_level=self.heading_level,
            prefix=prefix,
            permalinks=self.permalinks,
            print=self.print,
            marks=marks,
            **link,
        )


@dataclass(frozen=True)
class AssessmentText:
    """An assessment with its texts ready."""

    assessment: Assessment
    state_actions: Displayed
    observations: Displayed
    shared_by: tuple[Assessment, ...] = ()  # the measures whose observations stand here too

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes of both texts, in order."""
        return self.state_actions.notes + self.observations.notes

    def sharing(self, other: "AssessmentText") -> "AssessmentText":
        """Return this text with the observations of another measure."""
        return replace(self, observations=other.observations)


@dataclass(frozen=True)
class SectionText:
    """A section with its text ready."""

    section: Section
    body: Displayed


@dataclass(frozen=True)
class PriorityText:
    """A priority with its presentation and the texts of its measures ready."""

    part: PriorityPart
    presentation: Displayed
    assessments: list[AssessmentText]


@dataclass(frozen=True)
class ReportText:
    """A whole report with every text ready, in order."""

    report: Report
    front: list[SectionText]
    priorities: list[PriorityText]
    back: list[SectionText]


def marks_of(recommendations: QuerySet[Recommendation]) -> dict[str, Mark]:
    """Return what the block of each recommendation shows, by key, in one query."""
    addressees: dict[tuple[str, int], list[str]] = {}
    rows = recommendations.order_by("number", "addressees__name")
    for key, number, name in rows.values_list("key", "number", "addressees__name"):
        names = addressees.setdefault((key, number), [])
        if name:
            names.append(name)
    return {key: Mark(number, tuple(names)) for (key, number), names in addressees.items()}


def read_assessment(
    assessment: Assessment,
    *,
    first_note: int,
    marks: Mapping[str, Mark],
    reading: Reading,
    prefix: str = "",
) -> AssessmentText:
    """Return an assessment ready to be read; its first footnote bears `first_note`."""
    return AssessmentText(
        assessment,
        display(
            assessment.state_actions,
            first_note=first_note,
            place=reading.place(f"{prefix}a", marks),
        ),
        display(
            assessment.observations,
            first_note=first_note + assessment.state_actions_note_count,
            place=reading.place(f"{prefix}o", marks),
        ),
    )


def read_section(
    section: Section,
    *,
    first_note: int,
    marks: Mapping[str, Mark],
    reading: Reading,
    prefix: str = "",
) -> SectionText:
    """Return a section ready to be read; its first footnote bears `first_note`."""
    place = reading.place(f"{prefix}s", marks)
    return SectionText(section, display(section.body, first_note=first_note, place=place))


def read_report(report: Report, *, print: bool = False) -> ReportText:  # noqa: A002
    """Return a whole report on one page: footnotes numbered, links within the page."""
    marks = {
        row.key: Mark(row.number, tuple(str(addressee) for addressee in row.addressees.all()))
        for row in report.recommendations
    }
    note = 1
    sharing: dict[int, list[Assessment]] = {}
    for row in report.assessments:
        if row.observations_in_id:
            sharing.setdefault(row.observations_in_id, []).append(row)

    def sections(rows: list[Section]) -> list[SectionText]:
        nonlocal note
        texts = []
        for row in rows:
            reading = Reading(heading_level=4 if row.parent_id else 3, print=print)
            prefix = f"section-{row.slug}-"
            texts.append(
                read_section(row, first_note=note, marks=marks, reading=reading, prefix=prefix)
            )
            note += row.note_count
        return texts

    def priority(part: PriorityPart) -> PriorityText:
        nonlocal note
        texts = []
        for row in part.assessments:
            reading = Reading(heading_level=5, print=print)
            prefix = f"mesure-{row.measure.number}-"
            read = read_assessment(
                row, first_note=note, marks=marks, reading=reading, prefix=prefix
            )
            texts.append(replace(read, shared_by=tuple(sharing.get(row.pk, ()))))
            note += row.state_actions_note_count + row.observations_note_count
        presentation = display(
            part.priority.presentation,
            place=Place(prefix=f"priorite-{part.priority.number}", print=print),
        )
        return PriorityText(part, presentation, texts)

    return ReportText(
        report,
        front=sections(report.front),
        priorities=[priority(part) for part in report.priorities],
        back=sections(report.back),
    )
