"""Cleaning: the closed subset, its canonical form, footnotes, keys of recommendations."""

import re

import pytest

from measures.rich_text import clean
from tests.rich_text.corpus import MESSY, outside_subset, words

RECOMMENDATION = '<div class="recommendation" data-key="cle1" data-to="dgcs">{}</div>'
OPENINGS = [
    "p", 'p class="source"', "h3", "h4", "ul", "ol", "li", "blockquote", 'div class="box"',
    'div class="recommendation" data-key="k"', "div", "strong", "em", "sup", "sub", 'a href="#x"',
    'span class="footnote"', "span", "table", "caption", "thead", "tbody", "tr", "th", "td",
]  # fmt: skip

messy = pytest.mark.parametrize("fragment", MESSY.values(), ids=MESSY)


def flat(text):
    return clean(text).replace("\n", "")


def keys(text, **taken):
    return re.findall(r'data-key="([^"]*)"', clean(text, **taken))


# Whatever comes in


@messy
def test_what_comes_out_is_in_the_subset(fragment):
    assert outside_subset(clean(fragment)) == []


@messy
def test_no_word_is_lost(fragment):
    assert sorted(words(clean(fragment))) == sorted(words(fragment))


@messy
def test_cleaning_twice_changes_nothing(fragment):
    once = clean(fragment)
    assert clean(once) == once


@pytest.mark.parametrize("outer", OPENINGS)
def test_any_element_in_any_other_comes_out_clean_and_whole(outer):
    for inner in OPENINGS:
        fragment = (
            f"zéro <{outer}>un <{inner}>deux</{inner.split()[0]}> trois"
            f"<{inner}> quatre </{inner.split()[0]}></{outer.split()[0]}> cinq"
        )
        once = clean(fragment)
        assert outside_subset(once) == [], fragment
        assert sorted(words(once)) == sorted(words(fragment)), fragment
        assert clean(once) == once, fragment


def test_words_keep_their_order():
    fragment = (
        "<h2>un</h2>deux <b>trois</b><ul>quatre<li>cinq<p>six</p></li><ul><li>sept</li></ul></ul>"
        "<table><caption>huit</caption><tr><th>neuf<th>dix<tr><td>onze<td>douze</table>treize"
        '<div class="recommendation">quatorze<span class="footnote">quinze</span></div>seize'
    )
    assert words(clean(fragment)) == words(fragment)


# What is allowed, and in what form


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>un <strong>deux</strong> <em>trois</em> 1<sup>er</sup> H<sub>2</sub>O<br>quatre</p>",
        "<h3>un</h3>\n<h4>deux</h4>\n<h3>trois</h3>",
        "<ul>\n<li>un\n<ol>\n<li>deux</li>\n</ol>\n</li>\n<li>trois</li>\n</ul>",
        "<blockquote>\n<p>un</p>\n</blockquote>",
        '<p class="source">Source : ministère</p>',
        '<div class="box">\n<h3>un</h3>\n<p>deux</p>\n</div>',
        '<p>un<span class="footnote">Voir <em>infra</em>, <a href="#x">ici</a>.</span>, deux</p>',
        '<div class="recommendation" data-key="a-1" data-to="dgcs mij">\n<p>un</p>\n</div>',
        '<table>\n<caption>un</caption>\n<thead>\n<tr>\n<th scope="colgroup" colspan="2">deux</th>'
        "\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>trois</td>\n<td></td>\n</tr>\n</tbody>\n</table>",
    ],
    ids="nothing inline headings lists quotation source box footnote recommendation table".split(),
)
def test_canonical_text_stays_as_it_is(text):
    assert clean(text) == text


