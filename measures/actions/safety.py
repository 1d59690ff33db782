"""The trace that publications, withdrawals and changes of accounts leave in the log of safety."""

import logging

from django.db import transaction
from django.utils import timezone

from measures.models import Evaluation, Revision, User

log = logging.getLogger("measures.security")


def say(evaluation: Evaluation, what: str, *, by: User) -> None:
    """Leave a trace in the log of safety, once it is done for good: who, what, when.

    What is loaded from files was published elsewhere: its trace is its revision.
    """
    if by.is_loader:
        return
    message = "%s evaluation=%s edition=%s by=%s at=%s"
    at = timezone.now().isoformat(timespec="seconds")
    values = (what, evaluation.pk, evaluation.edition, by.pk, at)
    transaction.on_commit(lambda: log.info(message, *values))


def say_of_account(revision: Revision) -> None:
    """Leave a trace of a changed account: numbers alone; what changed is in its history."""
    values = (revision.object_id, revision.pk, revision.by_id)
    transaction.on_commit(lambda: log.info("account changed account=%s revision=%s by=%s", *values))
