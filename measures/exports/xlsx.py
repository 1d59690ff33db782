"""Data as a spreadsheet for Excel; the only file that knows openpyxl."""

import io
import re
from copy import copy
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from measures.exports.cells import Flat, harmless
from measures.exports.columns import Column, Kind
from measures.exports.spreadsheets import (
    GUIDE,
    GUIDE_HEADER,
    GUIDE_WIDTHS,
    HEADER_LINES,
    Book,
    guide_lines,
    lines_of,
    steady,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

LONGEST = 32_767  # characters that Excel takes in a cell
CUT = "… [Texte coupé : une cellule XLSX n’en contient pas plus. Les autres formats l’ont entier.]"
_LINE, _SPARE = 15, 3  # points
_A4 = 9
_FONT = "Calibri"  # the one that the library gives to every other cell
_INK, _ACCENT, _GROUND, _HAIR = "1B1F2A", "1F3F77", "F6F4EF", "D9D6CE"


def xlsx(book: Book) -> bytes:
    """Return a book as an Office Open XML spreadsheet."""
    # Imported here: it takes a tenth of a second, and the site must start fast.
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    properties = workbook.properties
    properties.creator, properties.title = book.author, book.title
    properties.created = datetime.combine(book.dated, time())
    looks = _Looks(workbook)
    _write_guide(workbook, book, looks)
    _write_rows(workbook, book, looks)
    written = io.BytesIO()
    workbook.save(written)
    return steady(
        written.getvalue(), correct={"docProps/core.xml": lambda xml: _dated(xml, book.dated)}
    )


def _dated(xml: bytes, day: date) -> bytes:
    """Put a day where the library writes the time of the save."""
    stamp = rb"(<dcterms:modified[^>]*>)[^<]*"
    return re.sub(stamp, rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), xml)


class _Looks:
    """The looks of cells, each made once for a book: dressing every cell anew takes its time."""

    def __init__(self, workbook: "Workbook") -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415

        def look(**traits: Any) -> "Cell":
            model = WriteOnlyCell(workbook.active)
            for name, value in traits.items():
                setattr(model, name, value)
            return model

        left = Alignment(vertical="top", horizontal="left", indent=1, wrap_text=True)
        right = Alignment(vertical="top", horizontal="right", indent=1)
        line = Border(bottom=Side("thin", color=_HAIR))
        bold = Font(_FONT, 11, bold=True)
        self.title = look(font=Font(_FONT, 16, bold=True))
        self.plain = look(alignment=left)
        self.bold = look(alignment=left, font=bold)
        self.header = look(
            alignment=Alignment(vertical="center", horizontal="left", indent=1, wrap_text=True),
            border=Border(bottom=Side("medium", color=_INK)),
            fill=PatternFill("solid", fgColor=_GROUND),
            font=bold,
        )
        self.words = look(alignment=left, border=line)
        self.address = look(
            alignment=left, border=line, font=Font(_FONT, 11, color=_ACCENT, underline="single")
        )
        self.figure = look(alignment=right, border=line)
        self.day = look(alignment=right, border=line, number_format="dd/mm/yyyy")


def _write_guide(workbook: "Workbook", book: Book, looks: _Looks) -> None:
    sheet = workbook.active
    sheet.title = GUIDE
    sheet.sheet_view.showGridLines = False
    _size(sheet, GUIDE_WIDTHS)
    _text(sheet.cell(1, 1), book.title, looks.title)
    sheet.row_dimensions[1].height = 2 * _LINE
    header = len(book.facts) + 4
    for place, row in [
        *enumerate(book.facts, start=3),
        *enumerate([GUIDE_HEADER, *book.guide], start=header),
    ]:
        first, others = (
            (looks.header, looks.header) if place == header else (looks.bold, looks.plain)
        )
        for column, text in enumerate(row, start=1):
            _text(sheet.cell(place, column), text, others if column > 1 else first)
        sheet.row_dimensions[place].height = guide_lines(row) * _LINE + _SPARE
    _page(sheet, sheets=1)


def _write_rows(workbook: "Workbook", book: Book, looks: _Looks) -> None:
    sheet = workbook.create_sheet(book.name)
    _size(sheet, [column.width for column in book.columns])
    for place, column in enumerate(book.columns, start=1):
        _text(sheet.cell(1, place), column.title, looks.header)
    sheet.row_dimensions[1].height = HEADER_LINES * _LINE + _SPARE
    for line, row in enumerate(book.rows, start=2):
        cells = book.cells(row)
        for place, (column, value) in enumerate(cells, start=1):
            _write(sheet.cell(line, place), column, value, looks)
        sheet.row_dimensions[line].height = lines_of(cells) * _LINE + _SPARE
    sheet.freeze_panes = sheet.cell(2, book.frozen + 1)
    sheet.auto_filter.ref = sheet.dimensions
    last = sheet.cell(len(book.rows) + 1, book.printed).coordinate
    sheet.print_area = f"A1:{last}"
    sheet.print_title_rows = "1:1"
    _page(sheet)


def _write(cell: "Cell", column: Column, value: Flat, looks: _Looks) -> None:
    if isinstance(value, str) and column.kind is Kind.ADDRESS:
        cell.hyperlink = value
        _text(cell, value, looks.address)
    elif isinstance(value, str):
        _text(cell, value, looks.words)
    elif value is None:
        _dress(cell, looks.words)
    else:
        cell.value = value
        _dress(cell, looks.day if column.kind is Kind.DATE else looks.figure)


def _text(cell: "Cell", text: str, look: "Cell") -> None:
    """Write a text that stays a text, whatever it begins with."""
    text = harmless(text)
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    cell.value = text
    cell.data_type = "s"
    _dress(cell, look)


def _dress(cell: "Cell", look: "Cell") -> None:
    cell._style = copy(look._style)


def _size(sheet: Any, widths: Any) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _page(sheet: Any, *, sheets: int = 0) -> None:
    """Print across the width of a sheet of paper, on `sheets` of them or as many as needed."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, sheets
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.5
    sheet.oddFooter.center.text = "&A – page &P sur &N"
