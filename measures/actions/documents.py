"""The documents of an evaluation: asked for, taken by whoever makes them, kept or given up.

Whoever makes a document holds its row by a token and says from time to time that it is still at
work; a row whose maker says nothing more is taken again. What was lost in between is refused:
only who holds the row may keep its bytes.
"""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from measures import signatures
from measures.actions import public_changes
from measures.models import Document, DocumentBytes, Evaluation, User

SILENCE = timedelta(seconds=30)  # after which a maker is taken for dead
ATTEMPTS = 3  # a document that has ended so many makers is not tried again
PROOF_DAYS = 3
ENDED = (
    "Ce document n’a pas pu être fait : sa fabrication s’est interrompue plusieurs fois. "
    "Prévenez la personne qui tient le site."
)

State = Document.State
Part = tuple[str, str]  # the kind and the key of a document


@dataclass(frozen=True)
class Printed:
    """The report of a publication to come: its bytes, and the signature of what it says.

    `parts` are the other documents that this publication will have.
    """

    content: bytes
    signature: str
    parts: Collection[Part] = ()


def keep_publication(evaluation: Evaluation, printed: Printed) -> Document:
    """Keep the report of an evaluation that is being published, and ask for its parts.

    In the transaction of the publication; proofs of what was a draft go.
    """
    evaluation.documents.filter(published_at=None).delete()
    report = _keep_report(evaluation, printed)
    ask_parts(evaluation, printed.parts)
    return report


@transaction.atomic
def keep_missing_report(evaluation: Evaluation, printed: Printed) -> Document | None:
    """Keep the report of an evaluation that was published without: before reports were kept.

    Nothing is done where there is one, or the publication is no longer the same.
    """
    held = Evaluation.objects.select_for_update().filter(pk=evaluation.pk).first()
    if held is None or not held.is_published or held.published_at != evaluation.published_at:
        return None
    if held.documents.public().filter(kind=Document.Kind.REPORT).exists():
        return None
    public_changes.note()
    return _keep_report(held, printed)


def _keep_report(evaluation: Evaluation, printed: Printed) -> Document:
    now = timezone.now()
    report = Document(
        evaluation=evaluation,
        published_at=evaluation.published_at,
        kind=Document.Kind.REPORT,
        asked_at=now,
        made_at=now,
        state=State.READY,
        **_of_content(printed.content, printed.signature),
    )
    report.full_clean()
    report.save(force_insert=True)
    DocumentBytes.objects.create(document=report, data=printed.content)
    return report


def ask_parts(evaluation: Evaluation, parts: Collection[Part]) -> int:
    """Ask for documents of a published evaluation; those that were asked for stay as they are."""
    asked = evaluation.documents.filter(
        published_at=evaluation.published_at, withdrawn_at__isnull=True
    )
    there = set(asked.values_list("kind", "key"))
    signature = signatures.of(evaluation)
    now = timezone.now()
    missing = [
        Document(
            evaluation=evaluation,
            published_at=evaluation.published_at,
            kind=kind,
            key=key,
            asked_at=now,
            signature=signature,
        )
        for kind, key in parts
        if (kind, key) not in there
    ]
    Document.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def withdraw(evaluation: Evaluation) -> None:
    """Take the documents of a publication out of everybody's reach; its report stays in history.

    Those that are being made, or wait, are not wanted any more.
    """
    standing = evaluation.documents.filter(withdrawn_at=None).exclude(published_at=None)
    standing.exclude(kind=Document.Kind.REPORT).delete()
    standing.update(withdrawn_at=timezone.now())


def move_published(evaluation: Evaluation, *, to: Evaluation) -> None:
    """Leave with another edition the reports of one that was withdrawn and is given up."""
    evaluation.documents.exclude(published_at=None).update(evaluation=to)


@transaction.atomic
def ask_proof(evaluation: Evaluation, part: Part, *, options: str = "", by: User) -> Document:
    """Return the proof of a draft that somebody asks for, made once for the same content.

    It is asked for anew where the draft has changed since, or its making has failed.
    """
    kind, key = part
    signature = signatures.of(evaluation)
    rows = evaluation.documents.select_for_update()
    found = rows.filter(published_at=None, kind=kind, key=key, options=options, asked_by=by)
    former = found.first()
    if former is not None:
        if former.signature == signature and former.state != State.FAILED:
            return former
        former.delete()
    proof = Document(
        evaluation=evaluation,
        kind=kind,
        key=key,
        options=options,
        asked_by=by,
        asked_at=timezone.now(),
        signature=signature,
    )
    proof.full_clean()
    proof.save(force_insert=True)
    return proof


