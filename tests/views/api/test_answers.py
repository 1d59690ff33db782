"""What the API answers: linked, described, the figures of the pages, and nothing unpublished."""

from datetime import date

import pytest

from measures.models import Evaluation, User
from tests import bulk, factories, once
from tests.answered import SAID as ANSWERED
from tests.answered import answer
from tests.exports.opened import from_json
from tests.followed import SAID, first_evaluation, follow, follow_section, next_evaluation
from tests.report_2017 import EVALUATION, FULLY_DONE, NOT_DONE, PAGES, STATUSES
from tests.views import world
from tests.views.api.following import ROOT, SITE, addresses, everything, faults, get
from tests.views.reader import all_words, by_class, fetch, one, read, words

API = EVALUATION.removeprefix("/")
TWICE = f"plans/{world.PLAN}/evaluations/"


@once.fixture
def twice() -> None:
    """A plan evaluated twice, the first time rectified; and drafts of all kinds."""
    world.drafts(world.plan_evaluated_twice())


# From link to link


@pytest.mark.usefixtures("twice")
def test_every_answer_is_reached_by_links_and_is_what_the_description_says() -> None:
    found = everything()
    kinds = ("mesures/1/", "sections/normes/", "recommandations/former/", "destinataires/ecole/")
    for evaluation in ("2022/", "2021/", "2021/editions/1/"):
        for kind in ("", *kinds):
            assert f"{ROOT}{TWICE}{evaluation}{kind}" in found
    assert [fault for path, said in found.items() for fault in faults(path, said)] == []


@pytest.mark.usefixtures("twice")
def test_every_address_of_a_page_leads_to_a_page() -> None:
    pages = {path for said in everything().values() for path in addresses(said)}
    pages = {path for path in pages if not path.startswith(ROOT)}
    assert len(pages) > 40
    for path in pages:
        page = path.partition("#")[0]
        fetch(page, status=302 if "/recommandations/" in page and "?" not in page else 200)


@pytest.mark.usefixtures("twice")
def test_no_answer_says_anything_of_a_draft() -> None:
    for path, said in everything().items():
        assert world.SECRET not in str(said).lower(), path
        assert "777" not in str(said), path
    for path in (
        "plans/2027-2029/evaluations/2028/",
        f"{TWICE}2024/",
        f"{TWICE}2024/mesures/",
        f"{TWICE}2022/editions/2/",
        f"{TWICE}2022/editions/2/mesures/1/",
        f"{TWICE}2022/sections/neuve/",
        f"{TWICE}2022/recommandations/futur-0/",
        f"{TWICE}2022/destinataires/ministere-futur/",
    ):
        get(path, status=404)
    assert get("plans/2027-2029/evaluations/")["count"] == 0
    assert get(f"recherche/?q={world.SECRET}")["count"] == 0


@pytest.mark.usefixtures("twice")
def test_an_object_leads_to_those_before_and_after_it() -> None:
    for listed in ("mesures/", "sections/", "recommandations/"):
        rows = [row["url"] for row in get(f"{TWICE}2022/{listed}")["results"]]
        row, seen = get(rows[0].removeprefix(SITE + ROOT)), []
        assert row["liens"]["precedente"] is None
        while row["url"]:
            seen.append(row["url"])
            after = row["liens"]["suivante"]
            if after is None:
                break
            following = get(after.removeprefix(SITE + ROOT))
            assert following["liens"]["precedente"] == row["url"]
            row = following
        assert seen == rows


# Editions


@pytest.mark.usefixtures("twice")
def test_an_edition_that_was_replaced_says_by_what_and_keeps_its_addresses() -> None:
    latest, first = get(f"{TWICE}2021/editions/")["results"]
    assert (latest["edition"], latest["remplacee_par"]) == (2, None)
    assert latest["motif_de_la_rectification"] == "Une date était fausse."
    assert first["remplacee_par"] == {
        "edition": 2,
        "motif": "Une date était fausse.",
        "url": f"{SITE}{ROOT}{TWICE}2021/editions/2/",
        "en_vigueur": f"{SITE}{ROOT}{TWICE}2021/",
    }
    assert first["url"] == f"{SITE}{ROOT}{TWICE}2021/editions/1/"
    measure = get(f"{TWICE}2021/editions/1/mesures/1/")
    assert measure["adresse"] == f"{SITE}/{TWICE}2021/editions/1/mesures/1/"
    assert all("/editions/1/" in link for link in measure["liens"].values() if link)


