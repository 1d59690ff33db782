"""The evaluations of a plan side by side: how the statuses of its measures moved."""

from dataclasses import dataclass

from measures.models import Assessment, Evaluation, Measure


@dataclass(frozen=True)
class Trajectory:
    """The statuses of one measure, one for each evaluation (None where it has none)."""

    assessments: list[Assessment | None]

    @property
    def measure(self) -> Measure:
        """The measure, the same in every evaluation."""
        return next(a for a in self.assessments if a is not None).measure


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


def compare(evaluations: list[Evaluation]) -> Comparison:
    """Lay the evaluations of a plan side by side, oldest first, in one query."""
    ordered = sorted(evaluations, key=lambda e: (e.adopted_on, e.slug))
    places = {evaluation.pk: place for place, evaluation in enumerate(ordered)}
    rows: dict[int, list[Assessment | None]] = {}
    for assessment in (
        Assessment.objects.filter(evaluation__in=ordered)
        .select_related("measure__priority")
        .without_texts()
        .defer("measure__priority__presentation")
        .in_reading_order()
    ):
        row = rows.setdefault(assessment.measure_id, [None] * len(ordered))
        row[places[assessment.evaluation_id]] = assessment
    return Comparison(ordered, [Trajectory(row) for row in rows.values()])
