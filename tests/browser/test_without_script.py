"""Staff pages where no script runs: plain forms, that lose nothing and say what became of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from measures.models import Assessment
from tests import factories

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
PASSWORD = "une phrase que je retiens"


@pytest.fixture
def plain(site: str, browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """A page of a browser without scripts."""
    context = browser.new_context(
        **browser_context_args | {"java_script_enabled": False, "base_url": site}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def assessment(site: str) -> Assessment:
    """A text to write, by somebody who has a password."""
    made = factories.evaluation(factories.plan(measures=2), "2024")
    user = factories.user("anne")
    user.set_password(PASSWORD)
    user.save()
    return factories.assess(made, 1, state_actions="<p>Avant.</p>", work_state="en-cours")


def enter(page: Page) -> None:
    page.goto(MEASURE)
    page.get_by_label("Identifiant ou adresse électronique").fill("anne")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def test_one_logs_in_and_writes(plain: Page, assessment: Assessment) -> None:
    enter(plain)
    plain.get_by_role("radio", name="Mise en œuvre", exact=True).check()
    plain.get_by_label("Actions de l’État").fill("<p>Après.</p>")
    plain.get_by_role("button", name="Enregistrer").click()

    expect(plain.get_by_role("main")).to_contain_text("Enregistré")
    assessment.refresh_from_db()
    assert assessment.state_actions == "<p>Après.</p>"
    assert assessment.status == "mise-en-oeuvre"


def test_what_is_refused_is_told_and_kept(plain: Page, assessment: Assessment) -> None:
    enter(plain)
    wrong = factories.recommendation("Agir.", to="inconnu")
    plain.get_by_label("Observations et recommandations").fill(wrong)
    plain.get_by_role("button", name="Enregistrer").click()

    expect(plain.locator("#refus")).to_be_focused()
    expect(plain.get_by_label("Observations et recommandations")).to_have_value(wrong)


def test_a_conflict_is_settled(plain: Page, assessment: Assessment) -> None:
    enter(plain)
    factories.assess(assessment.evaluation, 1, state_actions="<p>De Camille.</p>")
    plain.get_by_label("Actions de l’État").fill("<p>D’Anne.</p>")
    plain.get_by_role("button", name="Enregistrer").click()

    expect(plain.get_by_role("alert")).to_contain_text("Quelqu’un a enregistré ce texte")
    plain.get_by_role("button", name="Reprendre la version enregistrée").first.click()
    expect(plain.get_by_label("Actions de l’État")).to_have_value("<p>De Camille.</p>")
