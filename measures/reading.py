"""Texts ready to be read: footnotes numbered through the evaluation, recommendations dressed.

The measure's page, the whole report and the PDF read through here, so that note 13 is note 13
everywhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from measures import french, norms
from measures.following import Followed
from measures.models import Answer, Assessment, Passage, Recommendation, Section
from measures.models.prepared import Given, Prepared
from measures.report import Entry, PriorityPart, Report
from measures.rich_text import Displayed, Mark, Place, display
from measures.rich_text.display import Note
from measures.rich_text.marks import every_word

Link = Callable[[str], str]
Source = Passage.Source


@dataclass(frozen=True)
class Reading:
    """How texts are to be shown: on paper or not, at what level, with what links."""

    heading_level: int
    print: bool = False
    permalinks: bool = False
    link: Link | None = None
    cite: Link | None = None

    def place(self, prefix: str, marks: Mapping[str, Mark]) -> Place:
        """Return the place of one text of this reading."""
        link = {"link": self.link} if self.link else {}
        return Place(
            heading_level=self.heading_level,
            prefix=prefix,
            permalinks=self.permalinks,
            print=self.print,
            marks=marks,
            cite=self.cite,
            **link,
        )


@dataclass(frozen=True)
class AssessmentText:
    """An assessment with its texts ready."""

    assessment: Assessment
    plain_summary: Displayed
    state_actions: Displayed
    observations: Displayed
    together: tuple[int, ...] = ()  # the measures that share the observations, by number
    followed: Sequence[Followed] = ()  # what it says became of earlier recommendations
    answers: Sequence["AnswerText"] = ()
    first_note: int = 1  # the number of the first footnote of the actions of the State
    first_observations_note: int = 1

    @property
    def notes(self) -> tuple[Note, ...]:
        """The footnotes of both texts, in order."""
        return self.state_actions.notes + self.observations.notes

    @property
    def state_actions_to_come(self) -> bool:
        """Whether nobody has begun to write: left empty later, there are none to report."""
        begun = self.assessment.work_state != Assessment.WorkState.TO_WRITE
        return not (self.state_actions or begun or self.assessment.evaluation.is_published)

    def sharing(self, other: "AssessmentText") -> "AssessmentText":
        """Return this text with the observations of another measure."""
        return replace(
            self,
            observations=other.observations,
            first_observations_note=other.first_observations_note,
        )


@dataclass(frozen=True)
class AnswerText:
    """The answer of an addressee with its text ready."""

    answer: Answer
    text: Displayed


@dataclass(frozen=True)
class SectionText:
    """A section with its text ready."""

    section: Section
    body: Displayed
    is_opening: bool = False  # it holds other sections, and needs no text of its own
    followed: Sequence[Followed] = ()  # what it says became of earlier recommendations

    @property
    def to_come(self) -> bool:
        """Whether its text is still to be written."""
        return not (self.body or self.is_opening or self.section.evaluation.is_published)


@dataclass(frozen=True)
class PriorityText:
    """A priority with its presentation and the texts of its measures ready."""

    part: PriorityPart
    plain_summary: Displayed
    presentation: Displayed
    assessments: list[AssessmentText]


@dataclass(frozen=True)
class ReportText:
    """A whole report with every text ready, in order."""

    report: Report
    front: list[SectionText]
    priorities: list[PriorityText]
    back: list[SectionText]


def _marks_where(place: Q) -> QuerySet:
    rows = Recommendation.objects.filter(place).order_by("number")
    return rows.values_list("key", "number", "addressees__name")


_IN_ASSESSMENTS = Prepared(
    lambda: _marks_where(Q(assessment=Given("one")) | Q(assessment=Given("other")))
)
_IN_SECTION = Prepared(lambda: _marks_where(Q(section=Given("section"))))


def marks_in_assessment(assessment: Assessment) -> dict[str, Mark]:
    """Return what the block of each recommendation shows, by key, also of observations shared."""
    shared = assessment.observations_in_id or assessment.pk
    return _marks(_IN_ASSESSMENTS.all(one=assessment.pk, other=shared))


def marks_in_section(section: Section) -> dict[str, Mark]:
    """Return what the block of each recommendation of a section shows, by key."""
    return _marks(_IN_SECTION.all(section=section.pk))


def _marks(rows: Iterable[tuple[str, int, str | None]]) -> dict[str, Mark]:
    addressees: dict[tuple[str, int], list[str]] = {}
    for key, number, name in rows:
        names = addressees.setdefault((key, number), [])
        if name:
            names.append(name)
    return {key: _mark(number, names) for (key, number), names in addressees.items()}


def _mark(number: int, names: Iterable[str]) -> Mark:
    return Mark(number, tuple(sorted(names, key=french.alphabetical)))


def read_assessment(
    assessment: Assessment,
    *,
    first_note: int,
    marks: Mapping[str, Mark],
    reading: Reading,
    prefix: str = "",
) -> AssessmentText:
    """Return an assessment ready to be read; its first footnote bears `first_note`."""
    first_observations_note = first_note + assessment.state_actions_note_count
    return AssessmentText(
        assessment,
        display(
            assessment.plain_summary,
            place=reading.place(f"{prefix}{Source.PLAIN_SUMMARY}", {}),
        ),
        display(
            assessment.state_actions,
            first_note=first_note,
            place=reading.place(f"{prefix}{Source.STATE_ACTIONS}", marks),
        ),
        display(
            assessment.observations,
            first_note=first_observations_note,
            place=reading.place(f"{prefix}{Source.OBSERVATIONS}", marks),
        ),
        first_note=first_note,
        first_observations_note=first_observations_note,
    )


def read_answers(
    answers: Iterable[Answer], *, reading: Reading, prefix: str = ""
) -> tuple[AnswerText, ...]:
    """Return the answers of addressees ready to be read: no notes, no paragraphs to link to."""
    quiet = replace(reading, permalinks=False, cite=None)
    return tuple(
        AnswerText(
            answer,
            display(
                answer.text, place=quiet.place(f"{prefix}reponse-{answer.addressee.slug}-", {})
            ),
        )
        for answer in answers
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
    place = reading.place(f"{prefix}{Source.BODY}", marks)
    return SectionText(section, display(section.body, first_note=first_note, place=place))


def read_report(
    report: Report,
    *,
    print: bool = False,  # noqa: A002
    link: Link | None = None,
) -> ReportText:
    """Return a whole report on one page: footnotes numbered, links within it or as `link` says."""
    marks = {
        row.key: _mark(row.number, [addressee.name for addressee in row.addressees.all()])
        for row in report.recommendations
    }
    note = 1
    together: dict[int, list[int]] = {}
    for row in report.assessments:
        together.setdefault(row.observations_in_id or row.pk, []).append(row.measure.number)

    def sections(rows: list[Section]) -> list[SectionText]:
        nonlocal note
        texts, parents = [], {row.parent_id for row in rows}
        for row in rows:
            reading = Reading(heading_level=4 if row.parent_id else 3, print=print, link=link)
            prefix = f"section-{row.slug}-"
            read = read_section(row, first_note=note, marks=marks, reading=reading, prefix=prefix)
            opening, followed = row.pk in parents, report.followed(row)
            texts.append(replace(read, is_opening=opening, followed=followed))
            note += row.note_count
        return texts

    def priority(part: PriorityPart) -> PriorityText:
        nonlocal note
        texts = []
        for row in part.assessments:
            reading = Reading(heading_level=5, print=print, link=link)
            prefix = f"mesure-{row.measure.number}-"
            read = read_assessment(
                row, first_note=note, marks=marks, reading=reading, prefix=prefix
            )
            numbers = tuple(sorted(together[row.observations_in_id or row.pk]))
            shared = numbers if len(numbers) > 1 else ()
            answers = read_answers(report.answers.get(row.pk, ()), reading=reading, prefix=prefix)
            followed = report.followed(row)
            texts.append(replace(read, together=shared, followed=followed, answers=answers))
            note += row.state_actions_note_count + row.observations_note_count
        as_opening = Reading(heading_level=3, print=print, link=link)
        prefix = f"priorite-{part.priority.number}"
        plain_summary = display(
            part.priority.plain_summary,
            place=as_opening.place(f"{prefix}-{Source.PLAIN_SUMMARY}", {}),
        )
        presentation = display(part.priority.presentation, place=as_opening.place(prefix, marks))
        return PriorityText(part, plain_summary, presentation, texts)

    return ReportText(
        report,
        front=sections(report.front),
        priorities=[priority(part) for part in report.priorities],
        back=sections(report.back),
    )


def norms_of(report: Report) -> list[tuple[norms.Kind, list[tuple[norms.Norm, list[Entry]]]]]:
    """Return the norms that the report cites, by kind, each with the places that cite it."""
    places = {entry.anchor: entry for entry in report.contents}
    texts = {f"section-{row.slug}": row.body for row in [*report.front, *report.back]}
    for row in report.assessments:
        texts[f"mesure-{row.measure.number}"] = f"{row.state_actions}\n{row.observations}"
    ordered = {anchor: every_word(texts[anchor]) for anchor in places if anchor in texts}
    by_kind: dict[norms.Kind, list[tuple[norms.Norm, list[Entry]]]] = {}
    for norm, anchors in norms.index(ordered).items():
        by_kind.setdefault(norm.kind, []).append((norm, [places[anchor] for anchor in anchors]))
    return list(by_kind.items())
