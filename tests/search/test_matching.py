"""What is found, and what comes first."""

from collections.abc import Callable

import pytest

from measures.actions import plans
from measures.models import User
from measures.search import matching
from measures.search.matching import Rank
from measures.search.question import read
from tests.factories import note, recommendation
from tests.search.asking import ask, where
from tests.search.conftest import Publish


@pytest.mark.parametrize(
    "asked",
    [
        "l’œuvre",
        "L'ŒUVRE",
        "oeuvres",
        "OEUVRE",
        "Oeuvre générale",
        "generaux",
        "généraux",
        "général œuvres",
        "qu'œuvre",
    ],
)
def test_case_accents_ligatures_apostrophes_elisions_and_plurals_do_not_count(
    asked: str, published: Publish
) -> None:
    published({2: "<p>L’Œuvre d'intérêt générale, les généraux.</p>"})
    assert where(asked) == [2]


def test_every_word_must_stand_in_one_passage(published: Publish) -> None:
    published({1: "<p>La police.</p><p>Le juge.</p>", 2: "<p>La police et le juge.</p>"})
    found = ask("police juge")
    assert where("police juge") == [2]
    assert found.said == "1 passage dans 1 mesure"


def test_a_phrase_stands_as_it_is(published: Publish) -> None:
    published({1: "<p>Parcours de la sortie.</p>", 2: "<p>Le « parcours de sortie ».</p>"})
    assert where('"parcours de sortie"') == [2]
    assert where("« Parcours de Sortie »") == [2]
    assert where("parcours de sortie") == [2, 1]
    assert where('"cours de sortie"') == []


def test_what_is_inside_a_note_a_table_an_item_or_a_recommendation_is_found(
    published: Publish,
) -> None:
    published(
        {
            1: f"<p>Un{note('Voir Palerme.')}</p>",
            2: "<table><caption>Palerme</caption><tr><td>1</td></tr></table>",
            3: "<ul><li>Un<ul><li>Palerme</li></ul></li></ul>",
            4: "<blockquote><p>Palerme</p></blockquote>",
        },
        suites=recommendation("Ratifier Palerme.", to="parlement"),
    )
    assert sorted(where("palerme"), key=str) == [1, 2, 3, 4, "suites"]


@pytest.mark.parametrize("asked", ["100%", "a_b", "a%b", "*", "tra%te", "tr_ite", "trai*", "\\"])
def test_signs_of_databases_are_no_wildcards(asked: str, published: Publish) -> None:
    published({1: "<p>La traite, 1 000 fois, axb.</p>"})
    expected = [1] if asked == "trai*" else []
    assert where(asked) == expected


def test_short_words_and_figures_are_only_found_whole(published: Publish) -> None:
    published({1: "<p>Une loi de 2016.</p>", 2: "<p>Un emploi, 20160 fois.</p>"})
    assert where("loi") == [1]
    assert where("2016") == [1]


# Ranking


def test_a_title_comes_before_a_text(published: Publish, writer: User) -> None:
    made = published({1: "<p>Les mineurs.</p><p>Les mineurs.</p>", 3: "<p>Rien.</p>"})
    measure = made.plan.measures.get(number=3)
    plans.save_measure(
        measure,
        priority=measure.priority,
        title="Protéger les mineurs",
        short_title="Protéger",
        expected_version=1,
        by=writer,
    )
    assert where("mineurs") == [3, 1]
    assert where("protéger mineurs") == [3]


def test_a_measure_is_found_by_its_number_and_its_short_title(published: Publish) -> None:
    published({1: "<p>Voir la mesure 4 du plan.</p>"})
    assert where("mesure 4") == [4, 1]
    assert where('"mesure courte 3"') == [3]
    assert where("mesure 5") == []


def test_a_whole_word_comes_before_a_part(published: Publish) -> None:
    published({1: "<p>Des travailleurs.</p>", 2: "<p>Le travail.</p>", 3: "<p>Un travailleur.</p>"})
    assert where("travail") == [2, 1, 3]


def test_words_in_a_row_come_first(published: Publish) -> None:
    published(
        {
            1: "<p>La justice du ministère.</p>",
            2: "<p>Le ministère de la Justice.</p>",
            3: "<p>Le ministère et la justice.</p>",
        }
    )
    assert where("ministère de la justice") == [2, 1, 3]


def test_a_rare_word_in_full_counts_more_than_a_frequent_one(published: Publish) -> None:
    published(
        {
            1: "<p>La traite, et un mercuriel.</p>",
            2: "<p>On maltraite, le mercuri.</p>",
            3: "<p>La traite.</p><p>Traite.</p><p>De la traite.</p>",
        }
    )
    assert where("traite mercuri") == [2, 1]
    assert where("mercuri traite") == [2, 1]


def test_more_passages_come_first_then_the_order_of_the_report(published: Publish) -> None:
    published(
        {4: "<p>Palerme.</p><p>Palerme.</p>", 2: "<p>Palerme.</p>", 1: "<p>Palerme.</p>"},
        introduction="<p>Palerme.</p>",
    )
    assert where("palerme") == [4, "introduction", 1, 2]


def test_the_latest_evaluation_comes_first(published: Publish) -> None:
    first = published({1: "<p>Palerme.</p>"}, slug="2022")
    second = published({1: "<p>Palerme.</p>"}, slug="2023")
    first.adopted_on = first.adopted_on.replace(year=2021)
    first.save(update_fields=["adopted_on"])
    assert [group.evaluation for group in ask("palerme").groups] == [second.pk, first.pk]


def test_ranks_compare_from_the_most_telling() -> None:
    best = Rank(title=True, together=False, whole=0, rarity=0.0)
    assert best > Rank(title=False, together=True, whole=9, rarity=9.0)
    assert Rank(False, False, 2, 0.1) > Rank(False, False, 1, 5.0)


# Apart


def test_where_no_passage_has_every_word_a_measure_may(published: Publish) -> None:
    published(
        {
            1: "<p>La police.</p><p>Le juge.</p>",
            2: "<p>La police.</p>",
            3: "<p>Le juge.</p>",
        },
        introduction="<p>Un juge.</p><p>La police, la police.</p>",
    )
    found = ask("police juge")
    assert where("police juge") == ["introduction", 1]
    assert found.said == (
        "Aucun passage ne réunit ces mots ; 1 mesure et 1 section les contiennent dans des "
        "passages différents."
    )
    assert [len(group.passages) for group in found.groups] == [2, 2]


def test_a_single_word_is_never_apart(published: Publish) -> None:
    published({1: "<p>La police.</p>"})
    assert where('"police juge"') == []
    assert where("police") == [1]


@pytest.mark.parametrize("many", [0, 200])
def test_the_answer_is_the_same_whether_pages_are_named_or_all_looked_through(
    many: int, published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    published({1: "<p>La police.</p><p>Le juge.</p>", 2: "<p>La police et le juge.</p>"})
    monkeypatch.setattr(matching, "MANY_PAGES", many)
    assert where("police juge") == [2]
    assert where('"police et le"') == [2]
    assert where("police") == [1, 2]
    assert where("polic mesure") == [1, 2]


def test_words_that_never_meet_are_known_without_a_look_at_the_texts(
    published: Publish, django_assert_num_queries: Callable
) -> None:
    published({1: "<p>La police.</p>", 2: "<p>Le juge.</p>"})
    with django_assert_num_queries(1):
        known = matching.look_up(read("police juge"))
    assert len(known.rarity) == 2
    assert known.pages == frozenset()
    with django_assert_num_queries(4):  # three of them to know where to look
        assert ask("police juge").groups == []
