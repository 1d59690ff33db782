"""What an evaluation says, or does not say yet, of the recommendations of the one before."""

from collections.abc import Iterator
from itertools import groupby

from measures import following, french
from measures.models import Assessment, Evaluation, FollowUp, Recommendation, Section
from measures.readiness.findings import Finding, Kind, Spot

TO_JUDGE = FollowUp.Outcome.TO_JUDGE


class Followed:
    """What an evaluation says, or not yet, became of the recommendations of the one before."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._held = list(evaluation.follow_ups.all())
        self._to_judge = [
            each.recommendation
            for each in following.of_evaluation(evaluation)
            if each.follow_up is None
        ]

    def of_assessment(self, row: Assessment) -> Iterator[Finding]:
        """Yield what is to be said of the recommendations that a measure follows."""
        spot = Spot(measure=row.measure.number, title=row.measure.short_title)
        yield from self._unfinished(spot, [h for h in self._held if h.assessment_id == row.pk])
        here = [r for r in self._to_judge if r.assessment and r.assessment.measure == row.measure]
        yield from self._missing(spot, here)

    def of_section(self, row: Section) -> Iterator[Finding]:
        """Yield what is to be said of the recommendations that a section follows."""
        spot = Spot(section=row.slug, title=row.title)
        yield from self._unfinished(spot, [h for h in self._held if h.section_id == row.pk])
        here = [r for r in self._to_judge if r.section and r.section.slug == row.slug]
        yield from self._missing(spot, here)

    def elsewhere(self, sections: list[Section]) -> Iterator[Finding]:
        """Yield those that no text asks about: the section where they stood is not there."""
        slugs = {row.slug for row in sections}
        lost = [r for r in self._to_judge if r.section and r.section.slug not in slugs]
        for slug, rows in groupby(lost, key=lambda row: row.section.slug):
            here = list(rows)
            spot = Spot(absent=slug, title=here[0].section.title)
            what = _numbers(here)
            yield Finding(
                Kind.NOT_FOLLOWED_UP,
                spot,
                f"{what} de l’évaluation précédente : créez une section à l’adresse « {slug} » "
                "pour dire ce qu’elles sont devenues",
            )

    def _unfinished(self, spot: Spot, rows: list[FollowUp]) -> Iterator[Finding]:
        for row in rows:
            if not row.is_finished:
                lacks = "sans explication" if row.outcome != TO_JUDGE else "encore à apprécier"
                what = f"suite donnée à la recommandation {row.name} {lacks}"
                yield Finding(Kind.UNFINISHED_FOLLOW_UP, spot, what)

    def _missing(self, spot: Spot, rows: list[Recommendation]) -> Iterator[Finding]:
        if rows:
            what = f"{_numbers(rows)} de l’évaluation {rows[0].evaluation.slug} à apprécier"
            yield Finding(Kind.NOT_FOLLOWED_UP, spot, what)


def _numbers(rows: list[Recommendation]) -> str:
    noun = french.plural(len(rows), "recommandation", "recommandations")
    return f"{noun} {french.listing([str(row.number) for row in rows])}"
