"""What the API answers: what is published, as the pages and the files of data say it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import resolve

from measures import following, french, sequence
from measures import report as reports
from measures.exports import data
from measures.exports.api import evaluations as shapes
from measures.exports.api.description import openapi
from measures.exports.api.found import ENTRY, RESULT
from measures.exports.api.outcomes import OUTCOME
from measures.exports.api.plans import PLAN
from measures.exports.api.sections import ADDRESSEE, SECTION, SECTION_SUMMARY
from measures.exports.api.shapes import Json
from measures.exports.api.texts import (
    MEASURE,
    MEASURE_SUMMARY,
    RECOMMENDATION,
    RECOMMENDATION_SUMMARY,
)
from measures.exports.columns import Origin
from measures.filters import EvaluationFilter, MeasureFilter, RecommendationFilter
from measures.links import absolute
from measures.models import Evaluation, Plan
from measures.search import question as questions
from measures.search.answer import answer as search_answer
from measures.search.filters import Filters
from measures.search.results import results
from measures.views.api.answering import Moved, Refused, api_view, page
from measures.views.public.access import (
    editions_of,
    look_in_earlier_editions,
    published_evaluation,
)


def _origin(evaluation: Evaluation) -> Origin:
    """Return an evaluation as its rows need it: without the long texts, in four queries."""
    return Origin(reports.outline(evaluation, recommendations=True), absolute(""))


@api_view
def entry(request: HttpRequest) -> Json:
    """Where one begins."""
    about = {"source": data.SOURCE, "licence": data.LICENCE, "address": data.LICENCE_ADDRESS}
    return ENTRY.of(about)


@api_view
def description(request: HttpRequest) -> Json:
    """The description of the API for software."""
    return openapi()


@api_view
def lost(request: HttpRequest, rest: str) -> Json:
    """What is not there; an address that lacks only its last slash leads to where it is."""
    whole = f"{request.path}/"
    if not rest.endswith("/") and resolve(whole).url_name != request.resolver_match.url_name:
        raise Moved(whole)
    raise Http404(
        f"L’API n’a rien à l’adresse {request.path}. Elle commence en {absolute('/api/v1/')}."
    )


# Plans and evaluations


@api_view
def plans(request: HttpRequest) -> Json:
    """All plans, the latest first."""
    return page(request, Plan.objects.prefetch_related("priorities"), PLAN)


@api_view
def plan(request: HttpRequest, plan: str) -> Json:
    """A plan and its priorities."""
    return PLAN.of(_plan(plan))


def _plan(slug: str) -> Plan:
    found = Plan.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(f"Il n’y a pas de plan « {slug} ».")
    return found


@api_view
def evaluations(request: HttpRequest, plan: str) -> Json:
    """The published evaluations of a plan, the latest first."""
    rows = Evaluation.objects.published().filter(plan=_plan(plan)).select_related("plan")
    rows = rows.order_by("-adopted_on", "slug")
    return page(request, rows, shapes.EVALUATION_SUMMARY)


@api_view
def evaluation(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> Json:
    """An evaluation and its figures."""
    found = published_evaluation(plan, evaluation, edition)
    return shapes.EVALUATION.of(found, _origin(found))


@api_view
def editions(request: HttpRequest, plan: str, evaluation: str) -> Json:
    """The published editions of an evaluation, the one in force first."""
    rows = editions_of(published_evaluation(plan, evaluation))
    return page(request, rows, shapes.EVALUATION_SUMMARY)


# What an edition holds


@api_view
def measures(request: HttpRequest, plan: str, evaluation: str, edition: int | None = None) -> Json:
    """The measures in the order of the report, those that filters keep."""
    found = published_evaluation(plan, evaluation, edition)
    origin = _origin(found)
    filters = MeasureFilter(request.GET, queryset=found.assessments.all(), evaluation=found)
    return page(request, _kept(filters, origin.report.assessments), MEASURE_SUMMARY, origin)


@api_view
def measure(
    request: HttpRequest, plan: str, evaluation: str, number: int, edition: int | None = None
) -> Json:
    """A measure with its texts."""
    origin = _origin(published_evaluation(plan, evaluation, edition))
    rows = origin.report.assessments
    row = next((row for row in rows if row.measure.number == number), None)
    if row is None:
        raise Http404(f"{origin.report.plan.short_title} : il n’y a pas de mesure {number}.")
    row.refresh_from_db(fields=["plain_summary", "state_actions", "observations"])
    return MEASURE.of(row, origin)


@api_view
def recommendations(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> Json:
    """The recommendations in the order of the report, those that filters keep."""
    found = published_evaluation(plan, evaluation, edition)
    origin = _origin(found)
    rows = found.recommendations.all()
    filters = RecommendationFilter(request.GET, queryset=rows, evaluation=found)
    return page(
        request, _kept(filters, origin.report.recommendations), RECOMMENDATION_SUMMARY, origin
    )


@api_view
def recommendation(
    request: HttpRequest, plan: str, evaluation: str, key: str, edition: int | None = None
) -> Json:
    """A recommendation; of the last edition that has it, if the one in force dropped it."""
    origin = _origin(published_evaluation(plan, evaluation, edition))
    row = next((row for row in origin.report.recommendations if row.key == key), None)
    if row is None:
        look_in_earlier_editions(origin.report.evaluation, recommendations__key=key)
        raise Http404(f"Cette évaluation n’a pas de recommandation « {key} ».")
    return RECOMMENDATION.of(row, origin)


@api_view
def sections(request: HttpRequest, plan: str, evaluation: str, edition: int | None = None) -> Json:
    """The sections in the order of the report."""
    origin = _origin(published_evaluation(plan, evaluation, edition))
    return page(request, origin.report.sections, SECTION_SUMMARY, origin)


@api_view
def section(
    request: HttpRequest, plan: str, evaluation: str, section: str, edition: int | None = None
) -> Json:
    """A section with its text; of the last edition that has it, if the one in force dropped it."""
    origin = _origin(published_evaluation(plan, evaluation, edition))
    row = next((row for row in origin.report.sections if row.slug == section), None)
    if row is None:
        look_in_earlier_editions(origin.report.evaluation, sections__slug=section)
        raise Http404(f"Cette évaluation n’a pas de section « {section} ».")
    return SECTION.of(row, origin)


@api_view
def addressees(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> Json:
    """Those whom recommendations speak to, in alphabetical order."""
    origin = _origin(published_evaluation(plan, evaluation, edition))
    return page(request, origin.report.addressees, ADDRESSEE, origin)


@api_view
def addressee(
    request: HttpRequest, plan: str, evaluation: str, addressee: str, edition: int | None = None
) -> Json:
    """One of those whom recommendations speak to."""
    origin = _origin(published_evaluation(plan, evaluation, edition))
    rows = origin.report.addressees
    row = next((row for row in rows if row.addressee.slug == addressee), None)
    if row is None:
        raise Http404(f"Cette évaluation n’adresse aucune recommandation à « {addressee} ».")
    return ADDRESSEE.of(row, origin)


@api_view
def outcomes(request: HttpRequest, plan: str, evaluation: str, edition: int | None = None) -> Json:
    """What became of the recommendations of the evaluation before, in their order."""
    found = published_evaluation(plan, evaluation, edition)
    former = sequence.before(found)
    rows = following.of_evaluation(found, former) if former else []
    return page(request, rows, OUTCOME, former)


# Filters and search


def _kept(filters: EvaluationFilter, rows: list) -> list:
    """Return the rows that filters keep, which are those of the site's own lists."""
    for name in filters.form.errors:
        _refuse_unknown_choice(name, filters.data[name], filters.form.fields[name].choices)
    if not filters.in_force:
        return rows
    keys = set(filters.qs.order_by().values_list("pk", flat=True))
    return [row for row in rows if row.pk in keys]


def _refuse_unknown_choice(name: str, asked: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Refuse a filter whose choice does not exist, and say which do."""
    known = [str(code) for code, _ in choices if code != ""]
    if asked and asked not in known:
        said = french.listing([f"« {code} »" for code in known]) or "aucun"
        raise Refused(f"Le filtre « {name} » ne connaît pas « {asked} ». Choix : {said}.")


@api_view
def search(request: HttpRequest) -> Json:
    """Where the words of a question are found, the most relevant first."""
    question = questions.read(request.GET.get("q", ""))
    if not question:
        said = "Donnez les mots à chercher dans « q », par exemple : ?q=hébergement."
        raise Refused(question.refusal or said)
    filters = Filters(request.GET, question=question)
    for each in filters.choices:
        _refuse_unknown_choice(each.name, each.value, each.options)
    given = search_answer(question, filters)
    return page(
        request, given.groups, RESULT, dress=lambda rows: results(given, question, filters, rows)
    )