def before(document: Document) -> int:
    """Return how many documents are made before one that waits; proofs pass before the rest."""
    if document.state != State.WAITING:
        return 0
    underway = Document.objects.filter(state__in=[State.WAITING, State.MAKING])
    earlier = Q(asked_at__lt=document.asked_at) | Q(asked_at=document.asked_at, pk__lt=document.pk)
    return underway.filter(earlier, published_at=None).count()


def at_work() -> bool:
    """Tell whether somebody is making documents."""
    lately = timezone.now() - SILENCE
    return Document.objects.filter(Q(taken_at__gt=lately) | Q(made_at__gt=lately)).exists()


def take() -> Document | None:
    """Return the document to make next, held by a token; proofs first: somebody waits for them.

    Two that ask at once never get the same one. Where there is none, nothing is locked.
    """
    while to_take().exists():
        with transaction.atomic():
            queue = to_take().select_for_update(
                skip_locked=connection.features.has_select_for_update_skip_locked
            )
            row = queue.order_by(F("published_at").asc(nulls_first=True), "asked_at", "pk").first()
            if row is None:
                return None  # others have just taken them all
            found = to_take().filter(pk=row.pk)
            if row.attempts >= ATTEMPTS:
                found.update(state=State.FAILED, failure=ENDED, taken_by="", taken_at=None)
                continue
            token = uuid.uuid4().hex
            if found.update(
                state=State.MAKING,
                taken_by=token,
                taken_at=timezone.now(),
                attempts=F("attempts") + 1,
            ):
                rows = Document.objects.select_related("evaluation__plan", "asked_by")
                return rows.get(pk=row.pk, taken_by=token)
    return None


def to_take() -> QuerySet[Document]:
    """Return what waits, and what was left by a maker that says nothing more."""
    left = Q(state=State.MAKING, taken_at__lt=timezone.now() - SILENCE)
    return Document.objects.filter(Q(state=State.WAITING) | left)


def still_at_work(document: Document) -> bool:
    """Say that the maker of a document is alive; tell whether the document is still wanted."""
    return bool(_held(document).update(taken_at=timezone.now()))


@transaction.atomic
def keep(document: Document, *, content: bytes, signature: str) -> bool:
    """Keep the bytes of a document that was taken; tell whether it was still wanted."""
    kept = _held(document).update(
        state=State.READY,
        made_at=timezone.now(),
        taken_by="",
        taken_at=None,
        **_of_content(content, signature),
    )
    if kept and document.published_at is not None:
        public_changes.note()  # pages show that it is there
    if kept:
        DocumentBytes.objects.create(document_id=document.pk, data=content)
    return bool(kept)


def give_up(document: Document, *, why: str) -> None:
    """Say in a sentence why a document that was taken cannot be made."""
    _held(document).update(state=State.FAILED, failure=why, taken_by="", taken_at=None)


def put_back(document: Document) -> None:
    """Put a document that was taken back in the queue: its maker has been asked to stop."""
    _held(document).update(
        state=State.WAITING, taken_by="", taken_at=None, attempts=F("attempts") - 1
    )


def try_again() -> int:
    """Ask anew for what could not be made; return how many documents."""
    return Document.objects.filter(state=State.FAILED).update(
        state=State.WAITING, failure="", attempts=0
    )


def tidy() -> int:
    """Take away proofs that are some days old; return how many."""
    old = timezone.now() - timedelta(days=PROOF_DAYS)
    _all, by_model = Document.objects.filter(published_at=None, asked_at__lt=old).delete()
    return by_model.get(Document._meta.label, 0)


def _held(document: Document) -> QuerySet[Document]:
    return Document.objects.filter(pk=document.pk, state=State.MAKING, taken_by=document.taken_by)


def _of_content(content: bytes, signature: str) -> dict[str, object]:
    return {
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "signature": signature,
    }
