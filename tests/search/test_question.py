"""What a reader asks: words and phrases, and what cannot be answered."""

import pytest

from measures.search.question import MAX_LENGTH, MAX_TERMS, Question, read


def terms(asked: str) -> list[str]:
    return [" ".join(term.words) for term in read(asked).terms]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Tracfin", ["tracfin"]),
        ("mineurs non accompagnés", ["mineur", "non", "accompagne"]),
        ("ministère de la Justice", ["ministere", "justice"]),
        ("l'exploitation", ["exploitation"]),
        ("l’ exploitation", ["exploitation"]),
        ("Tracfin tracfin TRACFINS", ["tracfin"]),
        ('"parcours de sortie"', ["parcour de sortie"]),
        ("« parcours de sortie » police", ["parcour de sortie", "police"]),
        ("“parcours de sortie”", ["parcour de sortie"]),
        ('police "parcours de sortie" juge', ["police", "parcour de sortie", "juge"]),
        ('"parcours de', ["parcour"]),
        ("sous-préfet", ["sou prefet"]),
        ("L. 316-1", ["l 316 1"]),
        ("l. 316-1", ["l 316 1"]),
        ("L316-1", ["l 316 1"]),
        ("l'article L.316-1 du CESEDA", ["article", "l 316 1", "ceseda"]),
        ("loi n° 2016-444", ["loi", "n 2016 444"]),
        ("art. 225-4-1", ["art", "225 4 1"]),
        ("10 000 victimes", ["10 000", "victime"]),
        ("2015 2016", ["2015", "2016"]),
        ("mesure 9", ["mesure", "9"]),
        ("il y a 3 mesures", ["3", "mesure"]),
        ("de la", ["de", "la"]),
        ("100 %", ["100"]),
        ("a_b*c", ["a b c"]),
        ("mineurs,police(juge)", ["mineur", "police", "juge"]),
        ("trac\x00fin", ["trac", "fin"]),
        ("trac\u200bfin", ["tracfin"]),
    ],
)
def test_what_is_looked_for(asked: str, expected: list[str]) -> None:
    assert terms(asked) == expected
    assert read(asked).refusal == ""


@pytest.mark.parametrize("asked", ["", "   ", "\x00", "\u200b"])
def test_nothing_is_asked(asked: str) -> None:
    assert read(asked) == Question("")


@pytest.mark.parametrize("asked", ["%", "_", "*", '"', '""', "« »", "'", "?!", "\\", "💬"])
def test_what_has_no_word_is_refused_with_advice(asked: str) -> None:
    question = read(asked)
    assert not question
    assert "ni lettre ni chiffre" in question.refusal


@pytest.mark.parametrize("sign", ["a", "é", "\x00", " ", '"', "%", "1 "])
def test_what_is_too_long_is_refused_whatever_it_is(sign: str) -> None:
    question = read(sign * 10_000)
    assert not question
    assert f"la limite est de {MAX_LENGTH}" in question.refusal
    assert len(question.asked) <= MAX_LENGTH


def test_too_many_words_are_refused() -> None:
    fine = " ".join(f"mot{chr(97 + n)}" for n in range(MAX_TERMS))
    assert len(read(fine).terms) == MAX_TERMS
    question = read(f"{fine} encore")
    assert not question
    assert f"compte {MAX_TERMS + 1} mots" in question.refusal


def test_a_question_is_shown_as_it_was_asked_without_what_nobody_sees() -> None:
    assert read("  L’œuvre \t\n de\u00a0 l\u202eÉtat\x07 ").asked == "L’œuvre de lÉtat"
    assert read("e\u0301tat").asked == "état"


@pytest.mark.parametrize(
    ("asked", "needle", "whole"),
    [
        ("travail", "travail", " travail "),
        ("loi", " loi ", " loi "),
        ("2016", " 2016 ", " 2016 "),
        ('"des lois"', " de loi ", " de loi "),
    ],
)
def test_a_long_word_is_also_looked_for_inside_others(asked: str, needle: str, whole: str) -> None:
    (term,) = read(asked).terms
    assert (term.needle, term.whole) == (needle, whole)


def test_words_in_a_row_are_worth_more_also_with_those_between_them() -> None:
    assert read("ministère de la Justice").together == " ministere de la justice "
    assert read('"ministère de la Justice"').together == ""
    assert read("justice").together == ""


def test_a_term_knows_where_it_was_asked() -> None:
    question = read("l'exploitaton « des mineurs »")
    assert [question.asked[term.start : term.end] for term in question.terms] == [
        "exploitaton",
        "des mineurs",
    ]


def test_a_question_can_be_put_otherwise() -> None:
    question = read('exploitaton "des mineurs"')
    word, phrase = question.terms
    assert question.with_word(word, "exploitation").asked == 'exploitation "des mineurs"'
    assert question.only(word).asked == "exploitaton"
    assert question.only(phrase).asked == '"des mineurs"'
    assert question.without_quotes().asked == "exploitaton des mineurs"
