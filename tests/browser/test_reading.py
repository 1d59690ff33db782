"""What a reader does on the public pages: search, filter, cite, embed, try the API."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import bulk
from tests.browser.conftest import WIDTHS, findings, overflow
from tests.views import world

PLAN = "/plans/2019-2021/"
EVALUATION = f"{PLAN}evaluations/2022/"
MANY = "/plans/2031-2033/evaluations/2031/"


@pytest.fixture
def published(site: str) -> None:
    """A plan evaluated twice."""
    world.plan_evaluated_twice()


@pytest.fixture
def plain(site: str, browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """A page of a browser without scripts."""
    context = browser.new_context(**browser_context_args | {"java_script_enabled": False})
    yield context.new_page()
    context.close()


# Search


@pytest.mark.usefixtures("published")
def test_a_search_leads_to_the_very_paragraph_in_view(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(site)
    page.get_by_role("searchbox").fill("OSER")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("2 passages dans 2 mesures")
    expect(page.locator("mark").first).to_have_text("Oser")
    page.get_by_role("link", name="Recommandation 2").first.click()

    anchor = urlsplit(page.url).fragment
    assert anchor
    target = page.locator(f"[id='{anchor}']")
    expect(target).to_contain_text("Oser.")
    expect(target).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == anchor


@pytest.mark.usefixtures("published")
def test_a_search_that_finds_nothing_proposes_a_word_that_does(page: Page, site: str) -> None:
    page.goto(f"{site}/recherche/?q=ozer")
    expect(page.locator(".result")).to_have_count(0)
    page.get_by_role("link", name="oser").click()
    expect(page.locator(".result").first).to_contain_text("Mesure 2")


# Filters


@pytest.fixture
def many(site: str) -> None:
    """Thirty measures, a recommendation on each."""
    bulk.evaluation(30)


def filtering(page: Page, site: str) -> None:
    """Combine two filters of the measures, then remove them one by one."""
    found = page.locator(".found")
    page.goto(f"{site}{MANY}mesures/")
    expect(found).to_have_text("30 mesures")
    page.get_by_label("Mise en œuvre").select_option("Non mise en œuvre")
    page.get_by_label("Priorité").select_option("2")
    page.get_by_role("button", name="Filtrer").click()

    expect(found).to_have_text("3 mesures sur 30")
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("tbody .status")).to_have_text(["Non mise en œuvre"] * 3)
    assert "statut=non" in page.url
    assert "priorite=2" in page.url

    chips = page.get_by_role("list", name="Filtres en vigueur")
    chips.get_by_role("link", name="Priorité").click()
    expect(found).to_have_text("10 mesures sur 30")
    chips.get_by_role("link", name="Mise en œuvre").click()
    expect(found).to_have_text("30 mesures")
    expect(chips).to_have_count(0)


@pytest.mark.usefixtures("many")
def test_filters_of_measures_are_combined_and_removed(page: Page, site: str) -> None:
    filtering(page, site)


@pytest.mark.usefixtures("many")
def test_filters_work_without_a_script(plain: Page, site: str) -> None:
    filtering(plain, site)


@pytest.mark.usefixtures("many")
def test_recommendations_are_filtered_and_classified(page: Page, site: str) -> None:
    found = page.locator(".found")
    page.goto(f"{site}{MANY}recommandations/")
    expect(found).to_have_text("30 recommandations")
    page.get_by_label("Destinataire").select_option("Parlement")
    page.get_by_label("Classement").select_option("Par destinataire")
    page.get_by_role("button", name="Filtrer").click()

    expect(found).to_have_text("10 recommandations sur 30")
    expect(page.get_by_role("heading", name="Parlement")).to_be_visible()
    page.get_by_role("list", name="Filtres en vigueur").get_by_role("link").first.click()
    expect(found).to_have_text("30 recommandations")
    assert "classement=destinataire" in page.url  # an order is no filter


# Citation


@pytest.mark.usefixtures("published")
def test_a_reference_is_copied_whole(page: Page, context: BrowserContext, site: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(f"{site}{EVALUATION}mesures/1/citer/")
    button = page.locator(".copy").first
    button.click()

    expect(button).to_have_text("Copié")
    expect(page.get_by_role("status")).to_have_text("Copié : La référence")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("CNCDH, Évaluation 2022, ")
    assert copied.endswith(f"{EVALUATION}editions/1/mesures/1/")

    page.locator(".copy").nth(1).click()
    expect(page.get_by_role("status")).to_have_text("Copié : BibTeX")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@")
    assert findings(page) == []


@pytest.mark.usefixtures("published")
def test_without_a_clipboard_the_text_is_selected(page: Page, site: str) -> None:
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(f"{site}{EVALUATION}citer/")
    page.get_by_role("button", name="Copier").first.click()

    expect(page.get_by_role("status")).to_contain_text("Ctrl+C")
    assert page.evaluate("String(getSelection())").startswith("CNCDH, ")


@pytest.mark.usefixtures("published")
def test_a_reference_is_downloaded_for_software(page: Page, site: str) -> None:
    page.goto(f"{site}{EVALUATION}mesures/1/citer/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger citer.bib").click()
    download = waiting.value
    assert download.suggested_filename.endswith(".bib")
    said = download.path().read_text(encoding="utf-8")
    assert said == page.get_by_role("textbox", name="BibTeX").input_value() + "\n"


@pytest.mark.usefixtures("published")
def test_without_a_script_there_is_no_button_that_does_nothing(plain: Page, site: str) -> None:
    plain.goto(f"{site}{EVALUATION}citer/")
    expect(plain.get_by_role("button", name="Copier")).to_have_count(0)
    expect(plain.get_by_role("textbox", name="BibTeX")).to_be_visible()


# The overview to embed


FRAMED = ("integrer/", "", "mesures/1/", "partager/", "rapport/")


@pytest.fixture
def elsewhere(site: str) -> Iterator[str]:
    """The address of a page of another site, which frames pages of ours."""
    frames = "".join(
        f'<iframe name="f{n}" src="{site}{EVALUATION}{path}" width="800" height="900"></iframe>'
        for n, path in enumerate(FRAMED)
    )
    document = f'<!DOCTYPE html><html lang="fr"><title>Ailleurs</title><body>{frames}'

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(document.encode())

        def log_message(self, *said: object) -> None:
            """Say nothing of each request."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("published")
