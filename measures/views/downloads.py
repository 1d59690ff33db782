"""What may be downloaded."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from measures import report as reports
from measures.exports import pdf
from measures.views.public.access import public_view, published_evaluation


@public_view
def report_pdf(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """The report of a published evaluation as a PDF.

    A published evaluation is closed, so that its document is made once and kept.
    """
    found = published_evaluation(plan, evaluation)
    document = cache.get_or_set(
        f"report-pdf-{found.pk}", lambda: pdf.render(reports.build(found)), timeout=None
    )
    name = f"cncdh-evaluation-{found.plan.slug}-{found.slug}.pdf"
    return HttpResponse(
        document,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
