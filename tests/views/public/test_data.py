"""The page that presents the data: files, sizes, columns, licence."""

import pytest
from django.core.cache import caches
from django.test import Client

from measures.exports import data
from measures.models import User
from tests import bulk, factories
from tests.report_2017 import EVALUATION
from tests.views.reader import all_words, by_class, fetch, links, one, read, words

PAGE = f"{EVALUATION}donnees/"
SMALL = "/plans/2019-2021/evaluations"
LONG = "/plans/2031-2033/evaluations/2031/donnees/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caches["documents"].clear()


@pytest.mark.usefixtures("evaluation_2017")
def test_the_page_leads_to_every_file_and_says_its_size() -> None:
    root = read(PAGE)
    found = links(root, PAGE)
    said = iter(all_words(root, by_class("files") + by_class("file-facts")))
    for table in ("mesures", "recommandations"):
        for extension in data.FORMATS:
            path = f"{PAGE}{table}.{extension}"
            assert path in found
            size = len(fetch(path).content)
            assert next(said).startswith(f"{round(size / 1000)} ko · ")
        assert f"{PAGE}{table}.schema.json" in found
        assert "colonnes" in next(said)


@pytest.mark.usefixtures("evaluation_2017")
def test_the_page_documents_every_column() -> None:
    tables = read(PAGE).xpath("//table")
    shown = [one for one in data.DEFINITIONS.values() if one.always]
    for table, definition in zip(tables, shown, strict=True):
        assert definition.title.lower() in words(one(table, "caption"))
        rows = [all_words(row, "./th | ./td") for row in table.xpath("tbody/tr")]
        assert rows == [
            [f"{column.title} {column.name}", column.kind, column.description]
            for column in definition.columns
        ]
        assert {header.get("scope") for header in table.xpath(".//th")} == {"col", "row"}


@pytest.mark.usefixtures("evaluation_2017")
def test_the_page_counts_the_rows_and_names_licence_and_source() -> None:
    root = read(PAGE)
    sections = [words(section) for section in root.xpath("//main//section")]
    assert "23 lignes" in sections[0]
    assert "91 lignes" in sections[1]
    assert "Licence Ouverte 2.0" in sections[-1]
    assert "CNCDH, Évaluation de la mise en œuvre" in sections[-1]
    assert "6 juillet 2017" in sections[-1]
    assert "Texte condensé" in words(one(root, by_class("notice")))


@pytest.mark.usefixtures("evaluation_2017")
def test_every_page_of_the_evaluation_leads_to_its_data() -> None:
    for path in (EVALUATION, f"{EVALUATION}mesures/", "/plan-du-site/"):
        assert PAGE in links(read(path), path)
    current = one(read(PAGE), by_class("site-nav") + "//a[@aria-current]")
    assert words(current) == "Données"


@pytest.mark.parametrize(
    ("path", "table"), [("mesures/", "mesures"), ("recommandations/", "recommandations")]
)
@pytest.mark.usefixtures("evaluation_2017")
def test_a_list_leads_to_the_files_of_what_it_shows(path: str, table: str) -> None:
    def files(query: str) -> list[str]:
        return one(read(f"{EVALUATION}{path}{query}"), by_class("download")).xpath("./a/@href")

    every = [f"{PAGE}{table}.{extension}" for extension in ("csv", "xlsx", "ods", "json")]
    assert files("") == every
    assert files("?statut=&tri=number&page=1") == every
    assert files("?statut=perdu") == every
    query = "?priorite=1&statut=non"
    assert files(f"{query}&destinataire=&page=1") == [f"{file}{query}" for file in every]


def test_an_edition_that_was_replaced_leads_to_its_own_files(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan))
    again = factories.evaluation(plan, edition=2, rectification_reason="Une date était fausse.")
    factories.publish(again)
    earlier = f"{SMALL}/2022/editions/1/donnees/"
    assert f"{earlier}mesures.csv" in links(read(earlier), earlier)
    assert f"{SMALL}/2022/donnees/mesures.csv" not in links(read(earlier), earlier)


def test_the_data_of_a_draft_or_of_nothing_are_not_to_be_found(writer: User) -> None:
    factories.evaluation(factories.plan(measures=1))
    for slug in ("2022", "2030"):
        read(f"{SMALL}/{slug}/donnees/", status=404)


@pytest.mark.parametrize("measures", [23, 2300])
def test_the_page_takes_the_same_queries_at_every_size(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    """Evaluation, and its report (seven); then sizes are known."""
    bulk.evaluation(measures)
    with django_assert_num_queries(8):
        assert client.get(LONG).status_code == 200
    with django_assert_num_queries(1):
        assert f"{measures} lignes" in client.get(LONG).content.decode()


def test_the_size_of_a_spreadsheet_that_takes_long_to_write_is_left_out(db: None) -> None:
    bulk.evaluation(501)
    said = all_words(read(LONG), by_class("files") + by_class("file-facts"))[:4]
    assert [" ko · " in words for words in said] == [True, False, False, True]
    assert said[1] == "pour Excel"
