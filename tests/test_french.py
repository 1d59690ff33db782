"""French numbers in words and in roman figures, agreement, lists, alphabetical order."""

from datetime import time

import pytest

from measures import french

TENS = "dix vingt trente quarante cinquante soixante".split()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (2, "deux"),
        (10, "dix"),
        (16, "seize"),
        (17, "dix-sept"),
        (20, "vingt"),
        (22, "vingt-deux"),
        (23, "vingt-trois"),
        (69, "soixante-neuf"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (72, "soixante-douze"),
        (77, "soixante-dix-sept"),
        (79, "soixante-dix-neuf"),
        (80, "quatre-vingts"),
        (82, "quatre-vingt-deux"),
        (90, "quatre-vingt-dix"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
    ],
)
def test_numbers_are_written_in_words(number, words):
    assert french.in_words(number) == french.in_words(number, feminine=False) == words


@pytest.mark.parametrize(
    ("number", "feminine", "masculine"),
    [
        (1, "une", "un"),
        (21, "vingt et une", "vingt et un"),
        (31, "trente et une", "trente et un"),
        (41, "quarante et une", "quarante et un"),
        (51, "cinquante et une", "cinquante et un"),
        (61, "soixante et une", "soixante et un"),
        (81, "quatre-vingt-une", "quatre-vingt-un"),
    ],
)
def test_one_agrees_in_gender_feminine_unless_told(number, feminine, masculine):
    assert french.in_words(number) == feminine
    assert french.in_words(number, feminine=False) == masculine


@pytest.mark.parametrize("ten", range(1, 7))
def test_round_tens_have_their_word(ten):
    assert french.in_words(10 * ten) == TENS[ten - 1]


def test_no_two_numbers_have_the_same_words():
    written = {french.in_words(number) for number in range(101)}
    assert len(written) == 101
    assert not any(word.isdigit() for word in written - {"100"})


@pytest.mark.parametrize(("number", "figures"), [(100, "100"), (1234, "1234"), (-1, "-1")])
def test_beyond_ninety_nine_figures_do(number, figures):
    assert french.in_words(number) == figures


ROMAN = (
    "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXII XXIII XXIV "
    "XXV XXVI XXVII XXVIII XXIX XXX XXXI XXXII XXXIII XXXIV XXXV XXXVI XXXVII XXXVIII XXXIX"
).split()


@pytest.mark.parametrize(("number", "letters"), list(enumerate(ROMAN, start=1)))
def test_roman_figures(number, letters):
    assert french.roman(number) == letters


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "mesure"), (1, "mesure"), (1.9, "mesure"), (2, "mesures"), (23, "mesures")],
)
def test_plural_starts_at_two(number, form):
    assert french.plural(number, "mesure", "mesures") == form


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], ""),
        (["la DGCS"], "la DGCS"),
        (["la DGCS", "la Miprof"], "la DGCS et la Miprof"),
        (["la DGCS", "la Miprof", "l’Ofpra"], "la DGCS, la Miprof et l’Ofpra"),
    ],
)
def test_a_list_ends_with_and(items, sentence):
    assert french.listing(items) == sentence


@pytest.mark.parametrize(
    "ordered",
    [
        ["eau", "école", "Écu", "État", "fée"],
        ["Odeur", "œuvre", "Ofpra"],
        ["cote", "côté", "coteau"],
        ["Ça", "ça va", "cadre"],
    ],
    ids="accents ligature same-letters capitals".split(),
)
def test_alphabetical_order_is_that_of_a_dictionary(ordered):
    names = ordered[::-1]
    names.sort(key=french.alphabetical)
    assert names == ordered


@pytest.mark.parametrize(
    ("at", "said"), [(time(14, 5), "14 h 05"), (time(9, 30), "9 h 30"), (time(0, 0), "0 h 00")]
)
def test_an_hour_is_said_as_in_french(at: time, said: str) -> None:
    assert french.clock(at).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("École & œuvre", "ecole-oeuvre"),
        ("  L’État, c'est… moi ! ", "l-etat-c-est-moi"),
        ("–", ""),
        ("mot " * 20, "-".join(["mot"] * 12)),
        ("a" * 60, "a" * 50),
    ],
)
def test_a_text_becomes_part_of_an_address(text: str, slug: str) -> None:
    assert french.slug(text) == slug
