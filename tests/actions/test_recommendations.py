"""The rows of recommendations follow the marks in the texts, numbered through the evaluation."""

import pytest

from measures.actions import sections
from measures.models import Evaluation, Recommendation, Section
from tests import factories, once
from tests.factories import note, recommendation


@once.fixture
def evaluation() -> Evaluation:
    factories.addressee("gouvernement", "Gouvernement")
    factories.addressee("parlement", "Parlement")
    return factories.evaluation(factories.plan(measures=4, priorities=2))


def keys_in_order(evaluation: Evaluation) -> list[str]:
    rows = list(evaluation.recommendations.order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.key for row in rows]


def test_a_mark_becomes_a_row_with_its_words_and_addressees(evaluation: Evaluation) -> None:
    mark = recommendation(
        f"Former <strong>tous</strong> les acteurs{note('Et vite.')}.",
        key="former",
        to="gouvernement parlement",
    )
    assessment = factories.assess(evaluation, 1, observations=f"<p>Donc :</p>{mark}")

    row = Recommendation.objects.get()
    assert (row.evaluation, row.assessment, row.section) == (evaluation, assessment, None)
    assert (row.key, row.position, row.number) == ("former", 1, 1)
    assert row.text == "Former tous les acteurs."
    assert row.html == "<p>Former <strong>tous</strong> les acteurs.</p>"
    assert {to.slug for to in row.addressees.all()} == {"gouvernement", "parlement"}


def test_a_row_follows_its_mark_and_keeps_its_key_through_edits_around(
    evaluation: Evaluation,
) -> None:
    mark = recommendation("Former.", to="gouvernement")
    factories.assess(evaluation, 1, observations=mark)
    row = Recommendation.objects.get()

    reworded = recommendation("Mieux former.", key=row.key, to="parlement")
    before = recommendation("Informer.", key="informer")
    factories.assess(evaluation, 1, observations=f"<p>Neuf.</p>{before}<p>Neuf.</p>{reworded}")

    kept = Recommendation.objects.get(key=row.key)
    assert kept.pk == row.pk
    assert (kept.text, kept.position, kept.number) == ("Mieux former.", 2, 2)
    assert [to.slug for to in kept.addressees.all()] == ["parlement"]


def test_taking_the_mark_away_takes_the_row_away(evaluation: Evaluation) -> None:
    marks = recommendation("Une.", key="une") + recommendation("Deux.", key="deux")
    factories.assess(evaluation, 1, observations=marks)

    factories.assess(evaluation, 1, observations="<p>Une.</p>" + recommendation("D.", key="deux"))

    assert keys_in_order(evaluation) == ["deux"]


def test_numbers_follow_the_report_sections_before_measures_by_priority_sections_after(
    evaluation: Evaluation,
) -> None:
    # The second measure moves to the second priority: it is then read after the third.
    later = evaluation.plan.priorities.get(number=2)
    evaluation.plan.measures.filter(number=2).update(priority=later)
    evaluation.plan.measures.filter(number=3).update(
        priority=evaluation.plan.priorities.get(number=1)
    )
    after = Section.Place.AFTER_MEASURES
    factories.section(evaluation, "conclusion", place=after, body=recommendation("F.", key="f"))
    for number, key in [(4, "e"), (2, "d"), (3, "c"), (1, "b")]:
        factories.assess(evaluation, number, observations=recommendation(key, key=key))
    factories.section(evaluation, "introduction", body=recommendation("A.", key="a"))

    assert keys_in_order(evaluation) == ["a", "b", "c", "d", "e", "f"]


def test_numbers_are_renewed_when_an_earlier_text_gains_or_loses_one(
    evaluation: Evaluation,
) -> None:
    factories.assess(evaluation, 2, observations=recommendation("Deux.", key="deux"))
    factories.assess(evaluation, 1, observations=recommendation("Une.", key="une"))
    assert keys_in_order(evaluation) == ["une", "deux"]

    factories.assess(evaluation, 1, observations="<p>Plus rien.</p>")
    assert keys_in_order(evaluation) == ["deux"]


def test_numbers_are_renewed_when_a_section_changes_place(evaluation: Evaluation) -> None:
    section = factories.section(evaluation, body=recommendation("S.", key="section"))
    factories.assess(evaluation, 1, observations=recommendation("M.", key="mesure"))

    sections.save(
        section,
        label=section.label,
        title=section.title,
        place=Section.Place.AFTER_MEASURES,
        order=section.order,
        parent=None,
        body=section.body,
        page=None,
        expected_version=section.version,
        by=factories.user(),
    )

    assert keys_in_order(evaluation) == ["mesure", "section"]


@pytest.mark.parametrize("holder", ["section", "assessment"])
def test_a_key_that_another_text_holds_is_replaced_by_a_fresh_one(
    evaluation: Evaluation, holder: str
) -> None:
    if holder == "section":
        factories.section(evaluation, body=recommendation("La première.", key="prise"))
    else:
        factories.assess(evaluation, 1, observations=recommendation("La première.", key="prise"))

    copy = factories.assess(evaluation, 2, observations=recommendation("La copie.", key="prise"))

    assert Recommendation.objects.get(key="prise").text == "La première."
    fresh = Recommendation.objects.get(assessment=copy)
    assert fresh.text == "La copie."
    assert f'data-key="{fresh.key}"' in copy.observations


def test_a_key_set_free_in_one_text_may_be_taken_by_another(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 1, observations=recommendation("Déplacée.", key="deplacee"))
    factories.assess(evaluation, 1, observations="<p>Partie.</p>")

    arrived = factories.assess(
        evaluation, 2, observations=recommendation("Déplacée.", key="deplacee")
    )

    assert Recommendation.objects.get(key="deplacee").assessment == arrived


def test_each_evaluation_has_its_own_keys_and_numbers(evaluation: Evaluation) -> None:
    other = factories.evaluation(evaluation.plan, "2024")
    for row in (evaluation, other):
        factories.assess(row, 1, observations=recommendation("La même.", key="la-meme"))

    assert keys_in_order(evaluation) == keys_in_order(other) == ["la-meme"]


def test_a_passage_given_a_new_key_on_purpose_bears_it(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 1, observations=recommendation("Former.", key="ancienne"))
    factories.assess(evaluation, 1, observations=recommendation("Former.", key="nouvelle"))

    assert keys_in_order(evaluation) == ["nouvelle"]
