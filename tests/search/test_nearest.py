"""The words that are proposed for one that stands nowhere."""

import pytest

from measures.models import Evaluation
from measures.search.nearest import distance, nearest
from tests import factories, once


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("traite", "traite", 0),
        ("traite", "traites", 1),
        ("traite", "trait", 1),
        ("traite", "treite", 1),
        ("traite", "tratie", 1),
        ("traite", "treate", 2),
        ("exploitaton", "exploitation", 1),
        ("minuer", "mineur", 1),
        ("", "ab", 2),
    ],
)
def test_slips_between_two_words(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == slips


@pytest.mark.parametrize(("one", "other"), [("traite", "police"), ("ab", "abcdef"), ("", "abc")])
def test_words_too_far_apart_are_only_known_to_be_so(one: str, other: str) -> None:
    assert distance(one, other, 2) == 3


@once.fixture
def evaluation() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=1))
    words = "L’exploitation, des exploitations, exploiter. Les mineurs, une mineure. Loi. Lois."
    factories.assess(made, 1, state_actions=f"<p>{words}</p>")
    return factories.publish(made)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("exploitaton", ["exploitation"]),
        ("xploitation", ["exploitation"]),
        ("exlpoitation", ["exploitation"]),
        ("exploitatoin", ["exploitation"]),
        ("minuer", ["mineurs", "mineure"]),
        ("loy", ["Loi"]),
        ("olitique", []),
        ("zzzzzzzz", []),
        ("z", []),
    ],
)
def test_the_nearest_words_are_proposed_as_they_are_written(
    evaluation: Evaluation, word: str, expected: list[str]
) -> None:
    assert nearest(word, [evaluation]) == expected


def test_only_words_of_these_evaluations_are_proposed(evaluation: Evaluation) -> None:
    assert nearest("exploitaton", []) == []
    draft = factories.evaluation(evaluation.plan, "2023")
    factories.assess(draft, 1, state_actions="<p>exploitatione</p>")
    assert nearest("exploitaton", [evaluation, draft]) == ["exploitation"]


def test_a_sign_that_databases_read_otherwise_is_itself(evaluation: Evaluation) -> None:
    assert nearest("%_%", [evaluation]) == []
    assert nearest("explo_tation", [evaluation]) == ["exploitation"]
