"""Cells as text: what a spreadsheet puts in the clipboard, and CSV as French software writes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TAB, SEMICOLON, COMMA = "\t", ";", ","


@dataclass(frozen=True)
class Row:
    """One row of cells, and the line where it begins."""

    line: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)


def cells(text: str) -> list[Row]:
    """Return the rows of a pasted text, blank ones left out.

    A cell in quotes may hold separators, lines, and quotes written twice. A quote that opens no
    such cell is a quote like any other: a title may begin with one.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(text)
    rows: list[Row] = []
    row: list[str] = []
    line = begun = 1
    place = 0
    while place <= len(text):
        cell, end = _quoted(text, place, separator) or _plain(text, place, separator)
        row.append(cell)
        line += text.count("\n", place, end)
        if end >= len(text) or text[end] == "\n":
            rows.append(Row(begun, tuple(row)))
            line += 1
            row, begun = [], line
        place = end + 1
    return [row for row in rows if not row.empty]


def as_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as text that `cells` reads, one line a row; blank rows stay."""
    return "\n".join(TAB.join(" ".join(cell.split()) for cell in row) for row in rows)


def decode(data: bytes) -> str:
    """Return the text of a file, whether a modern or an old spreadsheet wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """Return what stands between cells: titles hold commas, and sometimes semicolons."""
    if TAB in text:
        return TAB
    first = next((line for line in text.split("\n") if line.strip()), "")
    return SEMICOLON if SEMICOLON in first else COMMA


def _quoted(text: str, place: int, separator: str) -> tuple[str, int] | None:
    """Return the cell in quotes that begins here and where it ends, if there is one."""
    if not text.startswith('"', place):
        return None
    end = place + 1
    while (end := text.find('"', end)) != -1:
        after = text[end + 1 : end + 2]
        if after == '"':
            end += 2
            continue
        if after in ("", separator, "\n"):
            return text[place + 1 : end].replace('""', '"'), end + 1
        return None
    return None


def _plain(text: str, place: int, separator: str) -> tuple[str, int]:
    ends = [end for mark in (separator, "\n") if (end := text.find(mark, place)) != -1]
    end = min(ends, default=len(text))
    return text[place:end], end
