"""Limits of a text: kept up to them, refused with advice in French past them, never cut."""

import re

import pytest

from measures.rich_text import InvalidText, clean
from measures.rich_text.clean import MAX_CELLS, MAX_DEPTH, MAX_LENGTH, MAX_NOTE, MAX_SPAN
from tests.rich_text.corpus import words


def nested(levels):
    return "<blockquote>" * (levels - 1) + "<p>un</p>" + "</blockquote>" * (levels - 1)


def table(cells):
    return f"<table>{'<tr><td>1</td><td>2</td></tr>' * (cells // 2)}</table>"


def note(length):
    return f'<p>un<span class="footnote">{"é" * length}</span></p>'


def paragraph(length):
    return f"<p>{'é' * (length - len('<p></p>'))}</p>"


@pytest.mark.parametrize(
    ("make", "limit"),
    [(nested, MAX_DEPTH), (table, MAX_CELLS), (note, MAX_NOTE), (paragraph, MAX_LENGTH)],
)
def test_a_text_at_the_limit_is_kept(make, limit):
    assert words(clean(make(limit))) == words(make(limit))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (nested(MAX_DEPTH + 1), "Simplifiez sa structure."),
        ("<ul>" * MAX_DEPTH + "<li>un", "Simplifiez sa structure."),
        ("<ul>" * (MAX_DEPTH // 2 + 1) + "<li>un", "Simplifiez sa structure."),
        ("<b>" * 5000 + "un", "Simplifiez sa structure."),
        (table(MAX_CELLS + 2), "Partagez-le en plusieurs tableaux."),
        (note(MAX_NOTE + 1), "Passez-en une partie dans le texte."),
        (paragraph(MAX_LENGTH + 1), "Répartissez-le sur plusieurs sections."),
        ("<p>un</p>" + " " * MAX_LENGTH, "Répartissez-le sur plusieurs sections."),
        ("&" * (MAX_LENGTH // 5), "Répartissez-le sur plusieurs sections."),
    ],
    ids=(
        "nested-blocks nested-lists lists-that-need-items nested-words "
        "table note length length-as-sent length-as-stored"
    ).split(),
)
def test_a_text_past_a_limit_is_refused_with_advice(text, advice):
    with pytest.raises(InvalidText, match=re.escape(advice) + r"\Z"):
        clean(text)


@pytest.mark.parametrize("tag", ["br", "hr"])
def test_what_holds_nothing_does_not_count_as_a_level(tag):
    text = f"un<{tag}>" * (MAX_DEPTH + 1)
    assert words(clean(text)) == words(text)


@pytest.mark.parametrize(
    ("span", "stored"),
    [
        ("2", ' colspan="2"'),
        (str(MAX_SPAN), f' colspan="{MAX_SPAN}"'),
        (str(MAX_SPAN + 1), f' colspan="{MAX_SPAN}"'),
        ("99999999999999999999", f' colspan="{MAX_SPAN}"'),
        ("1", ""),
        ("0", ""),
        ("-2", ""),
        ("deux", ""),
        ("²", ""),
        ("2.5", ""),
    ],
)
def test_merged_cells_span_a_sound_number_of_columns(span, stored):
    assert f"<td{stored}>un</td>" in clean(f'<table><tr><td colspan="{span}">un</td></table>')
