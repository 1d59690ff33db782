"""The front page, and the page of a plan."""

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from measures import french
from measures import report as reports
from measures.comparison import compare
from measures.exports import documents, keeping
from measures.models import Addressee, Evaluation, Plan, Recommendation
from measures.models.prepared import Given, Prepared
from measures.rich_text import Place, display
from measures.views.public.access import latest_evaluation, page_of, public_view


def _addressees() -> QuerySet[Addressee]:
    """Whom an evaluation asks something of: how much, and the words of what comes first."""
    evaluation = Given("evaluation", BigIntegerField())
    asked = Recommendation.objects.filter(addressees=OuterRef("pk"), evaluation=evaluation)
    return Addressee.objects.filter(recommendations__evaluation=evaluation).annotate(
        count=Count("recommendations"), first=Subquery(asked.order_by("number").values("html")[:1])
    )


_ADDRESSEES = Prepared(_addressees)


@public_view
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and where the latest evaluation stands at a glance."""
    evaluation = latest_evaluation()
    context = {"evaluation": evaluation, "plans": Plan.objects.defer("presentation")}
    if evaluation is not None:
        context["report"] = reports.outline(evaluation)
        context["document"] = keeping.kept(evaluation, documents.REPORT)
        asked = _ADDRESSEES.all(evaluation=evaluation.pk)
        context["addressees"] = sorted(asked, key=lambda row: french.alphabetical(row.name))
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
