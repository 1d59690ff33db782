"""Saving what an evaluation says of a measure."""

from collections.abc import Collection, Mapping

from django.db import transaction

from measures.actions import answers as answering
from measures.actions import follow_ups as following
from measures.actions import passages, recommendations, saving, work
from measures.actions.saving import lock_open, save_row
from measures.models import Assessment, User
from measures.rich_text import clean, clean_summary, footnote_count


@transaction.atomic
def save(
    assessment: Assessment,
    *,
    status: str,
    state_actions: str,
    observations: str,
    observations_in: Assessment | None = None,
    page: int | None = None,
    follow_ups: Mapping[str, Mapping[str, str]] | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    plain_summary: str | None = None,
    work_state: str | None = None,
    internal_note: str | None = None,
    expected_version: int,
    by: User,
    message: str = "",
) -> bool:
    """Save an assessment, what is derived from it and its revision; tell whether it changed.

    Follow-ups, answers, a summary, a state of work or a note that are not given stay as they are.
    Raises `Closed`, `Stale`, `UnknownAddressee`, `UnknownRecommendation` and
    `rich_text.InvalidText`; nothing is written then.
    """
    evaluation = lock_open(assessment.evaluation_id)
    assessment.refresh_from_db()
    taken = recommendations.keys_elsewhere(evaluation, assessment=assessment)
    texts = _texts(assessment, status, plain_summary, state_actions, observations, taken_keys=taken)
    values = texts | {"observations_in": observations_in, "page": page}
    parts = {
        following.FIELD: following.part(assessment, follow_ups),
        answering.FIELD: answering.part(assessment, answers),
    }
    values |= work.values(
        assessment, texts, parts=parts, work_state=work_state, internal_note=internal_note, by=by
    )
    changed = save_row(
        assessment,
        values=values,
        parts=parts,
        derived={
            "state_actions_note_count": footnote_count(values["state_actions"]),
            "observations_note_count": footnote_count(values["observations"]),
        },
        expected_version=expected_version,
        by=by,
        message=message,
    )
    if changed:
        recommendations.derive(evaluation, assessment.observations, assessment=assessment)
        passages.derive(evaluation, assessment=assessment)
    return changed


@transaction.atomic
def set_aside(
    assessment: Assessment,
    *,
    status: str,
    state_actions: str,
    observations: str,
    follow_ups: Mapping[str, Mapping[str, str]] | None = None,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    plain_summary: str | None = None,
    internal_note: str | None = None,
    by: User,
) -> None:
    """Keep in the history what a conflict refused to save; the assessment stays as it is."""
    content = _texts(assessment, status, plain_summary, state_actions, observations, taken_keys=())
    if follow_ups is not None:
        content[following.FIELD] = following.cleaned(follow_ups)
    if answers is not None:
        content[answering.FIELD] = answering.cleaned(answers)
    if internal_note is not None:
        content["internal_note"] = internal_note
    saving.set_aside(assessment, content=content, by=by)


def _texts(
    assessment: Assessment,
    status: str,
    plain_summary: str | None,
    state_actions: str,
    observations: str,
    *,
    taken_keys: Collection[str],
) -> dict[str, str]:
    """Return what was written as the assessment would hold it. Raises `InvalidText`."""
    return {
        "status": Assessment.Status(status),
        "plain_summary": assessment.plain_summary
        if plain_summary is None
        else clean_summary(plain_summary),
        "state_actions": clean(state_actions, marks=["footnote"]),
        "observations": recommendations.clean_marked(
            observations, former=assessment.observations, taken_keys=taken_keys
        ),
    }
