"""Every recommendation of an evaluation."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from measures import following
from measures import report as reports
from measures.exports import documents, keeping
from measures.filters import RecommendationFilter
from measures.links import address
from measures.models import Document, Evaluation
from measures.views.public.access import (
    look_in_earlier_editions,
    page_of,
    public_view,
    published_evaluation,
    render_evaluation,
)


@public_view
def recommendations(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The recommendations in the order of the report, or by addressee; filtered by address."""
    found = published_evaluation(plan, evaluation, edition)
    rows = reports.recommendations_of(found)
    filters = RecommendationFilter(request.GET, queryset=rows, evaluation=found)
    count = None if filters.in_force else found.recommendation_count
    page = page_of(request, filters.qs, count=count)
    groups = reports.by_addressee if filters.by_addressee else reports.by_place
    return render_evaluation(
        request,
        "public/recommendations.html",
        found,
        {
            "current_tab": "recommendations",
            "filters": filters,
            "found": filters.found(page.paginator.count),
            "page": page,
            "became": following.became(found, [row.key for row in page]) if found.has_later else {},
            "groups": groups(page),
            "documents": _documents(found, filters),
        },
    )


def _documents(evaluation: Evaluation, filters: RecommendationFilter) -> dict[str, Document]:
    """Return what may be downloaded of each addressee whose recommendations are shown together."""
    if not (filters.by_addressee or filters.addressee):
        return {}
    kept = keeping.all_kept(evaluation).items()
    return {wanted.key: row for wanted, row in kept if wanted.kind == documents.Kind.ADDRESSEE}


@public_view
def recommendation(
    request: HttpRequest, plan: str, evaluation: str, key: str, edition: int | None = None
) -> HttpResponse:
    """The permanent address of a recommendation: it leads to its place in the text."""
    found = published_evaluation(plan, evaluation, edition)
    row = reports.recommendations_of(found).filter(key=key).first()
    if row is None:
        look_in_earlier_editions(found, recommendations__key=key)
        raise Http404(f"Cette évaluation n’a pas de recommandation « {key} ».")
    if row.assessment is not None:
        text = address("measure", found, row.assessment.measure.number)
    else:
        text = address("section", found, row.section.slug)
    return HttpResponseRedirect(f"{text}#{row.anchor}")
