"""Values of data, as JSON holds them, and as the cells of CSV files and spreadsheets do.

A cell is flat, and never a formula.
"""

import re
from datetime import date
from typing import Any

Value = str | int | date | tuple[str, ...] | None
Flat = str | int | date | None

LIST_SEPARATOR = " | "

# What makes a spreadsheet read a text as a formula, with the full-width forms that some accept.
_FORMULA_SIGNS = "=+-@\t\r\n＝＋－＠"
# What XML 1.0, hence a spreadsheet, cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def flat(value: Value) -> Flat:
    """Return a value as one cell holds it; a text that could be a formula gets an apostrophe."""
    if isinstance(value, tuple):
        value = LIST_SEPARATOR.join(value)
    return harmless(value) if isinstance(value, str) else value


def as_json(value: Value) -> Any:
    """Return a value as JSON holds it: dates in ISO 8601, lists as lists, texts as they are."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def legal(text: str) -> str:
    """Return a text without the signs that a spreadsheet cannot hold."""
    return _ILLEGAL.sub("", text)


def harmless(text: str) -> str:
    """Return a legal text that no spreadsheet takes for a formula."""
    text = legal(text)
    return f"'{text}" if text.startswith(tuple(_FORMULA_SIGNS)) else text
