"""The order of assessments in the report, and the numbers of their footnotes."""

from measures.models import Assessment, Evaluation, Section
from tests import factories, once
from tests.factories import note


@once.fixture
def evaluation() -> Evaluation:
    """Four measures; the first two belong to the second priority, read after the others."""
    evaluation = factories.evaluation(factories.plan(measures=4, priorities=2))
    first, second = evaluation.plan.priorities.order_by("number")
    evaluation.plan.measures.filter(number__lte=2).update(priority=second)
    evaluation.plan.measures.filter(number__gt=2).update(priority=first)
    return evaluation


def first_notes(evaluation: Evaluation) -> dict[int, int]:
    rows = evaluation.assessments.with_first_note().select_related("measure")
    return {row.measure.number: row.first_note for row in rows}


def texts(actions: int, observations: int) -> dict[str, str]:
    return {
        "state_actions": f"<p>Texte{note('Voir.') * actions}.</p>",
        "observations": f"<p>Texte{note('Voir.') * observations}.</p>",
    }


def test_assessments_are_read_by_priority_then_by_number(evaluation: Evaluation) -> None:
    rows = evaluation.assessments.in_reading_order()

    assert [row.measure.number for row in rows] == [3, 4, 1, 2]


def test_the_first_note_of_an_evaluation_without_notes_is_number_one(
    evaluation: Evaluation,
) -> None:
    assert set(first_notes(evaluation).values()) == {1}


def test_notes_run_through_the_measures_by_priority_then_by_number(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 3, **texts(2, 1))
    factories.assess(evaluation, 4, **texts(0, 1))
    factories.assess(evaluation, 1, **texts(4, 0))

    assert first_notes(evaluation) == {3: 1, 4: 4, 1: 5, 2: 9}


def test_notes_of_the_sections_before_come_first_and_those_after_do_not(
    evaluation: Evaluation,
) -> None:
    body = f"<p>Texte{note('Voir.')}{note('Lire.')}.</p>"
    factories.section(evaluation, "introduction", order=1, body=body)
    factories.section(evaluation, "normes", order=2, body=body)
    factories.section(
        evaluation, "conclusion", order=3, place=Section.Place.AFTER_MEASURES, body=body
    )
    factories.assess(evaluation, 3, **texts(1, 0))

    assert first_notes(evaluation) == {3: 5, 4: 6, 1: 6, 2: 6}


def test_notes_of_other_evaluations_do_not_count(evaluation: Evaluation) -> None:
    for other in (
        factories.evaluation(evaluation.plan, "2024"),
        factories.evaluation(factories.plan("2014-2016", measures=4), "2017"),
    ):
        factories.section(other, body=f"<p>Texte{note('Voir.')}.</p>")
        factories.assess(other, 3, **texts(5, 5))

    assert set(first_notes(evaluation).values()) == {1}


def test_the_first_note_may_be_asked_of_one_assessment_alone(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 3, **texts(2, 0))

    row = Assessment.objects.with_first_note().get(evaluation=evaluation, measure__number=2)
    assert row.first_note == 3
