"""The rich text of the evaluation: a small closed subset of HTML, and what is read from it.

Stored text is always the output of `clean`. Everything else reads stored text:
`marks` finds footnotes and recommendations, `display` makes the HTML of pages and PDF, `blocks`
the plain words that a search looks through; `anchors` leads into both, and
`redline` shows what changed between two of them.
"""

from measures.rich_text.blocks import Block, blocks
from measures.rich_text.clean import InvalidText, clean
from measures.rich_text.display import Displayed, Mark, Place, display
from measures.rich_text.marks import (
    Passage,
    footnote_count,
    internal_links,
    opening,
    passages,
    plain,
)
from measures.rich_text.plain_text import one_line, readable
from measures.rich_text.redline import Redline, redline, redline_words
from measures.rich_text.remembered import remembered
from measures.rich_text.summary import clean_summary
from measures.rich_text.typography import typeset

__all__ = [
    "Block",
    "Displayed",
    "InvalidText",
    "Mark",
    "Passage",
    "Place",
    "Redline",
    "blocks",
    "clean",
    "clean_summary",
    "display",
    "footnote_count",
    "internal_links",
    "one_line",
    "opening",
    "passages",
    "plain",
    "readable",
    "redline",
    "redline_words",
    "remembered",
    "typeset",
]
