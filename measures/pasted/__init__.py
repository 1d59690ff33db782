"""A list of measures as it comes from a spreadsheet: pasted cells, a CSV or an XLSX file.

`cells` and `workbook` give rows of cells, each with its line; `measures` reads what they say.
"""

from measures.pasted.cells import Row, as_text, cells, decode
from measures.pasted.measures import LONGEST_SHORT, Line, Problem, Reading, read, shorten
from measures.pasted.workbook import Unreadable, workbook

__all__ = [
    "LONGEST_SHORT",
    "Line",
    "Problem",
    "Reading",
    "Row",
    "Unreadable",
    "as_text",
    "cells",
    "decode",
    "read",
    "shorten",
    "workbook",
]
