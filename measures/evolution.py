"""One measure from an evaluation to the next: its statuses over time, what its texts say anew."""

from dataclasses import dataclass

from measures.models import Addressee, Assessment, Evaluation, Measure
from measures.rich_text import Redline, redline

HEADING_LEVEL = 3  # of the first heading inside a text: below that of the text itself


@dataclass(frozen=True)
class TextChange:
    """A text of both evaluations, as a redline; `held` says whether either has one."""

    label: str
    redline: Redline
    held: bool


@dataclass(frozen=True)
class Evolution:
    """What the evaluations of a plan say of one measure, oldest first, and what changed last."""

    assessments: list[Assessment]
    before: Assessment | None
    after: Assessment
    changes: list[TextChange]


def of_measure(
    measure: Measure, evaluation: Evaluation, former: Evaluation, others: list[Evaluation]
) -> Evolution:
    """Return a measure through `others`, all evaluations of its plan to show, oldest first.

    `evaluation` and `former` are among them: the texts compared are theirs, as a reader sees
    them, with the observations that another measure shares. Two queries.
    """
    known = {row.pk: row for row in others}
    rows = Assessment.objects.filter(evaluation__in=known, measure=measure)
    by_evaluation: dict[int, Assessment] = {}
    for row in rows.select_related("observations_in").defer("internal_note"):
        row.evaluation, row.measure = known[row.evaluation_id], measure
        by_evaluation[row.evaluation_id] = row
    after, before = by_evaluation[evaluation.pk], by_evaluation.get(former.pk)
    names = dict(Addressee.objects.values_list("slug", "name"))

    def change(label: str, was: str, is_now: str) -> TextChange:
        line = redline(was, is_now, heading_level=HEADING_LEVEL, addressees=names, fold=True)
        return TextChange(label, line, bool(was or is_now))

    changes = []
    if before is not None:
        summary = change("En clair", before.plain_summary, after.plain_summary)
        changes = [
            *([summary] if summary.held else []),  # few measures have one
            change("Actions de l’État", before.state_actions, after.state_actions),
            change(
                "Observations et recommandations de la CNCDH",
                _observations(before),
                _observations(after),
            ),
        ]
    in_order = [by_evaluation[pk] for pk in known if pk in by_evaluation]
    return Evolution(in_order, before, after, changes)


def _observations(row: Assessment) -> str:
    return row.observations_in.observations if row.observations_in else row.observations
