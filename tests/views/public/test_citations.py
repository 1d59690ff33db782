"""« Citer »: the page of each reference, and its files."""

import json

import pytest
from django.conf import LazySettings

from measures.models import User
from tests import factories
from tests.factories import recommendation
from tests.report_2017 import EVALUATION
from tests.views.reader import by_class, fetch, links, one, read, words

CITED = {
    "": "Citer cette évaluation",
    "mesures/13/": "Citer la mesure 13",
    "sections/introduction/": "Citer la section « Introduction »",
    "recommandations/13a/": "Citer la recommandation 51",
}


@pytest.mark.parametrize(("part", "title"), CITED.items(), ids=CITED)
@pytest.mark.usefixtures("evaluation_2017")
def test_a_page_gives_the_reference_in_each_form(part: str, title: str) -> None:
    root = read(f"{EVALUATION}{part}citer/")
    assert words(one(root, "//h1")) == title
    said = words(one(root, by_class("reference")))
    assert said.startswith("CNCDH, Évaluation de la mise en œuvre du plan")
    assert said.endswith(f"http://127.0.0.1:8000{EVALUATION}editions/1/{part}")
    bibtex, csl = (element.text for element in root.xpath("//textarea"))
    assert bibtex.startswith("@")
    assert json.loads(csl)
    assert fetch(f"{EVALUATION}{part}citer.bib").content.decode() == f"{bibtex}\n"
    assert fetch(f"{EVALUATION}{part}citer.json").content.decode() == f"{csl}\n"


@pytest.mark.parametrize("part", CITED)
@pytest.mark.usefixtures("evaluation_2017")
def test_what_is_cited_leads_to_its_reference_and_back(part: str) -> None:
    page = "mesures/13/" if part.startswith("recommandations") else part
    assert f"{EVALUATION}{part}citer/" in links(read(EVALUATION + page), "/")
    back = links(read(f"{EVALUATION}{part}citer/"), "/")
    assert EVALUATION + part in back
    assert {f"{EVALUATION}{part}citer.bib", f"{EVALUATION}{part}citer.json"} <= set(back)


@pytest.mark.usefixtures("evaluation_2017")
def test_every_recommendation_of_the_list_leads_to_its_reference() -> None:
    root = read(f"{EVALUATION}recommandations/")
    blocks = root.xpath(by_class("recommendation"))
    assert len(blocks) > 50
    for block in blocks:
        cite = one(block, "." + by_class("cite"))
        assert cite.get("href").startswith(f"{EVALUATION}recommandations/")
        assert words(cite).startswith("Citer la recommandation ")


@pytest.mark.usefixtures("evaluation_2017")
def test_a_recommendation_is_cited_with_its_words() -> None:
    root = read(f"{EVALUATION}recommandations/13a/citer/")
    assert "module sur la traite" in words(one(root, "//main" + by_class("recommendation")))


@pytest.mark.parametrize("part", CITED)
@pytest.mark.usefixtures("evaluation_2017")
def test_the_address_of_a_reference_leads_to_what_is_cited(part: str) -> None:
    answer = fetch(f"{EVALUATION}editions/1/{part}", status=302)
    assert answer["Location"] == EVALUATION + part


@pytest.mark.usefixtures("evaluation_2017")
def test_files_are_served_as_what_they_are() -> None:
    bibtex = fetch(f"{EVALUATION}mesures/13/citer.bib")
    assert bibtex["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert 'filename="cncdh-2014-2016-2017-mesure-13.bib"' in bibtex["Content-Disposition"]
    csl = fetch(f"{EVALUATION}citer.json")
    assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"


@pytest.mark.usefixtures("evaluation_2017")
def test_references_know_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{EVALUATION}mesures/13/citer/"
    before = fetch(path).content
    monkeypatch.setattr("django.utils.timezone.now", lambda: pytest.fail("the clock was read"))
    assert fetch(path).content == before
    assert "consulté le" not in before.decode()


@pytest.mark.usefixtures("evaluation_2017")
@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("mesures/24/citer/", "il n’y a pas de mesure 24"),
        ("sections/postface/citer/", "pas de section « postface »"),
        ("recommandations/999z/citer.json", "pas de recommandation « 999z »"),
        ("citer.ris", "au format « ris »"),
    ],
)
def test_what_is_not_there_cannot_be_cited(part: str, reason: str) -> None:
    assert reason in words(one(read(EVALUATION + part, status=404), by_class("lead")))


def test_the_address_of_the_site_is_that_of_the_settings(
    writer: User, settings: LazySettings
) -> None:
    settings.SITE_URL = "https://suivi.example.org"
    evaluation = factories.evaluation(factories.plan(measures=1))
    factories.assess(evaluation, 1, observations=recommendation("Agir <vite> & bien.", key="agir"))
    factories.publish(evaluation)
    root = read("/plans/2019-2021/evaluations/2022/recommandations/agir/citer/")
    address = "https://suivi.example.org/plans/2019-2021/evaluations/2022/editions/1/"
    assert f"{address}recommandations/agir/" in root.xpath("//a/@href")
    assert "127.0.0.1" not in root.text_content()
