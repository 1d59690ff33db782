"""A stored text block by block, in plain words as shown: what a search looks through."""

import re
from dataclasses import dataclass

from lxml import etree

from measures.rich_text.anchors import anchored
from measures.rich_text.display import typeset_tree
from measures.rich_text.tree import BLOCKS, parse

_SPACES = re.compile(r"[ \n]+")  # not those of French typography


@dataclass(frozen=True)
class Block:
    """A paragraph, an item, a heading or a table, by the words that a reader sees.

    `anchor` is the one of the page, without the prefix of its text; `recommendation` is the key
    of the one it stands in; the rows of a table are lines.
    """

    anchor: str
    text: str
    recommendation: str = ""
    notes: tuple[str, ...] = ()


def blocks(stored: str) -> list[Block]:
    """Return the blocks of a stored text, in order, each with the footnotes it calls."""
    if not stored:
        return []
    root = parse(stored)
    typeset_tree(root)
    return [
        _block(element, anchor)
        for element, anchor in anchored(root)
        if element.tag not in {"ul", "ol"} and next(element.iterancestors("table"), None) is None
    ]


def _block(element: etree._Element, anchor: str) -> Block:
    key = next(
        (up.get("data-key", "") for up in element.iterancestors("div") if up.get("data-key")), ""
    )
    notes: list[str] = []
    text = _table(element, notes) if element.tag == "table" else _run(element, notes, inside=False)
    return Block(anchor, text, key, tuple(notes))


def _table(table: etree._Element, notes: list[str]) -> str:
    """Return the caption, then each row: its cells apart."""
    lines = [_run(caption, notes) for caption in table.iter("caption")]
    for row in table.iter("tr"):
        cells = [_run(cell, notes) for cell in row]
        lines.append(" · ".join(cell for cell in cells if cell))
    return "\n".join(line for line in lines if line)


def _run(element: etree._Element, notes: list[str], *, inside: bool = True) -> str:
    """Return the words of an element, those of blocks in it only if `inside`.

    Its footnotes are taken out and added to `notes`.
    """
    words: list[str] = []
    _gather(element, words, notes, inside=inside)
    return _SPACES.sub(" ", "".join(words)).strip()


def _gather(
    element: etree._Element, words: list[str], notes: list[str], *, inside: bool = True
) -> None:
    words.append(element.text or "")
    for child in element:
        if child.tag == "span":
            notes.append(_run(child, notes))
        elif child.tag == "br":
            words.append(" ")
        elif child.tag not in BLOCKS:
            _gather(child, words, notes, inside=inside)
        elif inside:
            words.append(" ")
            _gather(child, words, notes)
            words.append(" ")
        words.append(child.tail or "")
