"""How words are compared: what makes two of them the same, and what does not."""

import unicodedata

import pytest

from measures.search_words import fold, normal, singular, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÉVALUATION", "évaluation"),
        ("évaluation", "evaluation"),
        ("naïf, Noël, où, garçon", "naif Noel ou garcon"),
        ("œuvre", "oeuvre"),
        ("ŒUVRE", "Œuvre"),
        ("ex æquo", "ex aequo"),
        ("l’État", "l'État"),
        ("l’État", "État"),
        ("d‘une", "une"),
        ("qu´elle", "elle"),
        ("lorsqu’il", "il"),
        ("N’Diaye", "Diaye"),
        ("recommandations", "recommandation"),
        ("travaux", "travail"),
        ("généraux", "général"),
        ("réseaux", "réseau"),
        ("tuyaux", "tuyau"),
        ("royaux", "royal"),
        ("enjeux", "enjeu"),
        ("bijoux", "bijou"),
        ("lois", "loi"),
        ("ans", "an"),
        ("L. 316-1", "L316-1"),
        ("l’article L.316-1", "article L 316 1"),
        ("n° 2016-444", "N°2016/444"),
        ("1er", "1ER"),
        ("mot-clé", "mot clé"),
        ("exploi\u00adtation", "exploitation"),
        ("10\u202f000", "10 000"),
        ("« traite » :", "traite"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(unicodedata.normalize("NFD", one)) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prix", "prise"),
        ("process", "proces"),
        ("taux", "tal"),
        ("croix", "croi"),
        ("police", "politique"),
        ("316", "3161"),
        ("social", "sociale"),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "%", "_", "*", "« »", "'", "\u00ad", "—…!"])
def test_what_has_no_word_is_nothing(text: str) -> None:
    assert fold(text) == ""


def test_each_word_stands_between_spaces() -> None:
    assert fold("L’œuvre : d'aujourd’hui…") == " oeuvre aujourd hui "


@pytest.mark.parametrize("word", ["cas", "pays", "avis", "prix", "voix", "aux", "os", "a", "ss"])
def test_a_word_that_looks_like_a_plural_stays_itself_when_folded_again(word: str) -> None:
    folded = singular(word)
    assert fold(word) == f" {folded} "


def test_words_know_where_they_stand() -> None:
    text = normal("L’État, l'œuvre de l’exploi\u00adtation en 2016.")
    assert [text[word.start : word.end] for word in words(text)] == [
        "État",
        "œuvre",
        "de",
        "exploitation",
        "en",
        "2016",
    ]


def test_an_elision_counts_where_nothing_follows_it() -> None:
    assert fold("d’") == " d "
    assert fold("l’ État") == " l etat "
