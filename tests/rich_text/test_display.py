"""Display: what a reader sees of a stored text, on a page and in print."""

import re

import pytest

from measures.rich_text import Mark, Place, clean, display, typeset
from tests.rich_text.corpus import MESSY, tree, words

PRINT = Place(print=True)
PERMALINKS = Place(permalinks=True)
TABLE = clean(
    "<table><caption>Victimes</caption><tr><th>Année</th><th>Nombre</th></tr>"
    "<tr><td>En tout</td><td>1 234</td></tr></table>"
)
RECOMMENDATION = clean(
    '<div class="recommendation" data-key="cle1" data-to="dgcs"><p>Former les agents</p></div>'
)


def shown(text, **place):
    """Return the HTML of a page; `display` itself also returns the notes."""
    return display(clean(text), place=Place(**place)).html


def flat(text, **place):
    return shown(text, prefix="", **place).replace("\n", "")


def ids(html):
    return re.findall(r' id="([^"]*)"', html)


def anchors(text, **place):
    """Return the anchor of each paragraph, by its words."""
    found = re.findall(r'<p id="([^"]*)">(.*?)</p>', shown(text, **place))
    return {paragraph: anchor for anchor, paragraph in found}


# Whatever is stored


@pytest.mark.parametrize("place", [Place(), PERMALINKS, PRINT], ids="page links print".split())
@pytest.mark.parametrize("fragment", MESSY.values(), ids=MESSY)
def test_what_is_shown_is_well_formed_with_unique_anchors(fragment, place):
    text = display(clean(fragment * 2), place=place)
    whole = text.html + "".join(note.html for note in text.notes)
    assert tree(whole).xpath("//a//a") == []
    assert len(set(ids(whole))) == len(ids(whole))


@pytest.mark.parametrize("fragment", MESSY.values(), ids=MESSY)
def test_no_word_is_lost_on_the_way_to_the_reader(fragment):
    stored = clean(fragment)
    assert words(display(stored, place=PRINT).html) == words(stored)


def test_nothing_stored_shows_nothing():
    assert not display("")
    assert display("<p>un</p>")


def test_what_is_shown_is_safe_for_templates():
    text = display(clean("<p>a &lt; b &amp; c</p>"), place=Place(prefix=""))
    assert text.html.__html__() == "<p>a &lt; b &amp; c</p>"


# Footnotes

NOTES = clean(
    '<p>un<span class="footnote">A <em>a</em></span>, deux<span class="footnote">B</span>.</p>'
    '<ul><li>trois<span class="footnote">C : c</span></li></ul>'
)


def test_footnotes_are_numbered_from_the_first_one():
    assert [note.number for note in display(NOTES).notes] == [1, 2, 3]
    assert [note.number for note in display(NOTES, first_note=7).notes] == [7, 8, 9]


def test_a_footnote_shows_its_words_with_their_emphasis_and_spacing():
    notes = [note.html for note in display(NOTES).notes]
    assert notes == ["A <em>a</em>", "B", "C\u202f: c"]


def test_a_call_leads_to_its_note_and_can_be_come_back_to():
    html = display(NOTES, first_note=7).html
    calls = tree(html).xpath("//sup[@class='call']/a")
    assert [call.get("href") for call in calls] == ["#note-7", "#note-8", "#note-9"]
    assert [call.get("id") for call in calls] == ["appel-7", "appel-8", "appel-9"]
    assert [call.text for call in calls] == ["7", "8", "9"]
    assert [call.get("aria-label") for call in calls] == ["Note 7", "Note 8", "Note 9"]


def test_the_words_around_a_call_stay_around_it():
    html = display(NOTES, place=Place(prefix="")).html
    assert re.sub(r"<sup.*?</sup>", "*", html).startswith("<p>un*, deux*.</p>")


def test_in_print_footnotes_stay_where_they_are_called_with_their_number():
    text = display(NOTES, first_note=7, place=PRINT)
    assert text.notes == ()
    notes = tree(text.html).xpath("//span[@class='footnote']")
    assert [note.get("id") for note in notes] == ["note-7", "note-8", "note-9"]
    assert words(text.html) == words(NOTES)


# Anchors


