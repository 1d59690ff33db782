"""What became of recommendations: those an evaluation has to follow, and what later ones say.

A recommendation is named by its evaluation and its key (`2017/13a`), in every edition alike.
What is written of it stands in the text where it stood before: the same measure, or the section
of the same address.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from django.db.models import QuerySet

from measures import sequence
from measures.models import Assessment, Evaluation, FollowUp, Recommendation, Section

Outcome = FollowUp.Outcome
Text = Assessment | Section
Said = dict[str, dict[str, str]]  # outcome and comment by name, as a revision holds them


@dataclass(frozen=True)
class Followed:
    """A recommendation of an earlier evaluation, and what a later one says became of it.

    `recommendation` is that of the edition in force; none where no published one has it any more.
    """

    name: str
    recommendation: Recommendation | None
    follow_up: FollowUp | None

    @property
    def outcome(self) -> Outcome:
        """What became of it; « à apprécier » where nothing is said."""
        return self.follow_up.result if self.follow_up else Outcome.TO_JUDGE

    @property
    def comment(self) -> str:
        """The sentence that explains it."""
        return self.follow_up.comment if self.follow_up else ""


def said(row: Text) -> Said:
    """Return what a text says became of recommendations, in one query."""
    return {
        name: {"outcome": follow_up.outcome, "comment": follow_up.comment}
        for name, follow_up in written(row).items()
    }


def said_by_text(evaluation: Evaluation) -> dict[tuple[int | None, int | None], Said]:
    """Return what each text of an evaluation says, by its keys as assessment and as section."""
    found: dict[tuple[int | None, int | None], Said] = {}
    for each in evaluation.follow_ups.order_by("former", "key"):
        here = found.setdefault((each.assessment_id, each.section_id), {})
        here[each.name] = {"outcome": each.outcome, "comment": each.comment}
    return found


def as_text(said: Said | None) -> str:
    """Return a paragraph for each recommendation, so that two states can be compared."""
    words, held = dict(Outcome.choices), dict(said or {})
    return "\n".join(
        f"<p><strong>Recommandation {name} : {words.get(one['outcome'], one['outcome'])}.</strong> "
        f"{escape(one['comment'], quote=False)}</p>"
        for name, one in held.items()
    )


def keys_of(row: Text | None) -> tuple[int | None, int | None]:
    """Return the keys of a text, as assessment and as section."""
    if row is None:
        return None, None
    return (row.pk, None) if isinstance(row, Assessment) else (None, row.pk)


def written(row: Text) -> dict[str, FollowUp]:
    """Return the follow-ups of a text by name; a text not yet saved has none."""
    if row.pk is None:
        return {}
    return {each.name: each for each in row.follow_ups.order_by("former", "key")}


def of_evaluation(evaluation: Evaluation, former: Evaluation | None = None) -> list[Followed]:
    """Return every recommendation of the evaluation before one, with what is said of it.

    In the order of the earlier report: at most four queries, one less where `former` is given.
    """
    former = former or sequence.before(evaluation)
    if former is None:
        return []
    held = {row.name: row for row in evaluation.follow_ups.all()}
    return [_followed(row, held) for row in recommendations_of(former)]


def of_text(row: Text) -> list[Followed]:
    """Return the recommendations to be followed in one text, in the order of the earlier report.

    What is written there of one that no published edition has any more comes last.
    """
    held = written(row)
    former = sequence.before(row.evaluation)
    rows = [] if former is None else list(_of_place(former, row))
    found = [_followed(each, held) for each in rows]
    lost = held.keys() - {each.name for each in found}
    return found + [Followed(name, None, held[name]) for name in sorted(lost)]


def shown(row: Text) -> list[Followed]:
    """Return what a text says of recommendations that are published, in one or three queries."""
    held = written(row)
    if not held:
        return []
    slugs = {follow_up.former for follow_up in held.values()}
    found = _published(row.evaluation, slugs, [follow_up.key for follow_up in held.values()])
    return [_followed(each, held) for each in found if _name(each) in held]


def shown_by_text(evaluation: Evaluation) -> dict[tuple[int | None, int | None], list[Followed]]:
    """Return what each text says of recommendations that are published: one or three queries.

    By its keys as assessment and as section.
    """
    held = {each.name: each for each in evaluation.follow_ups.all()}
    if not held:
        return {}
    slugs = {follow_up.former for follow_up in held.values()}
    found: dict[tuple[int | None, int | None], list[Followed]] = {}
    for row in _published(evaluation, slugs, [follow_up.key for follow_up in held.values()]):
        if follow_up := held.get(_name(row)):
            here = found.setdefault((follow_up.assessment_id, follow_up.section_id), [])
            here.append(Followed(_name(row), row, follow_up))
    return found


def tally(followed: Iterable[Followed]) -> list[tuple[Outcome, int]]:
    """Count recommendations by what became of them; those nobody judged come last, if any."""
    counts = Counter(each.outcome for each in followed)
    order = [outcome for outcome in Outcome if outcome != Outcome.TO_JUDGE] + [Outcome.TO_JUDGE]
    return [(one, counts[one]) for one in order if counts[one] or one != Outcome.TO_JUDGE]


def became(evaluation: Evaluation, keys: Iterable[str] | None = None) -> dict[str, FollowUp]:
    """Return what the published evaluations after one say of its recommendations, by key.

    Each follow-up knows its evaluation, and the measure or section that says it; one query.
    """
    rows = FollowUp.objects.filter(
        evaluation__in=Evaluation.objects.published().filter(plan=evaluation.plan_id),
        former=evaluation.slug,
    )
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    rows = rows.select_related("evaluation", "assessment__measure", "section").defer(
        *("assessment__plain_summary", "assessment__state_actions", "assessment__observations"),
        "section__body",
    )
    found = {}
    for row in rows.order_by("evaluation__adopted_on"):
        row.evaluation.plan = evaluation.plan
        found[row.key] = row  # the last one that says it
    return found


def recommendations_of(evaluation: Evaluation) -> list[Recommendation]:
    """Return the recommendations of an evaluation in order, with their place: two queries."""
    rows = _read(evaluation.recommendations.all())
    for row in rows:
        row.evaluation = evaluation
    return rows


def _of_place(former: Evaluation, row: Text) -> Iterable[Recommendation]:
    here = (
        {"assessment__measure": row.measure_id}
        if isinstance(row, Assessment)
        else {"section__slug": row.slug}
    )
    for found in _read(former.recommendations.filter(**here)):
        found.evaluation = former
        yield found


def _published(
    evaluation: Evaluation, slugs: Iterable[str], keys: Iterable[str]
) -> list[Recommendation]:
    in_force = Evaluation.objects.published().filter(plan=evaluation.plan_id, slug__in=slugs)
    rows = Recommendation.objects.filter(evaluation__in=in_force, key__in=keys)
    found = _read(rows.select_related("evaluation"))
    for row in found:
        row.evaluation.plan = evaluation.plan
    return found


def _read(rows: QuerySet[Recommendation]) -> list[Recommendation]:
    rows = rows.select_related("evaluation", "assessment__measure", "section")
    rows = rows.prefetch_related("addressees").defer(
        *("assessment__plain_summary", "assessment__state_actions", "assessment__observations"),
        "section__body",
    )
    return list(rows.order_by("evaluation", "number"))


def _name(row: Recommendation) -> str:
    return f"{row.evaluation.slug}/{row.key}"


def _followed(row: Recommendation, held: Mapping[str, FollowUp]) -> Followed:
    return Followed(_name(row), row, held.get(_name(row)))
