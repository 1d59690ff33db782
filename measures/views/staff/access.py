"""How a staff view is guarded, and gets the evaluation that its address names.

A view says which right it asks for, or which ones, any of which will do. Its answers are never
kept by a cache, and never indexed.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from measures.models import Assessment, Evaluation, Plan, Section

READING = ("GET", "HEAD")
WRITING = ("GET", "HEAD", "POST")


def staff_view(*rights: str, methods: tuple[str, ...] = READING) -> Callable:
    """Return a decorator: the view answers those who have one of `rights`, to `methods` only."""

    def decorate(view: Callable) -> Callable:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.has_perm(right) for right in rights):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            return response

        answer.rights = rights  # what tests walk through
        return require_http_methods(methods)(never_cache(answer))

    return decorate


def own_view(view: Callable) -> Callable:
    """Mark a view of allauth, about one's own account: no right is asked for, nothing is kept.

    What allauth says of the login that it asks for, or not, stays.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return require_http_methods(WRITING)(never_cache(answer))


def staff_plan(plan: str) -> Plan:
    """Return the plan at an address, or answer 404."""
    found = Plan.objects.filter(slug=plan).first()
    if found is None:
        raise Http404(f"Il n’y a pas de plan « {plan} ».")
    return found


def staff_evaluation(plan: str, evaluation: str) -> Evaluation:
    """Return the last edition of the evaluation at an address, with its plan, or answer 404.

    It is the one in preparation, if there is one.
    """
    rows = Evaluation.objects.last_editions().select_related("plan")
    found = rows.filter(plan__slug=plan, slug=evaluation).first()
    if found is None:
        raise Http404(f"Il n’y a pas d’évaluation « {evaluation} » du plan {plan}.")
    return found


def staff_assessment(plan: str, evaluation: str, number: int) -> Assessment:
    """Return what the last edition of an evaluation says of a measure, or answer 404."""
    found = staff_evaluation(plan, evaluation)
    rows = found.assessments.select_related(
        "measure__priority", "observations_in__measure", "assigned_to"
    )
    assessment = rows.filter(measure__number=number).first()
    if assessment is None:
        raise Http404(f"{found.plan.short_title} : il n’y a pas de mesure {number}.")
    assessment.evaluation = found
    return assessment


def staff_section(plan: str, evaluation: str, section: str) -> Section:
    """Return a section of the last edition of an evaluation, or answer 404."""
    found = staff_evaluation(plan, evaluation)
    here = found.sections.select_related("parent", "assigned_to").filter(slug=section).first()
    if here is None:
        raise Http404(f"Cette évaluation n’a pas de section « {section} ».")
    here.evaluation = found
    return here
