"""What stored text says of itself: recommendations, footnotes, links and plain words."""

import pytest

from measures.rich_text import (
    clean,
    footnote_count,
    internal_links,
    opening,
    passages,
    plain,
)
from measures.rich_text.marks import drop_footnotes
from measures.rich_text.tree import parse, serialize

TEXT = clean(
    '<h3>Titre</h3><p>Avant<span class="footnote">Note <em>une</em>.</span>, après.</p>'
    '<div class="recommendation" data-key="cle1" data-to="dgcs mij"><p>Former les agents'
    '<span class="footnote">Note deux.</span></p><ul><li>police</li><li>justice</li></ul></div>'
    '<p>Voir <a href="#mesure-3">la mesure 3</a> et <a href="https://a.fr/#b">ceci</a>.</p>'
    '<div class="box"><div class="recommendation" data-key="cle2"><p>Évaluer<br>le plan</p></div>'
    "</div>"
)


def test_recommendations_are_found_in_the_order_of_the_text():
    assert [passage.key for passage in passages(TEXT)] == ["cle1", "cle2"]


def test_a_recommendation_names_its_addressees():
    assert [passage.addressees for passage in passages(TEXT)] == [("dgcs", "mij"), ()]


def test_a_recommendation_is_read_without_its_footnotes():
    first, _ = passages(TEXT)
    assert first.html == (
        "<p>Former les agents</p>\n<ul>\n<li>police</li>\n<li>justice</li>\n</ul>"
    )


def test_the_words_of_a_recommendation_are_separated_at_blocks_and_line_breaks():
    first, second = passages(TEXT)
    assert first.text == "Former les agents police justice"
    assert second.text == "Évaluer le plan"


def test_reading_recommendations_does_not_mix_their_words():
    assert [passage.text for passage in passages(TEXT)] == [plain(p.html) for p in passages(TEXT)]


@pytest.mark.parametrize("text", ["", "<p>un</p>", '<div class="box">\n<p>un</p>\n</div>'])
def test_a_text_without_marks_has_no_recommendation(text):
    assert passages(text) == []


def test_footnotes_are_counted():
    assert footnote_count(TEXT) == 2
    assert footnote_count("") == 0


def test_words_about_markup_are_not_footnotes_nor_recommendations():
    text = clean('<p>&lt;span class="footnote"&gt; et &lt;div class="recommendation"&gt;</p>')
    assert footnote_count(text) == 0
    assert passages(text) == []


def test_internal_links_are_ours_alone_without_their_sign():
    assert internal_links(TEXT) == ["mesure-3"]


def test_plain_words_leave_footnotes_out_and_keep_what_follows_them():
    assert plain(TEXT) == (
        "Titre Avant, après. Former les agents police justice "
        "Voir la mesure 3 et ceci. Évaluer le plan"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<p>un<br>deux<br><em>trois</em></p>", "un deux trois"),
        ("<ul>\n<li>un\n<ul>\n<li>deux</li>\n</ul>\n</li>\n</ul>", "un deux"),
        ("<table><tr><th>un</th><td>deux</td></tr></table>", "un deux"),
        ("<p>mo<strong>t</strong></p>", "mot"),
    ],
    ids="nothing entities break list table word".split(),
)
def test_plain_words_are_text_with_a_space_between_blocks(text, words):
    assert plain(clean(text)) == words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('<p>un <span class="footnote">n</span></p>', "<p>un</p>"),
        ('<p>un <span class="footnote">n</span> deux</p>', "<p>un deux</p>"),
        ('<p>un<sup><span class="footnote">n</span></sup>.</p>', "<p>un.</p>"),
        ('<p><span class="footnote">n</span></p><p>un</p>', "<p>un</p>"),
    ],
    ids=["at the end", "between spaces", "alone in an element", "alone in a block"],
)
def test_without_its_footnotes_a_text_is_still_canonical(text, left):
    root = parse(clean(text))
    drop_footnotes(root)
    assert serialize(root) == left == clean(left)


def test_the_opening_of_a_text_is_where_its_words_begin():
    text = "\n".join(f"<p>Paragraphe {n} d’un texte<sup>1</sup> assez long.</p>" for n in range(60))
    text += '\n<ul>\n<li>Un<span class="footnote">Note.</span></li>\n</ul>'
    for length in (10, 200, 900, 5000):
        words = opening(text, length)
        assert plain(text).startswith(words)
        assert len(words) > length or words == plain(text)
    assert len(opening(text, 200)) < 1000
    assert opening("", 10) == ""
