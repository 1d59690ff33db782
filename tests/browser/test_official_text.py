"""The official text of a measure, pasted and saved, comes back with every word.

From the clipboard of a real browser to the database, the public page and the PDF.
"""

import html as markup
import re
from collections.abc import Callable

import pytest
from lxml import html
from playwright.sync_api import BrowserContext, Page, expect

from measures import report as reports
from measures.exports import pdf
from measures.models import Assessment, User
from tests import factories
from tests.conftest import SHARED_REPORT
from tests.exports.paper import Paper, letters
from tests.views.reader import visitor

pytestmark = pytest.mark.skipif(
    not SHARED_REPORT.exists(), reason="the text of the report is not beside the project"
)

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
OBSERVATIONS = "Observations et recommandations de la CNCDH"


def official(number: int) -> tuple[str, str]:
    """Return both texts of a measure of the adopted report as HTML of an office suite."""
    source = SHARED_REPORT.read_text(encoding="utf-8")
    start = re.search(rf"^## MESURE {number}\b", source, re.M).start()
    measure = source[start : re.search(rf"^## MESURE {number + 1}\b", source, re.M).start()]
    actions, _, observations = measure.partition("## OBSERVATIONS")
    return as_html(actions.partition("## ACTIONS DE L'ÉTAT")[2]), as_html(
        observations.partition("\n")[2]
    )


def as_html(lines: str) -> str:
    blocks, rows = [], []
    for line in [*lines.splitlines(), ""]:
        words = re.sub(r"</?sup>|\*\*", "", line)
        if "\t" in line:
            cells = "".join(f"<td>{markup.escape(cell)}</td>" for cell in words.split("\t"))
            rows.append(f"<tr>{cells}</tr>")
            continue
        if rows:
            blocks.append(f"<table>{''.join(rows)}</table>")
            rows = []
        if words.startswith("- "):
            blocks.append(f"<ul><li>{markup.escape(words[2:])}</li></ul>")
        elif words.strip():
            blocks.append(f'<p class="MsoNormal">{markup.escape(words.lstrip("# "))}</p>')
    return "".join(blocks)


def paste(page: Page, name: str, written: str) -> None:
    """Put HTML in the clipboard of the browser, and paste it in a text."""
    page.evaluate(
        """async written => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob([written], {type: "text/html"}),
            "text/plain": new Blob(["sans forme"], {type: "text/plain"}),
        })])""",
        written,
    )
    page.get_by_role("textbox", name=name).click()
    page.keyboard.press("Control+v")


def runs(written: str) -> list[str]:
    """Return the letters of each block of a text."""
    root = html.fragment_fromstring(written, create_parent="div")
    return [letters(block.text_content()) for block in root.iter("p", "li", "td")]


@pytest.mark.parametrize("number", [5, 13])
def test_every_word_of_the_official_text_comes_back(
    number: int,
    rapporteur: User,
    context: BrowserContext,
    page: Page,
    site: str,
    login: Callable,
) -> None:
    draft = factories.evaluation(factories.plan(measures=1), "2024")
    actions, observations = official(number)
    assert len(actions) > 150
    assert len(observations) > 150
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(site + MEASURE)

    paste(page, "Actions de l’État", actions)
    paste(page, OBSERVATIONS, observations)
    page.get_by_role("radio", name="Partiellement mise en œuvre").check()
    page.get_by_label("État du travail").select_option("relu")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"Enregistré\. "))

    stored = Assessment.objects.get()
    for written, kept in ((actions, stored.state_actions), (observations, stored.observations)):
        assert letters(html.fromstring(written).text_content()) == letters(
            html.fragment_fromstring(kept, create_parent="div").text_content()
        )
    factories.publish(draft)
    public = visitor().get("/plans/2019-2021/evaluations/2024/mesures/1/").content.decode()
    on_page = letters(html.document_fromstring(public).text_content())
    on_paper = letters("".join(Paper(pdf.render(reports.build(draft))).bodies))
    for run in runs(actions) + runs(observations):
        assert run in on_page
        assert run in on_paper