def test_each_block_that_can_be_cited_has_an_anchor():
    text = "<h3>a</h3><p>b</p><ul><li>c<ul><li>d</li></ul></li></ul><ol><li><p>e</p><p>f</p></ol>"
    root = tree(shown(text + TABLE))
    cited = [block.tag for block in root.xpath("//*[@id][not(self::caption)]")]
    assert cited == ["h3", "p", "ul", "li", "li", "ol", "p", "p", "table"]


def test_an_anchor_follows_its_words_whatever_stands_around():
    before = anchors("<p>un</p><p>deux</p>")
    after = anchors("<h3>titre</h3><p>zéro</p><p>deux</p><p>trois</p>")
    assert after["deux"] == before["deux"]
    assert before["un"] not in after.values()


def test_an_anchor_does_not_depend_on_spacing_nor_emphasis():
    plain = anchors("<p>l'État : oui</p>")
    (same,) = anchors("<p>l’État: <em>oui</em></p>").values()
    assert same in plain.values()


def test_the_same_words_twice_have_two_anchors():
    html = shown("<p>un</p><p>un</p><ul><li>un</li><li>un</li></ul><ol><li>un un</li></ol>")
    assert len(set(ids(html))) == len(ids(html)) == 7


def test_texts_of_one_page_keep_their_anchors_apart():
    assert not set(ids(shown("<p>un</p>", prefix="a"))) & set(ids(shown("<p>un</p>", prefix="o")))


def test_without_a_prefix_there_is_no_anchor():
    assert shown("<p>un</p>" + TABLE, prefix="").count(" id=") == 0


def test_a_permalink_closes_each_paragraph_but_not_its_source_line():
    text = '<p>un</p><ul><li><p>deux</p><p>trois</p></li></ul><p class="source">quatre</p>'
    (link,) = tree(shown(text, permalinks=True)).xpath("//a[@class='permalink']")
    assert link.text == "¶"
    assert link.getparent().get("id") == link.get("href").removeprefix("#")
    assert link.get("aria-label") == "Lien vers le paragraphe 1"


@pytest.mark.parametrize("place", [{}, {"permalinks": True, "prefix": ""}])
def test_there_is_no_permalink_unless_asked_and_anchored(place):
    assert "permalink" not in shown("<p>un</p>", **place)


# Headings and links


@pytest.mark.parametrize(
    ("level", "tags"),
    [(2, ["h2", "h3"]), (3, ["h3", "h4"]), (5, ["h5", "h6"]), (6, ["h6", "h6"])],
)
def test_headings_start_at_the_level_of_the_place(level, tags):
    html = shown("<h3>un</h3><h4>deux</h4>", heading_level=level)
    assert re.findall(r"<(h\d)", html) == tags


def test_links_to_our_anchors_go_where_the_place_says_else_stay_on_the_page():
    link = '<p><a href="#mesure-3">un</a></p>'
    assert flat(link) == link
    html = flat(link, link=lambda anchor: f"/plan/{anchor}/")
    assert html == '<p><a href="/plan/mesure-3/">un</a></p>'


def test_other_links_and_the_calls_of_notes_are_not_mapped():
    stored = clean('<p><a href="https://a.fr/#b">un</a><span class="footnote">deux</span></p>')
    html = display(stored, place=Place(link=lambda anchor: "/ailleurs")).html
    assert 'href="https://a.fr/#b"' in html
    assert 'href="#note-1"' in html
    assert "/ailleurs" not in html


def test_links_in_footnotes_are_mapped_too():
    stored = clean('<p>un<span class="footnote"><a href="#b">deux</a></span></p>')
    (note,) = display(stored, place=Place(link=lambda anchor: f"/{anchor}")).notes
    assert note.html == '<a href="/b">deux</a>'


# Typography


def test_words_have_french_spacing_and_curved_apostrophes():
    assert flat("<p>L'État : <em>« oui »</em> ; 5 %</p>") == (
        "<p>L’État\u202f: <em>«\u202foui\u202f»</em>\u202f; 5\u202f%</p>"
    )


def test_spacing_reaches_links_elisions_and_words_around_an_address():
    assert flat("<p>l'<em>État</em></p>") == "<p>l’<em>État</em></p>"
    assert flat('<p><a href="#a">Un : deux</a></p>') == '<p><a href="#a">Un\u202f: deux</a></p>'
    assert flat("<p>https://a.fr : ici</p>") == "<p>https://a.fr\u202f: ici</p>"


