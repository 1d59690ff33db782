"""Private by default, without a look at the session of a reader."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

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
