"""The outline of a report: its sections before and after the measures, in order."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from measures import rights
from measures.actions import outline
from measures.actions.refusals import Refused
from measures.forms.sections import NewSectionForm, SectionMoveForm, SectionPlaceForm
from measures.links import staff_address
from measures.models import Evaluation, Section
from measures.views.staff.access import WRITING, staff_evaluation, staff_section, staff_view
from measures.views.staff.sheets import ALREADY, CONFLICT, WRONG, Sheet, answer, sent


@staff_view(rights.WRITE, methods=WRITING)
def listing(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """The sections in order; a button moves one by one place."""
    found = staff_evaluation(plan, evaluation)
    if request.method != "POST":
        return _page(request, found)
    form = SectionMoveForm(request.POST)
    if not form.is_valid():
        return _page(request, found, refusal=form.errors["move"][0], status=WRONG)
    slug, _, way = form.cleaned_data["move"].partition(":")
    row = found.sections.filter(slug=slug).first()
    if row is None:
        raise Http404("Cette section n’existe plus.")
    try:
        moved = outline.shift(row, down=way == "down", by=request.user)
    except Refused as refusal:
        return _page(request, found, refusal=str(refusal), status=CONFLICT)
    if moved:
        messages.success(request, f"« {row} » a changé de place.")
    return HttpResponseRedirect(f"{staff_address('sections', found)}#section-{row.slug}")


@staff_view(rights.WRITE, methods=WRITING)
def new(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Add a section, the last one of its place or of the one that holds it."""
    found = staff_evaluation(plan, evaluation)
    initial = {"place": Section.Place.BEFORE_MEASURES}
    form = NewSectionForm(found, None, sent(request), initial=initial)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        made = outline.add(evaluation=found, **data, by=request.user)
        return f"La section « {made} » est créée.", _row(found, made)

    sheet = Sheet(
        "Nouvelle section",
        form,
        save,
        submit="Créer la section",
        context=_of(found),
    )
    return answer(request, sheet)


@staff_view(rights.WRITE, methods=WRITING)
def place(request: HttpRequest, plan: str, evaluation: str, section: str) -> HttpResponse:
    """How a section is called and where it stands; remove one in which nothing is written."""
    row = staff_section(plan, evaluation, section)
    found = row.evaluation
    names = ("label", "title", "place", "parent", "version")
    initial = {name: getattr(row, name) for name in names}
    form = SectionPlaceForm(found, row, sent(request), initial=initial)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        version = data.pop("version")
        changed = outline.save(row, **data, expected_version=version, by=request.user)
        return ("La section est enregistrée." if changed else ALREADY), _row(found, row)

    def remove() -> tuple[str, str]:
        said = f"La section « {row} » est supprimée."
        outline.remove(row, by=request.user)
        return said, staff_address("sections", found)

    sheet = Sheet(str(row), form, save, kicker="Intitulé et place", context=_of(found))
    if not row.body and not row.children.exists():
        sheet.removes, sheet.remove = "Supprimer cette section, qui est vide", remove
    return answer(request, sheet)


def _page(
    request: HttpRequest, evaluation: Evaluation, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    rows = list(evaluation.sections.select_related("parent").defer("internal_note"))
    groups = [(place.label, [row for row in rows if row.place == place]) for place in Section.Place]
    context = {"groups": groups, "refusal": refusal} | _of(evaluation)
    return render(request, "staff/sections.html", context, status=status)


def _row(evaluation: Evaluation, section: Section) -> str:
    return f"{staff_address('sections', evaluation)}#section-{section.slug}"


def _of(evaluation: Evaluation) -> dict[str, Any]:
    return {"evaluation": evaluation, "current": "sections", "closed": evaluation.is_published}
