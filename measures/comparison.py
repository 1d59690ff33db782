"""The evaluations of a plan side by side: how the statuses of its measures moved."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from measures.models import Assessment, Evaluation, Measure

Status = Assessment.Status


@dataclass(frozen=True)
class Trajectory:
    """The statuses of one measure, one for each evaluation (None where it has none)."""

    assessments: list[Assessment | None]

    @property
    def measure(self) -> Measure:
        """The measure, the same in every evaluation."""
        return next(a for a in self.assessments if a is not None).measure

    @property
    def flow(self) -> "Flow":
        """Its last move, counted for one: from the last evaluation but one to the last."""
        before, after = self.assessments[-2:]
        return Flow(before and before.degree, after and after.degree, 1)


@dataclass(frozen=True)
class Flow:
    """How many measures went from a status to another, or stayed where they were.

    A status is None where the measure was not assessed.
    """

    before: Status | None
    after: Status | None
    count: int

    @property
    def way(self) -> str:
        """`progres`, `recul` or `stable`; `autre` where one end is no degree of implementation."""
        ranks = [_RANKS.get(status) for status in (self.before, self.after)]
        if None in ranks:
            return "autre"
        before, after = ranks
        return "stable" if before == after else "progres" if before < after else "recul"


_RANKS = {Status.NOT_IMPLEMENTED: 0, Status.PARTIALLY_IMPLEMENTED: 1, Status.IMPLEMENTED: 2}
# From everything to nothing, as counts are shown; what has no degree comes last.
SHOWN: tuple[Status | None, ...] = (*reversed(Status), None)


@dataclass(frozen=True)
class Comparison:
    """How the statuses of a plan's measures moved from one evaluation to the next."""

    evaluations: list[Evaluation]
    trajectories: list[Trajectory]

    def moved(self) -> list[Trajectory]:
        """The measures that the last two evaluations both assess, with another status."""
        return [
            trajectory
            for trajectory in self.trajectories
            if len({row.status for row in trajectory.assessments[-2:] if row is not None}) > 1
        ]

    def flows(self) -> list[Flow]:
        """How many measures went which way between the last two evaluations, in shown order."""
        counts = Counter((row.flow.before, row.flow.after) for row in self.trajectories)
        return [
            Flow(before, after, counts[before, after])
            for before in SHOWN
            for after in SHOWN
            if counts[before, after] and (before, after) != (None, None)
        ]


def compare(evaluations: Iterable[Evaluation]) -> Comparison:
    """Lay the evaluations of a plan side by side, oldest first, in one query."""
    ordered = sorted(evaluations, key=lambda e: (e.adopted_on or date.max, e.slug))
    places = {evaluation.pk: place for place, evaluation in enumerate(ordered)}
    rows: dict[int, list[Assessment | None]] = {}
    for assessment in (
        Assessment.objects.filter(evaluation__in=ordered)
        .select_related("measure__priority")
        .without_texts()
        .defer("measure__priority__presentation", "measure__priority__plain_summary")
        .in_reading_order()
    ):
        row = rows.setdefault(assessment.measure_id, [None] * len(ordered))
        row[places[assessment.evaluation_id]] = assessment
    return Comparison(ordered, [Trajectory(row) for row in rows.values()])
