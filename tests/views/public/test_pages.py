"""The pages about the site itself."""

import json
from pathlib import Path

import pytest
from django.conf import LazySettings

from measures.models import User
from tests import factories
from tests.report_2017 import EVALUATION, MEASURES, PLAN, PRIORITIES
from tests.views.reader import all_words, by_class, links, one, read, words

TO_COMPLETE = "à compléter par l’institution"


@pytest.mark.usefixtures("evaluation_2017")
def test_about_says_what_each_status_means() -> None:
    root = read("/a-propos/")
    assert all_words(root, "//main" + by_class("status")) == [
        "Non mise en œuvre",
        "Partiellement mise en œuvre",
        "Mise en œuvre",
    ]
    assert "rapporteur national indépendant" in words(root)


@pytest.mark.parametrize(
    "path", ["/a-propos/", "/accessibilite/", "/mentions-legales/", "/plan-du-site/"]
)
@pytest.mark.django_db
def test_a_page_about_the_site_stands_before_anything_is_published(path: str) -> None:
    root = read(path)
    assert words(one(root, "//h1"))
    assert not [link for link in links(root, path) if "/evaluations/" in link]


@pytest.mark.django_db
def test_what_the_institution_has_not_said_is_shown_as_still_to_say(
    settings: LazySettings,
) -> None:
    settings.INSTITUTION = dict.fromkeys(settings.INSTITUTION, "")
    legal = read("/mentions-legales/")
    assert len(legal.xpath(by_class("to-complete"))) == len(settings.INSTITUTION) - 2
    assert TO_COMPLETE in words(read("/accessibilite/"))


@pytest.mark.django_db
def test_what_the_institution_says_of_itself_is_shown(settings: LazySettings) -> None:
    settings.INSTITUTION = {
        "name": "Commission & Cie",
        "address": "35 rue Saint-Dominique, 75007 Paris",
        "telephone": "01 42 75 77 09",
        "email": "cncdh@example.org",
        "site": "https://www.example.org",
        "publication_director": "Camille Martin",
        "host": "Hébergeur, 1 rue du Port",
        "accessibility_contact": "acces@example.org",
        "accessibility_plan": "https://www.example.org/schema",
    }
    legal = read("/mentions-legales/")
    assert not legal.xpath(by_class("to-complete"))
    said = words(legal)
    for name, value in settings.INSTITUTION.items():
        assert value in said or name.startswith("accessibility")
    statement = words(read("/accessibilite/"))
    assert "acces@example.org" in statement
    assert "https://www.example.org/schema" in statement


@pytest.mark.django_db
def test_the_accessibility_statement_has_its_legal_parts_and_names_the_tools_in_use() -> None:
    root = read("/accessibilite/")
    assert all_words(root, "//h2") == [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Établissement de cette déclaration",
        "Retour d’information et contact",
        "Voies de recours",
    ]
    packages = Path(__file__).parents[2] / "browser/package.json"
    used = json.loads(packages.read_text(encoding="utf-8"))["devDependencies"]
    for version in used.values():
        assert version in words(root)


@pytest.mark.usefixtures("evaluation_2017")
def test_the_site_map_leads_to_every_page() -> None:
    found = set(links(read("/plan-du-site/"), "/plan-du-site/"))
    expected = {"/", PLAN, EVALUATION}
    expected |= {f"{EVALUATION}{page}/" for page in ("mesures", "recommandations", "rapport")}
    expected |= {f"{EVALUATION}priorites/{number}/" for number in PRIORITIES}
    expected |= {f"{EVALUATION}mesures/{number}/" for number in MEASURES}
    expected |= {f"{EVALUATION}rapport.pdf", f"{EVALUATION}sections/cncdh/"}
    assert expected <= found


def test_the_site_map_names_every_plan_and_its_published_evaluations(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan, "2021"))
    factories.evaluation(plan, "2022")
    factories.plan("2027-2029", measures=1)
    found = links(read("/plan-du-site/"), "/plan-du-site/")
    assert {"/plans/2019-2021/", "/plans/2027-2029/"} <= set(found)
    assert "/plans/2019-2021/evaluations/2021/" in found
    assert not [link for link in found if "2022" in link]
