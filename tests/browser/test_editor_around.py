"""Around the text of an editor: its tools, what is told of it, and the ways out of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from measures.models import Assessment, User
from tests import factories
from tests.browser.conftest import WIDTHS, findings, overflow

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
FULL = (
    f"<p>Vu{factories.note('Une note.')}.</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n"
    "<table>\n<tbody>\n<tr>\n<td>47</td>\n</tr>\n</tbody>\n</table>\n"
    f"{factories.recommendation('Former.', key='former', to='ecole')}\n"
    f"{factories.recommendation('Informer.', key='informer')}"
)


@pytest.fixture
def editing(rapporteur: User, page: Page, site: str) -> Page:
    draft = factories.evaluation(factories.plan(measures=1), "2024")
    factories.addressee("ecole", "École")
    factories.assess(draft, 1, observations=FULL)
    page.goto(site + MEASURE)
    return page


def told(page: Page) -> object:
    return page.locator(".editor").nth(1).locator(".editor-facts")


def test_what_a_text_holds_and_lacks_is_told_below_it(editing: Page) -> None:
    page = editing
    expect(told(page)).to_contain_text(re.compile(r"mots · \d+\s*signes · 1\s*note · 2"))
    expect(told(page)).to_contain_text(
        "1 tableau n’a aucune cellule de titre".replace("1 ", "1\u00a0")
    )
    expect(told(page)).to_contain_text("sans destinataire")
    expect(told(page).get_by_role("list", name=re.compile("Recommandations"))).to_contain_text(
        "Former."
    )


def test_a_text_that_is_set_is_told_too(editing: Page) -> None:
    editing.evaluate(
        """() => {
            const field = document.querySelector("textarea[name=observations]")
            field.value = "<h4>Trop bas</h4><p>Un mot.</p>"
            field.dispatchEvent(new Event("text:set"))
        }"""
    )
    expect(told(editing)).to_contain_text("4\u00a0mots")
    expect(told(editing)).to_contain_text("sous-intertitre précède le premier intertitre")
    expect(told(editing)).not_to_contain_text("sans destinataire")


def test_tab_leaves_a_list_and_a_table_after_escape(editing: Page) -> None:
    page = editing
    text = page.locator("#id_observations_editeur")
    tools = page.locator(".editor").nth(1).get_by_role("toolbar")
    for inside, tool in (("li >> nth=1", "Liste à puces"), ("td", "Insérer un tableau")):
        text.locator(inside).click()
        expect(tools.get_by_role("button", name=tool, pressed=True)).to_be_visible()
        page.keyboard.press("Tab")
        expect(text).to_be_focused()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(text).not_to_be_focused()


def test_each_tool_is_called_by_the_words_on_it(editing: Page) -> None:
    editing.locator("#id_observations_editeur td").click()
    tools = editing.locator(".editor").nth(1).locator("[role=toolbar] button")
    named = {
        tool.locator("[aria-hidden]").text_content(): tool.locator(".hidden").text_content()
        for tool in tools.all()
    }
    words = [shown for shown in named if re.fullmatch(r"[^\W\d_][\w ’-]{2,}", shown)]
    assert len(words) > 12
    assert [shown for shown in words if shown.lower() not in named[shown].lower()] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_editing_page_is_accessible_and_fits_a_phone(editing: Page, scheme: str) -> None:
    editing.emulate_media(color_scheme=scheme)
    editing.set_viewport_size({"width": 1280, "height": 3000})  # no bar stands over the text
    editing.locator("#id_observations_editeur td").click()
    assert findings(editing) == []
    for width in WIDTHS:
        editing.set_viewport_size({"width": width, "height": 800})
        assert overflow(editing) <= 0, width


def test_an_addressee_that_is_missing_is_created_where_it_is_chosen(editing: Page) -> None:
    page = editing
    page.get_by_role("button", name="Choisir les destinataires").click()
    dialog = page.get_by_role("dialog", name="Destinataires de la recommandation")
    assert findings(page) == []
    dialog.get_by_role("textbox", name="Nouveau destinataire").fill("Préfets")
    dialog.get_by_role("button", name="Créer ce destinataire").click()
    expect(dialog.get_by_role("checkbox", name="Préfets")).to_be_checked()
    dialog.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("button", name="Destinataires : Préfets")).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"Enregistré\. "))
    row = Assessment.objects.get()
    assert row.recommendations.get(key="informer").addressees.get().name == "Préfets"
