"""Opening an evaluation, and publishing it."""

from copy import copy
from datetime import date, datetime

from django.db import transaction

from measures import readiness, signatures
from measures.actions import documents, passages, safety
from measures.actions.documents import Printed
from measures.actions.refusals import Changed, Incomplete
from measures.actions.saving import create_row, lock_open, record, save_row
from measures.models import Assessment, Evaluation, Plan, User
from measures.rich_text import clean, one_line, readable

FIELDS = ("title", "adopted_on", "statement", "notice", "rectification_reason")


@transaction.atomic
def create(
    *,
    plan: Plan,
    slug: str,
    title: str,
    notice: str = "",
    edition: int = 1,
    rectification_reason: str = "",
    by: User,
) -> Evaluation:
    """Open an evaluation in preparation, with every measure of the plan « à évaluer ».

    The plan is held meanwhile: no measure comes or goes.
    """
    Plan.objects.select_for_update().filter(pk=plan.pk).first()
    evaluation = Evaluation(
        plan=plan,
        slug=slug,
        title=title,
        notice=clean(notice, marks=()),
        edition=edition,
        rectification_reason=one_line(rectification_reason),
    )
    create_row(evaluation, written=FIELDS, by=by)
    Assessment.objects.bulk_create(
        Assessment(evaluation=evaluation, measure=measure) for measure in plan.measures.all()
    )
    passages.derive_whole(evaluation)
    return evaluation


@transaction.atomic
def save(
    evaluation: Evaluation,
    *,
    title: str,
    notice: str,
    rectification_reason: str = "",
    expected_version: int,
    by: User,
) -> bool:
    """Change what an evaluation says of itself. Raises `Closed` and `Stale`."""
    lock_open(evaluation.pk)
    values = {
        "title": title,
        "notice": clean(notice, marks=()),
        "rectification_reason": one_line(rectification_reason),
    }
    return save_row(evaluation, values=values, expected_version=expected_version, by=by)


def as_published(
    evaluation: Evaluation, *, adopted_on: date, statement: str, at: datetime, by: User
) -> Evaluation:
    """Return an evaluation as it will be once published, in memory: its report is printed first."""
    ahead = copy(evaluation)
    ahead.adopted_on, ahead.statement = adopted_on, readable(statement)
    ahead.published_at, ahead.published_by = at, by
    return ahead


def check(
    evaluation: Evaluation,
    *,
    adopted_on: date | None,
    statement: str,
    expected_state: str | None = None,
) -> None:
    """Refuse what could not be published as it stands.

    `expected_state` is what `readiness.state_of` told whoever decides on it. Raises `Changed` if
    a text is no longer what it was then, and `Incomplete` with all that is missing.
    """
    if expected_state is not None and expected_state != readiness.state_of(evaluation):
        raise Changed
    if missing := _missing(evaluation, adopted_on=adopted_on, statement=statement):
        raise Incomplete(missing)


@transaction.atomic
def publish(
    evaluation: Evaluation,
    *,
    adopted_on: date | None,
    statement: str,
    at: datetime,
    printed: Printed,
    by: User,
    expected_state: str | None = None,
) -> Evaluation:
    """Publish an evaluation, which closes it: pages, lists, exports and PDF at one moment.

    `printed` is its report, made beforehand from what `as_published` returns: it is kept with
    the publication, or nothing is published. Raises `Closed` if it is published already,
    `Changed` also if the report is no longer what would be printed now, what `check` raises,
    and `ValidationError`.
    """
    evaluation = lock_open(evaluation.pk)
    check(evaluation, adopted_on=adopted_on, statement=statement, expected_state=expected_state)
    evaluation.adopted_on = adopted_on
    evaluation.statement = readable(statement)
    evaluation.published_at = at
    evaluation.published_by = by
    evaluation.full_clean()
    if printed.signature != signatures.of(evaluation):
        raise Changed
    documents.keep_publication(evaluation, printed)
    evaluation.save(
        update_fields=["adopted_on", "statement", "published_at", "published_by", "updated_at"]
    )
    record(
        evaluation,
        content={
            "adopted_on": adopted_on,
            "statement": evaluation.statement,
            "published_at": evaluation.published_at,
        },
        by=by,
        message="Publication",
    )
    passages.gather_words(evaluation)
    safety.say(evaluation, "published", by=by)
    return evaluation


def _missing(evaluation: Evaluation, *, adopted_on: date | None, statement: str) -> list[str]:
    missing = []
    plan = evaluation.plan
    if adopted_on is None:
        missing.append("La date d’adoption manque.")
    elif plan.adopted_on and adopted_on < plan.adopted_on:
        missing.append("La date d’adoption précède celle du plan.")
    if not readable(statement).strip():
        missing.append("La mention d’adoption manque.")
    return missing + readiness.preventing(evaluation)
