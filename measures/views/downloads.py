"""What may be downloaded."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from measures import report as reports
from measures.exports import data, documents, keeping
from measures.filters import MeasureFilter, RecommendationFilter
from measures.links import absolute
from measures.models import Document, Evaluation
from measures.views.public.access import public_view, published_evaluation
from measures.views.ranges import kept_file


@public_view
def report_pdf(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The report of a published evaluation as a PDF, as it was made on that day."""
    return document(request, published_evaluation(plan, evaluation, edition), documents.REPORT)


@public_view
def synthesis_pdf(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The synthesis by itself."""
    return document(request, published_evaluation(plan, evaluation, edition), documents.SYNTHESIS)


@public_view
def priority_pdf(
    request: HttpRequest, plan: str, evaluation: str, number: int, edition: int | None = None
) -> HttpResponse:
    """A priority with its measures."""
    found = published_evaluation(plan, evaluation, edition)
    return document(request, found, documents.priority(number))


@public_view
def measure_pdf(
    request: HttpRequest, plan: str, evaluation: str, number: int, edition: int | None = None
) -> HttpResponse:
    """A measure."""
    found = published_evaluation(plan, evaluation, edition)
    return document(request, found, documents.measure(number))


@public_view
def addressee_pdf(
    request: HttpRequest, plan: str, evaluation: str, addressee: str, edition: int | None = None
) -> HttpResponse:
    """All that is asked of an authority."""
    found = published_evaluation(plan, evaluation, edition)
    return document(request, found, documents.addressee(addressee))


def document(
    request: HttpRequest, evaluation: Evaluation, wanted: documents.Wanted
) -> HttpResponse:
    """A document of a published evaluation, as it is kept.

    One that is not made yet will be soon: the page says so.
    """
    found = keeping.find(evaluation, wanted)
    if wanted != documents.REPORT and (found is None or found.state == Document.State.FAILED):
        raise Http404(f"Cette évaluation n’a pas de document « {wanted.name} ».")
    if found is None or found.state != Document.State.READY:
        context = {"evaluation": evaluation, "again": request.path}
        answer = render(request, "public/not_made_yet.html", context, status=503)
        answer["Retry-After"] = "30"  # seconds
        return answer
    return kept_file(
        request,
        lambda: keeping.content(found),
        name=documents.file_name(evaluation, wanted),
        size=found.size,
        sha256=found.sha256,
        modified=found.published_at,
    )


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
    if table not in {"mesures", "recommandations"}:
        raise Http404("Cette table ne se filtre pas : téléchargez-la entière.")
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
