"""Writing a plan: its own texts, its priorities, its measures."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from measures.actions import passages, recommendations, saving
from measures.actions.saving import create_row, save_row
from measures.models import Assessment, Evaluation, Measure, Plan, Priority, User
from measures.rich_text import clean, clean_summary

PLAN_FIELDS = (
    "title",
    "short_title",
    "adopted_on",
    "adopted_by",
    "start_year",
    "end_year",
    "presentation",
)
PRIORITY_FIELDS = ("title", "plain_summary", "presentation")
MEASURE_FIELDS = ("priority", "title", "short_title")


@transaction.atomic
def create_plan(
    *,
    slug: str,
    title: str,
    short_title: str,
    adopted_on: date | None,
    adopted_by: str,
    start_year: int,
    end_year: int,
    presentation: str,
    by: User,
) -> Plan:
    """Create a plan. Raises `ValidationError` and `rich_text.InvalidText`."""
    plan = Plan(
        slug=slug,
        title=title,
        short_title=short_title,
        adopted_on=adopted_on,
        adopted_by=adopted_by,
        start_year=start_year,
        end_year=end_year,
        presentation=clean(presentation, marks=()),
    )
    create_row(plan, written=PLAN_FIELDS, by=by)
    return plan


@transaction.atomic
def save_plan(
    plan: Plan,
    *,
    title: str,
    short_title: str,
    adopted_on: date | None,
    adopted_by: str,
    start_year: int,
    end_year: int,
    presentation: str,
    expected_version: int,
    by: User,
    message: str = "",
) -> bool:
    """Change a plan's own texts; tell whether anything changed. Raises `Stale`."""
    values = {
        "title": title,
        "short_title": short_title,
        "adopted_on": adopted_on,
        "adopted_by": adopted_by,
        "start_year": start_year,
        "end_year": end_year,
        "presentation": clean(presentation, marks=()),
    }
    return save_row(plan, values=values, expected_version=expected_version, by=by, message=message)


@transaction.atomic
def create_priority(
    *, plan: Plan, number: int, title: str, presentation: str, plain_summary: str = "", by: User
) -> Priority:
    """Create a priority of a plan. Raises `ValidationError` and `rich_text.InvalidText`."""
    priority = Priority(
        plan=plan,
        number=number,
        title=title,
        plain_summary=clean_summary(plain_summary),
        presentation=clean(presentation, marks=()),
    )
    create_row(priority, written=("number", *PRIORITY_FIELDS), by=by)
    return priority


@transaction.atomic
def save_priority(
    priority: Priority,
    *,
    title: str,
    presentation: str,
    plain_summary: str | None = None,
    expected_version: int,
    by: User,
    message: str = "",
) -> bool:
    """Change a priority's texts; tell whether anything changed. Raises `Stale`.

    A summary that is not given stays as it is.
    """
    values = {"title": title, "presentation": clean(presentation, marks=())}
    if plain_summary is not None:
        values["plain_summary"] = clean_summary(plain_summary)
    return save_row(
        priority, values=values, expected_version=expected_version, by=by, message=message
    )


@transaction.atomic
def set_aside_presentation(
    row: Plan | Priority, *, presentation: str, plain_summary: str | None = None, by: User
) -> None:
    """Keep in the history what a conflict refused to save; the row stays as it is."""
    content = {"presentation": clean(presentation, marks=())}
    if plain_summary is not None:
        content["plain_summary"] = clean_summary(plain_summary)
    saving.set_aside(row, content=content, by=by)


@transaction.atomic
def create_measure(
    *,
    priority: Priority,
    number: int,
    title: str,
    short_title: str,
    continues: Sequence[Measure] = (),
    by: User,
) -> Measure:
    """Create a measure, to be assessed in every evaluation of its plan in preparation."""
    measure = Measure(
        plan=priority.plan, priority=priority, number=number, title=title, short_title=short_title
    )
    create_row(measure, written=("number", *MEASURE_FIELDS), links={"continues": continues}, by=by)
    for evaluation in Evaluation.objects.in_preparation().filter(plan=priority.plan):
        assessment = Assessment.objects.create(evaluation=evaluation, measure=measure)
        passages.derive(evaluation, assessment=assessment)
    return measure


@transaction.atomic
def save_measure(
    measure: Measure,
    *,
    priority: Priority,
    title: str,
    short_title: str,
    continues: Sequence[Measure] = (),
    expected_version: int,
    by: User,
) -> bool:
    """Change a measure's titles, priority or ancestry; tell whether anything changed.

    In another priority it is read at another place: recommendations and notes are numbered anew.
    """
    changed = save_row(
        measure,
        values={"priority": priority, "title": title, "short_title": short_title},
        links={"continues": continues},
        expected_version=expected_version,
        by=by,
    )
    if changed:
        for assessment in measure.assessments.select_related("evaluation"):
            assessment.measure = measure
            recommendations.number(assessment.evaluation)
            passages.derive(assessment.evaluation, assessment=assessment)
            if assessment.evaluation.is_published:
                passages.gather_words(assessment.evaluation)
    return changed
