"""The desk: what is in preparation, what is missing, what changed; and one evaluation's texts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from measures import french, rights
from measures.actions import assignments
from measures.actions.refusals import Refused
from measures.desk import figures, lines, news, presence
from measures.desk.texts import Directory
from measures.forms.desk import AssignmentForm, TextFilter
from measures.links import staff_address
from measures.models import Evaluation
from measures.views.staff.access import staff_evaluation, staff_view


@staff_view(rights.READ)
def desk(request: HttpRequest) -> HttpResponse:
    """The evaluations in preparation, what others changed, what one was writing, who is there."""
    rows = figures.in_preparation(request.user)
    evaluations = [row.evaluation for row in rows]
    directory = Directory(evaluations)
    here = [
        (row.user, directory.at(row.evaluation_id, row.place))
        for row in presence.now(but=request.user)
    ]
    context = {
        "current_tab": "desk",
        "in_preparation": rows,
        "since": request.user.previous_login,
        "changes": news.changes(evaluations, directory, request.user),
        "mine": news.written_by(evaluations, directory, request.user),
        "present": [(who, text) for who, text in here if text is not None],
        "published": figures.published(),
    }
    return render(request, "staff/desk.html", context)


@staff_view(rights.READ)
def evaluation(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """One evaluation: its measures and sections in the order of the report."""
    return _listing(request, staff_evaluation(plan, evaluation))


@staff_view(rights.PROOFREAD, methods=("POST",))
def assign(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Give the texts that are ticked to somebody, then show the list as it was filtered."""
    found = staff_evaluation(plan, evaluation)
    listing = lines.listing(found, reader=request.user)
    rows = {line.text.place: line.row for line in listing.lines}
    form = AssignmentForm(request.POST, places=rows, writers=assignments.writers())
    if form.is_valid():
        try:
            moved = assignments.assign(
                found,
                texts=[rows[place] for place in form.cleaned_data["texts"]],
                to=form.writer,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(moved, form))
            query = request.META.get("QUERY_STRING", "")
            address = staff_address("evaluation", found)
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
    return _listing(request, found, assignment=form, status=422)


def _said(moved: int, form: AssignmentForm) -> str:
    if not moved:
        return "Rien n’a changé : ces textes étaient déjà confiés ainsi."
    texts = f"{moved} {french.plural(moved, 'texte', 'textes')}"
    if form.writer is None:
        return f"{texts} : {french.plural(moved, 'il n’est', 'ils ne sont')} plus à personne."
    return f"{texts} {french.plural(moved, 'confié', 'confiés')} à {form.writer}."


def _listing(
    request: HttpRequest,
    evaluation: Evaluation,
    *,
    assignment: AssignmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the list of the texts of an evaluation, as the address filters it."""
    writers = list(assignments.writers())
    listing = lines.listing(evaluation, reader=request.user)
    filters = TextFilter(request.GET, evaluation=evaluation, writers=writers, user=request.user)
    kept = listing.keeping(lines.Wanted(**filters.wanted))
    context: dict[str, Any] = {
        "current_tab": "desk",
        "evaluation": evaluation,
        "listing": kept,
        "by_state": listing.by_state,
        "filters": filters,
        "found": filters.found(len(kept.lines), len(listing.lines)),
    }
    if request.user.has_perm(rights.PROOFREAD) and not evaluation.is_published:
        places = [line.text.place for line in listing.lines]
        context["assignment"] = assignment or AssignmentForm(places=places, writers=writers)
    return render(request, "staff/evaluation.html", context, status=status)
