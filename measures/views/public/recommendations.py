"""Every recommendation of an evaluation."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from measures import report as reports
from measures.filters import RecommendationFilter
from measures.views.public.access import page_of, public_view, published_evaluation


@public_view
def recommendations(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """The recommendations in the order of the report, or by addressee; filtered by address."""
    found = published_evaluation(plan, evaluation)
    rows = reports.recommendations_of(found)
    filters = RecommendationFilter(request.GET, queryset=rows, evaluation=found)
    page = page_of(request, filters.qs)
    groups = reports.by_addressee if filters.by_addressee else reports.by_place
    return render(
        request,
        "public/recommendations.html",
        {
            "evaluation": found,
            "current_tab": "recommendations",
            "filters": filters,
            "found": filters.found(page.paginator.count),
            "page": page,
            "groups": groups(page),
        },
    )


@public_view
def recommendation(request: HttpRequest, plan: str, evaluation: str, key: str) -> HttpResponse:
    """The permanent address of a recommendation: it leads to its place in the text."""
    found = published_evaluation(plan, evaluation)
    row = reports.recommendations_of(found).filter(key=key).first()
    if row is None:
        raise Http404(f"Cette évaluation n’a pas de recommandation « {key} ».")
    if row.assessment is not None:
        text = reverse("measure", args=[plan, evaluation, row.assessment.measure.number])
    else:
        text = reverse("section", args=[plan, evaluation, row.section.slug])
    return HttpResponseRedirect(f"{text}#{row.anchor}")
