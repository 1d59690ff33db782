"""The front page, and the page of a plan."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from measures import report as reports
from measures.comparison import compare
from measures.models import Evaluation, Plan
from measures.rich_text import Place, display
from measures.views.public.access import latest_evaluation, page_of, public_view


@public_view
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where the latest evaluation stands at a glance."""
    evaluation = latest_evaluation()
    context = {"evaluation": evaluation, "plans": Plan.objects.defer("presentation")}
    if evaluation is not None:
        context["report"] = reports.outline(evaluation)
        context["addressees"] = reports.by_addressee(reports.recommendations_of(evaluation))
    return render(request, "public/home.html", context)


@public_view
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan: its adoption, its priorities, its evaluations and how the statuses moved."""
    found = Plan.objects.filter(slug=plan).first()
    if found is None:
        raise Http404(f"Il n’y a pas de plan « {plan} ».")
    evaluations = list(
        Evaluation.objects.published()
        .with_neighbours()
        .filter(plan=found)
        .order_by("-adopted_on", "slug")
    )
    for row in evaluations:
        row.plan = found
    comparison = compare(evaluations)
    return render(
        request,
        "public/plan.html",
        {
            "plan": found,
            "presentation": display(found.presentation, place=Place(heading_level=2)),
            "evaluation": evaluations[0] if evaluations else latest_evaluation(),
            "evaluations": evaluations,
            "priorities": found.priorities.all(),
            "comparison": comparison,
            "measure_count": found.measures.count(),
            "page": page_of(request, comparison.trajectories),
        },
    )


@public_view
def latest_measure(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """Lead to a measure in the latest published evaluation of its plan."""
    evaluation = (
        Evaluation.objects.published()
        .filter(plan__slug=plan, assessments__measure__number=number)
        .order_by("-adopted_on")
        .first()
    )
    if evaluation is None:
        raise Http404(f"Aucune évaluation publiée ne porte sur une mesure {number} du plan {plan}.")
    return HttpResponseRedirect(reverse("measure", args=[plan, evaluation.slug, number]))
