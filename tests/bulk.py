"""A published evaluation of as many measures as asked, with short texts, written in bulk."""

from datetime import date, datetime
from itertools import count, cycle

from django.utils import timezone

from measures.actions import documents
from measures.models import (
    Assessment,
    Evaluation,
    Measure,
    Plan,
    Priority,
    Recommendation,
    Section,
)
from tests import factories

_NOTE = '<span class="footnote">Une note.</span>'
_STATUSES = ["non", "partiellement", "mise-en-oeuvre"]


def evaluation(measures: int, *, plan: str = "2031-2033", sharing: bool = False) -> Evaluation:
    """Return an evaluation, three priorities, a note and a recommendation for each measure.

    Statuses follow each other: non, partiellement, mise en œuvre. Each third recommendation
    speaks to a second addressee. With `sharing`, each second measure shares the observations
    of the one before it.
    """
    start, end = (int(year) for year in plan.split("-"))
    made = Plan.objects.create(
        slug=plan, title=f"Plan {plan}", short_title=f"Plan {plan}", start_year=start, end_year=end
    )
    priorities = Priority.objects.bulk_create(
        Priority(plan=made, number=n, title=f"Priorité numéro {n}") for n in (1, 2, 3)
    )
    found = Evaluation.objects.create(
        plan=made, slug=str(start), title="Évaluation", notice="<p>Avertissement.</p>"
    )
    _sections(found)
    rows = Measure.objects.bulk_create(
        Measure(
            plan=made,
            priority=priorities[(n - 1) * 3 // measures],
            number=n,
            title=f"Titre de la mesure {n}",
            short_title=f"Mesure courte {n}",
        )
        for n in range(1, measures + 1)
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(
            evaluation=found,
            measure=row,
            status=status,
            state_actions=f"<p>Une action{_NOTE}.</p>",
            observations="" if sharing and row.number % 2 == 0 else "<p>Une observation.</p>",
            state_actions_note_count=1,
        )
        for row, status in zip(rows, cycle(_STATUSES))
    )
    if sharing:
        for first, second in zip(assessments[::2], assessments[1::2], strict=False):
            second.observations_in = first
        Assessment.objects.bulk_update(assessments[1::2], ["observations_in"])
    _recommendations(found, assessments)
    found.adopted_on, found.statement = date(start, 6, 1), "adoptée par la CNCDH"
    found.published_at = timezone.make_aware(datetime(start, 6, 2))
    found.published_by = factories.user()
    documents.keep_publication(found, factories.smallest_report(found))
    found.save()
    return found


def _sections(evaluation: Evaluation) -> None:
    order = count(1)
    Section.objects.bulk_create(
        Section(
            evaluation=evaluation,
            slug=slug,
            title=f"Section {slug}",
            place=place,
            order=next(order),
            body=f"<p>Un texte{_NOTE}.</p>",
            note_count=1,
        )
        for slug, place in (("introduction", 1), ("normes", 1), ("suites", 2))
    )


def _recommendations(evaluation: Evaluation, assessments: list[Assessment]) -> None:
    addressees = [
        factories.addressee(slug, name)
        for slug, name in (("gouvernement", "Gouvernement"), ("parlement", "Parlement"))
    ]
    rows = Recommendation.objects.bulk_create(
        Recommendation(
            evaluation=evaluation,
            assessment=assessment,
            key=f"r{number}",
            position=1,
            number=number,
            html=f"<p>Agir {number}.</p>",
            text=f"Agir {number}.",
        )
        for number, assessment in enumerate(assessments, start=1)
    )
    link = Recommendation.addressees.through
    link.objects.bulk_create(
        link(recommendation=row, addressee=addressee)
        for row in rows
        for addressee in addressees[: 2 if row.number % 3 == 0 else 1]
    )
