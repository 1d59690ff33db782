"""Paste from Word and LibreOffice: the form of the text arrives as our blocks, with every word.

`documents/` holds the sources, what LibreOffice made of them, and a page in Word's dialect; they
go through the clipboard of the browser, the editor, and the cleaning of the server.
"""

import re
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import BrowserContext, Page

from measures.models import User
from measures.rich_text import clean
from tests import factories

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
DOCUMENTS = Path(__file__).parent / "documents"

PASTED = (DOCUMENTS / "stored.html").read_text(encoding="utf-8").rstrip()

# What Word's page says otherwise than the source of LibreOffice's.
IN_WORD = (
    PASTED.replace("<h3>L’accueil", "<h3>I. L’accueil")
    .replace("dont des magistrats", "dont <strong>des magistrats</strong>")
    .replace("siècle, et", "siècle, <strong>sans cesse</strong>, et")
    .replace("<li>les mineurs ;</li>\n<li>leurs proches.</li>", "<li>les mineurs.</li>")
)


@pytest.fixture
def editing(rapporteur: User, context: BrowserContext, page: Page, site: str) -> Page:
    factories.evaluation(factories.plan(measures=1), "2024")
    return open_editor(context, page, site)


def open_editor(context: BrowserContext, page: Page, site: str) -> Page:
    """Open the page of a measure, and another one to copy from: a word processor's, as it were."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.route(
        "https://traitement.test/",
        lambda route: route.fulfill(body="<p>", content_type="text/html"),
    )
    context.new_page().goto("https://traitement.test/")
    page.goto(site + MEASURE)
    page.bring_to_front()
    return page


def paste(page: Page, written: str) -> str:
    """Copy HTML elsewhere and paste it with the keyboard; return what is kept of the text."""
    elsewhere = page.context.pages[-1]
    elsewhere.bring_to_front()
    elsewhere.evaluate(
        """async written => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([written], {type: "text/html"}),
            "text/plain": new Blob(["sans forme"], {type: "text/plain"}),
        })])""",
        written,
    )
    page.bring_to_front()
    page.locator("#id_observations_editeur").focus()
    page.keyboard.press("Control+v")
    return kept(page)


def kept(page: Page) -> str:
    """Return what the server would keep of the text."""
    return clean(page.locator("textarea[name=observations]").input_value())


def words(written: str) -> list[str]:
    """Return the words of a page of HTML, in the order of the alphabet."""
    root = html.document_fromstring(f"<body>{written}")
    for out in root.xpath("//style | //head | //comment()"):
        out.drop_tree()
    return sorted(re.findall(r"[^\W_]+", " ".join(root.itertext())))


@pytest.mark.parametrize("name", ["rapport.html", "rapport-docx.html"])
def test_what_libreoffice_makes_arrives_as_our_blocks(name: str, editing: Page) -> None:
    assert paste(editing, (DOCUMENTS / name).read_text(encoding="utf-8")) == PASTED


def test_what_word_makes_arrives_as_our_blocks(editing: Page) -> None:
    assert paste(editing, (DOCUMENTS / "word.html").read_text(encoding="utf-8")) == IN_WORD


LOST_EASILY = {
    "a note that nothing calls": (
        '<p>Un.</p><div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" '
        'href="#sdfootnote1anc">1</a>Orpheline.</p></div>'
    ),
    "a call whose note is not pasted": '<p>Un<a href="#_ftn1" name="_ftnref1">[1]</a>.</p>',
    "two calls of one note": (
        '<p>Un<a href="#_ftn1">[1]</a> deux<a href="#_ftn1">[1]</a>.</p>'
        '<div id=ftn1><p><a name="_ftn1" href="#_ftnref1">[1]</a> Commune.</p></div>'
    ),
    "a list in a cell": (
        "<table><tr><td><ul><li>un</li><li>deux</li></ul></td><td>trois</td></tr></table>"
    ),
    "a table in a cell": (
        "<table><tr><td>un<table><tr><td>deux</td></tr></table></td></tr></table>"
    ),
    "a table in an item": "<ul><li>un<table><tr><td>deux</td></tr></table></li></ul>",
    "a heading in an item": "<ol><li><h2>un</h2></li></ol><p>deux</p>",
    "a heading in a cell": "<table><tr><td><h2>un</h2><p>deux</p></td></tr></table>",
    "words of a web page": (
        "<main><article><header><h1>un</h1></header><section>deux<dl><dt>trois</dt><dd>quatre</dd>"
        "</dl></section><figure><figcaption>cinq</figcaption></figure><pre>six</pre></article></main>"
    ),
    "Google Docs": ('<b style="font-weight:normal"><p>un</p><ul><li><p>deux</p></li></ul></b><br>'),
    "words straight in a list, and beside a table": (
        "<ul>un<li>deux</li>trois</ul>quatre<table><tr><td>cinq</td></tr></table>six"
    ),
    "blocks in a quotation": (
        "<blockquote><h2>un</h2><table><tr><td>deux</td></tr></table></blockquote>"
    ),
    "a caption and rows at the foot": (
        "<table><caption>un</caption><tbody><tr><td>trois</td></tr></tbody>"
        "<tfoot><tr><td>deux</td></tr></tfoot></table>"
    ),
    "a paragraph in the dress of an item": "<p class=MsoListParagraph>2016 est passé.</p>",
    "a year at the beginning of an item": (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·"
        "<span>&nbsp;</span></span>2016. Une année.</p>"
    ),
}


def test_no_word_is_lost(editing: Page) -> None:
    for shape, written in LOST_EASILY.items():
        editing.locator("#id_observations_editeur").focus()
        editing.keyboard.press("Control+a")
        editing.keyboard.press("Delete")
        found = words(paste(editing, written))
        assert set(words(written)) - {"1"} <= set(found), (shape, found)


def test_a_paste_is_undone_at_once(editing: Page) -> None:
    paste(editing, "<p>un</p><p>deux</p>")
    editing.keyboard.press("Control+z")
    assert editing.locator("textarea[name=observations]").input_value() == ""


def test_what_is_copied_in_the_editor_keeps_its_form_but_not_the_key_of_a_recommendation(
    rapporteur: User, context: BrowserContext, page: Page, site: str
) -> None:
    draft = factories.evaluation(factories.plan(measures=1), "2024")
    factories.addressee("ecole", "École")
    stored = factories.recommendation("Former.", key="former", to="ecole")
    factories.assess(draft, 1, observations=f"<p>Vu.</p>\n{stored}\n<p>Fin.</p>")
    open_editor(context, page, site)
    page.locator("#id_observations_editeur").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+End")
    caret = "document.querySelector('#id_observations_editeur').editor.state.selection.empty"
    while not page.evaluate(caret):  # the editor hears of it a moment after the browser
        page.wait_for_timeout(20)
    page.keyboard.press("Control+v")
    sent = page.locator("textarea[name=observations]").input_value()
    keys = re.findall(r'data-key="([^"]+)"', sent)
    assert keys[0] == "former"
    assert len(keys) == len(set(keys)) == 2
    assert kept(page).count('data-to="ecole"') == 2