def test_each_block_has_a_line_of_its_own():
    assert clean("<p>un</p><ul><li>deux</li></ul>") == "<p>un</p>\n<ul>\n<li>deux</li>\n</ul>"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<b>un</b> <i>deux</i>", "<p><strong>un</strong> <em>deux</em></p>"),
        ("<u>un</u> <font color=red>deux</font> <s>trois</s>", "<p>un deux trois</p>"),
        ("<p><span>mo</span><span lang=fr>t</span></p>", "<p>mot</p>"),
        ("<section>un</section><section>deux</section>", "<p>un</p><p>deux</p>"),
        ("un<hr>deux", "<p>un</p><p>deux</p>"),
        ("<div>un</div><div>deux</div>", "<p>un</p><p>deux</p>"),
        ('<p class="MsoNormal">un</p><p class="box">deux</p>', "<p>un</p><p>deux</p>"),
        ('<div class="warning">un</div>', "<p>un</p>"),
        ('<div class="box" data-key="k" data-to="x">un</div>', '<div class="box"><p>un</p></div>'),
        ('<p lang="en" title="x" id="y" style="z">un</p>', "<p>un</p>"),
        ("<p>mo\x00t</p><p>mo&#1;t</p><p>mo\ud800t</p>", "<p>mot</p><p>mot</p><p>mot</p>"),
    ],
    ids=(
        "renamed inline-words split-word sections rule "
        "divs paragraph-class div-class data-of-a-box attributes control-characters"
    ).split(),
)
def test_what_is_not_allowed_is_dropped_and_its_text_kept(text, stored):
    assert flat(text) == stored


@pytest.mark.parametrize("tag", ["script", "style", "title", "template", "svg", "math"])
def test_what_is_not_text_is_dropped_with_what_it_holds(tag):
    assert clean(f"<p>un</p><{tag}>rien</{tag}>") == "<p>un</p>"


@pytest.mark.parametrize(
    "href",
    ["https://a.fr/é?q=1#b", "http://a.fr", "HTTPS://A.FR", "mailto:a@b.fr", "#mesure-3"],
)
def test_links_to_the_web_to_a_mailbox_and_to_our_anchors_stay(href):
    assert clean(f'<a href="{href}">un</a>') == f'<p><a href="{href}">un</a></p>'


@pytest.mark.parametrize(
    "href",
    [
        "", "javascript:alert(1)", "java&#10;script:x", "&#106;avascript:x", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "ftp://a.fr", "/chemin", "//a.fr", "page.html", "#",
        "#_ftn1", "https://", "https://a.fr/b c", "mailto:",
    ],
)  # fmt: skip
def test_other_links_leave_only_their_words(href):
    assert clean(f'<p>un <a href="{href}">deux</a></p>') == "<p>un deux</p>"


def test_a_link_keeps_nothing_but_its_address():
    link = '<a href=" https://a.fr/?a=1&amp;b=2 " target="_blank" rel="x" onclick="y()">un</a>'
    assert clean(link) == '<p><a href="https://a.fr/?a=1&amp;b=2">un</a></p>'


# Footnotes


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ('un<span class="footnote"> </span> deux', "<p>un deux</p>"),
        (
            'un<span class="footnote"> deux <br></span>',
            '<p>un<span class="footnote">deux</span></p>',
        ),
        (
            'un<span class="footnote"><p>deux</p><p>trois</p></span>',
            '<p>un<span class="footnote">deux trois</span></p>',
        ),
        (
            'un<span class="footnote">deux<span class="footnote">trois</span></span>',
            '<p>un<span class="footnote">deuxtrois</span></p>',
        ),
        (
            '<a href="#x">un<span class="footnote">deux</span> trois</a> quatre',
            '<p><a href="#x">un trois</a><span class="footnote">deux</span> quatre</p>',
        ),
        (
            '<a href="#x">un<span class="footnote">a</span><span class="footnote">b</span></a>',
            '<p><a href="#x">un</a><span class="footnote">a</span>'
            '<span class="footnote">b</span></p>',
        ),
        (
            '<strong>un <em>deux<span class="footnote">a</span> trois</em></strong> quatre',
            "<p><strong>un <em>deux</em></strong>"
            '<span class="footnote">a</span><strong><em> trois</em></strong> quatre</p>',
        ),
    ],
    ids=["empty", "trimmed", "blocks", "note in note", "in a link", "several in a link", "in bold"],
)
def test_a_footnote_is_a_run_of_words_out_of_links_and_notes(text, stored):
    assert flat(text) == stored


# Recommendations


def test_a_recommendation_keeps_its_key_when_its_words_change():
    assert keys(RECOMMENDATION.format("avant")) == keys(RECOMMENDATION.format("après")) == ["cle1"]


