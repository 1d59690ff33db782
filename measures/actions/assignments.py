"""Giving texts to those who write them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from measures import rights
from measures.actions.refusals import CannotWrite, Elsewhere
from measures.actions.saving import lock_open, record
from measures.models import Assessment, Evaluation, Section, User

_BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that knows the groups


def writers() -> QuerySet[User]:
    """Return those to whom a text may be given: open accounts that may write, by name."""
    found = User.objects.with_perm(rights.WRITE, backend=_BACKEND)
    return found.order_by("last_name", "first_name", "username")


@transaction.atomic
def assign(
    evaluation: Evaluation,
    *,
    texts: Collection[Assessment | Section],
    to: User | None,
    by: User,
) -> int:
    """Give texts of an evaluation to somebody, or to nobody; return how many changed hands.

    Each gets a revision that holds `assigned_to` alone. Versions stay: what a text says does
    not change, so that nobody who is writing it meets a conflict. Raises `Closed`, `CannotWrite`
    for who may not write or is disabled, and `Elsewhere` for a text of another evaluation.
    """
    evaluation = lock_open(evaluation.pk)
    if any(row.evaluation_id != evaluation.pk for row in texts):
        raise Elsewhere
    if to is not None and not writers().filter(pk=to.pk).exists():
        raise CannotWrite(str(to))
    moved = 0
    for row in texts:
        rows = type(row).objects.filter(pk=row.pk).exclude(assigned_to=to)
        if rows.update(assigned_to=to):
            record(row, content={"assigned_to": to}, by=by)
            moved += 1
        row.assigned_to = to
    return moved
