"""Saving in a real browser: at a keystroke, and nothing typed is ever lost."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect

from measures import rights
from measures.models import Assessment, Evaluation, User
from tests import factories

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"


@pytest.fixture
def draft(site: str) -> Evaluation:
    made = factories.evaluation(factories.plan(measures=2), "2024")
    factories.assess(made, 1, status="non", state_actions="<p>Avant.</p>", work_state="en-cours")
    return made


@pytest.fixture
def anne(draft: Evaluation, context: BrowserContext, login: Callable) -> User:
    user = factories.user("anne", role=rights.WRITERS, first_name="Anne", last_name="Roy")
    login(context, user)
    return user


@pytest.fixture
def page_of_anne(anne: User, page: Page, site: str) -> Page:
    page.goto(site + MEASURE)
    return page


def field(page: Page, name: str = "Actions de l’État") -> object:
    return page.get_by_role("textbox", name=name)


def write(page: Page, words: str, name: str = "Actions de l’État") -> None:
    """Type words at the end of a text."""
    field(page, name).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def state(page: Page) -> object:
    return page.locator("[data-save-state]")


def stored() -> Assessment:
    return Assessment.objects.get(measure__number=1)


def test_a_text_is_saved_at_a_keystroke_and_writing_goes_on(page_of_anne: Page) -> None:
    page = page_of_anne
    write(page, " Puis ceci.")
    expect(state(page)).to_have_text("Modifications non enregistrées.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. \d+\sh\s\d\d"))
    assert "Puis ceci." in stored().state_actions
    write(page, " Et cela.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    assert "Puis ceci. Et cela." in stored().state_actions


def test_the_status_is_chosen_with_the_keyboard(page_of_anne: Page) -> None:
    page = page_of_anne
    page.get_by_role("radio", name="Non mise en œuvre", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Partiellement mise en œuvre")).to_be_checked()
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    assert stored().status == "partiellement"


def test_leaving_with_unsaved_words_warns(page_of_anne: Page, site: str) -> None:
    page = page_of_anne
    write(page, " Puis ceci.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(site + "/redaction/")
    assert asked == ["beforeunload"]


def test_leaving_after_saving_does_not_warn(page_of_anne: Page, site: str) -> None:
    page = page_of_anne
    write(page, " Puis ceci.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(site + "/redaction/")
    assert asked == []


def test_words_of_a_closed_tab_are_offered_back(
    page_of_anne: Page, context: BrowserContext, site: str
) -> None:
    write(page_of_anne, " Une phrase jamais enregistrée.")
    expect(state(page_of_anne)).to_have_text("Modifications non enregistrées.")
    page_of_anne.wait_for_timeout(600)
    page_of_anne.close()

    page = context.new_page()
    page.goto(site + MEASURE)
    expect(page.get_by_text("gardé dans ce navigateur le")).to_be_visible()
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(field(page)).to_contain_text("Une phrase jamais enregistrée.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    assert "Une phrase jamais enregistrée." in stored().state_actions
    page.reload()
    expect(page.get_by_role("button", name="Reprendre ce texte")).to_be_hidden()


def test_words_kept_from_an_older_version_meet_the_newer_one_openly(
    page_of_anne: Page, context: BrowserContext, site: str
) -> None:
    write(page_of_anne, " De moi.")
    page_of_anne.wait_for_timeout(600)
    page_of_anne.close()
    factories.assess(
        Evaluation.objects.get(), 1, state_actions="<p>De Bruno.</p>", work_state="en-cours"
    )

    page = context.new_page()
    page.goto(site + MEASURE)
    page.get_by_role("button", name="Reprendre ce texte").click()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Quelqu’un a enregistré ce texte")).to_be_visible()
    assert stored().state_actions == "<p>De Bruno.</p>"


def test_two_browsers_conflict_and_the_second_merges(
    page_of_anne: Page, browser: Browser, login: Callable, site: str
) -> None:
    other = browser.new_context(locale="fr-FR")
    login(other, factories.user("bruno", role=rights.WRITERS, first_name="Bruno"))
    bruno = other.new_page()
    bruno.goto(site + MEASURE)
    write(bruno, " De Bruno.")
    bruno.keyboard.press("Control+s")
    expect(state(bruno)).to_have_text(re.compile(r"Enregistré\. "))
    other.close()

    page = page_of_anne
    write(page, " De moi.")
    page.keyboard.press("Control+s")
    told = page.get_by_role("heading", name="Quelqu’un a enregistré ce texte entre-temps")
    expect(told).to_be_focused()
    expect(page.locator(".conflict")).to_contain_text("Bruno")
    expect(page.locator(".conflict del, .conflict ins").first).to_be_visible()
    expect(field(page)).to_contain_text("De moi.")
    write(page, " Et de Bruno.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    assert "De moi. Et de Bruno." in stored().state_actions


def test_two_who_have_one_text_open_are_told_of_each_other(
    page_of_anne: Page, browser: Browser, login: Callable, site: str
) -> None:
    other = browser.new_context(locale="fr-FR")
    login(other, factories.user("bruno", role=rights.WRITERS, first_name="Bruno"))
    bruno = other.new_page()
    bruno.goto(site + MEASURE)
    expect(bruno.locator("[data-presence]")).to_contain_text("Anne Roy")
    other.close()


def test_a_session_that_ends_in_mid_sentence_loses_nothing(
    page_of_anne: Page, context: BrowserContext, anne: User, login: Callable
) -> None:
    page = page_of_anne
    write(page, " Une phrase au milieu de laquelle")
    Session.objects.all().delete()
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Votre session est terminée")
    expect(page.get_by_role("link", name="Ouvrez une session")).to_be_visible()
    write(page, " la session finit.")
    login(context, anne)  # in another tab
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    assert "au milieu de laquelle la session finit." in stored().state_actions


def test_a_network_that_is_cut_is_told_and_the_words_are_kept(
    page_of_anne: Page, context: BrowserContext
) -> None:
    page = page_of_anne
    write(page, " Hors ligne.")
    context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Pas de réseau")
    context.set_offline(False)
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Enregistré\. "))
    assert "Hors ligne." in stored().state_actions


def test_an_answer_that_never_came_is_no_conflict_with_oneself(page_of_anne: Page) -> None:
    page = page_of_anne
    write(page, " Une fois.")
    page.evaluate(  # the form arrives, its answer does not: once
        """() => {
            const real = window.fetch
            window.fetch = async (address, options) => {
                const answer = await real(address, options)
                if (address !== location.href) return answer
                window.fetch = real
                throw new TypeError("the connection was lost")
            }
        }"""
    )
    page.keyboard.press("Control+s")
    expect(state(page)).to_contain_text("Pas de réseau")
    version = stored().version
    assert stored().state_actions.count("Une fois.") == 1
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"Déjà enregistré"))
    assert stored().version == version
    assert stored().state_actions.count("Une fois.") == 1


def test_without_scripts_the_form_still_saves(
    draft: Evaluation, browser: Browser, login: Callable, site: str
) -> None:
    plain = browser.new_context(locale="fr-FR", java_script_enabled=False)
    login(plain, factories.user("anne", role=rights.WRITERS))
    page = plain.new_page()
    page.goto(site + MEASURE)
    page.locator("textarea[name=state_actions]").fill("<p>Écrit en HTML.</p>")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status").first).to_have_text("Enregistré.")
    plain.close()
    assert stored().state_actions == "<p>Écrit en HTML.</p>"
