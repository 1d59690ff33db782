"""Several people save the same row at once: one is written, the others are told."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from measures.actions import assessments, plans
from measures.actions.refusals import Closed, Refused, Stale
from measures.models import Assessment, Evaluation, Plan, Revision
from tests import factories

SAVERS = 8


def together(act: Callable[[int], object]) -> list[object]:
    """Call `act` in eight threads at once; return what each returned, or its refusal."""
    start = threading.Barrier(SAVERS)

    def run(number: int) -> object:
        try:
            start.wait(timeout=20)
            return act(number)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SAVERS) as pool:
        return list(pool.map(run, range(SAVERS)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_an_assessment_one_is_saved_and_seven_are_told() -> None:
    evaluation = factories.evaluation(factories.plan(measures=1))
    assessment = evaluation.assessments.get()
    revisions = Revision.objects.count()
    writers = [factories.user(f"writer{number}") for number in range(SAVERS)]

    def save(number: int) -> bool:
        return assessments.save(
            Assessment.objects.get(pk=assessment.pk),
            status="non",
            state_actions="",
            observations=f"<p>Texte {number}.</p>{factories.recommendation(f'R{number}')}",
            expected_version=1,
            by=writers[number],
        )

    answers = together(save)

    saved = answers.index(True)
    told = [answer for answer in answers if isinstance(answer, Stale)]
    assert len(told) == SAVERS - 1
    stored = Assessment.objects.get(pk=assessment.pk)
    assert stored.version == 2
    assert stored.observations.startswith(f"<p>Texte {saved}.</p>")
    assert all(refusal.current.observations == stored.observations for refusal in told)
    assert evaluation.recommendations.get().text == f"R{saved}"
    assert Revision.objects.count() == revisions + 1
    assert Revision.objects.latest("pk").by == writers[saved]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_save_a_plan_seven_are_told_what_it_holds_now() -> None:
    plan = factories.plan(measures=0, priorities=0)
    by = factories.user()

    def save(number: int) -> bool:
        return plans.save_plan(
            Plan.objects.get(pk=plan.pk),
            title=f"Titre {number}",
            short_title=plan.short_title,
            adopted_on=plan.adopted_on,
            adopted_by=plan.adopted_by,
            start_year=plan.start_year,
            end_year=plan.end_year,
            presentation="",
            expected_version=1,
            by=by,
        )

    answers = together(save)

    winner = f"Titre {answers.index(True)}"
    told = [answer for answer in answers if isinstance(answer, Stale)]
    assert len(told) == SAVERS - 1
    assert Plan.objects.get(pk=plan.pk).title == winner
    assert {refusal.current.title for refusal in told} == {winner}


@pytest.mark.django_db(transaction=True)
def test_texts_of_one_evaluation_saved_at_once_are_numbered_without_gap_or_double() -> None:
    evaluation = factories.evaluation(factories.plan(measures=SAVERS))
    rows = {row.measure.number: row for row in evaluation.assessments.select_related("measure")}

    answers = together(
        lambda number: assessments.save(
            rows[number + 1],
            status="non",
            state_actions="",
            observations=factories.recommendation(f"R{number}", key=f"r{number}"),
            expected_version=1,
            by=factories.user("camille"),
        )
    )

    assert answers == [True] * SAVERS
    numbered = evaluation.recommendations.order_by("number").values_list("number", "key")
    assert list(numbered) == [(number + 1, f"r{number}") for number in range(SAVERS)]


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_publish_an_evaluation_one_does() -> None:
    evaluation = factories.evaluation(factories.plan(measures=1))
    factories.assess(evaluation, 1)
    by = factories.user()

    answers = together(
        lambda _: factories.published(
            Evaluation.objects.get(pk=evaluation.pk),
            adopted_on=factories.TODAY,
            statement="adoptée par la CNCDH",
            by=by,
        )
    )

    assert answers.count(evaluation) == 1
    assert sum(isinstance(answer, Closed) for answer in answers) == SAVERS - 1
    assert Revision.objects.filter(message="Publication").count() == 1
