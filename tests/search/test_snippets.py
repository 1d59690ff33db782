"""The words of a question, marked in their sentence."""

import re

import pytest
from django.utils.safestring import SafeString

from measures.rich_text import typeset
from measures.search.question import Question, read
from measures.search.snippets import AROUND, LONGEST, marked, sentences


def plain(html: str) -> str:
    return re.sub("[\u00a0\u202f]", " ", html)


def snippet(text: str, asked: str, rarity: dict[str, float] | None = None) -> str:
    """Return the snippet; `rarity` is by compared word, 1 where nothing is said."""
    question = read(asked)
    weights = {term: (rarity or {}).get(term.words[0], 1.0) for term in question.terms}
    html = sentences(typeset(text), question, weights)
    assert isinstance(html, SafeString)
    return plain(html)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Le travail forcé.", "travaux", "Le <mark>travail</mark> forcé."),
        ("Les TRAVAUX.", "travail", "Les <mark>TRAVAUX</mark>."),
        ("L’œuvre de l'État.", "oeuvres", "L’<mark>œuvre</mark> de l’État."),
        ("Des travailleurs.", "travail", "Des <mark>travailleurs</mark>."),
        ("Sa loi, leur emploi.", "lois", "Sa <mark>loi</mark>, leur emploi."),
        ("En 2016, 20162.", "2016", "En <mark>2016</mark>, 20162."),
        ("Article L. 316-1 du code.", "L316-1", "Article <mark>L. 316-1</mark> du code."),
        ("Le parcours de sortie.", '"parcours de sortie"', "Le <mark>parcours de sortie</mark>."),
        ("Sortie et parcours.", "parcours sortie", "<mark>Sortie</mark> et <mark>parcours</mark>."),
        (
            "Le ministère de la Justice, la justice.",
            "ministère de la Justice",
            "Le <mark>ministère de la Justice</mark>, la <mark>justice</mark>.",
        ),
        ("R & D : <b>mot</b>", "mot", "R &amp; D : &lt;b&gt;<mark>mot</mark>&lt;/b&gt;"),
        ("Un mot.", "autre", "Un mot."),
    ],
)
def test_words_are_marked(text: str, asked: str, expected: str) -> None:
    assert snippet(text, asked) == expected
    assert plain(marked(typeset(text), read(asked))) == expected


def test_what_is_asked_is_never_markup() -> None:
    html = marked("script <script>", read("<script>"))
    assert html == "<mark>script</mark> &lt;<mark>script</mark>&gt;"


def test_only_the_sentence_that_answers_is_shown() -> None:
    text = "La première phrase. La deuxième parle de Tracfin ! Une troisième ?"
    assert snippet(text, "tracfin") == "La deuxième parle de <mark>Tracfin</mark> !"


def test_the_sentence_with_the_rarest_word_is_shown_first_then_what_it_has_not() -> None:
    text = "La traite ici. Puis Tracfin agit. La police aussi. Rien."
    assert snippet(text, "traite police", {"police": 2}) == (
        "La <mark>traite</mark> ici. […] La <mark>police</mark> aussi."
    )
    assert snippet(text, "tracfin police", {"tracfin": 2}) == (
        "Puis <mark>Tracfin</mark> agit. La <mark>police</mark> aussi."
    )


def test_the_rarest_word_chooses_among_sentences() -> None:
    text = "La traite seule. La police seule. Tracfin et la traite. La police et la traite."
    assert snippet(text, "traite tracfin police", {"tracfin": 5}) == (
        "La <mark>police</mark> seule. <mark>Tracfin</mark> et la <mark>traite</mark>."
    )


def test_a_phrase_that_runs_across_sentences_shows_both() -> None:
    text = "Rien. Encore la traite. Tracfin agit. Rien."
    assert snippet(text, '"traite tracfin"') == "Encore la <mark>traite. Tracfin</mark> agit."


def test_one_sentence_with_everything_is_enough() -> None:
    text = "La traite. La police. La traite et la police."
    assert snippet(text, "traite police") == "La <mark>traite</mark> et la <mark>police</mark>."


@pytest.mark.parametrize(
    "text",
    [
        "L’article L. 316-1 du CESEDA et l’art. Premier disent un mot.",
        "Selon M. Dupont et MM. Martin (cf. Infra), un mot.",
        "Le code (R. Alinéa) dit un mot.",
        "Un projet « Stop ! » dit un mot.",
        "Le n° 5 de 2016. en bas de casse dit un mot.",
    ],
)
def test_a_sentence_is_not_cut_at_an_abbreviation(text: str) -> None:
    shown = snippet(text, "mot")
    assert re.sub("</?mark>", "", shown) == plain(typeset(text))


@pytest.mark.parametrize(
    "text",
    ["Avant. À suivre, un mot.", "Avant ? « Un mot. »", "« Avant. » Un mot.", "Avant… Un mot."],
)
def test_a_sentence_ends_before_a_capital(text: str) -> None:
    assert "vant" not in snippet(text, "mot")


def test_rows_of_a_table_are_shown_one_by_one() -> None:
    text = "Victimes\nAnnée · Nombre\n2016 · 12"
    assert snippet(text, "2016") == "<mark>2016</mark> · 12"


def test_a_very_long_sentence_is_cut_around_its_marks_at_words() -> None:
    text = f"Début {'avant ' * 100}Tracfin {'après ' * 100}fin."
    shown = snippet(text, "tracfin")
    assert shown.startswith("… avant")
    assert shown.endswith("après …")
    assert "<mark>Tracfin</mark>" in shown
    assert len(shown) < 2 * AROUND + 50
    assert set(re.sub("</?mark>|[… ]+", " ", shown).split()) == {"avant", "Tracfin", "après"}


def test_marks_far_apart_in_a_long_sentence_are_all_shown() -> None:
    text = f"Tracfin {'entre ' * 200}police."
    shown = snippet(text, "tracfin police")
    assert shown.startswith("<mark>Tracfin</mark>")
    assert shown.endswith("<mark>police</mark>.")
    assert " … " in shown


def test_a_long_sentence_without_mark_shows_its_beginning() -> None:
    shown = snippet("mot " * LONGEST, "autre")
    assert shown.startswith("mot mot")
    assert len(shown) < LONGEST


def test_nothing_of_a_text_without_words_breaks() -> None:
    assert sentences("", read("mot"), {}) == ""
    assert marked("", Question("")) == ""