@pytest.mark.parametrize("key", ["", " ", "-a", "a b", "é", "a" * 41, '"><script>'])
def test_a_recommendation_without_a_sound_key_gets_one(key):
    attribute = key.replace('"', "&quot;")
    (fresh,) = keys(f'<div class="recommendation" data-key="{attribute}">un</div>')
    assert re.fullmatch(r"[a-z0-9]{8}", fresh)


def test_a_key_is_kept_in_small_letters():
    assert keys('<div class="recommendation" data-key=" CLE-1 ">un</div>') == ["cle-1"]


def test_the_second_of_two_same_keys_is_made_afresh():
    first, second = keys(RECOMMENDATION.format("un") + RECOMMENDATION.format("deux"))
    assert first == "cle1"
    assert second != "cle1"


def test_a_key_taken_elsewhere_is_made_afresh():
    assert keys(RECOMMENDATION.format("un"), taken_keys={"cle1"}) != ["cle1"]
    assert keys(RECOMMENDATION.format("un"), taken_keys={"cle2"}) == ["cle1"]


def test_fresh_keys_differ():
    fresh = keys('<div class="recommendation">un</div>' * 50)
    assert len(set(fresh)) == 50


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("dgcs mij", "dgcs mij"),
        (" DGCS\n mij  dgcs ", "dgcs mij"),
        ("mij dgcs", "mij dgcs"),
        ("é <b> -x dgcs", "dgcs"),
        ("", ""),
    ],
)
def test_addressees_are_slugs_once_each_in_the_order_given(sent, stored):
    block = f'<div class="recommendation" data-to="{sent}" data-key="k">un</div>'
    assert f'data-to="{stored}"' in clean(block)


@pytest.mark.parametrize("empty", ["", "<p> </p>", "<table><tr><td></td></tr></table>"])
def test_a_recommendation_without_words_is_not_one(empty):
    assert "recommendation" not in clean(RECOMMENDATION.format(empty))


def test_the_attributes_of_a_recommendation_have_one_order():
    block = '<div data-to="b" data-key="a" class="recommendation">un</div>'
    opening = '<div class="recommendation" data-key="a" data-to="b">'
    assert clean(block).startswith(opening)


def test_a_recommendation_in_a_plain_div_stays_one():
    assert keys(f"<div>{RECOMMENDATION.format('un')}</div>") == ["cle1"]


def test_a_recommendation_may_stand_in_a_box():
    assert keys(f'<div class="box">un{RECOMMENDATION.format("deux")}</div>') == ["cle1"]


@pytest.mark.parametrize(
    "around",
    [
        "<ul><li>{}</li></ul>",
        "<ol>{}</ol>",
        "<table><tr><td>{}</td></tr></table>",
        "<table><tr><th>{}</th></tr></table>",
        "<blockquote>{}</blockquote>",
    ],
    ids="item list cell header quotation".split(),
)
def test_in_lists_tables_and_quotations_there_is_no_recommendation(around):
    stored = clean(around.format(RECOMMENDATION.format("<p>un</p><p>deux</p>")))
    assert "recommendation" not in stored
    assert words(stored) == ["un", "deux"]


def test_of_nested_recommendations_the_outer_one_remains():
    inner = '<div class="recommendation" data-key="cle2">deux</div>'
    assert keys(RECOMMENDATION.format(f"un{inner}")) == ["cle1"]


def test_a_text_that_numbers_nothing_keeps_the_words_of_its_marks():
    text = (
        '<p>Un mot<span class="footnote">Une <em>note</em>.</span>.</p>'
        '<div class="recommendation" data-key="a" data-to="b"><p>Une demande.</p></div>'
    )
    assert clean(text, marks=()) == "<p>Un mot (Une <em>note</em>.).</p>\n<p>Une demande.</p>"


def test_a_text_may_hold_footnotes_without_recommendations():
    text = (
        '<p>Un mot<span class="footnote">Une note.</span>.</p>'
        '<div class="recommendation" data-key="a" data-to="b"><p>Une demande.</p></div>'
    )
    assert clean(text, marks=["footnote"]) == (
        '<p>Un mot<span class="footnote">Une note.</span>.</p>\n<p>Une demande.</p>'
    )
