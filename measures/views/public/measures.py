"""The table of measures, and the page of one."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django_tables2 import RequestConfig

from measures import answering, following, reading
from measures.exports import documents, keeping
from measures.filters import MeasureFilter
from measures.links import cite_links, web_links
from measures.models import Answer, Assessment, Evaluation, Recommendation
from measures.models.evaluation import neighbours
from measures.tables import MeasureTable
from measures.views.public.access import (
    PER_PAGE,
    page_number,
    public_view,
    published_evaluation,
    render_evaluation,
)


@public_view
def measures(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The table of measures: sorted, filtered and paged by its address."""
    found = published_evaluation(plan, evaluation, edition)
    rows = found.assessments.for_table()
    filters = MeasureFilter(request.GET, queryset=rows, evaluation=found)
    table = MeasureTable(filters.qs, evaluation=found)
    RequestConfig(request, paginate=False).configure(table)
    number = page_number(request)
    table.paginate(page=1, per_page=PER_PAGE)
    if number > table.paginator.num_pages:
        raise Http404(f"Cette liste n’a pas de page {number}.")
    table.page = table.paginator.page(number)
    return render_evaluation(
        request,
        "public/measures.html",
        found,
        {
            "current_tab": "measures",
            "filters": filters,
            "found": filters.found(table.paginator.count),
            "table": table,
        },
    )


@public_view
def measure(
    request: HttpRequest, plan: str, evaluation: str, number: int, edition: int | None = None
) -> HttpResponse:
    """A measure: what the State did, what the CNCDH observes and asks."""
    assessment = (
        _assessments(plan, evaluation, edition)
        .filter(measure__number=number)
        .select_related("measure__priority", "observations_in__measure")
        .with_first_note()
        .annotate(has_answers=Exists(Answer.objects.filter(assessment=OuterRef("pk"))))
        .first()
    )
    if assessment is None:
        found = published_evaluation(plan, evaluation, edition)
        raise Http404(f"{found.plan.short_title} : il n’y a pas de mesure {number}.")
    found = assessment.evaluation
    if edition is None:
        found.has_earlier, found.has_later = assessment.has_earlier, assessment.has_later
    text, marks = _read(assessment)
    return render_evaluation(
        request,
        "public/measure.html",
        found,
        {
            "answers": reading.read_answers(
                answering.written(assessment) if assessment.has_answers else (),
                reading=_as_page(found),
            ),
            "followed": following.shown(assessment) if found.has_earlier else [],
            "became": following.became(found, marks) if found.has_later else {},
            "assessment": assessment,
            "text": text,
            "marks": marks,
            "around": _around(assessment),
            "document": keeping.kept(assessment.evaluation, documents.measure(number)),
        },
    )


def _assessments(plan: str, evaluation: str, edition: int | None) -> QuerySet[Assessment]:
    """Return the assessments of an edition, with their evaluation: of the one in force, at once."""
    if edition is not None:
        return published_evaluation(plan, evaluation, edition).assessments.all()
    return (
        Assessment.objects.filter(
            evaluation__in=Evaluation.objects.published(),
            evaluation__plan__slug=plan,
            evaluation__slug=evaluation,
        )
        .select_related("evaluation__plan")
        .annotate(**neighbours("evaluation__"))
    )


def _read(assessment: Assessment) -> tuple[reading.AssessmentText, dict[str, reading.Mark]]:
    """Return the texts of a measure; observations it shares are those of the other measure."""
    shared = assessment.observations_in
    marks = reading.marks_of(
        Recommendation.objects.filter(assessment__in=[assessment, shared or assessment])
    )
    as_page = _as_page(assessment.evaluation)
    text = reading.read_assessment(
        assessment, first_note=assessment.first_note, marks=marks, reading=as_page
    )
    if shared is not None:
        numbered = Assessment.objects.with_first_note().get(pk=shared.pk)
        other = reading.read_assessment(
            numbered, first_note=numbered.first_note, marks=marks, reading=as_page
        )
        text = text.sharing(other)
    return text, marks


def _as_page(evaluation: Evaluation) -> reading.Reading:
    """Return how the texts of a measure are read on its own page."""
    return reading.Reading(
        heading_level=3, permalinks=True, link=web_links(evaluation), cite=cite_links(evaluation)
    )


@dataclass
class Around:
    """The measures before and after one, and those that its observations are on, if several."""

    previous: Assessment | None = None
    next: Assessment | None = None
    together: list[int] = field(default_factory=list)


def _around(assessment: Assessment) -> Around:
    """Find what surrounds a measure, in one query."""
    rows = Assessment.objects.filter(evaluation=assessment.evaluation_id)
    number = assessment.measure.number
    shared = assessment.observations_in_id or assessment.pk
    numbers = rows.order_by().values("measure__number")
    before = numbers.filter(measure__number__lt=number).order_by("-measure__number")[:1]
    after = numbers.filter(measure__number__gt=number).order_by("measure__number")[:1]
    around = Around()
    for row in (
        rows.filter(
            Q(measure__number=before)
            | Q(measure__number=after)
            | Q(pk=shared)
            | Q(observations_in=shared)
        )
        .select_related("measure")
        .without_texts()
        .order_by("measure__number")
    ):
        if shared in {row.pk, row.observations_in_id}:
            around.together.append(row.measure.number)
        if row.measure.number < number:
            around.previous = row
        elif row.measure.number > number:
            around.next = around.next or row
    if len(around.together) < 2:
        around.together = []
    return around
