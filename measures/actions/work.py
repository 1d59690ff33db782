"""How far a text has come: what a save makes of its state of work."""

from collections.abc import Mapping
from typing import Any

from measures import rights
from measures.actions.saving import Part
from measures.models import User, Written

State = Written.WorkState


def values(
    row: Written,
    texts: Mapping[str, Any],
    *,
    parts: Mapping[str, Part] | None = None,
    work_state: str | None,
    internal_note: str | None,
    by: User,
) -> dict[str, Any]:
    """Return what a save writes besides `texts`, the new texts of the row by field name."""
    wanted = row.work_state if work_state is None else work_state
    beside = any(part.changes for part in (parts or {}).values())
    return {
        "work_state": state_after(row, texts, beside=beside, wanted=wanted, by=by),
        "internal_note": row.internal_note if internal_note is None else internal_note,
    }


def state_after(
    row: Written, texts: Mapping[str, Any], *, beside: bool = False, wanted: str, by: User
) -> State:
    """Return the state of a text after a save, given what the row holds before it.

    `beside` says that the save changes what it holds in rows of its own.

    « Relu » is said of a very text by somebody who has the right: a change by anybody else
    leaves it to be proof-read again. A text in which something stands is no longer « à écrire ».
    """
    state = State(wanted)
    changed = beside or any(getattr(row, name) != value for name, value in texts.items())
    if state == State.PROOFREAD and not rights.may(by, rights.PROOFREAD):
        untouched = row.work_state == State.PROOFREAD and not changed
        return State.PROOFREAD if untouched else State.TO_PROOFREAD
    if state == State.TO_WRITE and changed:
        return State.IN_PROGRESS
    return state
