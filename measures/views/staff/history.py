"""The history of a text: its versions, one of them against another, and how it is brought back.

All kinds of text have the same pages; a `Place` says what differs between them. What an
evaluation says of itself is only shown: its publication is not a text to bring back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from measures import history, rights
from measures.actions.refusals import Refused
from measures.actions.restoring import Restored, restore
from measures.forms.restoring import RestoreForm
from measures.models import Evaluation, Plan, Revision
from measures.rich_text import InvalidText
from measures.views.staff.access import (
    staff_assessment,
    staff_evaluation,
    staff_plan,
    staff_section,
    staff_view,
)

PAGE = 50
CHOICES = 200  # versions that one may compare with, the last ones
ALREADY = "Le texte en place est déjà celui de cette version : il n’y avait rien à rétablir."


@dataclass(frozen=True)
class Place:
    """A text whose history is shown: where it is written, and who may bring it back."""

    noun: str
    row: Restored | Evaluation
    where: dict[str, Any]
    kicker: str
    title: str
    plan: Plan
    evaluation: Evaluation | None
    editing: str  # name of its editing page
    right: str  # to write it
    restores: bool = True

    @property
    def edit_url(self) -> str:
        """Where it is written."""
        return reverse(self.editing, kwargs=self.where)

    @property
    def history_url(self) -> str:
        """Where its versions are listed."""
        return reverse(f"staff_{self.noun}_history", kwargs=self.where)

    def revision_url(self, revision: Revision) -> str:
        """Where one of its versions is shown."""
        where = self.where | {"revision": revision.pk}
        return reverse(f"staff_{self.noun}_revision", kwargs=where)

    def restore_url(self, revision: Revision) -> str:
        """Where the form that brings a version back is sent."""
        where = self.where | {"revision": revision.pk}
        return reverse(f"staff_{self.noun}_restore", kwargs=where)

    @property
    def closed(self) -> bool:
        """Whether its evaluation is published: nothing is brought back there."""
        return self.evaluation is not None and self.evaluation.is_published


@staff_view(rights.READ)
def versions(request: HttpRequest, noun: str, **where: Any) -> HttpResponse:
    """The versions of a text, last first: who, when, why, what."""
    place = PLACES[noun](where)
    page = Paginator(history.of_text(place.row), PAGE).get_page(request.GET.get("page"))
    entries = [
        {"step": step, "url": place.revision_url(step.revision)}
        for step in history.steps(list(page), row=place.row)
    ]
    current = _current(place.row)
    context = {
        "place": place,
        "may_write": request.user.has_perm(place.right),
        "page": page,
        "entries": entries,
        "current": current,
    }
    return render(request, "staff/history.html", context)


@staff_view(rights.READ)
def version(request: HttpRequest, noun: str, revision: int, **where: Any) -> HttpResponse:
    """One version against the one before it, or against another (`?avec=`)."""
    place = PLACES[noun](where)
    return _version(request, place, _revision(place, revision))


@staff_view(rights.WRITE, methods=("POST",))
def restore_text(request: HttpRequest, noun: str, revision: int, **where: Any) -> HttpResponse:
    """Bring back a version of a text of an evaluation."""
    return _restore(request, PLACES[noun](where), revision)


@staff_view(rights.PLANS, methods=("POST",))
def restore_plan(request: HttpRequest, noun: str, revision: int, **where: Any) -> HttpResponse:
    """Bring back a version of what presents a plan or a priority."""
    return _restore(request, PLACES[noun](where), revision)


def _version(
    request: HttpRequest, place: Place, shown: Revision, *, error: str = "", status: int = 200
) -> HttpResponse:
    others = list(history.of_text(place.row).exclude(pk=shown.pk).defer("content")[:CHOICES])
    earlier = next((one for one in others if _rank(one) < _rank(shown)), None)
    later = next((one for one in reversed(others) if _rank(one) > _rank(shown)), None)
    asked = request.GET.get("avec", "")
    other = _revision(place, _number(asked)) if asked else None
    (step,) = history.steps([shown], row=place.row)
    before, after, backwards = step.before, step.after, False
    fields = step.fields
    if other is not None:
        (against,) = history.steps([other], row=place.row)
        before, after = against.after, step.after
        fields = [one for one in fields if one.name in before]
        backwards = _rank(other) > _rank(shown)
        if backwards:  # a redline goes from the earlier to the later
            before, after = after, before
    current, may_write = _current(place.row), request.user.has_perm(place.right)
    context = {
        "place": place,
        "step": step,
        "revision": shown,
        "other": other,
        "others": others,
        "earlier": earlier,
        "earlier_url": earlier and place.revision_url(earlier),
        "later": later,
        "later_url": later and place.revision_url(later),
        "backwards": backwards,
        "changes": history.changes(fields, before, after),
        "whole": history.whole(step.fields, step.after),
        "current": current,
        "may_write": may_write,
        "may_restore": may_write and place.restores and shown != current,
        "restore_url": place.restore_url(shown) if place.restores else "",
        "error": error,
    }
    return render(request, "staff/revision.html", context, status=status)


def _restore(request: HttpRequest, place: Place, revision: int) -> HttpResponse:
    shown = _revision(place, revision)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        return _version(request, place, shown, error=form.sentence, status=422)
    version = form.cleaned_data["version"]
    try:
        changed = restore(place.row, shown, expected_version=version, by=request.user)
    except Refused as refusal:
        place.row.refresh_from_db()
        return _version(request, place, shown, error=str(refusal), status=409)
    except (InvalidText, ValidationError) as refusal:
        said = " ".join(getattr(refusal, "messages", [str(refusal)]))
        return _version(request, place, shown, error=said, status=422)
    if changed:
        messages.success(
            request, "La version est rétablie ; celle d’avant reste dans l’historique."
        )
    else:
        messages.info(request, ALREADY)
    return HttpResponseRedirect(place.history_url)


def _revision(place: Place, key: int) -> Revision:
    """Return a revision of this very text, or answer 404."""
    found = history.of_text(place.row).filter(pk=key).first()
    if found is None:
        raise Http404("Ce texte n’a pas cette version.")
    return found


def _rank(revision: Revision) -> tuple[datetime, int]:
    return revision.at, revision.pk


def _current(row: Restored | Evaluation) -> Revision | None:
    """Return the last version saved: the text as it stands."""
    saved = history.of_text(row).filter(kind=Revision.Kind.SAVED)
    return saved.defer("content").first()


def _number(asked: str) -> int:
    return int(asked) if asked.isdecimal() and len(asked) < 16 else 0


def _assessment(where: dict[str, Any]) -> Place:
    row = staff_assessment(**where)
    kicker = f"Mesure {row.measure.number} · Priorité {row.measure.priority.roman}"
    return Place(
        "assessment", row, where, kicker, row.measure.title,
        row.evaluation.plan, row.evaluation, "staff_assessment", rights.WRITE,
    )  # fmt: skip


def _section(where: dict[str, Any]) -> Place:
    row = staff_section(**where)
    return Place(
        "section", row, where, row.label or "Section", row.title,
        row.evaluation.plan, row.evaluation, "staff_section", rights.WRITE,
    )  # fmt: skip


def _priority(where: dict[str, Any]) -> Place:
    plan = staff_plan(where["plan"])
    row = plan.priorities.filter(number=where["number"]).first()
    if row is None:
        raise Http404(f"Ce plan n’a pas de priorité {where['number']}.")
    return Place(
        "priority", row, where, f"Priorité {row.roman}", row.title,
        plan, None, "staff_priority", rights.PLANS,
    )  # fmt: skip


def _plan(where: dict[str, Any]) -> Place:
    row = staff_plan(where["plan"])
    return Place("plan", row, where, "Plan", row.title, row, None, "staff_plan_texts", rights.PLANS)


def _evaluation(where: dict[str, Any]) -> Place:
    row = staff_evaluation(**where)
    return Place(
        "evaluation", row, where, f"Évaluation {row.slug}", row.title,
        row.plan, row, "staff_evaluation", rights.READ, restores=False,
    )  # fmt: skip


PLACES: dict[str, Callable[[dict[str, Any]], Place]] = {
    "assessment": _assessment,
    "section": _section,
    "evaluation": _evaluation,
    "priority": _priority,
    "plan": _plan,
}