@pytest.mark.parametrize(
    "paragraph",
    [
        '<p><a href="https://a.fr/l&#x27;eau?a=1;b=2&amp;c=:d">un</a></p>',
        '<p><a href="https://a.fr">https://a.fr/l\'eau?</a></p>',
        '<p><a href="https://a.fr">www.a.fr/l\'eau</a></p>',
        "<p>https://a.fr/l'eau?b=c:d</p>",
    ],
    ids=["attribute", "link", "link without scheme", "words"],
)
def test_an_address_is_left_alone(paragraph):
    assert flat(paragraph) == paragraph


# Tables, boxes, recommendations


def test_a_table_scrolls_in_a_frame_named_by_its_caption():
    (frame,) = tree(shown(TABLE)).xpath("//div[@role='region']")
    (caption,) = frame.xpath("table/caption")
    assert frame.get("class") == "table-frame"
    assert frame.get("tabindex") == "0"
    assert frame.get("aria-labelledby") == caption.get("id")
    assert caption.text == "Victimes"


@pytest.mark.parametrize(
    ("text", "prefix"),
    [("<table><tr><td>un</td></tr></table>", "p"), (TABLE, "")],
    ids=["no caption", "no anchors"],
)
def test_the_frame_of_a_table_always_has_a_name(text, prefix):
    (frame,) = tree(shown(text, prefix=prefix)).xpath("//div[@role='region']")
    assert frame.get("aria-label") == "Tableau"


def test_in_print_a_table_has_no_frame():
    assert shown(TABLE, print=True).startswith("<table")


@pytest.mark.parametrize("cell", ["3", "1 234", "12,5", "45 %", "−3", "+2", "2,5*"])
@pytest.mark.parametrize("printed", [True, False], ids=["print", "page"])
def test_cells_of_figures_are_marked(cell, printed):
    html = shown(f"<table><tr><td>{cell}</td></tr></table>", print=printed)
    assert f'<td class="figure">{typeset(cell)}</td>' in html


@pytest.mark.parametrize("cell", ["", "mesure 3", "3 mesures", "non", "art. 2", "–", "<th>2016"])
def test_other_cells_and_headers_are_not(cell):
    assert 'class="figure"' not in shown(f"<table><tr><td>{cell}</table>")


def test_a_cell_of_figures_may_call_a_note():
    cell = '12<span class="footnote">Au 31 décembre.</span>'
    assert 'class="figure"' in shown(f"<table><tr><td>{cell}</td></tr></table>")


def test_a_box_is_a_note_aside():
    assert (
        flat('<div class="box"><p>un</p></div>') == '<div class="box" role="note"><p>un</p></div>'
    )


def test_a_recommendation_shows_its_number_and_addressees():
    html = flat(RECOMMENDATION, marks={"cle1": Mark(4, ("DGCS", "Miprof"))})
    assert html == (
        '<div class="recommendation" id="r-cle1">'
        '<p class="recommendation-head"><a href="#r-cle1">Recommandation 4</a></p>'
        "<p>Former les agents</p>"
        '<p class="recommendation-to">Destinataires\u202f: DGCS, Miprof</p></div>'
    )


@pytest.mark.parametrize(
    ("addressees", "line"),
    [
        ((), None),
        (("DGCS",), "Destinataire\u202f: DGCS"),
        (("A & B",), "Destinataire\u202f: A & B"),
    ],
)
def test_addressees_are_named_when_there_are_some(addressees, line):
    html = shown(RECOMMENDATION, marks={"cle1": Mark(1, addressees)})
    assert tree(html).findtext(".//p[@class='recommendation-to']") == line


def test_a_recommendation_without_a_number_shows_its_words_alone():
    assert flat(RECOMMENDATION, marks={"autre": Mark(1, ())}) == (
        '<div class="recommendation" id="r-cle1"><p>Former les agents</p></div>'
    )


def test_the_number_of_a_recommendation_does_not_change_the_anchors_of_the_text():
    without = anchors(RECOMMENDATION)
    assert anchors(RECOMMENDATION, marks={"cle1": Mark(1, ("DGCS",))}) == without
