"""A first visit: no line moves under the eyes, and few bytes come, fonts included."""

import time
from itertools import product
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from measures.actions.accounts import loader_account
from measures.plan_files.load import load
from tests import factories
from tests.conftest import FIXTURES
from tests.report_2017 import EVALUATION
from tracker.kept_page import QUICK, compress

PAGES = {
    "home": "/",
    "overview": EVALUATION,
    "measure": f"{EVALUATION}mesures/13/",
    "table": f"{EVALUATION}mesures/",
    "recommendations": f"{EVALUATION}recommandations/",
    "report": f"{EVALUATION}rapport/",
    "search": "/recherche/?q=victimes",
}
STEADY = ("overview", "measure", "table")
HEAVIEST = 150_000  # bytes that travel, fonts included
_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(
        entry => [entry.value, String(entry.sources[0]?.node?.textContent).slice(0, 60)]
    ))).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(autouse=True)
def plan(site: str) -> None:
    """The real plan, with its texts."""
    load(FIXTURES / "2014-2016", print_publication=factories.smallest_report, by=loader_account())


@pytest.mark.parametrize("late", [False, True], ids=["fonts at once", "fonts late"])
def test_nothing_moves_once_it_is_shown(browser: Browser, site: str, late: bool) -> None:
    def wait(route: Route) -> None:
        time.sleep(0.4)
        route.continue_()

    for width, name in product((360, 1440), STEADY):
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        if late:
            page.route("**/*.woff2", wait)
        page.add_init_script(_SHIFTS)
        page.goto(site + PAGES[name], wait_until="networkidle")
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        assert page.evaluate("shifts") == [], (name, width)
        context.close()


def test_a_first_visit_brings_few_bytes(page: Page, site: str) -> None:
    for name, path in PAGES.items():
        answer = page.goto(site + path, wait_until="networkidle")
        asked = page.evaluate("performance.getEntriesByType('resource').map(file => file.name)")
        files = {address.partition("/static/")[2] for address in asked}
        weights = {name: len(compress(answer.body(), "br", QUICK))}
        weights |= {file: _weight(Path(finders.find(file))) for file in files}
        assert sum(weights.values()) <= HEAVIEST, weights


def _weight(file: Path) -> int:
    """Return the bytes of a file as they travel: compressed, but for what is already."""
    body = file.read_bytes()
    return len(body if file.suffix == ".woff2" else compress(body, "br", QUICK))


def test_the_very_first_page_is_set_in_our_fonts(browser: Browser, site: str) -> None:
    for name in ("home", "measure"):
        context = browser.new_context()
        page = context.new_page()
        page.goto(site + PAGES[name], wait_until="networkidle")
        asked = context.new_cdp_session(page)
        asked.send("DOM.enable")
        asked.send("CSS.enable")
        root = asked.send("DOM.getDocument")["root"]["nodeId"]
        for selector in ("h1", ".brand", ".site-footer strong", "main p"):
            node = asked.send("DOM.querySelector", {"nodeId": root, "selector": selector})
            used = asked.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})
            assert all(font["isCustomFont"] for font in used["fonts"]), (name, selector, used)
        context.close()


def test_the_console_stays_empty(page: Page, site: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES.values():
        page.goto(site + path, wait_until="networkidle")
    page.goto(f"{site}/redaction/connexion/", wait_until="networkidle")
    assert said == []
