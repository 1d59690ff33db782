"""What a spreadsheet of data holds and how large it shows, whatever its format."""

import io
import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from measures.exports.cells import Flat, Value, flat
from measures.exports.columns import Column, Kind

GUIDE = "Lisez-moi"
GUIDE_WIDTHS = (40, 92, 30)
GUIDE_HEADER = ("Colonne", "Ce qu’elle contient", "Nom dans les CSV et JSON")
HEADER_LINES = 3
_FEWEST_LINES, _MOST_LINES = 2, 26  # no row of Excel is taller than 409 points
EPOCH = (1980, 1, 1, 0, 0, 0)

Cells = list[tuple[Column, Flat]]


@dataclass(frozen=True)
class Book:
    """A spreadsheet of two sheets: « Lisez-moi », which says what it is, and the rows."""

    title: str
    author: str
    dated: date
    facts: list[tuple[str, str]]
    name: str  # of the sheet of rows
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    frozen: int  # columns that stay in view
    printed: int  # columns that print

    @property
    def guide(self) -> list[tuple[str, ...]]:
        """What « Lisez-moi » says of each column, in three cells."""
        return [
            (each.title, f"{each.description} ({each.kind})", each.name) for each in self.columns
        ]

    def cells(self, row: tuple[Value, ...]) -> Cells:
        """Return the cells of a row, each with its column."""
        return [(each, flat(value)) for each, value in zip(self.columns, row, strict=True)]


def lines_of(cells: Cells) -> int:
    """Return how many lines a row shows: all of its short texts, the beginning of long ones."""
    short = [
        _lines(cell, column.width)
        for column, cell in cells
        if isinstance(cell, str) and column.kind in {Kind.TEXT, Kind.LIST}
    ]
    return min(max([_FEWEST_LINES, *short]), _MOST_LINES)


def guide_lines(row: tuple[str, ...]) -> int:
    """Return how many lines a row of the guide shows."""
    return max(_lines(text, width) for text, width in zip(row, GUIDE_WIDTHS, strict=False))


def _lines(text: str, width: int) -> int:
    """Count the lines of a text in a column so many digits wide.

    Letters are narrower than digits, and each line leaves some room after its last word.
    """
    letters = max(width * 1.15 - 6, 4)
    return sum(max(1, math.ceil(len(line) / letters)) for line in text.split("\n"))


def steady(archive: bytes, *, correct: dict[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Return a zipped document without the time at which it was written.

    `correct` rewrites the parts that say that time in their text, by name.
    """
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(written, "w") as target,
    ):
        for part in source.infolist():
            same = zipfile.ZipInfo(part.filename, EPOCH)
            same.compress_type, same.external_attr = part.compress_type, part.external_attr
            content = source.read(part)
            if correct and part.filename in correct:
                content = correct[part.filename](content)
            target.writestr(same, content)
    return written.getvalue()
