"""What moved since the evaluation before: over the whole plan, and for one measure."""

from django.http import Http404, HttpRequest, HttpResponse

from measures import evolution as evolutions_of
from measures import following, sequence
from measures.comparison import compare
from measures.exports import flow_chart
from measures.models import Evaluation
from measures.views.public.access import public_view, published_evaluation, render_evaluation

WAYS = {
    "progres": "Les mesures qui ont avancé",
    "recul": "Les mesures qui ont reculé",
    "autre": "Les mesures sans degré dans l’une des deux évaluations",
}


@public_view
def evolutions(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """How the statuses moved from the evaluation before to this one, as chart, table and list."""
    found = published_evaluation(plan, evaluation, edition)
    former = _former(found)
    comparison = compare([former, found])
    flows = comparison.flows()
    followed = following.of_evaluation(found, former)
    moved = [row for row in comparison.trajectories if row.flow.way != "stable"]
    groups = [(title, [row for row in moved if row.flow.way == way]) for way, title in WAYS.items()]
    return render_evaluation(
        request,
        "public/evolutions.html",
        found,
        {
            "current_tab": "evolutions",
            "former": former,
            "flows": flows,
            "chart": flow_chart.draw(flows),
            "counts": {way: _total(flows, way) for way in ("progres", "stable", "recul", "autre")},
            "followed": followed,
            "outcomes": following.tally(followed),
            "groups": [(title, rows) for title, rows in groups if rows],
        },
    )


def _total(flows: list, way: str) -> int:
    return sum(flow.count for flow in flows if flow.way == way)


@public_view
def evolution(
    request: HttpRequest, plan: str, evaluation: str, number: int, edition: int | None = None
) -> HttpResponse:
    """One measure: its statuses over time, and what its texts say anew."""
    found = published_evaluation(plan, evaluation, edition)
    former = _former(found)
    measure = found.plan.measures.select_related("priority").filter(
        number=number, assessments__evaluation=found
    )
    here = measure.first()
    if here is None:
        raise Http404(f"{found.plan.short_title} : il n’y a pas de mesure {number}.")
    compared = evolutions_of.of_measure(here, found, former, _in_time(found, former))
    context = {"measure": here, "former": former, "evolution": compared}
    return render_evaluation(request, "public/evolution.html", found, context)


def _former(evaluation: Evaluation) -> Evaluation:
    former = sequence.before(evaluation)
    if former is None:
        raise Http404("Aucune évaluation antérieure de ce plan n’est publiée.")
    return former


def _in_time(evaluation: Evaluation, former: Evaluation) -> list[Evaluation]:
    """Return the evaluations in force of a plan and the one at hand in its place, oldest first."""
    rows = Evaluation.objects.published().filter(plan=evaluation.plan_id)
    known = {row.pk: row for row in rows.exclude(slug=evaluation.slug)}
    known |= {former.pk: former, evaluation.pk: evaluation}
    for row in known.values():
        row.plan = evaluation.plan
    return sorted(known.values(), key=lambda row: (sequence.place(row), row.slug))
