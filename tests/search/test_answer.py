"""What the answer says, and what it proposes where nothing was found."""

import pytest

from measures.models import Evaluation
from tests import factories, once
from tests.factories import recommendation
from tests.search.asking import ask, where
from tests.search.conftest import Publish, publish


@once.fixture
def evaluation() -> Evaluation:
    asked = recommendation("Former les magistrats.", to="ecole")
    return publish(
        {
            1: "<p>L’exploitation des mineurs.</p><p>Une exploitation.</p>",
            2: "<p>L’exploitation.</p>",
            3: "<p>Un parcours de sortie.</p>",
        },
        suites=f"<p>Contre l’exploitation.</p>{asked}",
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("exploitation", "4 passages dans 2 mesures et 1 section"),
        ("mineurs", "1 passage dans 1 mesure"),
        ("magistrats", "1 passage dans 1 section"),
        ("mesure", "4 passages dans 4 mesures"),
        ("inconnu", "Aucun passage ne répond à cette recherche."),
        ("", ""),
        ("%", ""),
    ],
)
def test_what_was_found_is_counted(evaluation: Evaluation, asked: str, said: str) -> None:
    assert ask(asked).said == said


def test_a_word_that_stands_nowhere_is_named_with_the_nearest(evaluation: Evaluation) -> None:
    found = ask("exploitaton")
    (unknown,) = found.unknown
    assert unknown.word == "exploitaton"
    (proposal,) = unknown.instead
    assert (proposal.label, proposal.address) == ("exploitation", "?q=exploitation")
    assert where(proposal.label) == [1, "suites", 2]


def test_the_other_words_and_the_filters_stay_in_what_is_proposed(evaluation: Evaluation) -> None:
    (unknown,) = ask("exploitaton mineurs", statut="non").unknown
    (proposal,) = unknown.instead
    assert proposal.label == "exploitation mineurs"
    assert proposal.address == "?q=exploitation+mineurs&statut=non"


def test_several_words_that_stand_nowhere_are_put_right_one_by_one(evaluation: Evaluation) -> None:
    found = ask("exploitaton minuers zzzzzz parcours")
    assert [(row.word, [p.label for p in row.instead]) for row in found.unknown] == [
        ("exploitaton", ["exploitation"]),
        ("minuers", ["mineurs"]),
        ("zzzzzz", []),
    ]
    assert [proposal.label for proposal in found.alone] == ["parcours"]


def test_words_that_never_meet_are_proposed_one_by_one(evaluation: Evaluation) -> None:
    found = ask('magistrats "parcours de sortie"')
    assert found.groups == []
    assert [(proposal.label, proposal.address) for proposal in found.alone] == [
        ("magistrats", "?q=magistrats"),
        ('"parcours de sortie"', "?q=%22parcours+de+sortie%22"),
    ]


def test_a_phrase_that_stands_nowhere_is_proposed_without_its_quotes(
    evaluation: Evaluation,
) -> None:
    found = ask('"sortie de parcours"')
    assert [(proposal.label, proposal.address) for proposal in found.otherwise] == [
        ("Sans les guillemets : sortie de parcours", "?q=sortie+de+parcours")
    ]
    assert where("sortie de parcours") == [3]


def test_what_filters_hide_is_said(evaluation: Evaluation) -> None:
    found = ask("parcours", statut="non", priorite="1")
    assert found.groups == []
    assert [(proposal.label, proposal.address) for proposal in found.otherwise] == [
        ("Sans ces filtres : 1 passage dans 1 mesure", "?q=parcours")
    ]


def test_whom_the_question_names_is_proposed(evaluation: Evaluation) -> None:
    assert ask("magistrature").addressees == [("ecole", "École de la magistrature")]
    assert ask("ecoles de magistrature").addressees == [("ecole", "École de la magistrature")]
    assert ask("école police").addressees == []
    assert ask("parlement").addressees == []  # nothing is asked of it


def test_drafts_and_replaced_editions_are_never_found(
    evaluation: Evaluation, published: Publish
) -> None:
    draft = factories.evaluation(evaluation.plan, "2023")
    factories.assess(draft, 1, state_actions="<p>Zanzibar, exploitation.</p>")
    assert where("zanzibar") == []
    assert ask("zanzibir").unknown[0].instead == []
    assert ask("exploitation").said == "4 passages dans 2 mesures et 1 section"

    rectified = factories.evaluation(
        evaluation.plan, "2022", edition=2, rectification_reason="Une date."
    )
    factories.assess(rectified, 1, state_actions="<p>Corrigée : Palerme.</p>")
    assert where("palerme") == []
    factories.publish(rectified)
    assert where("palerme") == [1]
    assert where("exploitation") == []
    assert ask("exploitation").unknown
