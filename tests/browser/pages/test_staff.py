"""Every page of staff, in a real browser: WCAG 2.2 AA, as far as a machine sees."""

import pytest
from playwright.sync_api import Browser

from tests.browser.pages.captured import REFUSED, Pages, name_of
from tests.browser.pages.served import served
from tests.browser.pages.visits import KINDS, Faults, told, visit_all


@pytest.fixture(scope="module")
def faults(staff_pages: Pages, browser: Browser, browser_context_args: dict) -> Faults:
    """What is found on the pages of staff."""
    with served(staff_pages) as site:
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
