"""Private by default, without a look at the session of a reader."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from measures.views.errors import session_lost


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
