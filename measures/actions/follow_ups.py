"""What a text says became of earlier recommendations, written with the text itself."""

from collections.abc import Mapping

from measures import following
from measures.actions.refusals import UnknownRecommendation
from measures.actions.saving import Part
from measures.following import Said, Text
from measures.models import FollowUp
from measures.rich_text import one_line

FIELD = "follow_ups"  # its name in revisions


def part(row: Text, wanted: Mapping[str, Mapping[str, str]] | None) -> Part:
    """Return what a save makes of the follow-ups of a text; without `wanted`, nothing.

    `wanted` is all that the text shall say: outcome and comment by the name of the
    recommendation (`2017/13a`). Raises `UnknownRecommendation` for one that is neither in the
    evaluation before, at this very place, nor spoken of already.
    """
    before = following.said(row)
    if wanted is None:
        return Part(before, before, lambda: None)
    after = cleaned(wanted)
    if new := after.keys() - before.keys():
        known = {each.name for each in following.of_text(row)}
        for name in sorted(new - known):
            raise UnknownRecommendation(name)
    return Part(before, after, lambda: _write(row, before, after))


def copied(source: Text, row: Text) -> Part:
    """Return what carries the follow-ups of a text over to a further edition of it, as they are."""
    after = following.said(source)
    return Part({}, after, lambda: _write(row, {}, after))


def cleaned(wanted: Mapping[str, Mapping[str, str]]) -> Said:
    """Return follow-ups as they are kept: on one line, in order, without those that say nothing."""
    kept: Said = {}
    for name in sorted(wanted, key=lambda name: tuple(name.split("/"))):
        comment = one_line(wanted[name]["comment"])
        outcome = str(wanted[name]["outcome"])
        if comment or outcome != FollowUp.Outcome.TO_JUDGE:
            kept[name] = {"outcome": outcome, "comment": comment}
    return kept


def _write(row: Text, before: Said, after: Said) -> None:
    """Make the rows of a text agree with what it says. Raises `ValidationError`."""
    rows = following.written(row)
    for name in before.keys() - after.keys():
        rows[name].delete()
    for name, values in after.items():
        if before.get(name) == values:
            continue
        former, _, key = name.partition("/")
        follow_up = rows.get(name) or FollowUp(
            evaluation_id=row.evaluation_id,
            former=former,
            key=key,
            **{row._meta.model_name: row},
        )
        follow_up.outcome, follow_up.comment = values["outcome"], values["comment"]
        follow_up.full_clean(validate_constraints=True)
        follow_up.save()
