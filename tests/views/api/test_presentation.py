"""The page that presents the API, and where one tries it without a script."""

import json

import pytest

from measures.exports.api import operations
from measures.exports.api.description import shapes
from measures.models import Evaluation
from tests.report_2017 import EVALUATION
from tests.views.reader import by_class, fetch, links, one, read, words

SITE = "http://127.0.0.1:8000"
ASKED = "/api/?essayer=oui&operation="


def answered(path: str) -> object:
    return json.loads(one(read(path), by_class("json")).text)


@pytest.mark.usefixtures("evaluation_2017")
def test_the_page_names_every_operation_and_every_object() -> None:
    root = read("/api/")
    offered = [link for link in links(root, "/api/") if "operation=" in link]
    assert len(offered) == len(operations.IN_FORCE)
    assert {each.get("id") for each in root.xpath("//details")} == {
        f"objet-{shape.name}" for shape in shapes()
    }
    around = {"/api/v1/", "/api/v1/openapi.json", f"{EVALUATION}donnees/"}
    assert around <= set(links(root, "/api/"))


@pytest.mark.parametrize("word", operations.BY_WORD)
@pytest.mark.usefixtures("evaluation_2017")
def test_what_the_form_proposes_is_answered(word: str) -> None:
    """Each operation, sent as it is proposed, gives what its address gives."""
    root = read(f"/api/?operation={word}")
    form = one(root, "//form[@data-route]")
    sent = "&".join(f"{name}={value or ''}" for name, value in form.form_values())
    root = read(f"/api/?{sent}&essayer=oui")
    link = one(root, "//a[@data-address]").get("href")
    given = one(root, by_class("json")).text
    assert given == fetch(link.removeprefix(SITE)).content.decode()
    assert one(root, "//textarea[@data-command]").text == f'curl "{link}"'
    assert words(one(root, "//*[@data-status]")).startswith("Code 200")


@pytest.mark.usefixtures("evaluation_2017")
def test_what_one_fills_in_is_asked_and_stays_filled_in() -> None:
    path = f"{ASKED}mesures&plan=2014-2016&evaluation=2017&statut=non&edition=&taille="
    root = read(path)
    said = json.loads(one(root, by_class("json")).text)
    assert said["count"] == 5
    assert root.xpath("//select[@name='statut']/option[@selected]/@value") == ["non"]
    address = one(root, "//a[@data-address]").get("href")
    assert address == f"{SITE}/api/v1{EVALUATION}mesures/?statut=non"


@pytest.mark.usefixtures("evaluation_2017")
def test_an_edition_that_is_in_force_leads_to_its_plain_address() -> None:
    root = read(f"{ASKED}mesure&plan=2014-2016&evaluation=2017&edition=1&numero=13")
    assert one(root, "//a[@data-address]").get("href") == f"{SITE}/api/v1{EVALUATION}mesures/13/"
    assert words(one(root, "//*[@data-status]")).startswith("Code 200")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("plan&plan=lune", 404),
        ("plan&plan=a%2Fb%20%22%3E<script>", 404),
        ("mesures&plan=2014-2016&evaluation=2017&statut=perdu", 400),
        ("mesures&plan=2014-2016&evaluation=2017&edition=x", 404),
        ("mesures&plan=..&evaluation=..", 404),
        ("plans&taille=1000", 400),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_an_error_of_the_api_is_shown_as_it_is(query: str, code: int) -> None:
    root = read(f"{ASKED}{query}")
    assert words(one(root, "//*[@data-status]")).startswith(f"Code {code}")
    assert json.loads(one(root, by_class("json")).text)["status"] == code
    assert not root.xpath("//script[not(@src)]")


@pytest.mark.usefixtures("evaluation_2017")
def test_nothing_is_asked_while_a_part_of_the_address_is_missing() -> None:
    root = read(f"{ASKED}mesure&plan=2014-2016&evaluation=2017&numero=")
    assert "l’adresse en est faite" in words(one(root, by_class("is-error")))
    assert one(root, "//*[@data-answer]").get("hidden") is not None


@pytest.mark.usefixtures("evaluation_2017")
@pytest.mark.parametrize("query", ["?operation=lune", "?x=1", ""])
def test_an_unknown_operation_is_the_first_one(query: str) -> None:
    assert read(f"/api/{query}").xpath("//input[@name='operation']/@value") == ["mesures"]


@pytest.mark.django_db
def test_the_page_is_there_before_anything_is_published() -> None:
    for word in operations.BY_WORD:
        root = read(f"/api/?operation={word}")
        assert one(root, "//form[@data-route]") is not None


@pytest.mark.usefixtures("evaluation_2017")
def test_other_pages_lead_to_it(evaluation_2017: Evaluation) -> None:
    for path in ("/", "/plan-du-site/", f"{EVALUATION}donnees/"):
        assert "/api/" in links(read(path), path)
    assert f"<loc>{SITE}/api/</loc>" in fetch("/sitemap.xml").content.decode()