@pytest.mark.usefixtures("twice")
def test_the_number_of_the_edition_in_force_leads_to_the_plain_address() -> None:
    answer = fetch(f"{ROOT}{TWICE}2021/editions/2/mesures/?statut=non", status=302)
    assert answer["Location"] == f"{ROOT}{TWICE}2021/mesures/?statut=non"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_what_a_rectification_dropped_is_read_in_the_last_edition_that_has_it(
    writer: User,
) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluation(plan)
    factories.section(first, "annexe")
    marked = factories.recommendation("Agir.", key="agir")
    factories.assess(first, 1, observations=marked)
    factories.publish(first)
    factories.publish(factories.evaluation(plan, edition=2, rectification_reason="Erreur."))
    for what in ("sections/annexe/", "recommandations/agir/"):
        answer = fetch(f"{ROOT}{TWICE}2022/{what}", status=302)
        assert answer["Location"] == f"{ROOT}{TWICE}2022/editions/1/{what}"
        assert get(f"{TWICE}2022/editions/1/{what}")["edition"] == 1


# What became of recommendations


def test_what_became_of_a_recommendation_is_said_with_what_was_asked(writer: User) -> None:
    draft = next_evaluation(first_evaluation())
    follow(draft, 1, former=SAID)
    done = {"outcome": "suivie", "comment": "Elle l’est depuis 2021."}
    follow_section(draft, "suites", poursuivre=done)
    get(f"{TWICE}2022/suites/", status=404)
    factories.publish(draft)
    said = get(f"{TWICE}2022/suites/")
    assert faults(f"{ROOT}{TWICE}2022/suites/", said) == []
    assert [(row["cle"], row["suite_code"], row["explication"]) for row in said["results"]] == [
        ("former", SAID["outcome"], SAID["comment"]),
        ("voter", None, None),
        ("poursuivre", "suivie", "Elle l’est depuis 2021."),
    ]
    asked = get(said["results"][0]["url"].removeprefix(SITE + ROOT))
    assert (asked["evaluation"], asked["texte"]) == ("2020", said["results"][0]["texte"])
    assert get(f"{TWICE}2020/suites/")["count"] == 0


def test_what_an_addressee_answered_stands_with_the_finding(writer: User) -> None:
    made = factories.evaluation(factories.plan(measures=2))
    answer(made, 1, miprof=ANSWERED)
    factories.assess(made, 1)
    factories.publish(made)
    said = get(f"{TWICE}2022/mesures/1/")
    assert faults(f"{ROOT}{TWICE}2022/mesures/1/", said) == []
    assert said["reponses"] == [
        {
            "destinataire": "miprof",
            "nom": "Autorité « miprof »",
            "date_reponse": "2022-03-01",
            "texte": "Le ministère a signé la convention.",
            "html": "<p>Le ministère a signé la convention.</p>",
        }
    ]
    assert get(f"{TWICE}2022/mesures/2/")["reponses"] == []


# The values of the pages and of the files


@pytest.mark.parametrize("table", ["mesures", "recommandations"])
def test_what_describes_an_object_is_its_row_in_the_files(
    table: str, evaluation_2017: Evaluation
) -> None:
    """Column by column; a list leaves out the long texts only."""
    rows = from_json(fetch(f"{EVALUATION}donnees/{table}.json").content)[table]
    listed = get(f"{API}{table}/?taille=100")["results"]
    assert len(listed) == len(rows)
    for row, shown in zip(rows, listed, strict=True):
        absent = row.keys() - shown.keys()
        assert {name: shown[name] for name in row if name not in absent} == {
            name: row[name] for name in row if name not in absent
        }
        assert all(name.endswith(("_texte", "html")) for name in absent)
    for row, shown in list(zip(rows, listed, strict=True))[::7]:
        whole = get(shown["url"].removeprefix(SITE + ROOT))
        assert {name: whole[name] for name in row} == row


def test_the_figures_are_those_of_the_overview(evaluation_2017: Evaluation) -> None:
    said = get(API)
    page = read(EVALUATION)
    figures = [str(each["nombre"]) for each in said["degres"]]
    assert figures == all_words(page, by_class("figure-number"))[: len(figures)]
    assert figures == ["4", "14", "5"]
    assert (said["nombre_mesures"], sum(each["part"] for each in said["degres"])) == (23, 100)
    found = words(one(read(f"{EVALUATION}recommandations/"), by_class("found")))
    assert found == f"{said['nombre_recommandations']} recommandations"
    assert said["date_adoption"] == "2017-07-06"


def test_measures_are_those_of_the_report_as_adopted(evaluation_2017: Evaluation) -> None:
    listed = get(f"{API}mesures/")["results"]
    assert {row["numero"]: row["statut"] for row in listed} == STATUSES
    pages = {row["numero"]: row["page"] for row in listed}
    assert {number: pages[number] for number in PAGES} == PAGES


@pytest.mark.parametrize(
    ("listed", "query"),
    [
        ("mesures", "statut=non"),
        ("mesures", "priorite=2&statut=mise-en-oeuvre"),
        ("mesures", "destinataire=ministere-affaires-etrangeres"),
        ("recommandations", "priorite=3"),
        ("recommandations", "destinataire=legislateur&statut=partiellement"),
    ],
)
def test_filters_keep_what_they_keep_on_the_site(
    listed: str, query: str, evaluation_2017: Evaluation
) -> None:
    said = get(f"{API}{listed}/?{query}&taille=100")
    found = words(one(read(f"{EVALUATION}{listed}/?{query}"), by_class("found")))
    assert found.startswith(f"{said['count']} {listed.rstrip('s')}")
    assert 0 < said["count"] == len(said["results"])


