"""The header cells of tables in a PDF: what each heads, and what heads each cell.

WeasyPrint names the headers of a cell by its place in the row, which merged cells shift: a
reader would hear the name of another column.
"""

from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import Array, Name, String

from measures.exports.archive.structure import Element


class _Cell(NamedTuple):
    element: Element
    rows: range
    columns: range
    in_head: bool


def name_headers(tree: Element) -> None:
    """Give each TH its Scope and each TD its Headers (14289-1, 7.5; 32000-1, 14.8.5.7)."""
    tables = [element for element in tree.walk() if element.tag == "Table"]
    for number, table in enumerate(tables, start=1):
        cells = list(_grid(table))
        of_data = {cell.rows[0] for cell in cells if cell.element.tag == "TD"}
        headings: list[tuple[_Cell, str, str]] = []
        for cell in cells:
            if cell.element.tag == "TH":
                # In the head, or in a row of headers only, a cell heads its column.
                alone = cell.in_head or cell.rows[0] not in of_data
                scope = "Column" if alone else "Row"
                identifier = f"table-{number}-{cell.rows[0] + 1}-{cell.columns[0] + 1}"
                cell.element.id = identifier
                cell.element.attributes["Table"]["Scope"] = Name(f"/{scope}")
                headings.append((cell, scope, identifier))
        for cell in cells:
            attributes = cell.element.attributes["Table"]
            attributes.pop("Headers", None)
            names = [identifier for *heads, identifier in headings if _heads(*heads, cell)]
            if cell.element.tag == "TD" and names:
                attributes["Headers"] = Array(map(String, names))


def _grid(table: Element) -> Iterator[_Cell]:
    """Yield the cells of a table with the rows and columns they cover."""
    taken: set[tuple[int, int]] = set()
    for number, (row, in_head) in enumerate(_rows(table)):
        column = 0
        for cell in row.elements:
            while (number, column) in taken:
                column += 1
            spans = cell.attributes.setdefault("Table", {})
            rows = range(number, number + int(spans.get("RowSpan", 1)))
            columns = range(column, column + int(spans.get("ColSpan", 1)))
            taken |= {(y, x) for y in rows for x in columns}
            yield _Cell(cell, rows, columns, in_head)


def _rows(table: Element) -> Iterator[tuple[Element, bool]]:
    for group in table.elements:
        for row in [group] if group.tag == "TR" else group.elements:
            if row.tag == "TR":
                yield row, group.tag == "THead"


def _heads(header: _Cell, scope: str, cell: _Cell) -> bool:
    if scope == "Row":
        return _overlap(header.rows, cell.rows)
    return _overlap(header.columns, cell.columns) and header.rows[0] < cell.rows[0]


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
