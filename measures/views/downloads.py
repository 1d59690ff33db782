"""What may be downloaded."""

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse

from measures import report as reports
from measures.exports import data, documents, pdf
from measures.filters import MeasureFilter, RecommendationFilter
from measures.links import absolute
from measures.models import Evaluation
from measures.views.public.access import public_view, published_evaluation


@public_view
def report_pdf(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The report of a published evaluation as a PDF.

    It is made once, and kept with the signature of the report that it was made from: an
    evaluation published again has another, and its former document is never served.
    """
    found = published_evaluation(plan, evaluation, edition)
    signature = reports.signature(found)  # before the report is read: never newer than it
    kept, document = caches["documents"].get(_kept_at(found), (None, b""))
    if kept != signature:
        document = pdf.render(reports.build(found))
        caches["documents"].set(_kept_at(found), (signature, document), timeout=None)
    return file(document, documents.file_name(found), "application/pdf", inline=True)


def forget(evaluation: Evaluation) -> None:
    """Keep no document of an evaluation that is no longer published."""
    caches["documents"].delete(_kept_at(evaluation))


def _kept_at(evaluation: Evaluation) -> str:
    return f"signed-report-{evaluation.pk}"


@public_view
def data_file(
    request: HttpRequest,
    plan: str,
    evaluation: str,
    table: str,
    extension: str,
    *,
    edition: int | None = None,
) -> HttpResponse:
    """A table of the data of an evaluation; the filters of its list on the site apply."""
    found = published_evaluation(plan, evaluation, edition)
    if table not in data.DEFINITIONS or extension not in data.FORMATS:
        raise Http404(f"Les données n’ont pas de fichier « {table}.{extension} ».")
    form, selection = data.FORMATS[extension], _selection(request, found, table)
    built = data.build(reports.build(found), table, site=absolute(""), selection=selection)
    name = f"{documents.stem(found)}-{table}" + ("-filtre" if selection else "")
    return file(form.write(built), f"{name}.{extension}", form.content_type)


@public_view
def data_schema(
    request: HttpRequest, plan: str, evaluation: str, table: str, edition: int | None = None
) -> HttpResponse:
    """The Table Schema that the files of a table hold to."""
    published_evaluation(plan, evaluation, edition)
    if table not in data.DEFINITIONS:
        raise Http404(f"Les données n’ont pas de table « {table} ».")
    name = f"{table}.schema.json"
    return file(data.schema_json(table), name, "application/json", inline=True)


def _selection(request: HttpRequest, evaluation: Evaluation, table: str) -> data.Selection | None:
    """Return what the filters in the address keep, or nothing if there are none.

    A page that meets an unknown filter says so and shows everything; a file could not say it.
    """
    if not request.GET:
        return None
    if table == "mesures":
        filters = MeasureFilter(
            request.GET, queryset=evaluation.assessments.all(), evaluation=evaluation
        )
    else:
        filters = RecommendationFilter(
            request.GET, queryset=evaluation.recommendations.all(), evaluation=evaluation
        )
    if filters.unknown:
        raise Http404("Cette adresse demande un filtre qui n’existe pas.")
    if not filters.active:
        return None
    labels = tuple(each.label for each in filters.active)
    keys = filters.qs.order_by().values_list("pk", flat=True)
    return data.Selection(frozenset(keys), labels, filters.query)


def file(content: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """Return a file that is shown by the browser, or kept under its name."""
    shown = "inline" if inline else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