def test_only_the_overview_to_embed_is_shown_by_a_page_of_another_site(
    page: Page, elsewhere: str, clean_console: list[str]
) -> None:
    page.goto(elsewhere)
    shown = page.frame_locator("[name=f0]")
    expect(shown.get_by_role("heading", level=1)).to_contain_text("en œuvre")
    expect(shown.get_by_role("link", name="nouvelle fenêtre")).to_be_visible()
    assert page.frame("f0").evaluate("document.documentElement.scrollWidth <= innerWidth")
    for n in range(1, len(FRAMED)):
        page.frame(f"f{n}").wait_for_load_state()
        assert page.frame(f"f{n}").url.startswith("chrome-error://"), FRAMED[n]
    assert len(clean_console) == len(FRAMED) - 1
    assert all("frame-ancestors" in said for said in clean_console)
    clean_console.clear()


# The API


@pytest.mark.usefixtures("published")
def test_the_api_is_tried_in_place(page: Page, site: str) -> None:
    page.goto(f"{site}/api/")
    page.get_by_label("statut").select_option("non")
    with page.expect_response("**/api/v1/**") as waiting:
        page.get_by_role("button", name="Envoyer").click()

    assert waiting.value.status == 200
    expect(page.get_by_role("status").first).to_contain_text("Code 200")
    said = json.loads(page.get_by_role("region", name="La réponse").inner_text())
    assert [row["numero"] for row in said["results"]] == [4]
    address = f"{site}/api/v1{EVALUATION}mesures/?statut=non"
    expect(page.get_by_role("link", name=address)).to_have_attribute("href", address)
    expect(page.get_by_role("textbox", name="terminal")).to_have_value(f'curl "{address}"')
    assert "statut=non" in page.url

    page.reload()  # the address of the page holds what was asked
    expect(page.get_by_role("status").first).to_contain_text("Code 200")
    expect(page.get_by_label("statut")).to_have_value("non")


@pytest.mark.usefixtures("published")
def test_an_edition_and_an_error_are_tried_in_place(page: Page, site: str) -> None:
    page.goto(f"{site}/api/")
    page.get_by_role("link", name="Une mesure, avec ses textes").click()
    page.get_by_label("evaluation").fill("2021")
    page.get_by_label("edition").fill("1")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("region", name="La réponse")).to_contain_text('"edition": 1')

    page.get_by_label("numero").fill("99")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status").first).to_contain_text("Code 404")
    expect(page.get_by_role("region", name="La réponse")).to_contain_text("pas de mesure 99")


@pytest.mark.usefixtures("published")
def test_the_api_is_tried_without_a_script(plain: Page, site: str) -> None:
    plain.goto(f"{site}/api/")
    plain.get_by_role("link", name="Une recommandation", exact=True).click()
    plain.get_by_role("button", name="Envoyer").click()
    expect(plain.get_by_role("status")).to_contain_text("Code 200")
    expect(plain.get_by_role("region", name="La réponse")).to_contain_text('"cle": "former"')


@pytest.mark.usefixtures("published")
def test_a_link_to_an_object_opens_it(page: Page, site: str) -> None:
    page.goto(f"{site}/api/")
    page.get_by_role("link", name="MesureResume").first.click()
    described = page.get_by_role("table", name="Les membres de MesureResume")
    expect(described).to_be_in_viewport()
    expect(described).to_contain_text("nombre_recommandations")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("published")
def test_what_a_page_shows_once_it_was_used_has_no_fault_that_axe_finds(
    scheme: str, page: Page, site: str
) -> None:
    """Pages as they are met are looked at elsewhere; here the answer, the button, an object."""
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{site}/api/#objet-Mesure")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status").first).to_contain_text("Code 200")
    assert findings(page) == []
    for width in (320, *WIDTHS):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, width
