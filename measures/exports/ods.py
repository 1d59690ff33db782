"""Data as an OpenDocument spreadsheet, by odfpy; its styles are in `ods_styles`."""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from measures.exports.cells import Flat, harmless
from measures.exports.columns import Column, Kind
from measures.exports.ods_styles import Styles
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
    from odf.element import Element

_FILTERED = "__Anonymous_Sheet_DB__1"  # what LibreOffice itself calls the filter of sheet 1


def ods(book: Book) -> bytes:
    """Return a book as an OpenDocument spreadsheet."""
    # Imported here, as few visitors need it and all would wait for it.
    from odf import dc, meta  # noqa: PLC0415
    from odf.opendocument import OpenDocumentSpreadsheet  # noqa: PLC0415

    _declare_namespaces()
    document = OpenDocumentSpreadsheet()
    day = book.dated.isoformat()
    document.meta.addElement(dc.Title(text=book.title))
    document.meta.addElement(dc.Language(text="fr"))
    document.meta.addElement(meta.InitialCreator(text=book.author))
    document.meta.addElement(meta.CreationDate(text=f"{day}T00:00:00"))
    sheets = _Sheets(document)
    sheets.write_guide(book)
    sheets.write_rows(book)
    written = io.BytesIO()
    document.write(written)
    return steady(written.getvalue())


def _declare_namespaces() -> None:
    """Make the library declare every namespace it knows, in every document, in one order.

    Left alone, it declares those met since the process began: the bytes would depend on what
    was written before, and a first spreadsheet in one thread would break another's writing.
    """
    from odf.element import Element  # noqa: PLC0415 - as above
    from odf.namespaces import nsdict  # noqa: PLC0415

    Element.namespaces = dict(sorted(nsdict.items()))


class _Sheets:
    """Writes sheets into one document."""

    def __init__(self, document: Any) -> None:
        from odf import config, table, text  # noqa: PLC0415 - as above

        self.document = document
        self.config, self.table, self.text = config, table, text
        self.styles = Styles(document)

    def write_guide(self, book: Book) -> None:
        """Write the sheet that says what the book is."""
        sheet = self._add_sheet(GUIDE, GUIDE_WIDTHS, self.styles.guide)
        self._add_row(sheet, 2, [self._words(book.title, self.styles.heading)])
        self._add_row(sheet, 1, [])
        for row in book.facts:
            self._add_guide(sheet, row, self.styles.bold, self.styles.plain)
        self._add_row(sheet, 1, [])
        self._add_guide(sheet, GUIDE_HEADER, self.styles.header, self.styles.header)
        for row in book.guide:
            self._add_guide(sheet, row, self.styles.bold, self.styles.plain)

    def _add_guide(
        self, sheet: "Element", row: tuple[str, ...], first: "Element", others: "Element"
    ) -> None:
        cells = [self._words(text, others if n else first) for n, text in enumerate(row)]
        self._add_row(sheet, guide_lines(row), cells)

    def write_rows(self, book: Book) -> None:
        """Write the sheet of rows: its header in view and on each page, filters ready."""
        widths = [column.width for column in book.columns]
        sheet = self._add_sheet(book.name, widths, self.styles.rows)
        last = len(book.rows) + 1
        printed = f"{book.name}.A1:{book.name}.{_letters(book.printed)}{last}"
        sheet.setAttribute("printranges", printed)
        header = self.table.TableHeaderRows()
        sheet.addElement(header)
        titles = [self._words(column.title, self.styles.header) for column in book.columns]
        self._add_row(header, HEADER_LINES, titles)
        for row in book.rows:
            cells = book.cells(row)
            self._add_row(sheet, lines_of(cells), [self._value(*cell) for cell in cells])
        ranges = self.table.DatabaseRanges()
        whole = f"{book.name}.A1:{book.name}.{_letters(len(widths))}{last}"
        ranges.addElement(
            self.table.DatabaseRange(
                name=_FILTERED, targetrangeaddress=whole, displayfilterbuttons="true"
            )
        )
        self.document.spreadsheet.addElement(ranges)
        self._freeze(book)

    def _add_sheet(self, name: str, widths: Sequence[int], style: "Element") -> "Element":
        sheet = self.table.Table(name=name, stylename=style)
        for width in widths:
            sheet.addElement(self.table.TableColumn(stylename=self.styles.column(width)))
        self.document.spreadsheet.addElement(sheet)
        return sheet

    def _add_row(self, sheet: "Element", lines: int, cells: list["Element"]) -> None:
        row = self.table.TableRow(stylename=self.styles.row(lines))
        for cell in cells or [self.table.TableCell()]:
            row.addElement(cell)
        sheet.addElement(row)

    def _value(self, column: Column, value: Flat) -> "Element":
        if value is None:
            return self.table.TableCell(stylename=self.styles.words)
        if isinstance(value, date):
            cell = self.table.TableCell(
                valuetype="date", datevalue=value.isoformat(), stylename=self.styles.day
            )
            cell.addElement(self.text.P(text=f"{value:%d/%m/%Y}"))
            return cell
        if isinstance(value, int):
            cell = self.table.TableCell(
                valuetype="float", value=value, stylename=self.styles.figure
            )
            cell.addElement(self.text.P(text=str(value)))
            return cell
        return self._words(value, self.styles.words, link=column.kind is Kind.ADDRESS)

    def _words(self, words: str, style: "Element", *, link: bool = False) -> "Element":
        """Return a cell that stays a text, whatever it begins with: one paragraph a line."""
        from odf.teletype import addTextToElement  # noqa: PLC0415 - as above

        cell = self.table.TableCell(valuetype="string", stylename=style)
        for line in harmless(words).split("\n"):
            paragraph = self.text.P()
            if link:
                paragraph.addElement(self.text.A(href=words, type="simple", text=line))
            elif "  " in line or "\t" in line:
                addTextToElement(paragraph, line)  # slow; spaces in a row want their own element
            else:
                paragraph.addText(line)
            cell.addElement(paragraph)
        return cell

    def _freeze(self, book: Book) -> None:
        """Keep the header and the first columns in view: a setting of the view, by sheet."""
        config = self.config
        settings = {
            "HorizontalSplitMode": ("short", 2),
            "VerticalSplitMode": ("short", 2),
            "HorizontalSplitPosition": ("int", book.frozen),
            "VerticalSplitPosition": ("int", 1),
            "ActiveSplitRange": ("short", 3),
            "PositionLeft": ("int", 0),
            "PositionRight": ("int", book.frozen),
            "PositionTop": ("int", 0),
            "PositionBottom": ("int", 1),
        }
        sheet = config.ConfigItemMapEntry(name=book.name)
        for name, (kind, value) in settings.items():
            sheet.addElement(config.ConfigItem(name=name, type=kind, text=str(value)))
        sheets = config.ConfigItemMapNamed(name="Tables")
        sheets.addElement(sheet)
        view = config.ConfigItemMapEntry()
        view.addElement(config.ConfigItem(name="ViewId", type="string", text="view1"))
        view.addElement(sheets)
        views = config.ConfigItemMapIndexed(name="Views")
        views.addElement(view)
        whole = config.ConfigItemSet(name="ooo:view-settings")
        whole.addElement(views)
        self.document.settings.addElement(whole)


def _letters(place: int) -> str:
    """Return the name of a column: 1 is A, 27 is AA."""
    name = ""
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
