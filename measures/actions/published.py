"""What becomes of an evaluation once it is published: it is withdrawn, or rectified or not."""

from django.db import transaction

from measures.actions import documents, evaluations, public_changes, safety
from measures.actions.editions import copy_texts
from measures.actions.refusals import (
    InPreparation,
    NotInForce,
    NotPublished,
    NotRectifying,
)
from measures.actions.saving import lock_open, record
from measures.models import Evaluation, EvaluationQuerySet, Plan, User
from measures.rich_text import one_line

WITHDRAWN = "Retrait de la publication"
DISCARDED = "Rectification abandonnée"
LONGEST_REASON = 250  # characters: the history says it after what was done


@transaction.atomic
def unpublish(evaluation: Evaluation, *, reason: str, by: User) -> Evaluation:
    """Take the edition in force out of the public's sight; it is in preparation again.

    The edition before it, if there is one, comes back in force. Its texts and adoption stay as
    they are, the words that a reader may look for go. Its report stays in its history, where
    no reader reaches it. Raises `NotPublished`, `NotInForce`, and `InPreparation` while a
    rectification of it is.
    """
    held = lock_in_force(evaluation)
    if editions_of(held).in_preparation().exists():
        raise InPreparation
    published_at = held.published_at
    held.published_at = held.published_by = None
    held.version += 1  # what was read while it was published is stale
    held.save(update_fields=["published_at", "published_by", "version", "updated_at"])
    record(
        held,
        content={"published_at": None, "withdrawn": published_at},
        by=by,
        message=f"{WITHDRAWN} : {one_line(reason)}",
    )
    public_changes.note()  # of what is in preparation by now: its revision does not tell
    held.words.all().delete()
    documents.withdraw(held)
    safety.say(held, "unpublished", by=by)
    return held


@transaction.atomic
def rectify(evaluation: Evaluation, *, reason: str, by: User) -> Evaluation:
    """Open a further edition of a published evaluation, with all that it says.

    What was proof-read still is, until it is changed. Raises `NotPublished`, `NotInForce`,
    `InPreparation` while another is being prepared, and `ValidationError` without a reason.
    """
    Plan.objects.select_for_update().get(pk=evaluation.plan_id)  # as what changes a plan: first
    former = lock_in_force(evaluation)
    if editions_of(former).in_preparation().exists():
        raise InPreparation
    made = evaluations.create(
        plan=former.plan,
        slug=former.slug,
        title=former.title,
        notice=former.notice,
        edition=former.edition + 1,
        rectification_reason=reason,
        by=by,
    )
    copy_texts(former, into=made, by=by, message=f"Repris de l’édition {former.edition}")
    safety.say(made, "rectification opened", by=by)
    return made


@transaction.atomic
def discard(evaluation: Evaluation, *, reason: str, by: User) -> Evaluation:
    """Give up an edition that would have replaced a published one; return the latter.

    Its texts go; every version of them stays in the history, with the published edition, whose
    journal says what was given up and why. Raises `Closed`, and `NotRectifying` where nothing
    published would be left.
    """
    held = lock_open(evaluation.pk)
    former = in_force(held)
    if former is None:
        raise NotRectifying
    held.revisions.update(evaluation=former)
    documents.move_published(held, to=former)
    record(
        former,
        content={"discarded": held.edition, "texts": _names_of_texts(held)},
        by=by,
        message=f"{DISCARDED} (édition {held.edition}) : {one_line(reason)}",
    )
    safety.say(held, "rectification discarded", by=by)
    held.sections.update(parent=None)  # what leads to a row protects it
    held.assessments.update(observations_in=None)
    held.sections.all().delete()
    held.assessments.all().delete()
    held.delete()
    return former


def _names_of_texts(evaluation: Evaluation) -> dict[str, str]:
    """Return what the journal calls the texts of an edition once their rows are gone."""
    rows = [*evaluation.assessments.select_related("measure"), *evaluation.sections.all()]
    names = {f"{row._meta.model_name}-{row.pk}": str(getattr(row, "measure", row)) for row in rows}
    return names | {f"evaluation-{evaluation.pk}": f"Édition {evaluation.edition}"}


def in_force(evaluation: Evaluation) -> Evaluation | None:
    """Return the edition that the public reads at the address of an evaluation, if any."""
    rows = editions_of(evaluation).published().select_related("plan", "published_by")
    return rows.first()


def lock_in_force(evaluation: Evaluation) -> Evaluation:
    """Return the edition in force, held with all others of its address.

    Raises `NotPublished` and `NotInForce`.
    """
    rows = {row.pk: row for row in editions_of(evaluation).select_for_update()}
    held = rows[evaluation.pk]
    if not held.is_published:
        raise NotPublished
    if any(row.is_published and row.edition > held.edition for row in rows.values()):
        raise NotInForce
    return held


def editions_of(evaluation: Evaluation) -> EvaluationQuerySet:
    """Return all editions of an evaluation, the first first."""
    rows = Evaluation.objects.filter(plan=evaluation.plan_id, slug=evaluation.slug)
    return rows.order_by("edition")
