"""The files of data: names, types, filters, and nothing that is not published."""

import re

import pytest
from django.test import Client

from measures import report as reports
from measures.exports import data
from measures.models import Evaluation, User
from tests import bulk, factories
from tests.exports.opened import by_header, from_csv, from_json, from_ods, from_xlsx
from tests.factories import recommendation
from tests.report_2017 import EVALUATION, NOT_DONE, STATUSES
from tests.views.reader import all_words, by_class, fetch, one, read, words

FILES = f"{EVALUATION}donnees/"
SMALL = "/plans/2019-2021/evaluations"
LONG = "/plans/2031-2033/evaluations/2031/donnees/"
KINDS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "json": "application/json",
}


def numbers(path: str) -> list[int]:
    """Return the numbers of the rows of a CSV file."""
    return [int(row["numero"]) for row in by_header(from_csv(fetch(path).content))]


@pytest.mark.parametrize("extension", KINDS)
@pytest.mark.parametrize("table", data.DEFINITIONS)
def test_a_file_is_that_of_the_report_under_a_name_of_its_own(
    table: str, extension: str, evaluation_2017: Evaluation
) -> None:
    answer = fetch(f"{FILES}{table}.{extension}")
    built = data.build(reports.build(evaluation_2017), table, site="http://127.0.0.1:8000")
    assert answer.content == data.FORMATS[extension].write(built)
    assert answer["Content-Type"] == KINDS[extension]
    assert answer["Content-Disposition"] == (
        f'attachment; filename="cncdh-evaluation-2014-2016-2017-{table}.{extension}"'
    )
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("table", data.DEFINITIONS)
def test_a_table_schema_is_read_where_the_files_are(
    table: str, evaluation_2017: Evaluation
) -> None:
    answer = fetch(f"{FILES}{table}.schema.json")
    assert answer["Content-Type"] == "application/json"
    assert from_json(answer.content) == data.DEFINITIONS[table].schema
    said = from_json(fetch(f"{FILES}{table}.json").content)
    assert said["schema"] == f"http://127.0.0.1:8000{FILES}{table}.schema.json"


@pytest.mark.usefixtures("evaluation_2017")
def test_the_figures_are_those_of_the_pages() -> None:
    rows = by_header(from_csv(fetch(f"{FILES}mesures.csv").content))
    page = read(f"{EVALUATION}mesures/")
    assert [row["statut"] for row in rows] == all_words(page, "//tbody" + by_class("status"))
    asked = [words(cell) for cell in page.xpath("//tbody" + by_class("col-asked"))]
    assert [row["nombre_recommandations"] for row in rows] == asked
    assert [row["titre_court"] for row in rows] == all_words(page, "//tbody//th")
    said = words(one(read(f"{EVALUATION}recommandations/"), by_class("found")))
    assert said == f"{len(numbers(f'{FILES}recommandations.csv'))} recommandations"


# Filters


