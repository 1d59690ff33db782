"""Every page that visitors can read, in a real browser: WCAG 2.2 AA, as far as a machine sees."""

from collections.abc import Iterator

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from tests.browser.pages.captured import Pages, name_of
from tests.browser.pages.served import served
from tests.browser.pages.visits import KINDS, Faults, told, visit_all
from tests.report_2017 import EVALUATION
from tests.test_house import PUBLIC
from tests.views.reader import words

LEAD_ELSEWHERE = {"latest_measure", "recommendation"}
FILES = {name for name in PUBLIC if name.endswith(("_pdf", "_file"))}
FILES |= {name for name in PUBLIC if name.startswith("api_")}
FILES |= {"data_schema", "picture_svg", "picture_png", "feed", "sitemap", "robots"}


MEASURE = f"{EVALUATION}mesures/5/"  # with notes, a table of merged cells, recommendations


@pytest.fixture(scope="module")
def site(public_pages: Pages) -> Iterator[str]:
    """The address of the public pages as they are."""
    with served(public_pages) as address:
        yield address


@pytest.fixture(scope="module")
def faults(public_pages: Pages, site: str, browser: Browser, browser_context_args: dict) -> Faults:
    """What is found on the public pages."""
    return visit_all(public_pages, site, browser, browser_context_args)


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.get)
def test_on_every_public_page(kind: str, faults: Faults) -> None:
    if found := told(faults[kind]):
        pytest.fail(found, pytrace=False)


def test_every_address_open_to_all_is_among_these_pages(public_pages: Pages) -> None:
    seen = {name_of(path) for path in public_pages if not path.startswith("/erreurs/")}
    assert seen - FILES == PUBLIC - FILES - LEAD_ELSEWHERE


def test_the_first_stop_leads_past_the_head_to_what_is_read(page: Page, site: str) -> None:
    page.goto(site + MEASURE)
    page.keyboard.press("Tab")

    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_jump_is_made_at_once(page: Page, site: str) -> None:
    """Smoothly, it may still be under way when the next begins, which it would take back."""
    page.goto(site + MEASURE)
    there = page.evaluate(
        """() => {
          const notes = document.querySelectorAll(".notes li")
          const last = notes[notes.length - 1]
          location.hash = last.id
          return last.getBoundingClientRect().top < innerHeight
        }"""
    )
    assert there


def test_a_note_is_reached_from_its_call_and_leads_back(page: Page, site: str) -> None:
    page.goto(site + MEASURE)
    call = page.locator(".call a").first
    call.focus()
    page.keyboard.press("Enter")

    note = page.locator(page.evaluate("location.hash"))
    expect(note).to_be_in_viewport()
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('li')?.id === location.hash.slice(1)"
    assert page.evaluate(inside), "the next stop is in the note"
    note.get_by_role("link", name="Retour à l’appel de la note").focus()
    page.keyboard.press("Enter")
    expect(page.locator(page.evaluate("location.hash"))).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(call).to_be_focused()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_table_is_read_with_its_headers_at_any_width(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}{EVALUATION}mesures/")
    table = page.get_by_role("table")
    columns = page.locator("thead th").count()
    expect(table.get_by_role("columnheader")).to_have_count(columns)
    expect(table.get_by_role("rowheader")).to_have_count(23)
    expect(table.get_by_role("row").nth(1).get_by_role("cell")).to_have_count(columns - 1)

    page.goto(site + MEASURE)
    figures = page.get_by_role("table").first
    expect(figures.get_by_role("columnheader").first).to_be_attached()
    expect(figures.get_by_role("rowheader").first).to_be_attached()


def test_help_stands_in_the_same_place_of_every_page(public_pages: Pages) -> None:
    feet: dict[tuple[str, ...], list[str]] = {}
    for path, shown in public_pages.items():
        if path.startswith("/erreurs/") or path.endswith("/integrer/"):
            continue
        if shown.headers["Content-Type"].startswith("text/html"):
            root = html.document_fromstring(shown.body.decode())
            links = tuple(words(link) for link in root.xpath("//footer//nav//a"))
            feet.setdefault(links, []).append(path)
    assert len(feet) == 1, {links: paths[:2] for links, paths in feet.items()}
    assert "À propos" in next(iter(feet))
