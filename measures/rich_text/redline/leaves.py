"""A text as the flat row of what a reader reads in it, each with the frames it stands in.

Comparing leaves rather than trees lets a paragraph become an item, or enter a box, and still
be the same paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from measures.rich_text.redline.align import Pair, alike_pairs, equal_pairs, gaps, in_one_order
from measures.rich_text.redline.runs import NOTE, Token, tokens
from measures.rich_text.tree import BLOCKS, text_of

LEAST_ALIKE = 0.3  # below, one paragraph replaces another instead of becoming it
_KINDS = {
    "p": "paragraphe",
    "h3": "intertitre",
    "h4": "intertitre de second niveau",
    "table": "tableau",
    "caption": "titre de tableau",
}
_FRAMES = {
    "box": "dans un encadré",
    "recommendation": "dans une recommandation",
    "blockquote": "dans une citation",
}


@dataclass(eq=False)
class Frame:
    """A list, an item, a quotation, a box or a recommendation around leaves."""

    element: etree._Element

    @property
    def kind(self) -> str:
        """What it is, ordered and plain lists alike."""
        if self.element.tag == "div":
            return self.element.get("class", "")
        return "list" if self.element.tag in {"ul", "ol"} else self.element.tag


@dataclass(eq=False)
class Leaf:
    """A paragraph, a heading, a table, or the run of words of an item or a cell (`run`)."""

    element: etree._Element
    kind: str
    path: tuple[Frame, ...]
    run: list[Token] = field(default_factory=list)

    @cached_property
    def key(self) -> str:
        """What equal leaves share: their words, whatever dresses them."""
        if self.kind == "table":
            return f"\0{text_of(self.element)}"
        return " ".join(token.key for token in self.run)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that tell it from others: long ones and figures, if it has enough of them."""
        text = " ".join(token.text for token in self.run if NOTE not in token.style)
        found = re.findall(r"\w+", (text or text_of(self.element)).casefold())
        telling = frozenset(w for w in found if len(w) > 3 or w.isdigit())
        return telling if len(telling) > 4 else frozenset(found)

    @cached_property
    def described(self) -> str:
        """What it is, in words of the editor."""
        lists = [frame for frame in self.path if frame.kind == "list"]
        if self.kind == "source":
            noun = "source de tableau"
        elif lists and self.kind in {"run", "p"}:
            sort = "numérotée" if lists[-1].element.tag == "ol" else "à puces"
            level = f" (niveau {len(lists)})" if len(lists) > 1 else ""
            noun = f"élément de liste {sort}{level}"
        else:
            noun = _KINDS.get(self.kind, "paragraphe")
        around = [_FRAMES[frame.kind] for frame in self.path if frame.kind in _FRAMES]
        return " ".join([noun, *around])


def leaves(element: etree._Element, path: tuple[Frame, ...] = ()) -> Iterator[Leaf]:
    """Yield what stands in an element, in reading order."""
    for child in element:
        if child.tag not in BLOCKS:
            continue
        if child.tag in {"ul", "ol", "blockquote", "div"}:
            yield from leaves(child, (*path, Frame(child)))
        elif child.tag == "li":
            inside = (*path, Frame(child))
            yield from run_of(child, inside)
            yield from leaves(child, inside)
        elif child.tag == "table":
            yield Leaf(child, "table", path)
        else:
            kind = "source" if child.get("class") == "source" else child.tag
            yield Leaf(child, kind, path, tokens(child))


def run_of(element: etree._Element, path: tuple[Frame, ...]) -> Iterator[Leaf]:
    """Yield the words that stand straight in an item or a cell, if any."""
    if run := tokens(element):
        yield Leaf(element, "run", path, run)


def steps(
    before: Sequence[Leaf], after: Sequence[Leaf]
) -> Iterator[tuple[Leaf | None, Leaf | None]]:
    """Yield the leaves of both texts in one order: together those that are one leaf."""
    whole = equal_pairs([leaf.key for leaf in before], [leaf.key for leaf in after])
    pairs: list[Pair] = []
    for rows, columns, followed in gaps(whole, len(before), len(after)):
        if rows and columns:
            pairs += _alike(before, after, rows, columns)
        if followed:
            pairs.append((rows.stop, columns.stop))
    yield from in_one_order(before, after, pairs)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much two sets of words share, from 0 to 1."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _alike(
    before: Sequence[Leaf], after: Sequence[Leaf], rows: range, columns: range
) -> list[Pair]:
    def alike(i: int, j: int) -> float:
        old, new = before[rows.start + i], after[columns.start + j]
        if (old.kind == "table") != (new.kind == "table"):
            return 0.0
        return likeness(old.words, new.words)

    found = alike_pairs(len(rows), len(columns), alike, least=LEAST_ALIKE)
    return [(rows.start + i, columns.start + j) for i, j in found]
