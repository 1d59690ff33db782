"""How a sheet is filled in: a form that is saved, or comes back with all that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from measures.actions.refusals import Closed, Evaluated, InUse, Refused, Stale
from measures.rich_text import InvalidText, plain

WRONG, CONFLICT = 422, 409
ALREADY = "Rien n’a changé : c’est ce qui est déjà enregistré."
_MEANWHILE = (
    "Quelqu’un a enregistré cette fiche entre-temps. Ce que vous avez écrit est intact ; "
    "enregistrez de nouveau pour le mettre à la place de ce qui est en place à présent. "
)


@dataclass
class Sheet:
    """A form with its page: `save` writes the cleaned data; it returns what to say, where to go.

    `where` are the pages above it, as names and addresses. `removes` is the label of the button
    that removes what the sheet is about, and `remove` does it.
    """

    heading: str
    form: forms.Form
    save: Callable[[dict[str, Any]], tuple[str, str]]
    where: list[tuple[str, str]] = field(default_factory=list)
    kicker: str = ""
    lead: str = ""
    warning: str = ""
    submit: str = "Enregistrer"
    removes: str = ""
    remove: Callable[[], tuple[str, str]] | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


def answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Answer a request to a sheet: show it, save it, or give it back with what was refused."""
    if request.method != "POST":
        return _page(request, sheet)
    if "remove" in request.POST and sheet.remove:
        return _done(request, sheet, sheet.remove)
    if not sheet.form.is_valid():
        return _page(request, sheet, status=WRONG)
    return _done(request, sheet, lambda: sheet.save(sheet.form.cleaned_data))


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, be it nothing at all; `None` where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def refused(refusal: Exception) -> int:
    """Return the status of the answer to a refusal."""
    conflict = isinstance(refusal, Closed | Evaluated | InUse | Stale)
    return CONFLICT if conflict else WRONG


def _done(request: HttpRequest, sheet: Sheet, act: Callable[[], tuple[str, str]]) -> HttpResponse:
    form = sheet.form
    try:
        said, to = act()
    except Stale as refusal:
        _show_current(form, refusal.current)
        return _page(request, sheet, status=CONFLICT)
    except (Refused, InvalidText) as refusal:
        _add(form, str(refusal))
        return _page(request, sheet, status=refused(refusal))
    except ValidationError as refusal:
        _add(form, *refusal.messages)
        return _page(request, sheet, status=WRONG)
    messages.success(request, said)
    return HttpResponseRedirect(to)


def _add(form: forms.Form, *sentences: str) -> None:
    form.full_clean()
    for sentence in sentences:
        form.add_error(None, sentence)


def _show_current(form: forms.Form, current: Any) -> None:
    """Tell what somebody saved meanwhile; the form is now about that version."""
    differing = []
    for name, ours in form.cleaned_data.items():
        theirs = getattr(current, name, None)
        if name == "version" or not hasattr(current, name) or hasattr(theirs, "all"):
            continue
        if theirs != ours:
            words = plain(theirs) if name == "notice" else theirs
            differing.append(f"{form.fields[name].label} : « {words or '(rien)'} »")
    form.data = form.data.copy()
    if "version" in form.fields:
        form.data["version"] = current.version
    if "expected_name" in form.fields:
        form.data["expected_name"] = current.name
    _add(form, _MEANWHILE + (f"En place : {' ; '.join(differing)}." if differing else ""))


def _page(request: HttpRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    context = {"sheet": sheet, "form": sheet.form} | dict(sheet.context)
    return render(request, "staff/sheet.html", context, status=status)
