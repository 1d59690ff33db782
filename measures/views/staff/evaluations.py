"""An evaluation: opened for a plan, and what it says of itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from measures import rights
from measures.actions import editions, evaluations
from measures.forms.evaluations import TEXTS, NewEvaluationForm, SettingsForm
from measures.links import staff_address
from measures.models import Evaluation
from measures.views.staff.access import WRITING, staff_evaluation, staff_plan, staff_view
from measures.views.staff.plans import above
from measures.views.staff.sheets import ALREADY, Sheet, answer, sent


@staff_view(rights.PLANS, rights.PUBLISH, methods=WRITING)
def new(request: HttpRequest, plan: str) -> HttpResponse:
    """Open an evaluation, from nothing or from an earlier one of the plan."""
    found = staff_plan(plan)
    title = f"Évaluation du {found.title[:1].lower()}{found.title[1:]}"[:300]
    initial = {"slug": str(timezone.localdate().year), "title": title}
    form = NewEvaluationForm(found, sent(request), initial=initial)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        made = editions.open_next(
            plan=found,
            slug=data["slug"],
            title=data["title"],
            former=data.get("former"),
            carry_texts=data.get("carried") == TEXTS,
            by=request.user,
        )
        said = f"L’évaluation {made.slug} est ouverte : chaque mesure y est « à évaluer »."
        return said, staff_address("evaluation", made)

    sheet = Sheet(
        "Nouvelle évaluation",
        form,
        save,
        above(found) if request.user.has_perm(rights.PLANS) else [],
        kicker=found.short_title,
        lead="Elle se prépare à l’abri du public, jusqu’à sa publication.",
        submit="Ouvrir l’évaluation",
    )
    if not found.measures.exists():
        sheet.warning = "Ce plan n’a pas encore de mesure : l’évaluation serait vide."
    return answer(request, sheet)


@staff_view(rights.PUBLISH, methods=WRITING)
def settings(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """What an evaluation says of itself: title, notice, reason of a rectification."""
    found = staff_evaluation(plan, evaluation)
    names = ("title", "notice", "rectification_reason", "version")
    initial = {name: getattr(found, name) for name in names}
    form = SettingsForm(found, sent(request), initial=initial)

    def save(data: dict[str, Any]) -> tuple[str, str]:
        version = data.pop("version")
        data.setdefault("rectification_reason", found.rectification_reason)
        changed = evaluations.save(found, **data, expected_version=version, by=request.user)
        said = "Les réglages sont enregistrés." if changed else ALREADY
        return said, staff_address("evaluation_settings", found)

    sheet = Sheet("Réglages", form, save, context=_of(found, "settings"))
    return answer(request, sheet)


def _of(evaluation: Evaluation, current: str) -> dict[str, Any]:
    """Return what a sheet of an evaluation shows besides: its tabs, and that it is closed."""
    return {"evaluation": evaluation, "current": current, "closed": evaluation.is_published}
