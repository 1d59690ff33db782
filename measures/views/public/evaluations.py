"""The overview of an evaluation, its priorities, its sections, and its report on one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from measures import reading
from measures import report as reports
from measures.links import web_links
from measures.rich_text import Place, display
from measures.views.public.access import page_of, public_view, published_evaluation


@public_view
def evaluation(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """The overview of an evaluation, with its front matter and the way to everything."""
    found = published_evaluation(plan, evaluation)
    return render(
        request,
        "public/evaluation.html",
        {
            "evaluation": found,
            "current_tab": "evaluation",
            "report": reports.outline(found),
            "recommendation_count": found.recommendations.count(),
        },
    )


@public_view
def priority(request: HttpRequest, plan: str, evaluation: str, number: int) -> HttpResponse:
    """A priority: what it is for, its measures with their status and first lines."""
    found = published_evaluation(plan, evaluation)
    priorities = list(found.plan.priorities.all())
    here = next((row for row in priorities if row.number == number), None)
    if here is None:
        raise Http404(f"Ce plan n’a pas de priorité {number}.")
    rows = found.assessments.filter(measure__priority=here).select_related("measure")
    part = reports.PriorityPart(here, list(rows.order_by("measure__number")))
    return render(
        request,
        "public/priority.html",
        {
            "evaluation": found,
            "part": part,
            "presentation": display(here.presentation, place=Place(heading_level=2)),
            "page": page_of(request, part.assessments),
            "priorities": priorities,
        },
    )


@public_view
def section(request: HttpRequest, plan: str, evaluation: str, section: str) -> HttpResponse:
    """A part of the report that belongs to no measure."""
    found = published_evaluation(plan, evaluation)
    outline = list(found.sections.with_first_note())
    place = next((place for place, row in enumerate(outline) if row.slug == section), None)
    if place is None:
        raise Http404(f"Cette évaluation n’a pas de section « {section} ».")
    here = outline[place]
    text = reading.read_section(
        here,
        first_note=here.first_note,
        marks=reading.marks_of(here.recommendations.all()),
        reading=reading.Reading(heading_level=2, permalinks=True, link=web_links(found)),
    )
    return render(
        request,
        "public/section.html",
        {
            "evaluation": found,
            "section": here,
            "text": text,
            "parent": next((row for row in outline if row.pk == here.parent_id), None),
            "children": [row for row in outline if row.parent_id == here.pk],
            "previous": outline[place - 1] if place else None,
            "next": outline[place + 1] if place + 1 < len(outline) else None,
        },
    )


@public_view
def report(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """The whole report on one page: the same composition as the PDF."""
    found = published_evaluation(plan, evaluation)
    built = reports.build(found)
    return render(
        request,
        "public/report.html",
        {
            "evaluation": found,
            "current_tab": "report",
            "report": built,
            "text": reading.read_report(built),
            "contents": built.contents,
            "addressees": built.addressees,
        },
    )
