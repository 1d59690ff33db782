"""The texts of one evaluation in the order of its report, each with how far it has come."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from measures.desk import presence
from measures.desk.figures import WITHOUT_OBSERVATIONS, without_text
from measures.desk.texts import Text, of_measure, of_section
from measures.models import Assessment, Evaluation, Priority, Revision, Section, User, Written

UNFINISHED = "non-relu"  # a state of work to look for: all but « relu »
NOBODY = "personne"


@dataclass
class Line:
    """One text: its row without the texts themselves, who changed it last, who is there."""

    text: Text
    row: Assessment | Section
    priority: Priority | None = None
    changed_by: User | None = None
    changed_at: datetime | None = None
    present: list[User] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """The texts of one part of the report."""

    anchor: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Wanted:
    """Which texts to keep; what is empty asks nothing."""

    writer: str = ""  # the key of an account, or `personne`
    work_state: str = ""
    status: str = ""
    priority: str = ""
    only_empty: bool = False

    def keeps(self, line: Line) -> bool:
        """Tell whether a text answers to all that is asked."""
        row = line.row
        return all(
            [
                not self.writer or self.writer == str(row.assigned_to_id or NOBODY),
                not self.work_state or self._in_state(row),
                not self.status or self.status == getattr(row, "status", None),
                not self.priority or (line.priority and self.priority == str(line.priority.number)),
                not self.only_empty or row.is_bare,
            ]
        )

    def _in_state(self, row: Written) -> bool:
        if self.work_state == UNFINISHED:
            return row.work_state != Written.WorkState.PROOFREAD
        return row.work_state == self.work_state


@dataclass(frozen=True)
class Listing:
    """The texts of an evaluation, in order."""

    groups: list[Group]

    @property
    def lines(self) -> list[Line]:
        """All texts, in the order of the report."""
        return [line for group in self.groups for line in group.lines]

    @property
    def by_state(self) -> list[tuple[Written.WorkState, int]]:
        """How many texts are in each state of work."""
        counter = Counter(line.row.work_state for line in self.lines)
        return [(state, counter[state]) for state in Written.WorkState]

    def keeping(self, wanted: Wanted) -> "Listing":
        """Return the texts that answer to what is asked; parts without any are left out."""
        kept = [
            replace(group, lines=[line for line in group.lines if wanted.keeps(line)])
            for group in self.groups
        ]
        return Listing([group for group in kept if group.lines])


def listing(evaluation: Evaluation, *, reader: User) -> Listing:
    """Return all texts of an evaluation: four queries, whatever it holds."""
    assessments = list(
        _with_last_change(evaluation.assessments.all(), WITHOUT_OBSERVATIONS)
        .select_related("measure__priority", "assigned_to")
        .without_texts()
        .defer("measure__priority__presentation", "measure__priority__plain_summary")
        .in_reading_order()
    )
    sections = list(
        _with_last_change(evaluation.sections.all(), without_text())
        .select_related("assigned_to")
        .defer("body", "internal_note")
    )
    rows = [*assessments, *sections]
    people = User.objects.in_bulk({row.last_by for row in rows if row.last_by})
    there: dict[str, list[User]] = {}
    for who in presence.now(but=reader).filter(evaluation=evaluation):
        there.setdefault(who.place, []).append(who.user)

    def line(text: Text, row: Assessment | Section, priority: Priority | None = None) -> Line:
        by = people.get(row.last_by)
        return Line(text, row, priority, by, row.last_at, there.get(text.place, []))

    def of_sections(place: int) -> list[Line]:
        return [
            line(of_section(evaluation, row.slug, row.label, row.title), row)
            for row in sections
            if row.place == place
        ]

    before, after = Section.Place.BEFORE_MEASURES, Section.Place.AFTER_MEASURES
    groups = [Group("avant", "Avant les mesures", of_sections(before))]
    groups += _by_priority(
        line(
            of_measure(evaluation, row.measure.number, row.measure.short_title),
            row,
            row.measure.priority,
        )
        for row in assessments
    )
    groups.append(Group("apres", "Après les mesures", of_sections(after)))
    return Listing([group for group in groups if group.lines])


def _by_priority(lines: Iterable[Line]) -> Iterator[Group]:
    groups: dict[int, Group] = {}
    for line in lines:
        row = line.priority
        new = Group(f"priorite-{row.number}", f"Priorité {row.roman} · {row.title}", [])
        groups.setdefault(row.number, new).lines.append(line)
    return iter(groups.values())


def _with_last_change(rows: QuerySet, bare: Q | Exists) -> QuerySet:
    """Annotate who wrote each text last and when, and whether it is empty.

    That a text was given to somebody is no change of it.
    """
    changes = (
        Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(rows.model),
            object_id=OuterRef("pk"),
            kind=Revision.Kind.SAVED,
        )
        .exclude(content__has_key="assigned_to")
        .order_by("-pk")
    )
    return rows.annotate(
        last_by=Subquery(changes.values("by")[:1]),
        last_at=Subquery(changes.values("at")[:1]),
        is_bare=ExpressionWrapper(bare, output_field=BooleanField()),
    )
