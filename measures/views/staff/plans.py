"""The plans: which there are, what each is called, its priorities and measures in order."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from measures import rights
from measures.actions import plans, structure
from measures.actions.refusals import Refused
from measures.forms.plans import (
    MoveForm,
    NewPlanForm,
    PlanIdentityForm,
    PriorityForm,
    PriorityTitleForm,
)
from measures.models import Plan
from measures.views.staff.access import WRITING, staff_plan, staff_view
from measures.views.staff.sheets import ALREADY, CONFLICT, WRONG, Sheet, answer, sent

PUBLIC_AT_ONCE = (
    "Une évaluation de ce plan est publiée : un titre que vous corrigez change aussitôt sur le "
    "site public et dans le rapport. Les numéros, les priorités et la liste des mesures, eux, ne "
    "changent plus, car les adresses publiques en dépendent."
)


@staff_view(rights.PLANS)
def listing(request: HttpRequest) -> HttpResponse:
    """All plans, the most recent first."""
    rows = Plan.objects.annotate(
        measure_count=Count("measures", distinct=True),
        priority_count=Count("priorities", distinct=True),
        evaluation_count=Count("evaluations__slug", distinct=True),
    )
    return render(request, "staff/plans.html", {"plans": rows, "current_tab": "plans"})


@staff_view(rights.PLANS, methods=WRITING)
def new(request: HttpRequest) -> HttpResponse:
    """Create a plan."""

    def save(data: dict[str, Any]) -> tuple[str, str]:
        made = plans.create_plan(**data, presentation="", by=request.user)
        return f"Le plan « {made.short_title} » est créé : ajoutez ses mesures.", plan_address(made)

    sheet = Sheet(
        "Nouveau plan",
        NewPlanForm(sent(request)),
        save,
        where=above(),
        lead="Un plan et ses priorités se lisent sur le site public dès qu’ils sont enregistrés ; "
        "ses évaluations, seulement une fois publiées.",
        submit="Créer le plan",
    )
    return answer(request, sheet)


@staff_view(rights.PLANS)
def show(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan: its identity, its priorities and measures in order, its evaluations."""
    return page(request, staff_plan(plan))


@staff_view(rights.PLANS, methods=WRITING)
def identity(request: HttpRequest, plan: str) -> HttpResponse:
    """What a plan is called, who adopted it, when, and for which years."""
    found = staff_plan(plan)
    form = PlanIdentityForm(sent(request), initial=_held(found, PlanIdentityForm))

    def save(data: dict[str, Any]) -> tuple[str, str]:
        version = data.pop("version")
        changed = plans.save_plan(
            found,
            **data,
            presentation=found.presentation,
            expected_version=version,
            by=request.user,
        )
        return ("Le plan est enregistré." if changed else ALREADY), plan_address(found)

    return answer(
        request,
        Sheet("Identité du plan", form, save, above(found), warning=_warning(found)),
    )


@staff_view(rights.PLANS, methods=("POST",))
def move(request: HttpRequest, plan: str) -> HttpResponse:
    """Move a measure or a priority by one place, or number all measures through."""
    found = staff_plan(plan)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return page(request, found, refusal=form.errors["move"][0], status=WRONG)
    noun, _, rest = form.cleaned_data["move"].partition(":")
    number, _, way = rest.partition(":")
    try:
        if noun == "through":
            count = structure.number_through(found, by=request.user)
            said = f"{count} numéros ont changé." if count > 1 else "Les mesures sont numérotées."
            messages.success(request, said)
            return HttpResponseRedirect(plan_address(found))
        kind = {"measure": found.measures, "priority": found.priorities}[noun]
        row = kind.filter(number=int(number)).first()
        if row is None:
            raise Http404("Ce que vous déplacez n’existe plus.")
        shift = structure.shift_measure if noun == "measure" else structure.shift_priority
        moved = shift(row, down=way == "down", by=request.user)
    except Refused as refusal:
        return page(request, found, refusal=str(refusal), status=CONFLICT)
    row.refresh_from_db()
    if moved:
        messages.success(request, f"C’est maintenant : {row}.")
    return HttpResponseRedirect(f"{plan_address(found)}#{noun}-{row.number}")


@staff_view(rights.PLANS, methods=WRITING)
def new_priority(request: HttpRequest, plan: str) -> HttpResponse:
    """Add a priority after the last one."""
    found = staff_plan(plan)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        made = structure.add_priority(plan=found, title=data["title"], by=request.user)
        return f"La priorité {made.roman} est créée.", plan_address(found)

    form = PriorityForm(sent(request))
    sheet = Sheet("Nouvelle priorité", form, save, above(found), submit="Créer la priorité")
    return answer(request, sheet)


@staff_view(rights.PLANS, methods=WRITING)
def priority_title(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """What a priority is called; remove one without a measure."""
    found = staff_plan(plan)
    row = found.priorities.filter(number=number).first()
    if row is None:
        raise Http404(f"{found.short_title} n’a pas de priorité {number}.")
    form = PriorityTitleForm(sent(request), initial={"title": row.title, "version": row.version})

    def save(data: dict[str, Any]) -> tuple[str, str]:
        changed = plans.save_priority(
            row,
            title=data["title"],
            presentation=row.presentation,
            expected_version=data["version"],
            by=request.user,
        )
        return ("La priorité est enregistrée." if changed else ALREADY), plan_address(found)

    def remove() -> tuple[str, str]:
        said = f"La priorité {row.roman} est supprimée."
        structure.remove_priority(row, by=request.user)
        return said, plan_address(found)

    sheet = Sheet(f"Priorité {row.roman}", form, save, above(found), warning=_warning(found))
    if not row.measures.exists():
        sheet.removes, sheet.remove = "Supprimer cette priorité, qui est vide", remove
    return answer(request, sheet)


def page(request: HttpRequest, plan: Plan, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show a plan, and why a move was refused."""
    measures = plan.measures.prefetch_related("continues__plan").order_by("number")
    inside: dict[int, list] = {}
    for row in measures:
        inside.setdefault(row.priority_id, []).append(row)
    priorities = list(plan.priorities.order_by("number"))
    numbers = [row.number for each in priorities for row in inside.get(each.pk, [])]
    context = {
        "plan": plan,
        "current_tab": "plans",
        "groups": [(row, inside.get(row.pk, [])) for row in priorities],
        "measure_count": len(numbers),
        "in_order": numbers == list(range(1, len(numbers) + 1)),
        "evaluations": plan.evaluations.last_editions(),
        "evaluated": structure.is_evaluated(plan),
        "warning": PUBLIC_AT_ONCE,
        "refusal": refusal,
    }
    return render(request, "staff/plan.html", context, status=status)


def plan_address(plan: Plan) -> str:
    """Return where the structure of a plan is kept."""
    return reverse("staff_plan", args=[plan.slug])


def above(plan: Plan | None = None) -> list[tuple[str, str]]:
    """Return the pages above a sheet of a plan, or above that of all plans."""
    found = [("Plans", reverse("staff_plans"))]
    return [*found, (plan.short_title, plan_address(plan))] if plan else found


def _warning(plan: Plan) -> str:
    return PUBLIC_AT_ONCE if structure.is_evaluated(plan) else ""


def _held(row: Plan, form: type) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields}
