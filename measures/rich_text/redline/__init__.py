"""The redline: what changed between two stored texts, readable by a jurist.

Insertions are underlined, deletions struck through, and a screen reader says which is which;
what was only dressed otherwise is named between brackets. No element bears an id: a page may
show several redlines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from measures.rich_text.display import typeset_tree
from measures.rich_text.redline.counts import Counts
from measures.rich_text.redline.merge import Merge
from measures.rich_text.redline.runs import compared, tokens_of_words
from measures.rich_text.tree import parse

__all__ = ["Redline", "redline", "redline_words"]


@dataclass(frozen=True)
class Redline:
    """A text with what changed in it marked, and how many changes there are of each sort."""

    html: SafeString
    insertions: int = 0
    deletions: int = 0
    formatting: int = 0

    @property
    def changes(self) -> int:
        """How many changes a reader sees."""
        return self.insertions + self.deletions + self.formatting

    def __bool__(self) -> bool:
        return self.changes > 0


def redline(
    before: str,
    after: str,
    *,
    heading_level: int = 3,
    addressees: Mapping[str, str] | None = None,
    fold: bool = False,
) -> Redline:
    """Return what changed from one stored text to another.

    `heading_level` is the level of its first headings (2–6); `addressees` gives the names that
    recommendations speak to, by slug; `fold` puts long passages without a change behind a
    line that opens them.
    """
    counts = Counts()
    merge = Merge(counts, heading_level=heading_level, addressees=addressees or {}, fold=fold)
    roots = [parse(text) if text.strip() else None for text in (before, after)]
    for root in roots:
        if root is not None:
            typeset_tree(root)
    return _redline(merge.document(*roots), counts)


def redline_words(before: str, after: str) -> Redline:
    """Return what changed between two plain texts: titles, notes of one line."""
    counts = Counts()
    html = compared(tokens_of_words(before), tokens_of_words(after), counts)
    return _redline(html.strip(), counts)


def _redline(html: str, counts: Counts) -> Redline:
    return Redline(mark_safe(html), counts.insertions, counts.deletions, counts.formatting)
