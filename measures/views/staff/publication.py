"""The publication of an evaluation: what prevents it, publishing, rectifying, withdrawing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from measures import readiness, rectification, rights
from measures.actions import evaluations, published
from measures.actions.refusals import Changed, Closed, Incomplete, Refused
from measures.exports import documents, keeping, making
from measures.forms.publication import (
    DiscardForm,
    PublicationForm,
    RectificationForm,
    WithdrawalForm,
)
from measures.links import absolute, address, staff_address
from measures.models import Evaluation
from measures.views import downloads
from measures.views.staff.access import WRITING, staff_evaluation, staff_view

WRONG, CONFLICT = 422, 409


@staff_view(rights.READ, methods=WRITING)
def publication(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """What prevents a publication and what deserves a look, for all who read drafts; publish."""
    found = staff_evaluation(plan, evaluation)
    if request.method != "POST":
        return _page(request, found)
    if not request.user.has_perm(rights.PUBLISH):
        raise PermissionDenied
    if found.is_published:
        return _already(request, found)
    form = PublicationForm(found, published.in_force(found), request.POST)
    return (
        _publish(request, found, form)
        if form.is_valid()
        else _page(request, found, publish=form, status=WRONG)
    )


def _publish(request: HttpRequest, found: Evaluation, form: PublicationForm) -> HttpResponse:
    """Print the report, then publish both, unless something has changed in between."""
    adoption = {name: form.cleaned_data[name] for name in ("adopted_on", "statement")}
    state = request.POST.get("state", "")
    at, by, status = timezone.now(), request.user, CONFLICT
    try:
        evaluations.check(found, **adoption, expected_state=state)
        ahead = evaluations.as_published(found, **adoption, at=at, by=by)
        printed = making.print_publication(ahead)
        done = evaluations.publish(
            found, **adoption, at=at, printed=printed, expected_state=state, by=by
        )
    except Closed:
        return _already(request, staff_evaluation(found.plan.slug, found.slug))
    except (Changed, making.NotMade) as refusal:
        form.add_error(None, str(refusal))
    except Incomplete:
        form.add_error(None, "Voyez d’abord ce qui empêche la publication.")
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        status = WRONG
    else:
        what = "La rectification" if done.edition > 1 else "L’évaluation"
        where = absolute(address("evaluation", done))
        messages.success(request, f"{what} est publiée. Elle se lit à cette adresse : {where}")
        return _back(found)
    return _page(request, found, publish=form, status=status)


@staff_view(rights.PUBLISH, methods=("POST",))
def rectify(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Prepare a further edition of a published evaluation, with all that it says."""
    found = staff_evaluation(plan, evaluation)
    form = RectificationForm(request.POST)
    if not form.is_valid():
        return _page(request, found, rectify=form, status=WRONG)
    try:
        in_force = published.in_force(found) or found
        published.rectify(in_force, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return _refused(request, found, form, refusal)
    messages.success(
        request,
        "La rectification est en préparation, avec tous les textes de l’édition publiée. Un "
        "texte que vous corrigez est à relire avant de publier.",
    )
    return _back(found)


@staff_view(rights.UNPUBLISH, methods=("POST",))
def unpublish(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Take an evaluation out of the public's sight."""
    found = staff_evaluation(plan, evaluation)
    form = WithdrawalForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, unpublish=form, status=WRONG)
    try:
        in_force = published.in_force(found) or found
        published.unpublish(in_force, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return _refused(request, found, form, refusal)
    before = published.in_force(found)
    back = f" L’édition {before.edition} est de nouveau en vigueur." if before else ""
    messages.success(
        request, f"L’évaluation est retirée : elle est de nouveau en préparation.{back}"
    )
    return _back(found)


@staff_view(rights.PUBLISH, rights.UNPUBLISH, methods=("POST",))
def discard(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Give up a rectification that is being prepared.

    Also for who withdraws: what is published is not withdrawn while its rectification goes on.
    """
    found = staff_evaluation(plan, evaluation)
    form = DiscardForm(found, request.POST)
    if not form.is_valid():
        return _page(request, found, discard=form, status=WRONG)
    try:
        published.discard(found, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        return _refused(request, found, form, refusal)
    messages.success(
        request, "La rectification est abandonnée : l’édition publiée reste en vigueur."
    )
    return _back(found)


@staff_view(rights.READ)
def withdrawn_report(
    request: HttpRequest, plan: str, evaluation: str, document: int
) -> HttpResponse:
    """A report that was public, and is in the history alone."""
    rows = keeping.withdrawn(staff_evaluation(plan, evaluation))
    found = next((row for row in rows if row.pk == document), None)
    if found is None:
        raise Http404("Ce rapport retiré n’existe pas.")
    name = f"retire-{found.published_at:%Y-%m-%d}-{found.sha256[:8]}.pdf"
    return downloads.file(keeping.content(found), name, "application/pdf", inline=True)


def _page(
    request: HttpRequest, evaluation: Evaluation, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """Show where an evaluation stands, with the forms of what may be done, as they were sent."""
    in_force = published.in_force(evaluation)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "current_tab": "publication",
        "in_force": in_force,
        "withdrawn": keeping.withdrawn(evaluation),
    }
    if evaluation.is_published:
        context |= {
            "document": keeping.kept(evaluation, documents.REPORT),
            "rectify": forms.get("rectify") or RectificationForm(),
            "unpublish": forms.get("unpublish") or WithdrawalForm(evaluation),
        }
    else:
        state = readiness.state_of(evaluation)  # before the texts are read: never newer
        found = readiness.findings(evaluation)
        preventing = [row for row in found if row.blocking]
        looks = [row for row in found if not row.blocking]
        former = rectification.former_of(evaluation)
        context |= {
            "state": state,
            "publish": forms.get("publish") or PublicationForm(evaluation, in_force),
            "preventing": readiness.by_spot(preventing),
            "preventing_counted": readiness.counted(preventing),
            "looks": readiness.by_spot(looks),
            "looks_counted": readiness.counted(looks),
            "rectification": former and rectification.compare(former, evaluation),
            "discard": forms.get("discard") or DiscardForm(evaluation),
            "may_discard": any(
                request.user.has_perm(right) for right in (rights.PUBLISH, rights.UNPUBLISH)
            ),
        }
    return render(request, "staff/publication.html", context, status=status)


def _refused(
    request: HttpRequest, evaluation: Evaluation, form: Form, refusal: Refused
) -> HttpResponse:
    """Say why nothing was done, on the page of what the evaluation is now: not to lose a word."""
    messages.error(request, f"{refusal} Vous aviez écrit : « {form.cleaned_data['reason']} ».")
    return _page(request, evaluation, status=CONFLICT)


def _already(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Tell whoever comes second that it is done."""
    by = evaluation.published_by
    messages.warning(
        request, f"Cette évaluation est déjà publiée, par {by} : votre demande n’a rien changé."
    )
    return _back(evaluation)


def _back(evaluation: Evaluation) -> HttpResponse:
    return redirect(staff_address("publication", evaluation))
