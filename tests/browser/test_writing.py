"""A whole measure written with the keyboard alone, with a note, a table, a recommendation."""

import re

import pytest
from playwright.sync_api import Page, expect

from measures.models import Assessment, Evaluation, User
from tests import factories

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
OBSERVATIONS = "Observations et recommandations de la CNCDH"


@pytest.fixture
def draft(rapporteur: User, page: Page, site: str) -> Evaluation:
    factories.addressee("ecole", "École & université")
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(measures=1), "2024")
    page.goto(site + MEASURE)
    return made


def focused(page: Page) -> str:
    """Return what the keyboard is on, as a screen reader names it."""
    return page.evaluate(
        """() => {
            const it = document.activeElement
            const words = it.labels?.[0] ?? it.querySelector(".hidden") ?? it
            return it.getAttribute("aria-label") ?? words.textContent.trim()
        }"""
    )


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"Tab never comes to « {name} »")


def arrow_to(page: Page, name: str) -> None:
    for _ in range(40):
        if focused(page) == name:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"the arrows never come to « {name} »")


def test_a_measure_is_written_with_the_keyboard_alone(draft: Evaluation, page: Page) -> None:
    keys = page.keyboard
    tab_to(page, "À évaluer")
    for _ in range(2):
        keys.press("ArrowDown")

    # The State's actions: a heading, words with a note in them, a table with its caption.
    tab_to(page, "Actions de l’État")
    keys.press("Control+Alt+3")
    keys.type("Le cadre")
    keys.press("Enter")
    keys.type("Une loi a été votée")
    keys.press("Control+Alt+f")
    keys.type("Loi n° 2016-444.")
    keys.press("Escape")
    keys.type(", puis appliquée.")
    keys.press("Enter")
    keys.press("Alt+F10")
    arrow_to(page, "Insérer un tableau")
    keys.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.press("Control+a")
    keys.type("2")
    keys.press("Tab")
    keys.press("Control+a")
    keys.type("2")
    keys.press("Enter")
    expect(page.locator(".ProseMirror table").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    for words in ("Année", "Titres", "2016", "32"):
        keys.type(words)
        if words != "32":
            keys.press("Tab")
    keys.press("Alt+F10")
    arrow_to(page, "Titre du tableau, au-dessus")
    keys.press("Enter")
    keys.type("Titres délivrés")

    # The observations: words, then a recommendation and its addressees.
    page.get_by_role("textbox", name=OBSERVATIONS).focus()
    keys.type("C’est peu.")
    keys.press("Enter")
    keys.press("Control+Alt+r")
    keys.type("Délivrer davantage de titres.")
    page.get_by_role("button", name="Choisir les destinataires").focus()
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Destinataires : Parlement")).to_be_focused()

    keys.press("Control+s")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"Enregistré\. "))
    row = Assessment.objects.get()
    assert row.status == "partiellement"
    assert row.state_actions == (
        "<h3>Le cadre</h3>\n"
        '<p>Une loi a été votée<span class="footnote">Loi n° 2016-444.</span>, '
        "puis appliquée.</p>\n"
        "<table>\n<caption>Titres délivrés</caption>\n"
        '<thead>\n<tr>\n<th scope="col">Année</th>\n<th scope="col">Titres</th>\n</tr>\n</thead>\n'
        "<tbody>\n<tr>\n<td>2016</td>\n<td>32</td>\n</tr>\n</tbody>\n</table>"
    )
    made = row.recommendations.get()
    assert made.text == "Délivrer davantage de titres."
    assert [str(to) for to in made.addressees.all()] == ["Parlement"]
    assert row.observations.startswith('<p>C’est peu.</p>\n<div class="recommendation"')


def test_the_keyboard_leaves_an_editor(draft: Evaluation, page: Page) -> None:
    page.get_by_role("textbox", name="Actions de l’État").focus()
    page.keyboard.type("Un texte.")
    page.keyboard.press("Tab")
    assert focused(page) != "Actions de l’État"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Actions de l’État"


def test_a_recommendation_keeps_its_key_through_edits(draft: Evaluation, page: Page) -> None:
    text = page.get_by_role("textbox", name=OBSERVATIONS)
    text.focus()
    page.keyboard.press("Control+Alt+r")
    page.keyboard.type("Agir.")
    page.keyboard.press("Control+s")
    state = page.locator("[data-save-state]")
    expect(state).to_have_text(re.compile(r"Enregistré\. "))
    key = Assessment.objects.get().recommendations.get().key
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Vite.")
    expect(state).to_have_text("Modifications non enregistrées.")
    page.keyboard.press("Control+s")
    expect(state).to_have_text(re.compile(r"Enregistré\. "))
    row = Assessment.objects.get().recommendations.get()
    assert (row.key, row.text) == (key, "Agir. Vite.")


def test_below_the_text_stands_what_deserves_a_look(draft: Evaluation, page: Page) -> None:
    page.get_by_role("textbox", name=OBSERVATIONS).focus()
    page.keyboard.type("Trois mots ici")
    page.keyboard.press("Control+Alt+f")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Alt+r")
    page.keyboard.type("Agir.")
    warned = page.get_by_role("status", name=f"À vérifier : {OBSERVATIONS}")
    expect(warned).to_contain_text("1 note est sans texte.")
    expect(warned).to_contain_text("1 recommandation est sans destinataire.")
    facts = page.locator(".editor-facts").nth(1)
    expect(facts).to_contain_text("1 recommandation")
