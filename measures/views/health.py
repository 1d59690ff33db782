"""What a balancer and a supervisor ask: whether the process lives, and whether it may be used.

Without session, nor anything that helps an intruder: names of what is missing, no reason.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from measures import health


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer at all: a process that does not is to be started anew."""
    return JsonResponse({"vivant": True})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 where pages can be answered, 503 with what is missing where they cannot."""
    missing = health.missing()
    answer = {"pret": not missing, "manque": missing}
    return JsonResponse(
        answer, status=503 if missing else 200, json_dumps_params={"ensure_ascii": False}
    )
