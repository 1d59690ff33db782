"""The desk: what is in preparation, what is missing, what changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from measures import rights
from measures.models import Evaluation
from measures.views.staff.access import staff_evaluation, staff_view


@staff_view(rights.READ)
def desk(request: HttpRequest) -> HttpResponse:
    """The evaluations in preparation."""
    rows = Evaluation.objects.in_preparation().select_related("plan")
    return render(request, "staff/desk.html", {"evaluations": rows})


@staff_view(rights.READ)
def evaluation(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """One evaluation: its measures and sections in the order of the report."""
    found = staff_evaluation(plan, evaluation)
    return render(request, "staff/evaluation.html", {"evaluation": found})
