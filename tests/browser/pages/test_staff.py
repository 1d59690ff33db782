"""Every page of staff, in a real browser: WCAG 2.2 AA, as far as a machine sees."""

from collections.abc import Iterator

import pytest
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages.captured import REFUSED, Pages, name_of
from tests.browser.pages.served import served
from tests.browser.pages.visits import KINDS, Faults, told, visit_all
from tests.views.reader import words


@pytest.fixture(scope="module")
def site(staff_pages: Pages) -> Iterator[str]:
    """The address of the pages of staff as they are."""
    with served(staff_pages) as address:
        yield address


@pytest.fixture(scope="module")
def faults(staff_pages: Pages, site: str, browser: Browser, browser_context_args: dict) -> Faults:
    """What is found on the pages of staff."""
    return visit_all(staff_pages, site, browser, browser_context_args)


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.get)
def test_on_every_staff_page(kind: str, faults: Faults) -> None:
    if found := told(faults[kind]):
        pytest.fail(found, pytrace=False)


def test_pages_of_staff_and_the_refusals_of_their_forms_are_among_these(staff_pages: Pages) -> None:
    refused = {name_of(path) for path in staff_pages if path.startswith(REFUSED)}
    opened = {name_of(path) for path in staff_pages if path.startswith("/redaction/")}
    assert len(opened) > 60
    assert {"account_login", "staff_assessment", "staff_evaluation_settings"} <= refused & opened


def roots(pages: Pages) -> dict[str, HtmlElement]:
    return {path: html.document_fromstring(shown.body.decode()) for path, shown in pages.items()}


def test_no_two_pages_of_staff_bear_the_same_title(staff_pages: Pages) -> None:
    """Unless they say the same: a draft cannot be cited, nor can a part of it."""
    said: dict[str, dict[str, str]] = {}
    for path, root in roots(staff_pages).items():
        title, main = words(root.find(".//title")), words(root.find(".//main"))
        if path.startswith("/redaction/") and not title.startswith("Page introuvable"):
            said.setdefault(title, {})[main] = path
    assert {title: list(by.values()) for title, by in said.items() if len(by) > 1} == {}


def test_what_is_refused_is_told_with_its_field(staff_pages: Pages) -> None:
    """WCAG 3.3.1: each error describes its control, and the list of errors leads to it."""
    seen = 0
    for path, root in roots(staff_pages).items():
        for error in root.xpath("//ul[@class='errors']"):
            described = root.xpath(
                "//*[contains(concat(' ', @aria-describedby, ' '), concat(' ', $id, ' '))]",
                id=error.get("id"),
            )
            assert described, f"{path}: {error.get('id')} describes nothing"
            controls = described[0].xpath("descendant-or-self::*[@aria-invalid='true']")
            assert controls, f"{path}: nothing is invalid beside {error.get('id')}"
            control = described[0].get("id") or controls[0].get("id")
            led = root.xpath("//*[@id='refus']//a[@href=$to]", to=f"#{control}")
            assert led, f"{path}: no link leads to {control}"
            seen += 1
    assert seen > 20


def test_what_is_refused_has_the_focus_and_leads_to_its_field(
    staff_pages: Pages, site: str, page: Page
) -> None:
    refused = [
        path
        for path, root in roots(staff_pages).items()
        if root.xpath("//*[@role='alert' and contains(@class, 'is-error')]")
    ]
    assert len(refused) > 15
    for path in refused:
        page.goto(site + path)
        told = page.locator(".is-error[role=alert]").first
        expect(told, path).to_be_focused()
        for link in told.get_by_role("link").all():
            link.press("Enter")
            field = page.locator(page.evaluate("location.hash"))
            expect(field, path).to_be_in_viewport()


def test_a_password_can_be_pasted_and_kept_by_a_manager(
    staff_pages: Pages, site: str, page: Page
) -> None:
    """WCAG 3.3.8 and 1.3.5: nothing to remember or copy by hand, each field says what it is."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    purposes = {"current-password", "new-password"}
    for path, root in roots(staff_pages).items():
        fields = root.xpath("//input[@type='password']")
        for field in fields:
            assert field.get("autocomplete") in purposes, f"{path}: {field.get('name')}"
            if path.startswith("/redaction/"):
                page.goto(site + path)
                box = page.locator(f"#{field.get('id')}")
                page.evaluate("navigator.clipboard.writeText('une phrase collée')")
                box.press("Control+v")
                assert box.input_value() == "une phrase collée", path
    login = roots(staff_pages)["/redaction/connexion/"]
    assert login.xpath("//input[@autocomplete='username']")


def test_the_accessibility_statement_is_one_link_away_from_every_page(staff_pages: Pages) -> None:
    for path, root in roots(staff_pages).items():
        assert root.xpath("//footer//a[@href='/accessibilite/']"), path
