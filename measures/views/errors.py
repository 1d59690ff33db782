"""What a reader meets when a page is not there, or the site is broken."""

import errno
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import requires_csrf_token

from measures.exports.api.operations import ROOT
from measures.forms.labels import label
from measures.models import Plan
from measures.views.api.answering import problem
from measures.views.public.access import latest_evaluation


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was not found where a view said so, and where to go."""
    reason = ""
    if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str):
        reason = exception.args[0]
    context = {
        "reason": reason,
        "evaluation": latest_evaluation(),
        "plans": Plan.objects.defer("presentation"),
    }
    return render(request, "404.html", context, status=404)


@login_not_required
def session_lost(request: HttpRequest) -> HttpResponse:
    """Answer a form sent without a session: what was typed is given back, to be sent again."""
    return _give_back(request, reason="session", status=401)


@login_not_required
@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that bears no token of this session: as for one without a session."""
    known = request.user.is_authenticated
    return _give_back(request, reason="form" if known else "session", status=403)


def _open_anew(request: HttpRequest, *, status: int) -> HttpResponse:
    """Answer a form that holds a secret, which is never given back: it is to be opened again."""
    response = render(request, "staff/open_anew.html", {"path": request.path}, status=status)
    add_never_cache_headers(response)
    return response


def _give_back(request: HttpRequest, *, reason: str, status: int) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"saved": False, "reason": reason}, status=status)
    if _holds_secret(request):
        return _open_anew(request, status=status)
    context = {"reason": reason, "typed": _typed(request), "login": resolve_url(settings.LOGIN_URL)}
    response = render(request, "staff/session_lost.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _holds_secret(request: HttpRequest) -> bool:
    return any("password" in name or name == "code" for name in request.POST)


def _typed(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Return what a form sent: name, label, value."""
    return [
        (name, label(name), value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _passes(error: BaseException | None) -> bool:
    """Tell whether the site works again by itself: a database away, a disk that is full."""
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    return full or isinstance(error, OperationalError | InterfaceError)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Answer without the database, which may be what is broken: then it is a pause.

    A form sent meanwhile is given back, to be sent again; a program is answered as such.
    """
    paused = _passes(sys.exc_info()[1])
    if request.path.startswith(f"/{ROOT}"):
        response = problem(503 if paused else 500, "Réessayez dans quelques minutes.")
    elif paused:
        typed = [] if _holds_secret(request) else _typed(request)
        token = get_token(request) if typed else ""
        context = {"typed": typed, "sent": request.method == "POST", "csrf_token": token}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    else:
        return HttpResponseServerError(render_to_string("500.html"))
    if paused:
        response["Retry-After"] = "30"  # seconds
    add_never_cache_headers(response)
    return response


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that one's role does not lead here, and where to go."""
    response = render(request, "403.html", status=403)
    add_never_cache_headers(response)
    return response


@login_not_required
def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense, without the database."""
    return HttpResponse(render_to_string("400.html"), status=400)


@login_not_required
def too_often(request: HttpRequest) -> HttpResponse:
    """Answer whoever tries too often; soon they may again."""
    response = render(request, "429.html", status=429)
    add_never_cache_headers(response)
    return response
