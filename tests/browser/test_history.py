"""History in a real browser: readable by every eye and on a phone, brought back by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from measures import rights
from measures.actions import assessments
from measures.actions.saving import history_of
from measures.models import Assessment
from tests import factories
from tests.browser.conftest import WIDTHS, findings, overflow

EVALUATION = "/redaction/plans/2019-2021/evaluations/2024/"
MEASURE = f"{EVALUATION}mesures/1/"

BEFORE = (
    "<h3>Un titre</h3><p>Un premier paragraphe de la mesure.</p><p>Un passage qui part.</p>"
    "<ul><li>Un point</li><li>Un autre point</li></ul>"
    "<table><caption>Titres</caption><tr><th>Année</th><th>Délivrance</th></tr>"
    "<tr><td>2015</td><td>12</td></tr><tr><td>2016</td><td>13</td></tr></table>"
    '<div class="recommendation" data-key="former" data-to="ecole"><p>Former.</p></div>'
)
AFTER = (
    '<h4>Un titre</h4><p>Un <b>premier</b> paragraphe<span class="footnote">Une note.</span> de la '
    'mesure, suivi d’un <a href="https://a.fr">lien</a>.</p><ol><li>Un point</li></ol>'
    "<table><caption>Titres délivrés</caption><tr><th>Année</th><th>Délivrance</th></tr>"
    "<tr><td>2014</td><td>9</td></tr><tr><td>2015</td><td>14</td></tr></table>"
    '<div class="recommendation" data-key="former" data-to=""><p>Former tous.</p></div>'
    '<div class="box"><p>Un encadré.</p></div>'
)


@pytest.fixture(autouse=True)
def assessment(context: BrowserContext, login: Callable) -> Assessment:
    """A measure written, changed in every way, and written by somebody else at the same time."""
    user = factories.user("camille", first_name="Camille", last_name="Martin")
    factories.addressee("ecole", "École & université")
    draft = factories.evaluation(factories.plan("2019-2021", measures=2), "2024")
    row = factories.assess(draft, 1, status="non", observations=BEFORE, by=user)
    assessments.save(
        row, status="partiellement", state_actions="", observations=AFTER, message="Relecture",
        expected_version=row.version, by=user,
    )  # fmt: skip
    assessments.set_aside(
        row, status="non", state_actions="", observations="<p>Le texte écarté.</p>",
        by=factories.user("anne", role=rights.WRITERS),
    )  # fmt: skip
    login(context, user)
    return row


def paths(row: Assessment) -> list[str]:
    aside, last, first = history_of(row)
    return [
        f"{MEASURE}historique/",
        f"{MEASURE}historique/{last.pk}/",
        f"{MEASURE}historique/{aside.pk}/?avec={first.pk}",
        f"{EVALUATION}journal/?personne=camille&du=2020-01-01",
        f"{EVALUATION}journal/?sorte=publication",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(scheme: str, page: Page, site: str, assessment: Assessment) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in paths(assessment):
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert findings(page) == [], path


def test_no_page_scrolls_sideways(page: Page, site: str, assessment: Assessment) -> None:
    for path in paths(assessment):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(site + path)
            assert overflow(page) <= 0, (path, width)


def test_what_changed_is_seen_without_colours(
    page: Page, site: str, assessment: Assessment
) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(site + paths(assessment)[1])
    line = "element => getComputedStyle(element).textDecorationLine"
    assert page.locator(".text ins").first.evaluate(line) == "underline"
    assert page.locator(".text del").first.evaluate(line) == "line-through"
    expect(page.locator(".text")).to_contain_text(["[mise en forme modifiée"])


def test_a_text_set_aside_is_taken_back_by_keyboard(
    page: Page, site: str, assessment: Assessment
) -> None:
    page.goto(f"{site}{MEASURE}historique/")
    aside = page.locator(".version.is-aside a")
    aside.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Version écartée du")
    button = page.get_by_role("button", name="Rétablir cette version")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".message.is-success")).to_contain_text("La version est rétablie")
    assessment.refresh_from_db()
    assert assessment.observations == "<p>Le texte écarté.</p>"
