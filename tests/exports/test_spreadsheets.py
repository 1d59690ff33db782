"""XLSX and ODS files: the values of the tables, typed, in sheets that a person can read."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from odf.config import ConfigItem, ConfigItemMapEntry
from odf.opendocument import load
from odf.style import TableColumnProperties
from odf.table import DatabaseRange, Table, TableHeaderRows, TableRow

from measures import report as reports
from measures.exports import data
from measures.exports.spreadsheets import lines_of
from measures.exports.xlsx import CUT, LONGEST
from measures.models import Evaluation
from measures.report import Report
from tests import factories, once
from tests.exports.opened import Grid, by_header, from_json, from_ods, from_xlsx

SITE = "https://suivi.example.org"
OPEN: dict[str, Callable[[bytes], dict[str, Grid]]] = {"xlsx": from_xlsx, "ods": from_ods}
TABLES = [name for name, table in data.DEFINITIONS.items() if table.always]

both = pytest.mark.parametrize("extension", OPEN)
every_table = pytest.mark.parametrize("table", TABLES)


def written(report: Report, table: str, extension: str, **kwargs: Any) -> bytes:
    return data.FORMATS[extension].write(data.build(report, table, site=SITE, **kwargs))


def sheets(report: Report, table: str, extension: str, **kwargs: Any) -> dict[str, Grid]:
    return OPEN[extension](written(report, table, extension, **kwargs))


@once.fixture
def evaluation() -> Evaluation:
    """Two measures assessed otherwise."""
    made = factories.evaluation(factories.plan(measures=2), notice="<p>Extrait.</p>")
    factories.assess(made, 1, status="non", page=7)
    return factories.publish(made)


@pytest.fixture
def report(evaluation: Evaluation) -> Report:
    return reports.build(evaluation)


@both
@every_table
def test_a_spreadsheet_holds_the_values_of_the_table(
    table: str, extension: str, report_2017: Report
) -> None:
    definition = data.DEFINITIONS[table]
    found = by_header(sheets(report_2017, table, extension)[definition.title])
    exact = from_json(written(report_2017, table, "json"))[table]
    assert len(found) == len(exact)
    for row, values in zip(found, exact, strict=True):
        for column in definition.columns:
            value = values[column.name]
            if column.kind == "date":
                value = date.fromisoformat(value)
            elif isinstance(value, list):
                value = " | ".join(value) or None
            assert (row[column.title] or None) == (value or None), column.name
            assert type(row[column.title] or value) is type(value)


@both
def test_numbers_and_dates_are_typed_and_nothing_is_empty(extension: str, report: Report) -> None:
    first, second = by_header(sheets(report, "mesures", extension)["Mesures"])
    assert first["N° de la mesure"] == 1
    assert first["Page du rapport adopté"] == 7
    assert first["Nombre de recommandations"] == 0
    assert first["Évaluation adoptée le"] == factories.TODAY
    assert first["Évaluation"] == "2022"  # an identifier, not a number
    assert second["Page du rapport adopté"] is None
    assert second["Observations communes avec la mesure"] is None


@both
def test_the_first_sheet_says_what_the_file_is(extension: str, report: Report) -> None:
    found = sheets(report, "mesures", extension)
    assert list(found) == ["Lisez-moi", "Mesures"]
    guide = found["Lisez-moi"]
    assert guide[0][0] == "Mesures – Évaluation 2022"
    said = {row[0]: row[1] for row in guide if len(row) > 1}
    assert said["Filtres"] == "Aucun : la liste est entière."
    assert said["Lignes"] == "2"
    assert said["Adoption"] == "adoptée par la CNCDH"
    assert said["Licence"].startswith("Licence Ouverte 2.0")
    assert said["Avertissement"] == "Extrait."
    assert said["La liste sur le site"] == f"{SITE}/plans/2019-2021/evaluations/2022/mesures/"
    for column in data.DEFINITIONS["mesures"].columns:
        assert said[column.title] == f"{column.description} ({column.kind})"
    names = [row[2] for row in guide if len(row) > 2 and row[2]][1:]
    assert names == [column.name for column in data.DEFINITIONS["mesures"].columns]


@both
def test_the_first_sheet_says_the_filters(extension: str, report: Report) -> None:
    keys = frozenset([report.assessments[0].pk])
    kept = data.Selection(keys, ("Mise en œuvre : Non", "Priorité : I – Une"), "statut=non")
    found = sheets(report, "mesures", extension, selection=kept)
    said = {row[0]: row[1] for row in found["Lisez-moi"] if len(row) > 1}
    assert said["Filtres"] == "Mise en œuvre : Non\nPriorité : I – Une"
    assert said["Lignes"] == "1 sur 2"
    assert said["La liste sur le site"].endswith("/mesures/?statut=non")
    assert [row["N° de la mesure"] for row in by_header(found["Mesures"])] == [1]


@both
@pytest.mark.parametrize("hostile", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "＝1", "\x0b=1"])
def test_no_cell_is_a_formula(hostile: str, extension: str, report: Report) -> None:
    report.evaluation.title = hostile
    report.assessments[0].measure.title = hostile
    found = sheets(report, "mesures", extension)
    kept = hostile.removeprefix("\x0b")
    assert by_header(found["Mesures"])[0]["Titre de la mesure"] == f"'{kept}"
    assert f"'{kept}" in [row[1] for row in found["Lisez-moi"] if len(row) > 1]


@both
def test_spaces_and_line_breaks_stay_and_what_xml_cannot_hold_goes(
    extension: str, report: Report
) -> None:
    report.assessments[0].measure.title = "  deux  espaces\net une ligne\x00 \ud800<&>"
    found = by_header(sheets(report, "mesures", extension)["Mesures"])
    assert found[0]["Titre de la mesure"] == "  deux  espaces\net une ligne <&>"


def test_a_text_too_long_for_excel_says_that_it_is_cut(report: Report) -> None:
    report.assessments[0].state_actions = f"<p>{'mot ' * 10_000}fin</p>"
    cut = by_header(sheets(report, "mesures", "xlsx")["Mesures"])[0]["Actions de l’État (texte)"]
    assert len(cut) == LONGEST
    assert cut.endswith(CUT)
    whole = by_header(sheets(report, "mesures", "ods")["Mesures"])[0]["Actions de l’État (texte)"]
    assert whole.endswith("mot fin")


@both
def test_a_table_without_rows_still_has_its_header(extension: str, report: Report) -> None:
    titles = [column.title for column in data.DEFINITIONS["recommandations"].columns]
    assert sheets(report, "recommandations", extension)["Recommandations"] == [titles]


@every_table
def test_an_xlsx_is_laid_out_for_a_reader(table: str, report_2017: Report) -> None:
    definition = data.DEFINITIONS[table]
    book = openpyxl.load_workbook(io.BytesIO(written(report_2017, table, "xlsx")))
    sheet = book[definition.title]
    assert sheet.freeze_panes == {"mesures": "C2", "recommandations": "B2"}[table]
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
    assert widths == [column.width for column in definition.columns]
    assert all(cell.font.bold and cell.alignment.wrap_text for cell in sheet[1])
    address = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "Adresse")
    assert address.hyperlink.target == address.value
    day = next(
        cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "Évaluation adoptée le"
    )
    assert day.number_format == "dd/mm/yyyy"


@every_table
def test_an_ods_is_laid_out_for_a_reader(table: str, report_2017: Report) -> None:
    definition = data.DEFINITIONS[table]
    document = load(io.BytesIO(written(report_2017, table, "ods")))
    view = next(
        entry
        for entry in document.settings.getElementsByType(ConfigItemMapEntry)
        if entry.getAttribute("name") == definition.title
    )
    settings = {item.getAttribute("name"): str(item) for item in view.getElementsByType(ConfigItem)}
    assert settings["VerticalSplitMode"] == settings["HorizontalSplitMode"] == "2"
    assert settings["VerticalSplitPosition"] == "1"
    assert settings["HorizontalSplitPosition"] == str(definition.frozen)
    sheet = document.spreadsheet.getElementsByType(Table)[1]
    (header,) = sheet.getElementsByType(TableHeaderRows)
    assert len(header.getElementsByType(TableRow)) == 1
    (filtered,) = document.spreadsheet.getElementsByType(DatabaseRange)
    assert filtered.getAttribute("displayfilterbuttons") == "true"
    assert document.automaticstyles.getElementsByType(TableColumnProperties)


@every_table
def test_what_prints_is_what_is_made_for_a_reader(table: str) -> None:
    definition = data.DEFINITIONS[table]
    printed = definition.columns[: definition.printed]
    assert {column.kind for column in printed} <= {"texte", "liste", "nombre entier"}
    assert not [
        column for column in printed if "code" in column.name or "identifiant" in column.name
    ]
    assert sum(column.width for column in printed) < 260


def test_a_row_is_tall_enough_for_its_short_texts_and_no_taller_than_a_screen(
    report_2017: Report,
) -> None:
    columns = {column.name: column for column in data.DEFINITIONS["recommandations"].columns}
    text, html = columns["texte"], columns["html"]
    assert lines_of([(text, "Agir.")]) == 2
    assert lines_of([(text, "mot " * 100)]) == 6
    assert lines_of([(text, "mot " * 10_000)]) == 26
    assert lines_of([(html, "mot " * 10_000)]) == 2


@both
def test_a_file_says_the_day_of_adoption_instead_of_the_time_it_was_made(
    extension: str, report: Report
) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(report, "mesures", extension)))
    assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    name = {"xlsx": "docProps/core.xml", "ods": "meta.xml"}[extension]
    said = archive.read(name).decode()
    assert set(re.findall(r">(\d{4}-\d\d-\d\d[^<]*?)Z?<", said)) == {f"{factories.TODAY}T00:00:00"}
    if extension == "ods":
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
