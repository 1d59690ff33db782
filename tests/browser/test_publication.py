"""A rapporteur publishes an evaluation, then rectifies it, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from measures import rights
from measures.models import Evaluation, User
from tests import factories
from tests.browser.conftest import WIDTHS, findings, overflow

PAGE = "/redaction/plans/2019-2021/evaluations/2022/publication/"
PUBLIC = "/plans/2019-2021/evaluations/2022/"


@pytest.fixture
def draft(rapporteur: User) -> Evaluation:
    """An evaluation that lacks one thing, and of which another deserves a look."""
    made = factories.evaluation(factories.plan(measures=2))
    factories.section(made, "introduction", title="Introduction")
    factories.assess(made, 1, state_actions="")
    factories.assess(made, 2, work_state="a-relire")
    return made


def looked_at(page: Page) -> None:
    """Check what holds for every page: nothing for axe, no scroll sideways, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert findings(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0, width


def test_a_rapporteur_proof_reads_publishes_and_rectifies(
    draft: Evaluation, page: Page, site: str
) -> None:
    page.goto(site + PAGE)
    looked_at(page)
    page.get_by_role("link", name="Mesure 2").click()
    page.get_by_label("État du travail").select_option("relu")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_role("status").filter(has_text="Enregistré")).to_be_visible()

    page.goto(site + PAGE)
    page.get_by_label("Date d’adoption").fill("2022-06-01")
    page.get_by_label("Date d’adoption").dispatch_event("change")
    statement = page.get_by_label("Mention d’adoption")
    said = "adoptée à l’unanimité lors de l’Assemblée plénière du 1er juin 2022"
    expect(statement).to_have_value(said)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez cette case pour publier.")
    expect(statement).to_have_value(said)
    looked_at(page)
    page.get_by_label("Je publie cette évaluation").check()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status")).to_contain_text("est publiée")
    looked_at(page)
    page.get_by_role("link", name="La page publique").click()
    expect(page).to_have_url(site + PUBLIC)

    page.goto(site + PAGE)
    page.get_by_label("Motif de la rectification").fill("Une observation était fausse")
    page.get_by_role("button", name="Préparer une rectification").click()
    expect(page.get_by_role("status")).to_contain_text("La rectification est en préparation")
    made = Evaluation.objects.get(edition=2)
    factories.assess(made, 2, observations="<p>Une observation juste.</p>")
    page.reload()
    page.get_by_text("Ce que la rectification change").click()
    looked_at(page)
    page.get_by_label("Je publie cette évaluation").check()
    page.get_by_role("button", name="Publier la rectification").click()
    page.get_by_role("link", name="Ce que la rectification a changé").click()
    expect(page).to_have_url(f"{site}{PUBLIC}rectification/")
    expect(page.locator("ins").filter(has_text="juste")).to_be_visible()
    looked_at(page)


def test_the_administration_withdraws_what_was_published(
    context: BrowserContext, login: Callable, page: Page, site: str
) -> None:
    factories.publish(factories.evaluation(factories.plan(measures=1)))
    login(context, factories.user("alix", role=rights.ADMINISTRATORS))
    page.goto(site + PAGE)
    page.get_by_label("Motif du retrait").fill("Publiée par erreur")
    page.get_by_label("Pour confirmer").fill("2021")
    page.get_by_role("button", name="Retirer de la publication").click()
    expect(page.get_by_text("Ce n’est pas cette évaluation")).to_be_visible()
    expect(page.get_by_label("Motif du retrait")).to_have_value("Publiée par erreur")
    looked_at(page)
    page.get_by_label("Pour confirmer").fill("2022")
    page.get_by_role("button", name="Retirer de la publication").click()
    expect(page.get_by_role("status")).to_contain_text("L’évaluation est retirée")
    assert page.goto(site + PUBLIC).status == 404
