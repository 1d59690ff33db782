"""The editor keeps what it is given: opening and saving a text changes nothing of it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from measures.models import Evaluation, User
from measures.plan_files.document import read
from measures.rich_text import clean
from measures.rich_text.editable import editable
from tests import factories
from tests.conftest import FIXTURES

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
FILES = sorted((FIXTURES / "2014-2016/evaluations/2017").glob("*s/*.txt"))


@pytest.fixture
def editing(rapporteur: User, page: Page, site: str) -> Page:
    factories.evaluation(factories.plan(measures=1), "2024")
    assert Evaluation.objects.count() == 1
    page.goto(site + MEASURE)
    return page


def through(page: Page, stored: str, *, name: str = "observations") -> str:
    """Return what the editor would send of a stored text."""
    return page.evaluate(
        """([id, value]) => {
            const textarea = document.getElementById(id)
            textarea.value = value
            textarea.dispatchEvent(new Event("text:set"))
            return document.getElementById(`${id}_editeur`).editor.getHTML()
        }""",
        [f"id_{name}", editable(stored)],
    )


def texts(file: Path) -> list[str]:
    document = read(file)
    return [document.rich(title) for title in document.parts]


def test_every_text_of_the_evaluation_goes_through_the_editor_unchanged(editing: Page) -> None:
    found = {(file.name, n): text for file in FILES for n, text in enumerate(texts(file)) if text}
    assert len(found) > 50
    changed = {
        where: (stored, kept)
        for where, stored in found.items()
        if (kept := clean(through(editing, stored))) != stored
    }
    assert changed == {}


KINDS = {
    "headings": "<h3>Un</h3>\n<p>Texte.</p>\n<h4>Deux</h4>\n<p>Texte.</p>",
    "lists": "<ul>\n<li>un\n<ul>\n<li>deux\n<ol>\n<li>trois</li>\n</ol>\n"
    "</li>\n</ul>\n</li>\n</ul>",
    "marks": "<p><strong>gras <em>et italique</em></strong>, 1<sup>er</sup>, H<sub>2</sub>O</p>",
    "links": '<p><a href="#mesure-5">mesure 5</a>, <a href="https://a.fr/?q=1&amp;r=2">site</a>, '
    '<a href="mailto:a@b.fr">courriel</a></p>',
    "line break": "<p>un<br>deux</p>",
    "quotation": "<blockquote>\n<p>Cité.</p>\n</blockquote>",
    "note with marks": "<p>Vu"
    '<span class="footnote">Loi <em>du</em> <a href="https://a.fr">jour</a>.</span>.</p>',
    "notes that touch": '<p>Vu<span class="footnote">a</span><span class="footnote">b</span>.</p>',
    "note in a cell": "<table>\n<tbody>\n<tr>\n"
    '<td>un<span class="footnote">a</span></td>\n<td>deux</td>\n</tr>\n</tbody>\n</table>',
    "box": '<div class="box">\n<h3>Titre</h3>\n<p>Texte.</p>\n<ul>\n<li>un</li>\n</ul>\n</div>',
    "recommendation": '<div class="recommendation" data-key="13a" data-to="ecole parlement">\n'
    "<p>Agir :</p>\n<ul>\n<li>ici</li>\n</ul>\n</div>",
    "merged cells": '<table>\n<caption>Titre</caption>\n<thead>\n<tr>\n<td rowspan="2"></td>\n'
    '<th scope="colgroup" colspan="2">2015</th>\n</tr>\n<tr>\n<th scope="col">a</th>\n'
    '<th scope="col">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<th scope="row">Total</th>\n'
    '<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n<p class="source">Source : X.</p>',
    "lists of other kinds, and an item of two paragraphs": "<ul>\n<li>un\n<ol>\n<li>deux</li>\n"
    "</ol>\n</li>\n<li>\n<p>trois</p>\n<p>quatre</p>\n</li>\n</ul>",
    "row headers of several rows": "<table>\n<tbody>\n<tr>\n"
    '<th scope="rowgroup" rowspan="2">2015</th>\n<td>47</td>\n</tr>\n<tr>\n<td>31</td>\n</tr>\n'
    "</tbody>\n</table>",
    "a row of headers alone": '<table>\n<tbody>\n<tr>\n<th scope="row">un</th>\n'
    '<th scope="row">deux</th>\n</tr>\n</tbody>\n</table>',
    "two tables, each with its caption": "<table>\n<caption>Un</caption>\n<tbody>\n<tr>\n"
    "<td>1</td>\n</tr>\n</tbody>\n</table>\n<table>\n<caption>Deux</caption>\n<tbody>\n<tr>\n"
    "<td>2</td>\n</tr>\n</tbody>\n</table>",
    "a table in a box": '<div class="box">\n<table>\n<caption>Un</caption>\n<tbody>\n<tr>\n'
    '<td>1</td>\n</tr>\n</tbody>\n</table>\n<p class="source">Source : X.</p>\n</div>',
    "a link of emphasised words": '<p>Voir <a href="#mesure-5">la <em>mesure</em> 5</a>.</p>',
    "a note between bold words": '<p><strong>Vu</strong><span class="footnote">Loi.</span>'
    "<strong>, puis</strong> lu.</p>",
    "a cell with a list": "<table>\n<tbody>\n<tr>\n<td>un<br>deux\n<ul>\n"
    "<li>trois</li>\n</ul>\n</td>\n<td></td>\n</tr>\n</tbody>\n</table>",
    "cell with paragraphs": "<table>\n<tbody>\n<tr>\n<td>\n<p>un</p>\n<p>deux</p>\n</td>\n"
    "<td>trois</td>\n</tr>\n</tbody>\n</table>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_block_goes_through_the_editor_unchanged(kind: str, editing: Page) -> None:
    stored = KINDS[kind]
    assert clean(stored) == stored, "the sample is canonical"
    assert clean(through(editing, stored)) == stored


def test_a_page_that_is_only_opened_sends_what_is_stored(
    rapporteur: User, page: Page, site: str
) -> None:
    draft = factories.evaluation(factories.plan(measures=1), "2024")
    row = factories.assess(draft, 1, observations=KINDS["merged cells"])
    page.goto(site + MEASURE)
    page.keyboard.press("Control+s")
    page.get_by_text("Déjà enregistré").wait_for()
    version = row.version
    row.refresh_from_db()
    assert row.version == version
    assert row.observations == KINDS["merged cells"]