@pytest.mark.parametrize(
    "query",
    [
        "statut=non",
        "priorite=2&statut=mise-en-oeuvre",
        "destinataire=ministere-affaires-etrangeres",
        "priorite=3&statut=non",
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_the_filter_of_the_table_applies_to_its_files(query: str) -> None:
    listed = all_words(read(f"{EVALUATION}mesures/?{query}"), "//tbody/tr/*[1]")
    shown = [int(number) for number in listed if number.isdigit()]
    assert numbers(f"{FILES}mesures.csv?{query}") == shown


@pytest.mark.parametrize("query", ["priorite=3", "statut=mise-en-oeuvre&priorite=3"])
@pytest.mark.usefixtures("evaluation_2017")
def test_the_filter_of_the_recommendations_applies_to_their_files(query: str) -> None:
    heads = all_words(
        read(f"{EVALUATION}recommandations/?{query}"), by_class("recommendation-head")
    )
    shown = [int(re.match(r"Recommandation (\d+)", head)[1]) for head in heads]
    assert shown
    for order in ("", "&classement=destinataire"):
        assert numbers(f"{FILES}recommandations.csv?{query}{order}") == shown


@pytest.mark.usefixtures("evaluation_2017")
def test_a_filtered_file_says_so() -> None:
    query = "?statut=non"
    names = {
        extension: fetch(f"{FILES}mesures.{extension}{query}")["Content-Disposition"]
        for extension in KINDS
    }
    assert names == {
        extension: "attachment; "
        f'filename="cncdh-evaluation-2014-2016-2017-mesures-filtre.{extension}"'
        for extension in KINDS
    }
    said = from_json(fetch(f"{FILES}mesures.json{query}").content)
    assert said["filtres"] == ["Mise en œuvre : Non mise en œuvre"]
    assert (said["nombre"], said["total"]) == (len(NOT_DONE), len(STATUSES))
    for extension, opened in (("xlsx", from_xlsx), ("ods", from_ods)):
        sheets = opened(fetch(f"{FILES}mesures.{extension}{query}").content)
        guide = {row[0]: row[1] for row in sheets["Lisez-moi"] if len(row) > 1}
        assert guide["Filtres"] == "Mise en œuvre : Non mise en œuvre"
        assert guide["Lignes"] == "5 sur 23"
        assert {row["N° de la mesure"] for row in by_header(sheets["Mesures"])} == NOT_DONE


@pytest.mark.parametrize("query", ["?statut=", "?tri=-status&page=2", "?utm_source=lettre"])
@pytest.mark.usefixtures("evaluation_2017")
def test_an_address_without_filter_gives_the_whole_table(query: str) -> None:
    answer = fetch(f"{FILES}mesures.csv{query}")
    assert answer["Content-Disposition"].endswith('-mesures.csv"')
    assert answer.content == fetch(f"{FILES}mesures.csv").content


@pytest.mark.parametrize("query", ["statut=perdu", "priorite=9", "statut=non&destinataire=lune"])
@pytest.mark.usefixtures("evaluation_2017")
def test_an_unknown_filter_gives_no_file(query: str) -> None:
    root = read(f"{FILES}mesures.csv?{query}", status=404)
    assert "demande un filtre qui n’existe pas" in words(one(root, by_class("lead")))


# What is not there, and what nobody may see


@pytest.mark.parametrize(
    "file", ["lune.csv", "mesures.pdf", "lune.schema.json", "mesures", "recommandations.xls"]
)
@pytest.mark.usefixtures("evaluation_2017")
def test_a_file_that_is_not_there_is_not_to_be_found(file: str) -> None:
    fetch(f"{FILES}{file}", status=404)


def test_no_draft_is_ever_in_a_file(writer: User) -> None:
    plan = factories.plan(measures=1)
    published = factories.evaluation(plan, "2021")
    factories.assess(published, 1, observations=recommendation("Agir.", key="agir"))
    factories.publish(published)
    factories.publish(factories.evaluation(plan, "2020"))
    for slug, edition in (("2021", 2), ("2022", 1)):
        reason = "Une date était fausse." if edition > 1 else ""
        draft = factories.evaluation(plan, slug, edition=edition, rectification_reason=reason)
        marked = recommendation("Secret.", key="secret")
        factories.assess(draft, 1, state_actions="<p>Secret.</p>", observations=marked)
    for table in data.DEFINITIONS:
        for extension in KINDS:
            fetch(f"{SMALL}/2022/donnees/{table}.{extension}", status=404)
            fetch(f"{SMALL}/2021/editions/2/donnees/{table}.{extension}", status=404)
        fetch(f"{SMALL}/2022/donnees/{table}.schema.json", status=404)
        for slug in ("2020", "2021"):
            content = fetch(f"{SMALL}/{slug}/donnees/{table}.json").content.decode()
            assert "secret" not in content.casefold()
    assert numbers(f"{SMALL}/2021/donnees/recommandations.csv") == [1]
    assert numbers(f"{SMALL}/2020/donnees/recommandations.csv") == []


def test_an_edition_that_was_replaced_keeps_its_files_under_its_own_name(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan))
    again = factories.evaluation(plan, edition=2, rectification_reason="Une date était fausse.")
    factories.assess(again, 1, status="non")
    factories.publish(again)
    found = {}
    for place in ("", "editions/1/"):
        answer = fetch(f"{SMALL}/2022/{place}donnees/mesures.csv")
        (row,) = by_header(from_csv(answer.content))
        name = answer["Content-Disposition"].partition("2022-")[2]
        found[place] = (row["edition"], row["statut_code"], name)
        assert row["adresse"].endswith(f"/evaluations/2022/{place}mesures/1/")
    assert found == {
        "": ("2", "non", 'edition-2-mesures.csv"'),
        "editions/1/": ("1", "partiellement", 'edition-1-mesures.csv"'),
    }


def test_a_file_is_only_read(client: Client, evaluation_2017: Evaluation) -> None:
    assert client.post(f"{FILES}mesures.csv").status_code == 405
    assert client.head(f"{FILES}mesures.csv").status_code == 200


# Queries


@pytest.mark.parametrize("measures", [23, 2300])
def test_a_file_takes_the_same_queries_at_every_size(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    """The evaluation and the seven of its report; a filter takes one.

    What filters may ask for takes two more, once after each change of what is public.
    """
    bulk.evaluation(measures)
    with django_assert_num_queries(11):
        client.get(f"{LONG}mesures.csv?statut=partiellement")
    for path, queries in {
        "mesures.csv": 8,
        "recommandations.json": 8,
        "mesures.xlsx?statut=non": 9,
        "recommandations.ods?statut=non&priorite=1&destinataire=parlement": 9,
        "mesures.schema.json": 1,
    }.items():
        with django_assert_num_queries(queries, info=path):
            assert client.get(f"{LONG}{path}").status_code == 200
