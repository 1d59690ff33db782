"""From an evaluation to its report: parts in order, counts, what moved since the last one.

Pages, PDF and data of one evaluation show the same figures because all take a `Report`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import QuerySet

from measures import answering, following, french, grid
from measures.following import Followed, Text
from measures.models import (
    Addressee,
    Answer,
    Assessment,
    AssessmentQuerySet,
    Evaluation,
    Plan,
    Priority,
    Recommendation,
    Section,
)
from measures.models.prepared import Given, Prepared
from measures.moved import Former, since_former
from measures.tally import Tally


@dataclass(frozen=True)
class PriorityPart:
    """A priority with the assessments of its measures, in order."""

    priority: Priority
    assessments: list[Assessment]

    @cached_property
    def tally(self) -> Tally:
        """Its measures counted by status."""
        return Tally.of(self.assessments)

    @cached_property
    def row(self) -> grid.Row:
        """Its measures as tiles and lists show them."""
        return grid.Row.of(self.priority, self.assessments)


@dataclass(frozen=True)
class AddresseePart:
    """An addressee with what is asked of it."""

    addressee: Addressee
    recommendations: list[Recommendation]


@dataclass(frozen=True)
class PlacePart:
    """A priority or a section with the recommendations found there."""

    place: Priority | Section
    recommendations: list[Recommendation]


@dataclass(frozen=True)
class Entry:
    """A line of the contents; `level` is 1 for a part, 2 for a measure or an inner section.

    `page` is known in the PDF only.
    """

    anchor: str
    title: str
    level: int
    label: str = ""
    page: int | None = None

    @property
    def short(self) -> str:
        """The fewest words that name it: « Mesure 5 », « Introduction »."""
        return self.label if self.anchor.startswith("mesure-") else self.title


@dataclass(frozen=True)
class Report:
    """An evaluation in the order of its report."""

    evaluation: Evaluation
    front: list[Section]
    priorities: list[PriorityPart]
    back: list[Section]
    recommendations: list[Recommendation] = field(default_factory=list)
    # What its texts say of earlier recommendations, by their keys as assessment and as section.
    follow_ups: Mapping[tuple[int | None, int | None], list[Followed]] = field(default_factory=dict)

    answers: Mapping[int, list[Answer]] = field(default_factory=dict)  # by key of assessment
    former: Former | None = None

    def followed(self, row: Text) -> list[Followed]:
        """What one of its texts says became of earlier recommendations, in their order."""
        return self.follow_ups.get(following.keys_of(row), [])

    @property
    def all_followed(self) -> list[Followed]:
        """Everything that it says became of earlier recommendations, in their order."""
        rows = [each for rows in self.follow_ups.values() for each in rows]
        return sorted(rows, key=lambda each: each.recommendation.number)

    @property
    def all_answers(self) -> list[Answer]:
        """Every answer, in the order of the report, each with its assessment."""
        answers = []
        for row in self.assessments:
            for answer in self.answers.get(row.pk, ()):
                answer.assessment = row
                answers.append(answer)
        return answers

    @property
    def plan(self) -> Plan:
        """The plan evaluated."""
        return self.evaluation.plan

    @cached_property
    def assessments(self) -> list[Assessment]:
        """All assessments, in the order of the report."""
        return [assessment for part in self.priorities for assessment in part.assessments]

    @property
    def sections(self) -> list[Section]:
        """All sections, in the order of the report."""
        return [*self.front, *self.back]

    @cached_property
    def tally(self) -> Tally:
        """All measures counted by status."""
        return Tally.of(self.assessments)

    @property
    def grid(self) -> tuple[grid.Row, ...]:
        """Its measures as tiles; nothing where they are too many to be seen at a glance."""
        small = len(self.assessments) <= grid.MOST
        return tuple(part.row for part in self.priorities) if small else ()

    @property
    def addressees(self) -> list[AddresseePart]:
        """The recommendations by addressee; one to several stands under each."""
        return by_addressee(self.recommendations)

    @property
    def main_recommendations(self) -> list["PlacePart"]:
        """By place, what the synthesis recalls: of the sections after the measures, if they ask."""
        after = {section.pk for section in self.back}
        gathered = [row for row in self.recommendations if row.section_id in after]
        return by_place(gathered or [row for row in self.recommendations if row.assessment])

    @property
    def contents(self) -> list[Entry]:
        """The lines of the contents, in order; anchors are those of `templates/report/`."""
        entries = [Entry("synthese", "Synthèse", 1)]
        entries += [_entry_of(section) for section in self.front]
        for part in self.priorities:
            anchor, label = f"priorite-{part.priority.number}", f"Priorité {part.priority.roman}"
            entries.append(Entry(anchor, part.priority.title, 1, label))
            for assessment in part.assessments:
                number, title = assessment.measure.number, assessment.measure.short_title
                entries.append(Entry(f"mesure-{number}", title, 2, f"Mesure {number}"))
        entries += [_entry_of(section) for section in self.back]
        entries.append(Entry("par-destinataire", "Les recommandations par destinataire", 1))
        entries.append(Entry("textes-cites", "Les textes cités", 1))
        return entries


def _entry_of(section: Section) -> Entry:
    level = 2 if section.parent_id else 1
    return Entry(f"section-{section.slug}", section.title, level, section.label)


def by_addressee(recommendations: Iterable[Recommendation]) -> list[AddresseePart]:
    """Group recommendations by addressee, in alphabetical order."""
    parts: dict[Addressee, list[Recommendation]] = {}
    for recommendation in recommendations:
        for addressee in recommendation.addressees.all():
            parts.setdefault(addressee, []).append(recommendation)
    ordered = sorted(parts, key=lambda addressee: french.alphabetical(addressee.name))
    return [AddresseePart(addressee, parts[addressee]) for addressee in ordered]


def by_place(recommendations: Iterable[Recommendation]) -> list[PlacePart]:
    """Group recommendations by priority or section, in the order of the report."""
    parts: dict[Priority | Section, list[Recommendation]] = {}
    for row in recommendations:
        place = row.assessment.measure.priority if row.assessment else row.section
        parts.setdefault(place, []).append(row)
    return [PlacePart(place, rows) for place, rows in parts.items()]


def _in_reading_order(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    return rows.select_related("measure__priority").in_reading_order()


_TIMES = ("updated_at", "measure__updated_at", "measure__priority__updated_at")
_OUTLINE = Prepared(
    lambda: (
        _in_reading_order(Assessment.objects.filter(evaluation=Given("evaluation")))
        .without_texts()
        .defer("measure__priority__presentation", "measure__priority__plain_summary", *_TIMES)
    )
)
_SECTIONS = Prepared(lambda: Section.objects.filter(evaluation=Given("evaluation")))
_SECTIONS_WITHOUT_TEXTS = Prepared(
    lambda: Section.objects.filter(evaluation=Given("evaluation")).defer("body")
)


def outline(
    evaluation: Evaluation, *, sections: bool = False, recommendations: bool = False
) -> Report:
    """Return the report without its texts: titles, statuses and counts, in two queries.

    `sections` asks for their texts all the same; `recommendations`, for these (two more queries).
    """
    assessments = _OUTLINE.all(evaluation=evaluation.pk)
    rows = (_SECTIONS if sections else _SECTIONS_WITHOUT_TEXTS).all(evaluation=evaluation.pk)
    for row in (*assessments, *rows):
        row.evaluation = evaluation
    asked = list(recommendations_of(evaluation)) if recommendations else None
    return _arrange(evaluation, assessments, rows, asked)


def build(evaluation: Evaluation) -> Report:
    """Return the whole report with its texts and recommendations, in seven queries.

    One more where another evaluation came before, two where it follows recommendations.
    """
    report = _arrange(
        evaluation,
        _in_reading_order(evaluation.assessments.all()),
        evaluation.sections.all(),
        list(recommendations_of(evaluation)),
    )
    return replace(
        report,
        follow_ups=following.shown_by_text(evaluation),
        answers=answering.by_assessment(evaluation),
        former=since_former(evaluation, report.assessments),
    )


def recommendations_of(evaluation: Evaluation) -> QuerySet[Recommendation]:
    """Return the recommendations of an evaluation in order, with where each stands."""
    return (
        evaluation.recommendations.select_related("assessment__measure__priority", "section")
        .prefetch_related("addressees")
        .defer(
            "assessment__plain_summary",
            "assessment__state_actions",
            "assessment__observations",
            "assessment__measure__priority__plain_summary",
            "assessment__measure__priority__presentation",
            "section__body",
        )
        .order_by("number")
    )


def _arrange(
    evaluation: Evaluation,
    assessments: Iterable[Assessment],
    sections: Iterable[Section],
    recommendations: list[Recommendation] | None = None,
) -> Report:
    parts: dict[int, PriorityPart] = {}
    rows = list(assessments)
    by_key = {row.pk: row for row in rows}
    for assessment in rows:
        if assessment.observations_in_id:
            assessment.observations_in = by_key[assessment.observations_in_id]
        priority = assessment.measure.priority
        part = parts.setdefault(priority.number, PriorityPart(priority, []))
        part.assessments.append(assessment)
    before = [s for s in sections if s.place == Section.Place.BEFORE_MEASURES]
    after = [s for s in sections if s.place == Section.Place.AFTER_MEASURES]
    return Report(evaluation, before, list(parts.values()), after, recommendations or [])
