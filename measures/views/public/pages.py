"""The pages about the site itself."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from measures import report as reports
from measures.exports import documents, keeping
from measures.models import Assessment, Evaluation, Plan
from measures.views.public.access import latest_evaluation, public_view

# What the accessibility statement says of its tests: their last change, and what they use
# (the same versions as in tests/browser/package.json).
TESTED_ON = date(2026, 11, 28)
TOOLS = {"axe": "4.14.1", "vnu": "26.9.27"}


def _page(request: HttpRequest, template: str, **more: Any) -> HttpResponse:
    context = {
        "evaluation": latest_evaluation(),
        "institution": settings.INSTITUTION,
        "statuses": Assessment.Status,
        **more,
    }
    return render(request, template, context)


@public_view
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, how an evaluation is made, how to cite and reuse it."""
    return _page(request, "public/about.html")


@public_view
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (law 2005-102, article 47; form of the RGAA 4.1)."""
    return _page(request, "public/accessibility.html", tested_on=TESTED_ON, tools=TOOLS)


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
            "document": keeping.kept(evaluation, documents.REPORT) if evaluation else None,
            "plans": Plan.objects.defer("presentation"),
            "evaluations": published.order_by("-adopted_on", "slug"),
        },
    )
