"""Each request numbered and counted; headers of safety; private by default."""

import logging
import re
import uuid
from collections.abc import Callable
from time import perf_counter
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from measures.views.errors import session_lost
from tracker import metrics
from tracker.logs import request_number

requests = logging.getLogger("tracker.requests")

# What a proxy may number a request with; anything else is replaced.
_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


class RequestMiddleware:
    """Number a request as the proxy did, or anew; leave a line in the log; count it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the number, by which the lines of the log are found."""
        said = request.headers.get("X-Request-ID", "")
        number = said if _NUMBER.fullmatch(said) else uuid.uuid4().hex
        before = request_number.set(number)
        start = perf_counter()
        try:
            response = self.get_response(request)
            seconds = perf_counter() - start
            _note(request, response, seconds)
        finally:
            request_number.reset(before)
        response["X-Request-ID"] = number
        return response


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Log and count an answer: no address of a person, nothing that was typed."""
    match = request.resolver_match
    view = (match.view_name or "") if match else ""
    staff = request.path.startswith("/redaction/")
    path = f"/{match.route}" if staff and match else "/redaction/…" if staff else request.path
    status = response.status_code
    requests.log(
        logging.WARNING if status >= 500 else logging.INFO,
        "%s %s %s",
        request.method,
        path,
        status,
        extra={
            "method": request.method,
            "path": path,
            "status": status,
            "view": view,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
    metrics.count(view=view, method=request.method or "", status=status, seconds=seconds)


class HeadersMiddleware:
    """Headers of safety that Django has no setting for; an answer may say otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with them."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PolicyMiddleware(CSPMiddleware):
    """The content policy: written once for all the answers that have no other of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.usual = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say it; what a view marked is left to the library, and all answers while one develops."""
        marked = any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if marked or settings.DEBUG:
            return super().process_response(request, response)
        response.setdefault(HEADER, self.usual)
        return response


class PrivateByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's middleware, asking first whether the view is public.

    Django's own looks who the visitor is before that, which reads the session and marks every
    public page `Vary: Cookie`: no cache could then serve it to all.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Let a public view through; for any other, ask for an account."""
        if not getattr(view_func, "login_required", True):
            return None
        if request.method == "POST" and not request.user.is_authenticated:
            return session_lost(request)
        return super().process_view(request, view_func, view_args, view_kwargs)


class SecondFactorMiddleware(MiddlewareMixin):
    """Where the installation asks for a second factor, nobody works without one."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Lead to its activation whoever has none; one's own account stays within reach."""
        if not settings.REQUIRE_SECOND_FACTOR or not getattr(view_func, "login_required", True):
            return None
        if request.resolver_match.url_name.startswith(("account_", "mfa_")):
            return None
        if is_mfa_enabled(request.user):
            return None
        if request.method == "POST":
            return session_lost(request)
        messages.warning(request, "Activez d’abord la double authentification de votre compte.")
        return redirect("mfa_activate_totp")
