"""Saving the parts of the report that belong to no measure."""

from collections.abc import Mapping

from django.db import transaction

from measures.actions import follow_ups as following
from measures.actions import passages, recommendations, saving, work
from measures.actions.saving import create_row, lock_open, save_row
from measures.models import Evaluation, Section, User
from measures.rich_text import clean, footnote_count

FIELDS = ("label", "title", "place", "order", "parent", "body", "page", "work_state")


@transaction.atomic
def create(
    *,
    evaluation: Evaluation,
    slug: str,
    label: str,
    title: str,
    place: int,
    order: int,
    parent: Section | None = None,
    body: str = "",
    page: int | None = None,
    follow_ups: Mapping[str, Mapping[str, str]] | None = None,
    work_state: str = Section.WorkState.TO_WRITE,
    by: User,
) -> Section:
    """Add a section to an evaluation in preparation, and what is derived from it."""
    evaluation = lock_open(evaluation.pk)
    stored = clean(body, taken_keys=recommendations.keys_elsewhere(evaluation))
    section = Section(
        evaluation=evaluation,
        slug=slug,
        label=label,
        title=title,
        place=place,
        order=order,
        parent=parent,
        body=stored,
        page=page,
        note_count=footnote_count(stored),
    )
    section.work_state = work.state_after(section, {"body": ""}, wanted=work_state, by=by)
    parts = {following.FIELD: following.part(section, follow_ups)}
    create_row(section, written=FIELDS, parts=parts, by=by)
    recommendations.derive(evaluation, section.body, section=section)
    passages.derive(evaluation, section=section)
    return section


@transaction.atomic
def save(
    section: Section,
    *,
    label: str,
    title: str,
    place: int,
    order: int,
    parent: Section | None,
    body: str,
    page: int | None,
    follow_ups: Mapping[str, Mapping[str, str]] | None = None,
    work_state: str | None = None,
    internal_note: str | None = None,
    expected_version: int,
    by: User,
    message: str = "",
) -> bool:
    """Save a section, what is derived from it and its revision; tell whether it changed.

    Follow-ups, a state of work or an internal note that are not given stay as they are. Raises
    what `assessments.save` raises.
    """
    evaluation = lock_open(section.evaluation_id)
    section.refresh_from_db()
    taken = recommendations.keys_elsewhere(evaluation, section=section)
    stored = recommendations.clean_marked(body, former=section.body, taken_keys=taken)
    values = {
        "label": label,
        "title": title,
        "place": place,
        "order": order,
        "parent": parent,
        "body": stored,
        "page": page,
    }
    parts = {following.FIELD: following.part(section, follow_ups)}
    values |= work.values(
        section,
        {"body": stored},
        parts=parts,
        work_state=work_state,
        internal_note=internal_note,
        by=by,
    )
    changed = save_row(
        section,
        values=values,
        parts=parts,
        derived={"note_count": footnote_count(stored)},
        expected_version=expected_version,
        by=by,
        message=message,
    )
    if changed:
        recommendations.derive(evaluation, section.body, section=section)
        passages.derive(evaluation, section=section)
    return changed


@transaction.atomic
def set_aside(
    section: Section,
    *,
    title: str,
    body: str,
    follow_ups: Mapping[str, Mapping[str, str]] | None = None,
    internal_note: str | None = None,
    by: User,
) -> None:
    """Keep in the history what a conflict refused to save; the section stays as it is."""
    stored = recommendations.clean_marked(body, former=section.body, taken_keys=())
    content = {"title": title, "body": stored}
    if follow_ups is not None:
        content[following.FIELD] = following.cleaned(follow_ups)
    if internal_note is not None:
        content["internal_note"] = internal_note
    saving.set_aside(section, content=content, by=by)
