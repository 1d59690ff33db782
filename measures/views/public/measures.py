"""The table of measures, and the page of one."""

from dataclasses import dataclass, field

from django.db.models import Exists, IntegerField, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django_tables2 import RequestConfig

from measures import answering, following, reading
from measures.exports import keeping
from measures.filters import MeasureFilter
from measures.links import cite_links, web_links
from measures.models import Answer, Assessment, Evaluation, Measure, Priority
from measures.models.evaluation import neighbours
from measures.models.prepared import Given, Prepared
from measures.tables import MeasureTable
from measures.views.public.access import (
    page_number,
    public_view,
    published_evaluation,
    render_evaluation,
)

ROWS = 50  # of the table on one page: a plan of France's has had 45 at most


@public_view
def measures(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The table of measures: sorted, filtered and paged by its address."""
    found = published_evaluation(plan, evaluation, edition)
    # All are of this plan; said to the database, it reads them in the order of its index.
    rows = found.assessments.filter(measure__plan=found.plan_id).for_table()
    filters = MeasureFilter(request.GET, queryset=rows, evaluation=found)
    table = MeasureTable(filters.qs, prefix="")
    RequestConfig(request, paginate=False).configure(table)
    number = page_number(request)
    table.paginate(page=1, per_page=ROWS)
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
    assessment = _find(plan, evaluation, edition, number)
    found = assessment.evaluation
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
            **(_lineage(assessment.measure) if assessment.has_lineage else {}),
        },
    )


def _but(model: type[Model], names: str, at: str) -> list[str]:
    """Return the columns of what is `at` the end of relations, but those of these names."""
    kept = {"id", *names.split()}
    return [f"{at}__{field.name}" for field in model._meta.fields if field.name not in kept]


# Of the measure whose observations are shared, the page says the number alone.
_NOT_SHOWN = (
    "internal_note",
    *_but(Priority, "plan number title", "measure__priority"),
    *_but(Assessment, "measure", "observations_in"),
    *_but(Measure, "number", "observations_in__measure"),
)


def _numbered(**at: object) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(measure__number=Given("number", IntegerField()), **at)
    rows = rows.select_related("measure__priority", "observations_in__measure").with_first_note()
    rows = rows.defer(*_NOT_SHOWN)
    here = OuterRef("measure")
    links = Measure.continues.through.objects.filter(Q(from_measure=here) | Q(to_measure=here))
    return rows.annotate(
        has_answers=Exists(Answer.objects.filter(assessment=OuterRef("pk"))),
        has_lineage=Exists(links),
        document_size=keeping.size_of_measure(),
    )


_IN_EDITION = Prepared(lambda: _numbered(evaluation=Given("evaluation")))
_IN_FORCE = Prepared(
    lambda: (
        _numbered(
            evaluation__in=Evaluation.objects.published(),
            evaluation__slug=Given("evaluation"),
            evaluation__plan__slug=Given("plan"),
        )
        .select_related("evaluation__plan")
        .defer("evaluation__plan__presentation")
        .annotate(**neighbours("evaluation__"))
    )
)


def _find(plan: str, evaluation: str, edition: int | None, number: int) -> Assessment:
    """Return what an edition says of a measure, with its evaluation, or answer 404.

    One query for the edition in force.
    """
    if edition is None:
        found = _IN_FORCE.first(plan=plan, evaluation=evaluation, number=number)
        if found is not None:
            of = found.evaluation
            of.has_earlier, of.has_later = found.has_earlier, found.has_later
            return found
    of = published_evaluation(plan, evaluation, edition)
    found = _IN_EDITION.first(evaluation=of.pk, number=number)
    if found is None:
        raise Http404(f"{of.plan.short_title} : il n’y a pas de mesure {number}.")
    found.evaluation = of
    return found


def _lineage(measure: Measure) -> dict[str, QuerySet[Measure]]:
    """Return the measures of other plans that one continues, and those that continue it.

    `is_evaluated` says whether a published evaluation leads to them.
    """
    evaluated = Assessment.objects.filter(
        measure=OuterRef("pk"), evaluation__in=Evaluation.objects.published()
    )

    def read(rows: QuerySet[Measure]) -> QuerySet[Measure]:
        rows = rows.select_related("plan").annotate(is_evaluated=Exists(evaluated))
        return rows.order_by("plan__start_year", "number")

    return {
        "continues": read(measure.continues.all()),
        "continued_by": read(measure.continued_by.all()),
    }


def _read(assessment: Assessment) -> tuple[reading.AssessmentText, dict[str, reading.Mark]]:
    """Return the texts of a measure; observations it shares are those of the other measure."""
    shared = assessment.observations_in
    marks = reading.marks_in_assessment(assessment)
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


def _rows_around() -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(evaluation=Given("evaluation"))
    number, shared = Given("number", IntegerField()), Given("shared")
    evaluated = Exists(rows.filter(measure=OuterRef("pk")))
    numbers = Measure.objects.filter(evaluated, plan=Given("plan")).values("pk")
    before = numbers.filter(number__lt=number).order_by("-number")[:1]
    after = numbers.filter(number__gt=number).order_by("number")[:1]
    beside = Q(measure=before) | Q(measure=after)
    rows = rows.filter(beside | Q(pk=shared) | Q(observations_in=shared))
    return rows.select_related("measure").without_texts().order_by("measure__number")


_AROUND = Prepared(_rows_around)


def _around(assessment: Assessment) -> Around:
    """Find what surrounds a measure, in one query."""
    number = assessment.measure.number
    shared = assessment.observations_in_id or assessment.pk
    around = Around()
    named = {"evaluation": assessment.evaluation_id, "plan": assessment.measure.plan_id}
    for row in _AROUND.all(**named, number=number, shared=shared):
        if shared in {row.pk, row.observations_in_id}:
            around.together.append(row.measure.number)
        if row.measure.number < number:
            around.previous = row
        elif row.measure.number > number:
            around.next = around.next or row
    if len(around.together) < 2:
        around.together = []
    return around