def test_a_filter_keeps_the_measures_it_says(evaluation_2017: Evaluation) -> None:
    for status, numbers in (("non", NOT_DONE), ("mise-en-oeuvre", FULLY_DONE)):
        rows = get(f"{API}mesures/?statut={status}")["results"]
        assert {row["numero"] for row in rows} == numbers


@pytest.mark.usefixtures("twice")
def test_a_measure_that_shares_observations_leads_to_them_and_has_their_recommendations() -> None:
    measure = get(f"{TWICE}2022/mesures/3/")
    assert measure["observations_html"] is None
    assert measure["observations_communes_avec"] == 2
    assert measure["liens"]["observations"] == f"{SITE}{ROOT}{TWICE}2022/mesures/2/"
    assert [row["texte"] for row in measure["recommandations"]] == ["Oser."]
    assert measure["nombre_recommandations"] == 1


@pytest.mark.usefixtures("twice")
def test_texts_stand_by_themselves_as_words_and_as_html() -> None:
    section = get(f"{TWICE}2021/editions/1/sections/synthese/")
    assert section["texte"] == "Un titre\nVoir la mesure 2."
    assert f'<a href="{SITE}/{TWICE}2021/editions/1/mesures/2/">mesure 2</a>' in section["html"]
    assert '<span class="footnote">Une note.</span>' in section["html"]
    plan = get(f"plans/{world.PLAN}/")
    assert plan["priorites"][0]["presentation_texte"] == "D’où il vient\nDe loin.\nDe qui\nDe tous."
    asked = get(f"{TWICE}2022/recommandations/former/")
    assert asked["texte"] == "Former & agir."
    assert asked["html"] == "<p>Former &amp; <em>agir</em>.</p>"
    assert asked["destinataires"] == ["École & université", "Parlement"]


@pytest.mark.usefixtures("twice")
def test_an_addressee_leads_to_what_is_asked_of_it() -> None:
    listed = get(f"{TWICE}2022/destinataires/")["results"]
    assert [row["nom"] for row in listed] == ["École & université", "Parlement"]
    for row in listed:
        asked = get(row["liens"]["recommandations"].removeprefix(SITE + ROOT))
        assert row["nombre_recommandations"] == asked["count"]


def test_dates_and_moments_are_in_iso_8601(writer: User) -> None:
    factories.publish(factories.evaluation(factories.plan()), adopted_on=date(2022, 6, 1))
    said = get(f"{TWICE}2022/")
    assert said["date_adoption"] == "2022-06-01"
    assert get("plans/2019-2021/")["date_adoption"] == "2019-01-15"
    assert said["publication"][10] == "T"
    assert said["publication"][-6:] in {"+01:00", "+02:00"}


# Search


@pytest.mark.usefixtures("twice")
def test_the_search_is_that_of_the_site_and_leads_to_the_very_passage() -> None:
    said = get("recherche/?q=oser&evaluation=2022")
    (found,) = said["results"]
    assert (found["nature"], found["titre"]) == ("mesure", "Mesure 2 – Mesure courte 2")
    assert found["url"] == f"{SITE}{ROOT}{TWICE}2022/mesures/2/"
    (passage,) = found["passages"]
    assert passage["nature"] == "Recommandation 2"
    assert (passage["extrait"], passage["extrait_html"]) == ("Oser.", "<mark>Oser</mark>.")
    path, _, anchor = passage["adresse"].removeprefix(SITE).partition("#")
    assert read(path).xpath("//*[@id=$anchor]", anchor=anchor)


@pytest.mark.usefixtures("twice")
def test_an_extract_is_plain_text_where_it_says_so() -> None:
    (found,) = get("recherche/?q=former+agir&evaluation=2022")["results"]
    assert found["passages"][0]["extrait"] == "Former & agir."


# Pages of lists


@pytest.mark.django_db
def test_pages_of_a_list_lead_to_each_other_and_hold_everything_once() -> None:
    bulk.evaluation(130)
    path = "plans/2031-2033/evaluations/2031/mesures/?statut=non&taille=20"
    seen, before = [], None
    while path:
        said = get(path)
        assert said["count"] == 44
        assert len(said["results"]) <= 20
        assert said["previous"] == before
        seen += [row["numero"] for row in said["results"]]
        before = f"{SITE}{ROOT}{path}" + ("" if "page=" in path else "&page=1")
        path = (said["next"] or "").removeprefix(SITE + ROOT)
    assert seen == list(range(1, 131, 3))


@pytest.mark.django_db
def test_an_empty_list_is_a_page_without_results() -> None:
    factories.plan()
    assert get(f"{TWICE}") == {"count": 0, "next": None, "previous": None, "results": []}
