"""The work of making documents: one row after the other is taken, made elsewhere and kept."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError

from measures import report as reports
from measures import signatures
from measures.actions import documents as actions
from measures.exports import documents, making
from measures.exports.documents import REPORT, Kind
from measures.models import Document, Evaluation

_SAY = 5  # seconds; far less than the silence of the dead (`actions.documents.SILENCE`)

log = logging.getLogger("measures.documents")


def make_next(*, stopping: Callable[[], bool] = lambda: False) -> Document | None:
    """Take the document that comes next, make it and keep it; return it, or nothing to do.

    `stopping` is asked every second: the document then goes back to the queue. So it does where
    the machine has no room for it: that is no fault of the document, and counts as no attempt.
    """
    document = actions.take()
    if document is None:
        return None
    evaluation = document.evaluation
    signature = signatures.of(evaluation)  # before the report is read: never newer than it
    try:
        _make(document, signature, stopping)
    except (OSError, DatabaseError):
        with suppress(DatabaseError):  # else it is taken again once we say nothing more
            actions.put_back(document)
        raise
    return document


def _make(document: Document, signature: str, stopping: Callable[[], bool]) -> None:
    try:
        content = making.make(
            reports.build(document.evaluation),
            documents.wanted(document),
            draft=documents.draft_of(document),
            still_wanted=_still_wanted(document, stopping),
        )
    except making.NotWanted:
        actions.put_back(document)
    except making.NotMade as why:
        log.warning("not made: document=%s, %s", document.pk, type(why).__name__)
        actions.give_up(document, why=str(why))
    else:
        actions.keep(document, content=content, signature=signature)


def _still_wanted(document: Document, stopping: Callable[[], bool]) -> Callable[[], bool]:
    """Return what says, from time to time, that we are at work, and whether it is wanted."""
    said = time.monotonic()

    def still_wanted() -> bool:
        nonlocal said
        if stopping():
            return False
        if time.monotonic() - said < _SAY:
            return True
        said = time.monotonic()
        return actions.still_at_work(document)

    return still_wanted


def complete(evaluation: Evaluation) -> int:
    """Give a published evaluation the documents that it lacks; return how many it lacked.

    Its report is made at once, its parts are asked for. Raises `making.NotMade`.
    """
    lacking = 0
    if not evaluation.documents.public().filter(kind=Kind.REPORT).exists():
        printed = making.print_publication(evaluation)
        lacking += actions.keep_missing_report(evaluation, printed) is not None
    parts = [part for part in documents.every(reports.build(evaluation)) if part != REPORT]
    return lacking + actions.ask_parts(evaluation, [(str(part.kind), part.key) for part in parts])
