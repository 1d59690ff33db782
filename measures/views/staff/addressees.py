"""The list of authorities that recommendations speak to."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from measures import french, rights
from measures.actions import addressees
from measures.forms.addressees import AddresseeForm, AddresseeNameForm
from measures.models import Addressee, Evaluation
from measures.views.staff.access import WRITING, staff_view
from measures.views.staff.sheets import ALREADY, WRONG, Sheet, answer, sent


@staff_view(rights.WRITE, rights.PLANS, methods=WRITING)
def listing(request: HttpRequest) -> HttpResponse:
    """All addressees, with how often recommendations speak to each; create one.

    The picker of the editor asks for JSON: 201 once created, 200 where the name is known.
    """
    if request.method != "POST":
        return _page(request, AddresseeForm())
    as_data = request.headers.get("Accept", "").startswith("application/json")
    form = AddresseeForm(request.POST)
    if form.is_valid():
        try:
            made, new = addressees.create(name=form.cleaned_data["name"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            if as_data:
                found = {"slug": made.slug, "name": made.name}
                return JsonResponse(found, status=201 if new else 200)
            said = (
                f"« {made.name} » est dans la liste." if new else f"« {made.name} » y était déjà."
            )
            messages.success(request, said)
            return HttpResponseRedirect(reverse("staff_addressees"))
    if as_data:
        errors = {name: [str(each) for each in found] for name, found in form.errors.items()}
        return JsonResponse({"errors": errors}, status=400)
    return _page(request, form, status=WRONG)


@staff_view(rights.WRITE, rights.PLANS, methods=WRITING)
def rename(request: HttpRequest, addressee: str) -> HttpResponse:
    """Change the name of an addressee wherever it is shown."""
    row = Addressee.objects.filter(slug=addressee).first()
    if row is None:
        raise Http404(f"Il n’y a pas de destinataire « {addressee} ».")
    initial = {"name": row.name, "expected_name": row.name}
    form = AddresseeNameForm(sent(request), initial=initial)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        changed = addressees.rename(row, **data, by=request.user)
        return ("Le nom est enregistré." if changed else ALREADY), reverse("staff_addressees")

    where = [("Destinataires", reverse("staff_addressees"))]
    sheet = Sheet(row.name, form, save, where)
    published = Evaluation.objects.published_editions()
    if row.recommendations.filter(evaluation__in=published).exists():
        sheet.warning = (
            "Des recommandations publiées s’adressent à ce destinataire : son nouveau nom s’y lit "
            "aussitôt. Son adresse, elle, reste la même."
        )
    return answer(request, sheet)


def _page(
    request: HttpRequest, form: AddresseeForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    in_force = Evaluation.objects.published().values("pk")
    drafts = Evaluation.objects.in_preparation().values("pk")
    counted = Addressee.objects.annotate(
        published=Count("recommendations", filter=Q(recommendations__evaluation__in=in_force)),
        in_drafts=Count("recommendations", filter=Q(recommendations__evaluation__in=drafts)),
    )
    rows = sorted(counted, key=lambda row: french.alphabetical(row.name))
    shown = {"addressees": rows, "form": form, "current_tab": "addressees"}
    return render(request, "staff/addressees.html", shown | context, status=status)
