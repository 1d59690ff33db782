"""The structure of a plan: which priorities and measures it has, and in what order.

Closed once an evaluation of the plan is published: its addresses hold these numbers. What is
being written follows: links to a renumbered measure, the numbers of recommendations and notes.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from measures.actions import passages, plans, recommendations
from measures.actions.refusals import Evaluated, InUse, Stale
from measures.actions.saving import record, save_row
from measures.models import Assessment, Evaluation, Measure, Plan, Priority, User
from measures.models.versioned import Versioned
from measures.pasted import Line

ASIDE = 15_000  # added to a number while another one takes its place: each is unique
RENUMBERED = "Mesures renumérotées"
_LINK = re.compile(r'<a href="#mesure-(\d+)"')


def is_evaluated(plan: Plan) -> bool:
    """Tell whether an evaluation of the plan is published, which closes its structure."""
    return plan.evaluations.published_editions().exists()


@transaction.atomic
def add_priority(*, plan: Plan, title: str, number: int | None = None, by: User) -> Priority:
    """Add a priority, the last one unless a number is given. Raises `Evaluated`."""
    hold(plan)
    if number is None:
        number = (plan.priorities.aggregate(last=Max("number"))["last"] or 0) + 1
    return plans.create_priority(plan=plan, number=number, title=title, presentation="", by=by)


@transaction.atomic
def add_measure(
    *,
    priority: Priority,
    title: str,
    short_title: str,
    number: int | None = None,
    continues: Sequence[Measure] = (),
    by: User,
) -> Measure:
    """Add a measure, the last one unless a number is given. Raises `Evaluated`."""
    hold(priority.plan)
    if number is None:
        number = (priority.plan.measures.aggregate(last=Max("number"))["last"] or 0) + 1
    return plans.create_measure(
        priority=priority,
        number=number,
        title=title,
        short_title=short_title,
        continues=continues,
        by=by,
    )


@transaction.atomic
def add_lines(plan: Plan, lines: Sequence[Line], *, by: User) -> int:
    """Add the measures of a list, and the priorities that it names; return how many measures.

    All or nothing. Raises `Evaluated`, and `ValidationError` for a number that is taken.
    """
    hold(plan)
    priorities = {row.number: row for row in plan.priorities.all()}
    for line in lines:
        if line.priority not in priorities:
            priorities[line.priority] = plans.create_priority(
                plan=plan,
                number=line.priority,
                title=line.priority_title,
                presentation="",
                by=by,
            )
        plans.create_measure(
            priority=priorities[line.priority],
            number=line.number,
            title=line.title,
            short_title=line.short_title,
            by=by,
        )
    return len(lines)


@transaction.atomic
def save_measure(
    measure: Measure,
    *,
    priority: Priority,
    number: int,
    title: str,
    short_title: str,
    continues: Sequence[Measure],
    expected_version: int,
    by: User,
) -> bool:
    """Change a measure, its place included; tell whether anything changed.

    Where its new number is taken, the measures in between move up or down by one. Raises
    `Stale`, `ValidationError`, and `Evaluated` for another place.
    """
    measure.refresh_from_db()
    moves = (measure.priority_id, measure.number) != (priority.pk, number)
    drafts = hold(measure.plan) if moves else []
    changed = plans.save_measure(
        measure,
        priority=priority,
        title=title,
        short_title=short_title,
        continues=continues,
        expected_version=expected_version,
        by=by,
    )
    if measure.number != number:
        if not changed and measure.version != expected_version:
            raise Stale(measure)
        _renumber(drafts, _slid(measure, number), by=by)
        measure.refresh_from_db()
        changed = True
    return changed


@transaction.atomic
def shift_measure(measure: Measure, *, down: bool, by: User) -> bool:
    """Exchange a measure with its neighbour in its priority; at its edge, change priority.

    Tells whether it moved: the first and the last have nowhere to go. Raises `Evaluated`.
    """
    drafts = hold(measure.plan)
    measure.refresh_from_db()
    nearest = "number" if down else "-number"
    beyond = {f"number__{'gt' if down else 'lt'}": measure.number}
    neighbour = measure.priority.measures.filter(**beyond).order_by(nearest).first()
    if neighbour is not None:
        numbers = {measure.pk: neighbour.number, neighbour.pk: measure.number}
        _renumber(drafts, numbers, by=by)
        return True
    beyond = {f"number__{'gt' if down else 'lt'}": measure.priority.number}
    priority = measure.plan.priorities.filter(**beyond).order_by(nearest).first()
    if priority is None:
        return False
    return plans.save_measure(
        measure,
        priority=priority,
        title=measure.title,
        short_title=measure.short_title,
        continues=list(measure.continues.all()),
        expected_version=measure.version,
        by=by,
    )


@transaction.atomic
def shift_priority(priority: Priority, *, down: bool, by: User) -> bool:
    """Exchange a priority with its neighbour; its measures keep their numbers and follow it."""
    drafts = hold(priority.plan)
    priority.refresh_from_db()
    beyond = {f"number__{'gt' if down else 'lt'}": priority.number}
    order = "number" if down else "-number"
    neighbour = priority.plan.priorities.filter(**beyond).order_by(order).first()
    if neighbour is None:
        return False
    numbers = {priority.pk: neighbour.number, neighbour.pk: priority.number}
    _write_numbers(Priority, numbers, by=by, message="Priorités renumérotées")
    _renumber_texts(drafts)
    return True


@transaction.atomic
def number_through(plan: Plan, *, by: User) -> int:
    """Number the measures 1, 2, 3… in the order of the report; return how many changed."""
    drafts = hold(plan)
    rows = plan.measures.order_by("priority__number", "number")
    wanted = {row.pk: place for place, row in enumerate(rows, start=1) if row.number != place}
    _renumber(drafts, wanted, by=by)
    return len(wanted)


@transaction.atomic
def remove_measure(measure: Measure, *, by: User) -> None:
    """Remove a measure of which nothing has been said. Raises `Evaluated` and `InUse`."""
    drafts = hold(measure.plan)
    untouched = Q(version=1, status=Assessment.Status.TO_ASSESS, also_observes=None)
    untouched &= Q(
        plain_summary="", state_actions="", observations="", internal_note="", assigned_to=None
    )
    rows = measure.assessments.all()
    used = rows.exclude(pk__in=rows.filter(untouched).values("pk")).select_related("evaluation")
    for row in used:
        raise InUse(f"L’évaluation {row.evaluation.slug} dit déjà quelque chose de cette mesure.")
    if later := measure.continued_by.select_related("plan").first():
        raise InUse(f"La mesure {later.number} du plan {later.plan.slug} prolonge celle-ci.")
    said = f"Suppression de la mesure {measure.number}"
    record(measure, content={"title": measure.title}, by=by, message=said)
    rows.delete()
    measure.delete()
    _renumber_texts(drafts)


@transaction.atomic
def remove_priority(priority: Priority, *, by: User) -> None:
    """Remove a priority without a measure. Raises `Evaluated` and `InUse`."""
    hold(priority.plan)
    if priority.measures.exists():
        raise InUse("Cette priorité contient des mesures : déplacez-les d’abord.")
    said = f"Suppression de la priorité {priority.roman}"
    content = {name: getattr(priority, name) for name in plans.PRIORITY_FIELDS}
    record(priority, content=content, by=by, message=said)
    priority.delete()


def hold(plan: Plan) -> list[Evaluation]:
    """Return the evaluations of a plan, all held, none of them published.

    Whoever publishes or opens one meanwhile waits. Raises `Evaluated`.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    rows = list(Evaluation.objects.select_for_update().filter(plan=plan).order_by("pk"))
    if any(row.is_published for row in rows):
        raise Evaluated
    return rows


