"""The tables of follow-ups and answers: in every format, and as their schema says."""

import pytest
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl

from measures import report as reports
from measures.exports import data
from measures.models import User
from measures.report import Report
from tests import factories
from tests.answered import SAID as ANSWERED
from tests.answered import answer
from tests.exports.opened import from_csv, from_json, from_xlsx
from tests.followed import SAID, first_evaluation, follow, follow_section, next_evaluation
from tests.views.reader import fetch, links, read

SITE = "https://suivi.example.org"
PAGE = "/plans/2019-2021/evaluations/2022/donnees/"


@pytest.fixture
def report(writer: User) -> Report:
    draft = next_evaluation(first_evaluation())
    follow(draft, 1, former=SAID)
    follow_section(draft, "suites", poursuivre=SAID | {"outcome": "sans-objet", "comment": "=1+1"})
    answer(draft, 1, miprof=ANSWERED)
    factories.assess(draft, 1)
    return reports.build(factories.publish(draft))


def test_each_follow_up_is_a_row_in_the_order_of_the_earlier_report(report: Report) -> None:
    rows = from_json(data.FORMATS["json"].write(data.build(report, "suites", site=SITE)))["suites"]
    told = [
        (row["recommandation_numero"], row["cle"], row["suite"], row["suite_code"]) for row in rows
    ]
    assert told == [
        (1, "former", "Partiellement suivie", "partiellement-suivie"),
        (3, "poursuivre", "Sans objet", "sans-objet"),
    ]
    assert rows[0]["recommandation_texte"] == "Former les juges."
    assert rows[0]["destinataires"] == ["École & université"]
    assert (rows[0]["mesure_numero"], rows[1]["section"]) == (1, "suites")
    address = f"{SITE}/plans/2019-2021/evaluations/2020/recommandations/former/"
    assert rows[0]["recommandation_adresse"] == address


def test_each_answer_is_a_row(report: Report) -> None:
    table = data.build(report, "reponses", site=SITE)
    (row,) = from_json(data.FORMATS["json"].write(table))["reponses"]
    assert row["destinataire_identifiant"] == "miprof"
    assert row["date_reponse"] == "2022-03-01"
    assert row["texte"] == "Le ministère a signé la convention."
    assert row["adresse"] == f"{SITE}/plans/2019-2021/evaluations/2022/mesures/1/"


@pytest.mark.parametrize(("name", "count"), [("suites", 2), ("reponses", 1)])
def test_the_files_hold_to_their_schema_and_no_cell_is_a_formula(
    report: Report, name: str, count: int
) -> None:
    table = data.build(report, name, site=SITE)
    found = Resource(
        data=data.FORMATS["csv"].write(table),
        format="csv",
        encoding="utf-8-sig",
        dialect=Dialect(controls=[CsvControl(delimiter=";")]),
        schema=Schema.from_descriptor(from_json(data.schema_json(name))),
    ).validate()
    assert found.valid, found.flatten(["rowNumber", "fieldName", "type", "note"])
    assert len(from_csv(data.FORMATS["csv"].write(table))) == count + 1
    sheet = from_xlsx(data.FORMATS["xlsx"].write(table))[data.DEFINITIONS[name].title]
    assert len(sheet) == count + 1
    assert data.FORMATS["ods"].write(table)


def test_they_are_offered_where_there_are_some(report: Report) -> None:
    found = links(read(PAGE), PAGE)
    for name in ("suites", "reponses"):
        assert f"{PAGE}{name}.csv" in found
        assert fetch(f"{PAGE}{name}.csv").status_code == 200
    fetch(f"{PAGE}suites.csv?statut=non", status=404)
    first = PAGE.replace("2022", "2020")
    assert not [link for link in links(read(first), first) if "suites" in link]
    assert len(from_csv(fetch(f"{first}suites.csv").content)) == 1
