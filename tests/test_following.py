"""Which recommendations an evaluation has to follow, and what later ones say of them."""

import pytest

from measures import following, readiness
from measures.actions import published
from measures.models import Evaluation, User
from tests import factories
from tests.factories import recommendation
from tests.followed import SAID, first_evaluation, follow, follow_section, next_evaluation


@pytest.fixture
def draft(writer: User) -> Evaluation:
    return next_evaluation(first_evaluation())


def test_every_recommendation_of_the_evaluation_before_is_to_be_followed(
    draft: Evaluation, django_assert_max_num_queries: object
) -> None:
    follow(draft, 1, voter=SAID)
    with django_assert_max_num_queries(5):
        found = following.of_evaluation(draft)
    assert [(each.name, each.outcome.value) for each in found] == [
        ("2020/former", "a-apprecier"),
        ("2020/voter", "partiellement-suivie"),
        ("2020/poursuivre", "a-apprecier"),
    ]


def test_each_is_followed_where_it_stood(draft: Evaluation) -> None:
    names = [
        [each.name for each in following.of_text(row)]
        for row in draft.assessments.order_by("measure__number")
    ]
    assert names == [["2020/former", "2020/voter"], [], []]
    (each,) = following.of_text(draft.sections.get())
    assert each.name == "2020/poursuivre"


def test_a_first_evaluation_follows_nothing(writer: User) -> None:
    assert following.of_evaluation(first_evaluation()) == []


def test_it_is_followed_as_the_edition_in_force_says_it(draft: Evaluation, writer: User) -> None:
    follow(draft, 1, former=SAID)
    former = Evaluation.objects.get(slug="2020")
    rectified = published.rectify(former, reason="Erreur.", by=writer)
    marked = recommendation("Former tous les juges.", key="former", to="ecole")
    factories.assess(rectified, 1, status="non", observations=marked)
    factories.publish(rectified, adopted_on=former.adopted_on)

    row = draft.assessments.get(measure__number=1)
    (each,) = following.of_text(row)
    assert each.recommendation.text == "Former tous les juges."
    assert each.comment == SAID["comment"]


def test_later_evaluations_say_what_became_of_it_once_published(draft: Evaluation) -> None:
    follow(draft, 1, former=SAID)
    follow_section(draft, "suites", poursuivre=SAID)
    former = Evaluation.objects.get(slug="2020")
    assert following.became(former) == {}

    done = factories.publish(draft)

    found = following.became(former)
    assert {key: row.evaluation for key, row in found.items()} == {
        "former": done,
        "poursuivre": done,
    }
    assert following.became(former, ["voter"]) == {}


def test_what_is_begun_prevents_a_publication_and_what_is_missing_is_pointed_out(
    draft: Evaluation,
) -> None:
    follow(
        draft,
        1,
        former={"outcome": "suivie", "comment": ""},
        voter={"outcome": "a-apprecier", "comment": "À voir."},
    )
    found = [row for row in readiness.findings(draft) if row.spot.measure == 1]
    assert [(row.blocking, row.what) for row in found] == [
        (True, "suite donnée à la recommandation 2020/former sans explication"),
        (True, "suite donnée à la recommandation 2020/voter encore à apprécier"),
    ]
    assert len(readiness.preventing(draft)) == 2
    follow(draft, 1, former=SAID)
    assert readiness.preventing(draft) == []
    found = [row.sentence for row in readiness.findings(draft)]
    assert found == [
        "Mesure 1 : recommandation 2 de l’évaluation 2020 à apprécier.",
        "Section « Pour la suite » : recommandation 3 de l’évaluation 2020 à apprécier.",
    ]
    assert factories.publish(draft).is_published


def test_recommendations_of_a_section_that_is_not_there_are_pointed_out(writer: User) -> None:
    former = first_evaluation()
    made = factories.evaluation(former.plan, "2022")
    last = readiness.findings(made)[-1]
    assert not last.blocking
    assert last.spot.absent == "suites"
    assert "recommandation 3 de l’évaluation précédente" in last.what
    assert last.sentence.startswith("Section absente « Pour la suite »")
