"""The tables of an evaluation, and their CSV and JSON files, compared with its report."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl

from measures import report as reports
from measures.exports import data
from measures.models import Assessment, Evaluation, User
from measures.report import Report
from measures.rich_text import plain
from tests import factories, once
from tests.exports.opened import by_header, from_csv, from_json
from tests.factories import note, recommendation
from tests.report_2017 import EVALUATION, MEASURES, PAGES, PRIORITIES, STATUSES

SITE = "https://suivi.example.org"
BASE = SITE + EVALUATION
TABLES = [name for name, table in data.DEFINITIONS.items() if table.always]  # of every report


def written(report: Report, table: str, extension: str, **kwargs: Any) -> bytes:
    return data.FORMATS[extension].write(data.build(report, table, site=SITE, **kwargs))


def rows(report: Report, table: str, **kwargs: Any) -> list[dict[str, Any]]:
    """Return the rows of a JSON file, whose values are exact."""
    return from_json(written(report, table, "json", **kwargs))[table]


def one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


# Compared with the report


def test_the_measures_of_2017_are_those_of_its_report(report_2017: Report) -> None:
    found = rows(report_2017, "mesures")
    assert [row["numero"] for row in found] == list(MEASURES)
    assert {row["numero"]: row["statut"] for row in found} == STATUSES
    for number, page in PAGES.items():
        assert found[number - 1]["page"] == page
    for number, (first, last) in PRIORITIES.items():
        inside = [row["numero"] for row in found if row["priorite_numero"] == number]
        assert inside == list(range(first, last + 1))
    for row, assessment in zip(found, report_2017.assessments, strict=True):
        measure = assessment.measure
        assert row["titre"] == measure.title
        assert row["titre_court"] == measure.short_title
        assert row["priorite_titre"] == measure.priority.title
        assert row["statut_code"] == assessment.status
        assert row["adresse"] == f"{BASE}mesures/{measure.number}/"
        assert (row["plan"], row["evaluation"], row["edition"]) == ("2014-2016", "2017", 1)
        assert row["date_adoption"] == "2017-07-06"


def test_the_texts_of_2017_are_those_of_its_report(report_2017: Report) -> None:
    columns = {"actions": "state_actions", "observations": "observations"}
    for row, assessment in zip(rows(report_2017, "mesures"), report_2017.assessments, strict=True):
        for name, attribute in columns.items():
            stored = getattr(assessment, attribute)
            letters = re.sub(r"\W", "", plain(stored))
            assert re.sub(r"\W", "", row[f"{name}_texte"] or "") == letters
            html = row[f"{name}_html"] or ""
            assert re.sub(r'href="[^"]*"', "", html) == re.sub(r'href="[^"]*"', "", stored)
            assert 'href="#' not in html


def test_measures_that_share_observations_say_so_and_count_the_same(report_2017: Report) -> None:
    found = {row["numero"]: row for row in rows(report_2017, "mesures")}
    shared = {number: row["observations_communes_avec"] for number, row in found.items()}
    assert {number: other for number, other in shared.items() if other} == {18: 19}
    assert found[18]["observations_texte"] is None
    assert found[18]["observations_html"] is None
    assert found[18]["nombre_recommandations"] == found[19]["nombre_recommandations"] > 0


def test_the_recommendations_of_2017_are_those_of_its_report(report_2017: Report) -> None:
    found = rows(report_2017, "recommandations")
    assert [row["numero"] for row in found] == list(range(1, len(found) + 1))
    for row, asked in zip(found, report_2017.recommendations, strict=True):
        assert row["cle"] == asked.key
        assert one_line(row["texte"]) == asked.text
        assert set(row["destinataires"]) == {each.name for each in asked.addressees.all()}
        assert len(row["destinataires"]) == len(row["destinataires_identifiants"])
        assert row["adresse"] == f"{BASE}recommandations/{asked.key}/"
        if asked.assessment:
            assert row["mesure_statut"] == STATUSES[row["mesure_numero"]]
            assert row["section"] is row["section_titre"] is None
        else:
            assert row["section"] == asked.section.slug
            assert row["mesure_numero"] is row["mesure_statut"] is row["priorite_numero"] is None


def test_the_two_tables_agree(report_2017: Report) -> None:
    measures = rows(report_2017, "mesures")
    asked = Counter(row["mesure_numero"] for row in rows(report_2017, "recommandations"))
    for row in measures:
        place = row["observations_communes_avec"] or row["numero"]
        assert row["nombre_recommandations"] == asked[place]
    keys = [row["cle"] for row in rows(report_2017, "recommandations") if row["mesure_numero"]]
    marked = "".join(row["observations_html"] or "" for row in measures)
    assert re.findall(r'data-key="([^"]+)"', marked) == keys


def test_the_figures_are_those_of_the_report(report_2017: Report) -> None:
    counted = Counter(row["statut_code"] for row in rows(report_2017, "mesures"))
    assert counted == {count.status: count.count for count in report_2017.tally.counts}


# What the world may hold


@once.fixture
def evaluation() -> Evaluation:
    """Two measures of which the second shares, a section, lists, links, notes, a table."""
    factories.addressee("parlement", "Parlement")
    factories.addressee("ecole", "École")
    made = factories.evaluation(factories.plan(measures=3), notice="<p>Extrait &amp; résumé.</p>")
    marked = recommendation("Poursuivre.", key="suite", to="parlement")
    factories.section(made, "suites", place=2, label="Partie II", body=marked)
    text = (
        f"<p>Voir la <a href='#mesure-2'>mesure 2</a>{note('Une note.')}.</p>"
        "<ul><li>Un</li><li>Deux</li></ul>"
        "<table><tbody><tr><td>a</td><td>1</td></tr></tbody></table>"
        "<p>Et <a href='https://example.org/'>ailleurs</a>, "
        "<a href='#section-suites'>plus loin</a>, <a href='#r-former'>ici</a>.</p>"
    )
    marked = recommendation("Former & <em>agir</em>.", key="former", to="parlement ecole")
    first = factories.assess(
        made, 1, state_actions=text, observations=text + marked, status="non", page=4
    )
    factories.assess(made, 2, observations="", observations_in=first, state_actions="")
    factories.assess(made, 3, observations=recommendation("Oser.", key="oser"))
    return factories.publish(made)


@pytest.fixture
def report(evaluation: Evaluation) -> Report:
    return reports.build(evaluation)


def test_a_text_alone_has_one_block_a_line_and_no_notes(report: Report) -> None:
    first, second, _ = rows(report, "mesures")
    assert first["actions_texte"].split("\n") == [
        "Voir la mesure 2.",
        "Un",
        "Deux",
        "a · 1",
        "Et ailleurs, plus loin, ici.",
    ]
    assert first["observations_texte"].endswith("\nFormer & agir.")
    assert second["actions_texte"] is second["actions_html"] is None


def test_a_text_in_html_stands_by_itself(report: Report) -> None:
    html = rows(report, "mesures")[0]["observations_html"]
    base = f"{SITE}/plans/2019-2021/evaluations/2022/"
    assert re.findall(r'href="([^"]+)"', html) == [
        f"{base}mesures/2/",
        "https://example.org/",
        f"{base}sections/suites/",
        f"{base}recommandations/former/",
    ]
    assert '<span class="footnote">Une note.</span>' in html
    assert 'data-key="former"' in html


def test_a_recommendation_says_where_it_stands_and_to_whom_it_speaks(report: Report) -> None:
    first, second, third = rows(report, "recommandations")
    assert first["destinataires"] == ["École", "Parlement"]
    assert first["destinataires_identifiants"] == ["ecole", "parlement"]
    assert (first["mesure_numero"], first["mesure_titre_court"]) == (1, "Mesure courte 1")
    assert second["destinataires"] == ["Gouvernement"]
    assert (third["section"], third["section_titre"]) == ("suites", "Partie II – Section suites")
    header, *lines = from_csv(written(report, "recommandations", "csv"))
    csv_rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [row["destinataires"] for row in csv_rows] == [
        "École | Parlement",
        "Gouvernement",
        "Parlement",
    ]


# Files


@pytest.mark.parametrize("table", TABLES)
def test_a_csv_says_the_same_as_the_json(table: str, report_2017: Report) -> None:
    def as_text(value: Any) -> str:
        if isinstance(value, list):
            return " | ".join(value)
        return "" if value is None else str(value)

    content = written(report_2017, table, "csv")
    exact = [
        {name: as_text(value) for name, value in row.items()} for row in rows(report_2017, table)
    ]
    assert by_header(from_csv(content)) == exact
    header = content.partition(b"\r\n")[0].decode("utf-8-sig").split(";")
    assert header == [column.name for column in data.DEFINITIONS[table].columns]
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize("table", TABLES)
def test_a_csv_holds_to_its_table_schema(table: str, report_2017: Report, report: Report) -> None:
    schema = Schema.from_descriptor(from_json(data.schema_json(table)))
    for source in (report_2017, report):
        resource = Resource(
            data=written(source, table, "csv"),
            format="csv",
            encoding="utf-8-sig",
            dialect=Dialect(controls=[CsvControl(delimiter=";")]),
            schema=schema,
        )
        found = resource.validate()
        assert found.valid, found.flatten(["rowNumber", "fieldName", "type", "note"])
        assert found.stats["warnings"] == 0
        assert found.tasks[0].stats["rows"] == len(rows(source, table))


def test_the_table_schema_refuses_what_is_wrong(report: Report) -> None:
    schema = Schema.from_descriptor(from_json(data.schema_json("mesures")))
    right = written(report, "mesures", "csv")
    for wrong in (
        right.replace(b";non;", b";peut-etre;"),
        right.replace(b";2022-06-01;", b";01/06/2022;"),
        right.replace(b"\r\n2;", b"\r\n1;"),  # twice the same measure
        right.replace(b"numero;", b"number;", 1),
    ):
        assert wrong != right
        resource = Resource(
            data=wrong,
            format="csv",
            encoding="utf-8-sig",
            dialect=Dialect(controls=[CsvControl(delimiter=";")]),
            schema=schema,
        )
        assert not resource.validate().valid


def test_columns_are_documented_and_of_their_type(report_2017: Report) -> None:
    types = {"integer": int, "date": str, "string": (str, list)}
    for table, definition in data.DEFINITIONS.items():
        fields = {field["name"]: field for field in from_json(data.schema_json(table))["fields"]}
        assert list(fields) == [column.name for column in definition.columns]
        assert len({field["title"] for field in fields.values()}) == len(fields)
        for name, field in fields.items():
            assert re.fullmatch(r"[a-z_]+", name)
            assert field["description"].endswith(".")
        for row in rows(report_2017, table):
            assert list(row) == list(fields)
            for name, value in row.items():
                assert value is None or isinstance(value, types[fields[name]["type"]])


def test_a_json_says_what_it_is(report: Report) -> None:
    said = from_json(written(report, "mesures", "json"))
    base = f"{SITE}/plans/2019-2021/evaluations/2022/"
    assert said["titre"] == "Mesures – Évaluation 2022"
    assert said["evaluation"]["adoption"] == "adoptée par la CNCDH"
    assert said["evaluation"]["adresse"] == base
    assert said["licence"]["nom"] == "Licence Ouverte 2.0"
    assert said["avertissement"] == "Extrait & résumé."
    assert said["schema"] == f"{base}donnees/mesures.schema.json"
    assert said["liste"] == f"{base}mesures/"
    assert said["filtres"] == []
    assert said["nombre"] == said["total"] == 3


def test_a_selection_keeps_its_rows_and_says_its_filters(report: Report) -> None:
    key = report.assessments[1].pk
    kept = data.Selection(frozenset([key]), ("Priorité : I – Une",), "priorite=1")
    said = from_json(written(report, "mesures", "json", selection=kept))
    assert [row["numero"] for row in said["mesures"]] == [2]
    assert said["filtres"] == ["Priorité : I – Une"]
    assert said["liste"].endswith("/mesures/?priorite=1")
    assert (said["nombre"], said["total"]) == (1, 3)
    none = replace(kept, keys=frozenset())
    assert len(from_csv(written(report, "mesures", "csv", selection=none))) == 1


HOSTILE = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "＝1"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_cell_of_a_csv_is_a_formula(hostile: str, report: Report) -> None:
    report.assessments[0].measure.title = hostile
    found = by_header(from_csv(written(report, "mesures", "csv")))
    assert found[0]["titre"] == f"'{hostile}"
    assert rows(report, "mesures")[0]["titre"] == hostile


def test_no_cell_of_a_csv_begins_like_a_formula(report_2017: Report) -> None:
    for table in TABLES:
        for row in from_csv(written(report_2017, table, "csv")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_quotes_separators_and_line_breaks_stay_in_their_cell(report: Report) -> None:
    title = 'Dire ; « oui », "non"\nou rien'
    report.assessments[0].measure.title = title
    assert by_header(from_csv(written(report, "mesures", "csv")))[0]["titre"] == title


@pytest.mark.parametrize("extension", data.FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_the_same_report_gives_the_same_bytes(
    table: str, extension: str, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(report, table, extension)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 5, 33, 20, 2, 138, 0))
    assert written(reports.build(report.evaluation), table, extension) == first


def test_a_rectification_says_its_edition_and_why(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan))
    again = factories.evaluation(plan, edition=2, rectification_reason="Une date était fausse.")
    again = factories.publish(again)
    said = from_json(written(reports.build(again), "mesures", "json"))
    assert said["evaluation"]["edition"] == said["mesures"][0]["edition"] == 2
    assert said["evaluation"]["motif_de_la_rectification"] == "Une date était fausse."
    assert date.fromisoformat(said["mesures"][0]["date_adoption"]) == factories.TODAY


def test_statuses_of_the_schema_are_those_that_may_be_published() -> None:
    fields = {field["name"]: field for field in from_json(data.schema_json("mesures"))["fields"]}
    codes = fields["statut_code"]["constraints"]["enum"]
    assert codes == [status for status in Assessment.Status if status != "a-evaluer"]
