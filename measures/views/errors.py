"""What a reader meets when a page is not there, or the site is broken."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from measures.models import Plan
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
def broken(request: HttpRequest) -> HttpResponse:
    """Answer without the database, which may be what is broken."""
    return HttpResponseServerError(render_to_string("500.html"))
