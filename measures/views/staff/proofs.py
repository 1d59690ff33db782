"""Proofs of what is in preparation: asked for, awaited, read by whoever asked; kept some days."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from measures import report as reports
from measures import rights, signatures
from measures.actions import documents as actions
from measures.exports import documents, keeping
from measures.forms.proofs import ProofForm
from measures.links import staff_address
from measures.models import Document, Evaluation
from measures.report import Report
from measures.views import downloads
from measures.views.staff.access import WRITING, staff_evaluation, staff_view

WRONG = 422
_ASLEEP = timedelta(minutes=1)  # a queue that has not moved for so long has nobody at work
_LOOK = 0.1  # seconds between two looks at a proof that may be ready at once


@staff_view(rights.EXPORT, methods=WRITING)
def proofs(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """What proofs one may ask for, and those one has asked for."""
    found = staff_evaluation(plan, evaluation)
    if found.is_published:
        return redirect(staff_address("publication", found))
    report = reports.build(found)
    parts = {wanted.name: wanted for wanted in documents.every(report)}
    words = dict(zip(parts, _words(report), strict=True))
    form = ProofForm(list(words.items()), request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = parts[form.cleaned_data["part"]]
        proof = actions.ask_proof(
            found,
            (str(wanted.kind), wanted.key),
            options=documents.options(
                line_numbers=form.cleaned_data["line_numbers"],
                internal_notes=form.cleaned_data["internal_notes"],
            ),
            by=request.user,
        )
        ready = _ready_at_once(proof)
        return redirect(staff_address("proof_file" if ready else "proof", found, proof.pk))
    asked = _own(request, found)
    context = {
        "evaluation": found,
        "form": form,
        "asked": [(row, words.get(documents.wanted(row).name, "")) for row in asked],
        "days": actions.PROOF_DAYS,
    }
    status = WRONG if request.method == "POST" else 200
    return render(request, "staff/proofs.html", context, status=status)


@staff_view(rights.EXPORT)
def proof(request: HttpRequest, plan: str, evaluation: str, proof: int) -> HttpResponse:
    """How far a proof has come; the way to it once it is ready."""
    found = staff_evaluation(plan, evaluation)
    row = _own(request, found).filter(pk=proof).first()
    if row is None:
        return _gone(request, found)
    waited = timezone.now() - row.asked_at
    context = {
        "evaluation": found,
        "proof": row,
        "draft": documents.draft_of(row),
        "name": documents.file_name(found, documents.wanted(row)),
        "before": actions.before(row),
        "asleep": row.state == Document.State.WAITING
        and waited > _ASLEEP
        and not actions.at_work(),
        "changed": row.state == Document.State.READY and row.signature != signatures.of(found),
        "underway": row.state in {Document.State.WAITING, Document.State.MAKING},
    }
    return render(request, "staff/proof.html", context)


@staff_view(rights.EXPORT)
def file(request: HttpRequest, plan: str, evaluation: str, proof: int) -> HttpResponse:
    """A proof, read by whoever asked for it; no cache keeps it."""
    found = staff_evaluation(plan, evaluation)
    row = _own(request, found).filter(pk=proof).first()
    if row is None:
        return _gone(request, found)
    if row.state != Document.State.READY:
        return redirect(staff_address("proof", found, row.pk))
    name = documents.file_name(found, documents.wanted(row))
    return downloads.file(keeping.content(row), name, "application/pdf", inline=True)


def _own(request: HttpRequest, evaluation: Evaluation) -> QuerySet[Document]:
    """Return the proofs of a draft that somebody has asked for, last first."""
    rows = evaluation.documents.filter(published_at=None, asked_by=request.user)
    return rows.order_by("-asked_at", "-pk")


def _gone(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    messages.info(
        request,
        f"Cette épreuve n’est plus là : le projet a changé depuis, ou elle a plus de "
        f"{actions.PROOF_DAYS} jours. Demandez-la de nouveau.",
    )
    return redirect(staff_address("proofs", evaluation))


def _ready_at_once(proof: Document) -> bool:
    """Wait a little for a proof; tell whether it is ready."""
    deadline = time.monotonic() + settings.PROOF_PATIENCE
    while proof.state in {Document.State.WAITING, Document.State.MAKING}:
        if time.monotonic() >= deadline:
            return False
        time.sleep(_LOOK)
        proof.refresh_from_db()
    return proof.state == Document.State.READY


def _words(report: Report) -> Iterator[str]:
    """Yield what each document of a report is called, in the order of `documents.every`."""
    yield "Tout le rapport"
    yield "La synthèse"
    for part in report.priorities:
        yield f"Priorité {part.priority.roman} : {part.priority.title}"
    for row in report.assessments:
        yield f"Mesure {row.measure.number} : {row.measure.short_title}"
    for part in report.addressees:
        yield f"Recommandations : {part.addressee.name}"
