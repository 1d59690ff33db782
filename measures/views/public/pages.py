"""The pages about the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from measures import report as reports
from measures.models import Assessment, Evaluation, Plan
from measures.views.public.access import latest_evaluation, public_view


def _page(request: HttpRequest, template: str) -> HttpResponse:
    context = {
        "evaluation": latest_evaluation(),
        "institution": settings.INSTITUTION,
        "statuses": Assessment.Status,
    }
    return render(request, template, context)


@public_view
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, how an evaluation is made, how to cite and reuse it."""
    return _page(request, "public/about.html")


@public_view
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return _page(request, "public/accessibility.html")


@public_view
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, who hosts, which licence, which data."""
    return _page(request, "public/legal.html")


@public_view
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page of the site, as a list."""
    evaluation = latest_evaluation()
    published = Evaluation.objects.published().select_related("plan")
    return render(
        request,
        "public/site_map.html",
        {
            "evaluation": evaluation,
            "report": reports.outline(evaluation) if evaluation else None,
            "plans": Plan.objects.defer("presentation"),
            "evaluations": published.order_by("-adopted_on", "slug"),
        },
    )
