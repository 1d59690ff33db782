"""How any text is edited: shown, saved, refused with all that was typed, merged after a conflict.

A page is a plain HTML form. A script that asks for JSON gets the same answers as data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.timezone import localtime

from measures import french
from measures.actions.refusals import Closed, Refused, Stale
from measures.actions.saving import history_of
from measures.forms.following import PREFIX
from measures.forms.texts import TextForm, digest
from measures.models import Addressee, Evaluation, Revision
from measures.models.versioned import Versioned
from measures.rich_text import InvalidText, Redline, redline, redline_words

SAVED = "Enregistré."
ALREADY = "Déjà enregistré : ce texte est celui qui est en place."
PARTLY = "Enregistré. Le texte relu a changé : il est de nouveau « à relire »."


@dataclass
class Editing:
    """A text and what its page needs.

    `save` writes the cleaned data and tells whether anything changed; `set_aside` keeps in the
    history what a conflict refuses.
    """

    row: Versioned
    form: TextForm
    save: Callable[[Mapping[str, Any]], bool]
    set_aside: Callable[[Mapping[str, Any]], None]
    template: str
    evaluation: Evaluation | None = None
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote differently: a text as a redline, from theirs to ours."""

    name: str
    label: str
    redline: Redline | None
    theirs: str
    ours: str


@dataclass(frozen=True)
class Conflict:
    """What somebody saved while this text was being written."""

    latest: Revision | None
    differences: list[Difference]
    merged: list[str]  # labels of the fields left untouched here, taken as they were saved


def edit(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Answer a request to the editing page of a text."""
    form = editing.form
    if request.method != "POST":
        return _page(request, editing)
    if not form.is_valid():
        return _refused(request, editing, status=422)
    if request.POST.get("take") in form.fields_of_row():
        return _take(request, editing)
    return _save(request, editing)


def _save(request: HttpRequest, editing: Editing) -> HttpResponse:
    form, before = editing.form, getattr(editing.row, "work_state", None)
    try:
        changed = editing.save(form.cleaned_data)
    except Stale:
        editing.set_aside(form.cleaned_data)
        return _conflict(request, editing)
    except (Refused, InvalidText) as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, editing, status=409 if isinstance(refusal, Closed) else 422)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return _refused(request, editing, status=422)
    return _saved(request, editing, changed=changed, before=before)


def _page(
    request: HttpRequest, editing: Editing, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {
        "row": editing.row,
        "form": editing.form,
        "bases": editing.form.bases(),
        "evaluation": editing.evaluation,
        "latest": _latest(editing.row),
        "login": resolve_url(settings.LOGIN_URL),
        "closed": _is_closed(editing) and not editing.form.is_bound,
    }
    return render(request, editing.template, shown | editing.context | context, status=status)


def _is_closed(editing: Editing) -> bool:
    return editing.evaluation is not None and editing.evaluation.is_published


def _latest(row: Versioned) -> Revision | None:
    return history_of(row).filter(kind=Revision.Kind.SAVED).select_related("by").first()


def _saved(
    request: HttpRequest, editing: Editing, *, changed: bool, before: str | None
) -> HttpResponse:
    row = editing.row
    reopened = before == "relu" and getattr(row, "work_state", None) == "a-relire"
    said = (PARTLY if reopened and changed else SAVED) if changed else ALREADY
    if _wants_json(request):
        return JsonResponse(
            {
                "saved": True,
                "changed": changed,
                "version": row.version,
                "work_state": getattr(row, "work_state", None),
                "bases": _bases(editing),
                "reload": editing.form.makes_more,
                "message": f"{said} {french.clock(localtime(row.updated_at))}",
            }
        )
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _refused(request: HttpRequest, editing: Editing, *, status: int) -> HttpResponse:
    if _wants_json(request):
        errors = {
            name: [str(error) for error in found] for name, found in editing.form.errors.items()
        }
        return JsonResponse({"saved": False, "errors": errors}, status=status)
    return _page(request, editing, status=status)


def _conflict(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Show what was saved meanwhile; what the person did not touch is taken from there."""
    form, row = editing.form, editing.row
    if _wants_json(request):
        latest = _latest(row)
        by = f" par {latest.by}" if latest else ""
        said = f"Ce texte a été enregistré{by} entre-temps. Le vôtre est gardé : comparez-les."
        return JsonResponse(
            {"saved": False, "conflict": True, "version": row.version, "message": said}, status=409
        )
    sent = form.data.copy()
    merged = [
        name
        for name, ours in form.written().items()
        if digest(ours) == form.bases()[name] and ours != form.held(name)
    ]
    for name in merged:
        sent[name] = form.held(name)
    return _merge(request, editing, sent, merged=merged)


def _take(request: HttpRequest, editing: Editing) -> HttpResponse:
    """Put the saved version of one text in the form; nothing is written."""
    name = request.POST["take"]
    sent = editing.form.data.copy()
    sent[name] = editing.form.held(name)
    return _merge(request, editing, sent, merged=[name])


def _merge(request: HttpRequest, editing: Editing, sent: Any, *, merged: list[str]) -> HttpResponse:
    """Show the form again, on the version in place, with how it differs from it."""
    form, row = editing.form, editing.row
    sent["version"] = row.version
    for name, base in _bases(editing).items():
        sent[f"base_{name}"] = base
    form.data = sent
    form.full_clean()
    conflict = Conflict(
        _latest(row), _differences(editing), [form.fields[name].label for name in merged]
    )
    return _page(request, editing, status=409, conflict=conflict)


def _differences(editing: Editing) -> list[Difference]:
    form, found = editing.form, []
    names = dict(Addressee.objects.values_list("slug", "name"))
    for name, ours in form.written().items():
        theirs = editing.form.held(name)
        if ours == theirs:
            continue
        line = None
        if name in form.texts:
            line = redline(theirs, ours, heading_level=4, addressees=names)
        elif (
            name.startswith(PREFIX)
            and theirs
            and ours
            and not hasattr(form.fields[name], "choices")
        ):
            line = redline_words(theirs, ours)
        words = form.in_words(name, theirs), form.in_words(name, ours)
        found.append(Difference(name, form.fields[name].label, line, *words))
    return found


def _bases(editing: Editing) -> dict[str, str]:
    names = editing.form.fields_of_row()
    return {name: digest(editing.form.held(name)) for name in names}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
