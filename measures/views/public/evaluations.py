"""The overview of an evaluation, its priorities, its sections, and its report on one page."""

from django.http import Http404, HttpRequest, HttpResponse

from measures import following, reading
from measures import report as reports
from measures.exports import documents, keeping
from measures.links import cite_links, web_links
from measures.models import Document, Evaluation
from measures.rich_text import Place, display
from measures.views.public.access import (
    editions_of,
    look_in_earlier_editions,
    page_of,
    public_view,
    published_evaluation,
    render_evaluation,
)


@public_view
def evaluation(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The overview of an evaluation, with its front matter and the way to everything."""
    found = published_evaluation(plan, evaluation, edition)
    editions = editions_of(found)
    return render_evaluation(
        request,
        "public/evaluation.html",
        found,
        {
            "current_tab": "evaluation",
            "report": reports.outline(found, sections=True),
            "editions": editions if len(editions) > 1 else [],
            **_documents(found),
        },
    )


def _documents(evaluation: Evaluation) -> dict[str, Document | str | None]:
    """Return what is downloaded of the whole of an evaluation."""
    kept = keeping.all_kept(evaluation)
    return {
        "document": kept.get(documents.REPORT),
        "document_name": documents.file_name(evaluation),
        "synthesis_document": kept.get(documents.SYNTHESIS),
    }


@public_view
def priority(
    request: HttpRequest, plan: str, evaluation: str, number: int, edition: int | None = None
) -> HttpResponse:
    """A priority: what it is for, its measures with their status and first lines."""
    found = published_evaluation(plan, evaluation, edition)
    priorities = list(found.plan.priorities.all())
    here = next((row for row in priorities if row.number == number), None)
    if here is None:
        raise Http404(f"Ce plan n’a pas de priorité {number}.")
    rows = found.assessments.filter(measure__priority=here).select_related("measure")
    part = reports.PriorityPart(here, list(rows.order_by("measure__number")))
    return render_evaluation(
        request,
        "public/priority.html",
        found,
        {
            "part": part,
            "plain_summary": display(here.plain_summary, place=Place(prefix="c")),
            "presentation": display(here.presentation, place=Place(heading_level=2)),
            "page": page_of(request, part.assessments),
            "priorities": priorities,
            "document": keeping.kept(found, documents.priority(number)),
        },
    )


@public_view
def section(
    request: HttpRequest, plan: str, evaluation: str, section: str, edition: int | None = None
) -> HttpResponse:
    """A part of the report that belongs to no measure."""
    found = published_evaluation(plan, evaluation, edition)
    outline = list(found.sections.with_first_note())
    place = next((place for place, row in enumerate(outline) if row.slug == section), None)
    if place is None:
        look_in_earlier_editions(found, sections__slug=section)
        raise Http404(f"Cette évaluation n’a pas de section « {section} ».")
    here = outline[place]
    here.evaluation = found
    marks = reading.marks_in_section(here)
    text = reading.read_section(
        here,
        first_note=here.first_note,
        marks=marks,
        reading=reading.Reading(
            heading_level=2, permalinks=True, link=web_links(found), cite=cite_links(found)
        ),
    )
    return render_evaluation(
        request,
        "public/section.html",
        found,
        {
            "section": here,
            "text": text,
            "marks": marks,
            "followed": following.shown(here) if found.has_earlier else [],
            "became": following.became(found, marks) if found.has_later else {},
            "parent": next((row for row in outline if row.pk == here.parent_id), None),
            "children": [row for row in outline if row.parent_id == here.pk],
            "previous": outline[place - 1] if place else None,
            "next": outline[place + 1] if place + 1 < len(outline) else None,
        },
    )


@public_view
def report(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The whole report on one page: the same composition as the PDF."""
    found = published_evaluation(plan, evaluation, edition)
    built = reports.build(found)
    return render_evaluation(
        request,
        "public/report.html",
        found,
        {
            "current_tab": "report",
            "report": built,
            "text": reading.read_report(built),
            "contents": built.contents,
            "addressees": built.addressees,
            "norms": reading.norms_of(built),
            **_documents(found),
        },
    )
