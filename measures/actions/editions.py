"""Carrying what one evaluation says over to another edition of it."""

from measures.actions import passages, recommendations
from measures.actions.saving import create_row, save_row
from measures.actions.sections import FIELDS
from measures.models import Evaluation, Section, User

ASSESSED = ("status", "state_actions", "observations", "page", "work_state", "internal_note")
COUNTED = ("state_actions_note_count", "observations_note_count")
WRITTEN = ("slug", "label", "title", "place", "order", "body", "page", "work_state")


def copy_texts(former: Evaluation, *, into: Evaluation, by: User, message: str) -> None:
    """Carry over all texts of an evaluation with their statuses, pages, notes and keys.

    `into` has just been opened for the same plan. Stored texts are clean, and are taken as they
    are; each row begins its own history, with `message`.
    """
    _copy_sections(former, into, by=by, message=message)
    _copy_assessments(former, into, by=by, message=message)
    for section in into.sections.all():
        recommendations.derive(into, section.body, section=section)
    for assessment in into.assessments.all():
        recommendations.derive(into, assessment.observations, assessment=assessment)
    passages.derive_whole(into)


def _copy_sections(former: Evaluation, into: Evaluation, *, by: User, message: str) -> None:
    """Copy the sections, each after the one that holds it."""
    copies: dict[int | None, Section | None] = {None: None}
    waiting = list(former.sections.all())
    while waiting:
        ready = [row for row in waiting if row.parent_id in copies]
        for row in ready:
            made = Section(
                evaluation=into,
                parent=copies[row.parent_id],
                internal_note=row.internal_note,
                note_count=row.note_count,
                **{name: getattr(row, name) for name in WRITTEN},
            )
            create_row(made, written=FIELDS, by=by, message=message)
            copies[row.pk] = made
        waiting = [row for row in waiting if row.pk not in copies]


def _copy_assessments(former: Evaluation, into: Evaluation, *, by: User, message: str) -> None:
    """Copy what is said of each measure; what shares its observations goes on doing so."""
    said = {row.measure_id: row for row in former.assessments.select_related("observations_in")}
    rows = {row.measure_id: row for row in into.assessments.all()}
    for measure, row in rows.items():
        if measure not in said:
            continue  # the plan has got a measure since: it is to assess
        source = said[measure]
        shared = source.observations_in
        values = {name: getattr(source, name) for name in ASSESSED}
        values["observations_in"] = rows[shared.measure_id] if shared else None
        derived = {name: getattr(source, name) for name in COUNTED}
        save_row(
            row,
            values=values,
            derived=derived,
            expected_version=row.version,
            by=by,
            message=message,
        )
