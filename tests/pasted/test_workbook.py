"""The rows of an XLSX file; what is no such file is refused before it is parsed."""

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from measures.pasted import Unreadable, workbook
from measures.pasted.workbook import MOST_UNPACKED


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def zipped(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def test_the_rows_of_the_first_sheet_with_their_lines() -> None:
    data = xlsx([["Priorité", "Numéro", "Titre"], [], ["I", 1.0, "Un"], [None, 2, "Deux"]])
    assert [(row.line, row.cells) for row in workbook(data)] == [
        (1, ("Priorité", "Numéro", "Titre")),
        (3, ("I", "1", "Un")),
        (4, ("", "2", "Deux")),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 rien",
        zipped(a=b"b"),
        zipped(big=b"0" * (MOST_UNPACKED + 1)),
        zipped(entity=b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        xlsx([["a"]])[:-200],
    ],
    ids=["empty", "signature", "other archive", "bomb", "entity", "cut"],
)
def test_what_is_no_spreadsheet_is_refused_in_french(data: bytes) -> None:
    with pytest.raises(Unreadable, match="fichier"):
        workbook(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "entity", ['"aaaaaaaa"', 'SYSTEM "file:///etc/passwd"'], ids=["internal", "of a file"]
)
def test_a_sheet_that_declares_an_entity_is_refused_in_any_encoding(
    entity: str, encoding: str
) -> None:
    data = with_sheet(lambda sheet: f"<!DOCTYPE x [<!ENTITY e {entity}>]>{sheet}", encoding)
    with pytest.raises(Unreadable, match="fichier"):
        workbook(data)
    harmless = workbook(with_sheet(str, encoding))
    assert [row.cells for row in harmless] == [("I", "1", "Un")]  # it was not the encoding


def with_sheet(change: Callable[[str], str], encoding: str) -> bytes:
    """Return a workbook whose first sheet is changed and written in an encoding."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx([["I", "1", "Un"]]))) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{change(sheet)}'
    return zipped(**parts | {"xl/worksheets/sheet1.xml": declared.encode(encoding)})