def _slid(measure: Measure, number: int) -> dict[int, int]:
    """Return the new numbers when a measure takes a number, by the key of each that changes."""
    rows = measure.plan.measures.exclude(pk=measure.pk)
    if not rows.filter(number=number).exists():
        return {measure.pk: number}
    low, high = sorted((measure.number, number))
    between = rows.filter(number__range=(low, high)).order_by("number")
    places = sorted([measure.number, *(row.number for row in between)])
    order = [row.pk for row in between]
    order.insert(0 if number < measure.number else len(order), measure.pk)
    return dict(zip(order, places, strict=True))


def _renumber(drafts: Collection[Evaluation], numbers: Mapping[int, int], *, by: User) -> None:
    """Give measures their new numbers, by key, and mend what is being written."""
    former = dict(Measure.objects.filter(pk__in=numbers).values_list("pk", "number"))
    _write_numbers(Measure, numbers, by=by, message=RENUMBERED)
    moved = {former[key]: number for key, number in numbers.items()}
    for evaluation in drafts:
        _relink(evaluation, moved, by=by)
    _renumber_texts(drafts)


def _write_numbers(
    model: type[Versioned], numbers: Mapping[int, int], *, by: User, message: str
) -> None:
    rows = model._default_manager.filter(pk__in=numbers)
    rows.update(number=F("number") + ASIDE)
    for row in rows.order_by("pk"):
        model._default_manager.filter(pk=row.pk).update(
            number=numbers[row.pk], version=F("version") + 1, updated_at=timezone.now()
        )
        record(row, content={"number": numbers[row.pk]}, by=by, message=message)


def _relink(evaluation: Evaluation, moved: Mapping[int, int], *, by: User) -> None:
    """Let the links in the texts of an evaluation lead to the same measures as before."""

    def led(link: re.Match[str]) -> str:
        number = int(link[1])
        return f'<a href="#mesure-{moved.get(number, number)}"'

    for rows, names in (
        (evaluation.assessments.all(), ("state_actions", "observations")),
        (evaluation.sections.all(), ("body",)),
    ):
        for row in rows:
            values = {name: _LINK.sub(led, getattr(row, name)) for name in names}
            if save_row(
                row, values=values, expected_version=row.version, by=by, message=RENUMBERED
            ):
                kind = "assessment" if isinstance(row, Assessment) else "section"
                recommendations.derive(evaluation, values[names[-1]], **{kind: row})


def _renumber_texts(drafts: Collection[Evaluation]) -> None:
    for evaluation in drafts:
        recommendations.number(evaluation)
        passages.derive_whole(evaluation)
