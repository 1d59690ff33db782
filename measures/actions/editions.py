"""Carrying what one evaluation says over to another one: a further edition, or the next one."""

from django.db import transaction

from measures.actions import answers, evaluations, follow_ups, passages, recommendations
from measures.actions.saving import create_row, save_row
from measures.actions.sections import FIELDS
from measures.models import Assessment, Evaluation, Plan, Section, User, Written

ASSESSED = (
    *("status", "plain_summary", "state_actions", "observations"),
    *("page", "work_state", "internal_note"),
)
COUNTED = ("state_actions_note_count", "observations_note_count")
WRITTEN = ("slug", "label", "title", "place", "order", "body", "page", "work_state")
State = Written.WorkState


@transaction.atomic
def open_next(
    *,
    plan: Plan,
    slug: str,
    title: str,
    former: Evaluation | None = None,
    carry_texts: bool = False,
    by: User,
) -> Evaluation:
    """Open an evaluation, with the sections of a `former` one of the plan, and its texts if asked.

    Every measure is « à évaluer »: a degree is never carried over to another year.
    """
    made = evaluations.create(
        plan=plan, slug=slug, title=title, notice=former.notice if former else "", by=by
    )
    if former is not None:
        copy_texts(
            former,
            into=made,
            carry_texts=carry_texts,
            carry_statuses=False,
            by=by,
            message=f"Repris de l’évaluation {former.slug}",
        )
    return made


@transaction.atomic
def copy_texts(
    former: Evaluation,
    *,
    into: Evaluation,
    carry_texts: bool = True,
    carry_statuses: bool = True,
    by: User,
    message: str,
) -> None:
    """Carry over the sections of an evaluation, and its texts with their notes and keys.

    `into` has just been opened for the same plan. `carry_statuses` also takes what belongs to
    one very report: statuses, pages, follow-ups, answers, states of work and internal notes.
    Stored texts are clean, and are taken as they are; each row begins its own history, with
    `message`.
    """
    _copy_sections(former, into, carry_texts, carry_statuses, by=by, message=message)
    if carry_texts:
        _copy_assessments(former, into, carry_statuses, by=by, message=message)
        for section in into.sections.exclude(body=""):
            recommendations.derive(into, section.body, section=section)
        for assessment in into.assessments.exclude(observations=""):
            recommendations.derive(into, assessment.observations, assessment=assessment)
    passages.derive_whole(into)


def _copy_sections(
    former: Evaluation,
    into: Evaluation,
    carry_texts: bool,
    carry_statuses: bool,
    *,
    by: User,
    message: str,
) -> None:
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
            if not carry_texts:
                made.body, made.note_count = "", 0
            if not carry_statuses:
                made.page, made.internal_note = None, ""
                made.work_state = _begun(made.body)
            parts = {follow_ups.FIELD: follow_ups.copied(row, made)} if carry_statuses else None
            create_row(made, written=FIELDS, parts=parts, by=by, message=message)
            copies[row.pk] = made
        waiting = [row for row in waiting if row.pk not in copies]


def _copy_assessments(
    former: Evaluation, into: Evaluation, carry_statuses: bool, *, by: User, message: str
) -> None:
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
        if not carry_statuses:
            values |= {
                "status": Assessment.Status.TO_ASSESS,
                "page": None,
                "internal_note": "",
                "work_state": _begun(
                    source.plain_summary, source.state_actions, source.observations
                ),
            }
        derived = {name: getattr(source, name) for name in COUNTED}
        parts = None
        if carry_statuses:
            parts = {
                follow_ups.FIELD: follow_ups.copied(source, row),
                answers.FIELD: answers.copied(source, row),
            }
        save_row(
            row,
            values=values,
            parts=parts,
            derived=derived,
            expected_version=row.version,
            by=by,
            message=message,
        )


def _begun(*texts: str) -> State:
    """Return how far a text has come that was written for another year."""
    return State.IN_PROGRESS if any(texts) else State.TO_WRITE
