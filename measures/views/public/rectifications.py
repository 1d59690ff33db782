"""What a rectification changed."""

from django.http import Http404, HttpRequest, HttpResponse

from measures import rectification as rectifications
from measures.exports import documents, keeping
from measures.views.public.access import public_view, published_evaluation, render_evaluation


@public_view
def rectification(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """What an edition changed of the one it replaced, and why."""
    found = published_evaluation(plan, evaluation, edition)
    former = rectifications.former_of(found)
    if former is None:
        raise Http404("Cette édition n’en rectifie aucune autre.")
    return render_evaluation(
        request,
        "public/rectification.html",
        found,
        {
            "rectification": rectifications.compare(former, found),
            "former": former,
            "document": keeping.kept(former, documents.REPORT),
        },
    )
