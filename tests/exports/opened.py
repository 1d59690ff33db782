"""The files of data opened again, as those who download them do."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl
from odf import teletype
from odf.element import Element
from odf.namespaces import OFFICENS, TABLENS
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from odf.text import P

Grid = list[list[Any]]


def from_csv(content: bytes) -> Grid:
    """Return the rows of a CSV file, its header first; every cell is a text."""
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def from_json(content: bytes) -> dict[str, Any]:
    return json.loads(content)


def from_xlsx(content: bytes) -> dict[str, Grid]:
    """Return the rows of each sheet; an empty cell is None, a formula breaks."""
    sheets = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        cells = [list(row) for row in sheet.iter_rows()]
        assert not [cell for row in cells for cell in row if cell.data_type == "f"]
        sheets[sheet.title] = [[_day(cell.value) for cell in row] for row in cells]
    return sheets


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def from_ods(content: bytes) -> dict[str, Grid]:
    """Return the rows of each sheet; an empty cell is None, a formula breaks."""
    sheets = load(io.BytesIO(content)).spreadsheet.getElementsByType(Table)
    return {
        sheet.getAttribute("name"): [
            [_value(cell) for cell in row.getElementsByType(TableCell)]
            for row in sheet.getElementsByType(TableRow)
        ]
        for sheet in sheets
    }


def _value(cell: Element) -> Any:
    assert cell.getAttrNS(TABLENS, "formula") is None
    kind = cell.getAttrNS(OFFICENS, "value-type")
    if kind == "float":
        number = float(cell.getAttrNS(OFFICENS, "value"))
        assert number.is_integer()
        return int(number)
    if kind == "date":
        return date.fromisoformat(cell.getAttrNS(OFFICENS, "date-value"))
    if kind is None:
        return None
    return "\n".join(teletype.extractText(line) for line in cell.getElementsByType(P))


def by_header(grid: Grid) -> list[dict[str, Any]]:
    """Return each row by the titles of its columns."""
    header, *rows = grid
    return [dict(zip(header, row, strict=True)) for row in rows]
