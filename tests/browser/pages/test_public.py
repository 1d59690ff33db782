"""Every page that visitors can read, in a real browser: WCAG 2.2 AA, as far as a machine sees."""

import pytest
from playwright.sync_api import Browser

from tests.browser.pages.captured import Pages, name_of
from tests.browser.pages.served import served
from tests.browser.pages.visits import KINDS, Faults, told, visit_all
from tests.test_house import PUBLIC

LEAD_ELSEWHERE = {"latest_measure", "recommendation"}
FILES = {
    *("report_pdf", "data_file", "data_schema", "picture_svg", "picture_png"),
    *("cite_evaluation_file", "cite_measure_file", "cite_section_file"),
    *("cite_recommendation_file", "feed", "sitemap", "robots"),
}


@pytest.fixture(scope="module")
def faults(public_pages: Pages, browser: Browser, browser_context_args: dict) -> Faults:
    """What is found on the public pages."""
    with served(public_pages) as site:
        return visit_all(public_pages, site, browser, browser_context_args)


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.get)
def test_on_every_public_page(kind: str, faults: Faults) -> None:
    if found := told(faults[kind]):
        pytest.fail(found, pytrace=False)


def test_every_address_open_to_all_is_among_these_pages(public_pages: Pages) -> None:
    seen = {name_of(path) for path in public_pages if not path.startswith("/erreurs/")}
    assert seen - FILES == PUBLIC - FILES - LEAD_ELSEWHERE
