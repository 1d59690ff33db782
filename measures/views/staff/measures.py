"""The measures of a plan: added one by one or as a list, renamed, put in their place."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from measures import french, rights
from measures.actions import structure
from measures.actions.refusals import Refused
from measures.forms.plans import ImportForm, MeasureSheetForm, NewMeasureForm
from measures.models import Plan
from measures.pasted import Reading, read
from measures.views.staff.access import WRITING, staff_plan, staff_view
from measures.views.staff.plans import PUBLIC_AT_ONCE, above, plan_address
from measures.views.staff.sheets import ALREADY, WRONG, Sheet, answer, refused, sent


@staff_view(rights.PLANS, methods=WRITING)
def new(request: HttpRequest, plan: str) -> HttpResponse:
    """Add a measure."""
    found = staff_plan(plan)
    last = found.measures.order_by("number").last()
    asked = request.GET.get("priorite", "")
    priority = found.priorities.filter(number=int(asked)).first() if asked.isdecimal() else None
    initial = {"priority": priority or (last and last.priority)}
    form = NewMeasureForm(found, sent(request), initial=initial)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        made = structure.add_measure(**data, by=request.user)
        return f"La mesure {made.number} est créée.", f"{plan_address(found)}#measure-{made.number}"

    sheet = Sheet("Nouvelle mesure", form, save, above(found), submit="Créer la mesure")
    if not found.priorities.exists():
        sheet.warning = "Ce plan n’a pas encore de priorité : créez-en une d’abord."
    return answer(request, sheet)


@staff_view(rights.PLANS, methods=WRITING)
def edit(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """A measure: its titles, its place, what it prolongs; remove one of which nothing is said."""
    found = staff_plan(plan)
    row = found.measures.select_related("priority", "plan").filter(number=number).first()
    if row is None:
        raise Http404(f"{found.short_title} n’a pas de mesure {number}.")
    names = ("title", "short_title", "priority", "number", "version")
    initial = {name: getattr(row, name) for name in names} | {"continues": row.continues.all()}
    form = MeasureSheetForm(found, sent(request), initial=initial)
    evaluated = structure.is_evaluated(found)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        version = data.pop("version")
        changed = structure.save_measure(row, **data, expected_version=version, by=request.user)
        said = f"La mesure {row.number} est enregistrée." if changed else ALREADY
        return said, f"{plan_address(found)}#measure-{row.number}"

    def remove() -> tuple[str, str]:
        structure.remove_measure(row, by=request.user)
        return f"La mesure {number} est supprimée.", plan_address(found)

    sheet = Sheet(
        f"Mesure {row.number}",
        form,
        save,
        above(found),
        warning=PUBLIC_AT_ONCE if evaluated else "",
    )
    if not evaluated:
        sheet.removes, sheet.remove = "Supprimer cette mesure", remove
    return answer(request, sheet)


@staff_view(rights.PLANS, methods=WRITING)
def add_list(request: HttpRequest, plan: str) -> HttpResponse:
    """Add a list of measures: first shown with every refusal by its line, then all or nothing."""
    found = staff_plan(plan)
    if request.method != "POST":
        return _list_page(request, found, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _list_page(request, found, form, status=WRONG)
    data = form.cleaned_data
    reading = _read(found, data["rows"])
    shown = ImportForm(initial={"text": data["text"], "seen": data["digest"]})
    if "confirm" not in request.POST or reading.problems or data["seen"] != data["digest"]:
        status = WRONG if reading.problems else 200
        changed = "confirm" in request.POST and data["seen"] != data["digest"]
        return _list_page(request, found, shown, reading, changed=changed, status=status)
    try:
        count = structure.add_lines(found, reading.lines, by=request.user)
    except (Refused, ValidationError) as refusal:
        said = " ".join(getattr(refusal, "messages", [str(refusal)]))
        status = refused(refusal)
        return _list_page(request, found, shown, reading, refusal=said, status=status)
    created = french.plural(count, "mesure est créée", "mesures sont créées")
    messages.success(request, f"{count} {created}.")
    return HttpResponseRedirect(plan_address(found))


def _read(plan: Plan, rows: list) -> Reading:
    return read(
        rows,
        priorities=dict(plan.priorities.values_list("number", "title")),
        taken=set(plan.measures.values_list("number", flat=True)),
    )


def _list_page(
    request: HttpRequest,
    plan: Plan,
    form: ImportForm,
    reading: Reading | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    shown = {
        "plan": plan,
        "form": form,
        "reading": reading,
        "current_tab": "plans",
        "evaluated": structure.is_evaluated(plan),
    }
    return render(request, "staff/import.html", shown | context, status=status)
