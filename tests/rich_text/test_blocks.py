"""A text block by block: the words that a reader sees, under the anchor that the page gives."""

import re

import pytest
from lxml import html as lxml_html

from measures.rich_text import Place, blocks, clean, display
from tests.rich_text.corpus import MESSY

NOTE = '<span class="footnote">Voir <em>là</em>.</span>'


def texts(fragment: str) -> list[str]:
    return [block.text for block in blocks(clean(fragment))]


def shown(fragment: str) -> dict[str, str]:
    """Return what stands under each anchor on a page, in plain words, without notes."""
    root = lxml_html.fragment_fromstring(
        display(clean(fragment), place=Place(prefix="a")).html or "<p></p>", create_parent="div"
    )
    for call in root.xpath("//sup[@class='call']"):
        call.drop_tree()
    return {
        element.get("id"): re.sub(r"\s+", " ", element.text_content()).strip()
        for element in root.xpath("//*[@id]")
    }


def test_nothing_has_no_block() -> None:
    assert blocks("") == []


def test_paragraphs_headings_items_and_tables_are_blocks() -> None:
    fragment = (
        "<h3>Un</h3><p>Deux <strong>trois</strong><br>quatre</p>"
        "<ul><li>cinq<ul><li>six</li></ul></li><li><p>sept</p><p>huit</p></li></ul>"
        "<blockquote><p>neuf</p></blockquote><div class='box'><p>dix</p></div>"
    )
    assert texts(fragment) == [
        "Un",
        "Deux trois quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
    ]


def test_a_table_is_one_block_its_rows_lines_and_its_cells_apart() -> None:
    fragment = (
        f"<table><caption>Victimes{NOTE}</caption><tr><th>Année</th><th>Nombre</th></tr>"
        "<tr><td>2016</td><td><ul><li>un</li><li>deux</li></ul></td></tr></table>"
        "<p class='source'>Source : MI</p>"
    )
    table, source = blocks(clean(fragment))
    assert table.text == "Victimes\nAnnée · Nombre\n2016 · un deux"
    assert table.notes == ("Voir là.",)
    assert source.text == "Source\u202f: MI"


def test_notes_stand_apart_from_the_words_that_call_them() -> None:
    (block,) = blocks(clean(f"<p>Un mot{NOTE}, puis <em>deux{NOTE}</em>.</p>"))
    assert block.text == "Un mot, puis deux."
    assert block.notes == ("Voir là.", "Voir là.")


def test_words_have_the_spacing_that_a_reader_sees() -> None:
    assert texts("<p>L'État : « oui »</p>") == ["L’État\u202f: «\u202foui\u202f»"]


def test_a_block_knows_the_recommendation_it_stands_in() -> None:
    fragment = (
        '<p>un</p><div class="recommendation" data-key="cle" data-to="dgcs">'
        "<p>deux</p><ul><li>trois</li></ul></div>"
    )
    found = [(block.text, block.recommendation) for block in blocks(clean(fragment))]
    assert found == [("un", ""), ("deux", "cle"), ("trois", "cle")]


@pytest.mark.parametrize("fragment", MESSY.values(), ids=MESSY)
def test_each_block_stands_under_its_anchor_on_the_page(fragment: str) -> None:
    page = shown(fragment * 2)
    for block in blocks(clean(fragment * 2)):
        assert f"a-{block.anchor}" in page
        under = page[f"a-{block.anchor}"].replace(" ", "")
        # An item holds the lists inside it; a table is written with marks between its cells.
        words = re.sub(r"[\s·]+", "", block.text)
        assert under.startswith(words) or words == re.sub(r"[\s·]+", "", under)


def test_an_only_item_and_its_list_are_two_places() -> None:
    page = shown("<ul><li>un</li></ul>")
    assert len(page) == 2
    (item,) = blocks(clean("<ul><li>un</li></ul>"))
    assert page[f"a-{item.anchor}"] == "un"
