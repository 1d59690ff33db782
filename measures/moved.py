"""What moved since the evaluation before: which measures went from one degree to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from measures import sequence
from measures.models import Assessment, Evaluation

Status = Assessment.Status


@dataclass(frozen=True)
class Move:
    """The measures, by number, that went from one degree to another."""

    before: Status
    after: Status
    numbers: list[int]


@dataclass(frozen=True)
class Former:
    """The evaluation before, and what moved since."""

    evaluation: Evaluation
    moves: list[Move]


def since_former(evaluation: Evaluation, assessments: Iterable[Assessment]) -> Former | None:
    """Compare with the evaluation before, in one query, or two where there is one."""
    found = sequence.before(evaluation)
    if found is None:
        return None
    statuses = dict(found.assessments.values_list("measure", "status"))
    return Former(found, moves(statuses, assessments))


def moves(before: Mapping[int, str], assessments: Iterable[Assessment]) -> list[Move]:
    """Return the measures that are assessed with another degree than before, by their move.

    `before` are the degrees by the keys of measures.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for row in assessments:
        was = before.get(row.measure_id, row.status)
        if was != row.status and Status.TO_ASSESS not in {was, row.status}:
            found.setdefault((was, row.status), []).append(row.measure.number)
    return [Move(Status(was), Status(now), held) for (was, now), held in found.items()]
