"""The editing pages: an assessment, a section, and what presents a priority or a plan."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from measures import reading, rights
from measures.actions import assessments, plans, sections
from measures.forms.texts import PresentationForm, PriorityForm
from measures.forms.written import AssessmentForm, SectionForm
from measures.models import Assessment, Evaluation
from measures.views.staff.access import (
    WRITING,
    staff_assessment,
    staff_plan,
    staff_section,
    staff_view,
)
from measures.views.staff.editing import Editing, edit


@staff_view(rights.WRITE, methods=WRITING)
def assessment(request: HttpRequest, plan: str, evaluation: str, number: int) -> HttpResponse:
    """What an evaluation says of a measure: status, texts, state of work, internal note."""
    row = staff_assessment(plan, evaluation, number)
    form = AssessmentForm(row, _sent(request), proofreads=_proofreads(request))

    def save(data: Mapping[str, Any]) -> bool:
        return assessments.save(
            row,
            status=data["status"],
            plain_summary=data["plain_summary"],
            state_actions=data["state_actions"],
            observations=data["observations"],
            observations_in=data["observations_in"],
            page=row.page,
            follow_ups=form.follow_ups,
            answers=form.answers_sent,
            work_state=data["work_state"],
            internal_note=data["internal_note"],
            expected_version=data["version"],
            by=request.user,
            message=data["message"],
        )

    def set_aside(data: Mapping[str, Any]) -> None:
        assessments.set_aside(
            row,
            status=data["status"],
            plain_summary=data["plain_summary"],
            state_actions=data["state_actions"],
            observations=data["observations"],
            follow_ups=form.follow_ups,
            answers=form.answers_sent,
            internal_note=data["internal_note"],
            by=request.user,
        )

    number = row.measure.number
    numbers = row.evaluation.assessments.order_by("measure__number")
    around = list(numbers.values_list("measure__number", "measure__short_title"))
    place = next(i for i, (other, _) in enumerate(around) if other == number)
    context = {
        "place": f"mesure-{number}",
        "previous_evaluation": _said_before(row),
        "previous": around[place - 1] if place else None,
        "next": around[place + 1] if place + 1 < len(around) else None,
    }
    editing = Editing(row, form, save, set_aside, "staff/assessment.html", row.evaluation, context)
    return edit(request, editing)


def _said_before(row: Assessment) -> reading.AssessmentText | None:
    """Return what the evaluation published last before this one says of the measure."""
    before = (
        Evaluation.objects.published_editions()
        .filter(plan=row.evaluation.plan_id)
        .exclude(pk=row.evaluation_id)
        .order_by("-adopted_on", "-edition")
        .first()
    )
    if before is None:
        return None
    rows = before.assessments.select_related("observations_in").with_first_note()
    said = rows.filter(measure=row.measure_id).first()
    if said is None:
        return None
    said.evaluation = before
    if said.observations_in is not None:
        said.observations = said.observations_in.observations
    return reading.read_assessment(
        said,
        first_note=said.first_note,
        marks={},
        reading=reading.Reading(heading_level=4),
        prefix="avant-",
    )


@staff_view(rights.WRITE, methods=WRITING)
def section(request: HttpRequest, plan: str, evaluation: str, section: str) -> HttpResponse:
    """A part of the report that belongs to no measure."""
    row = staff_section(plan, evaluation, section)
    form = SectionForm(row, _sent(request), proofreads=_proofreads(request))

    def save(data: Mapping[str, Any]) -> bool:
        return sections.save(
            row,
            label=row.label,
            title=data["title"],
            place=row.place,
            order=row.order,
            parent=row.parent,
            body=data["body"],
            page=row.page,
            follow_ups=form.follow_ups,
            work_state=data["work_state"],
            internal_note=data["internal_note"],
            expected_version=data["version"],
            by=request.user,
            message=data["message"],
        )

    def set_aside(data: Mapping[str, Any]) -> None:
        sections.set_aside(
            row,
            title=data["title"],
            body=data["body"],
            follow_ups=form.follow_ups,
            internal_note=data["internal_note"],
            by=request.user,
        )

    context = {"place": f"section-{row.slug}"}
    editing = Editing(row, form, save, set_aside, "staff/section.html", row.evaluation, context)
    return edit(request, editing)


@staff_view(rights.PLANS, methods=WRITING)
def priority(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """What presents a priority."""
    row = staff_plan(plan).priorities.select_related("plan").filter(number=number).first()
    if row is None:
        raise Http404(f"Ce plan n’a pas de priorité {number}.")
    form = PriorityForm(row, _sent(request))

    def save(data: Mapping[str, Any]) -> bool:
        return plans.save_priority(
            row,
            title=row.title,
            plain_summary=data["plain_summary"],
            presentation=data["presentation"],
            expected_version=data["version"],
            by=request.user,
            message=data["message"],
        )

    def set_aside(data: Mapping[str, Any]) -> None:
        texts = {name: data[name] for name in form.texts}
        plans.set_aside_presentation(row, **texts, by=request.user)

    context = {"plan": row.plan, "place": f"priorite-{number}"}
    return edit(request, Editing(row, form, save, set_aside, "staff/priority.html", None, context))


@staff_view(rights.PLANS, methods=WRITING)
def plan_texts(request: HttpRequest, plan: str) -> HttpResponse:
    """What presents a plan."""
    row = staff_plan(plan)
    form = PresentationForm(row, _sent(request))

    def save(data: Mapping[str, Any]) -> bool:
        return plans.save_plan(
            row,
            title=row.title,
            short_title=row.short_title,
            adopted_on=row.adopted_on,
            adopted_by=row.adopted_by,
            start_year=row.start_year,
            end_year=row.end_year,
            presentation=data["presentation"],
            expected_version=data["version"],
            by=request.user,
            message=data["message"],
        )

    def set_aside(data: Mapping[str, Any]) -> None:
        plans.set_aside_presentation(row, presentation=data["presentation"], by=request.user)

    context = {"plan": row, "place": "plan"}
    editing = Editing(row, form, save, set_aside, "staff/plan_texts.html", None, context)
    return edit(request, editing)


def _proofreads(request: HttpRequest) -> bool:
    return request.user.has_perm(rights.PROOFREAD)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
