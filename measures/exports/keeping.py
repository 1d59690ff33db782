"""The documents that are kept: which there are, how large, and their bytes.

Whether one is there, its size and its fingerprint are told without its bytes. These are read
from the database once in each process, as long as there is room, and known by their SHA-256:
what is kept here cannot be out of date.
"""

import hashlib
import threading
from collections import OrderedDict

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast

from measures.exports.documents import Kind, Wanted
from measures.models import Document, DocumentBytes, Evaluation
from measures.models.prepared import Given, Prepared

_ROOM = 32_000_000  # bytes of documents that a process keeps at hand


_ONE = Prepared(
    lambda: (
        Document.objects.public()
        .filter(evaluation=Given("evaluation"), kind=Given("kind"), key=Given("key"))
        .order_by("pk")[:1]
    )
)
_READY = Prepared(lambda: Document.objects.public().ready().filter(evaluation=Given("evaluation")))


def size_of_measure() -> Subquery:
    """Return the size of the document of a measure, if it is made, for a row of its assessment."""
    rows = (
        Document.objects.public()
        .ready()
        .filter(
            evaluation=OuterRef("evaluation"),
            kind=Kind.MEASURE,
            key=Cast(OuterRef("measure__number"), CharField()),
        )
    )
    return Subquery(rows.order_by("pk").values("size")[:1])


def find(evaluation: Evaluation, wanted: Wanted) -> Document | None:
    """Return a document of a published evaluation, made or not yet; one query."""
    return _ONE.first(evaluation=evaluation.pk, kind=str(wanted.kind), key=wanted.key)


def kept(evaluation: Evaluation, wanted: Wanted) -> Document | None:
    """Return a document of a published evaluation, if it is made; one query."""
    found = find(evaluation, wanted)
    return found if found is not None and found.state == Document.State.READY else None


def all_kept(evaluation: Evaluation) -> dict[Wanted, Document]:
    """Return the documents that a reader of an evaluation may have; one query."""
    return {Wanted(Kind(row.kind), row.key): row for row in _READY.all(evaluation=evaluation.pk)}


def withdrawn(evaluation: Evaluation) -> list[Document]:
    """Return the reports that were public at the address of an evaluation and were withdrawn.

    The last first; one query.
    """
    rows = Document.objects.ready().filter(
        evaluation__plan=evaluation.plan_id,
        evaluation__slug=evaluation.slug,
        kind=Kind.REPORT,
        withdrawn_at__isnull=False,
    )
    return list(rows.order_by("-withdrawn_at", "-pk"))


class Damaged(RuntimeError):
    """The bytes that are kept are not those that were: they are not to be served."""


def stored(document: Document) -> bytes:
    """Return the bytes of a document that is ready, as the database has them."""
    row = DocumentBytes.objects.only("data").get(document_id=document.pk)
    return bytes(row.data)  # PostgreSQL gives a view of them


def content(document: Document) -> bytes:
    """Return the bytes of a document that is ready. Raises `Damaged`."""
    with _lock:
        if document.sha256 in _at_hand:
            _at_hand.move_to_end(document.sha256)
            return _at_hand[document.sha256]
    data = stored(document)
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise Damaged(f"document {document.pk}: see manage.py verify_report")
    if document.published_at is not None:
        _put_at_hand(document.sha256, data)
    return data


_at_hand: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


def _put_at_hand(sha256: str, data: bytes) -> None:
    """Keep the bytes of a document in this process; those read longest ago make room."""
    if len(data) > _ROOM // 2:
        return
    with _lock:
        _at_hand[sha256] = data
        while sum(map(len, _at_hand.values())) > _ROOM:
            _at_hand.popitem(last=False)
