"""What stored text says of itself: its recommendations, footnotes, links and plain words."""

import re
from dataclasses import dataclass

from lxml import etree

from measures.rich_text.tree import BLOCKS, flow, parse, serialize, text_of

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """A passage marked as a recommendation.

    `html` is in canonical form, without its footnotes: their numbers belong to the whole text.
    """

    key: str
    addressees: tuple[str, ...]  # slugs
    html: str
    text: str


def passages(stored: str) -> list[Passage]:
    """Return the recommendations marked in a stored text, in its order."""
    if 'class="recommendation"' not in stored:
        return []
    found = []
    for block in list(parse(stored).iter("div")):
        if block.get("class") == "recommendation":
            drop_footnotes(block)
            found.append(
                Passage(
                    key=block.get("data-key", ""),
                    addressees=tuple(block.get("data-to", "").split()),
                    html=serialize(block),
                    text=_words(block),
                )
            )
    return found


def footnote_count(stored: str) -> int:
    """Count the footnotes called in a stored text."""
    return stored.count('<span class="footnote">')


def internal_links(stored: str) -> list[str]:
    """Return the anchors of ours that a stored text points to, without their `#`."""
    return re.findall(r'<a href="#([^"]+)"', stored)


def plain(stored: str) -> str:
    """Return the words of a stored text, without its footnotes, blocks separated by a space."""
    if not stored:
        return ""
    root = parse(stored)
    for note in list(root.iter("span")):
        note.drop_tree()
    return _words(root)


def opening(stored: str, length: int) -> str:
    """Return the first words of a stored text, `length` characters at least if it has them.

    Only the blocks that hold them are read: a block is a line of the canonical form.
    """
    end = stored.find("\n", 3 * length)
    words = plain(stored[:end]) if end > 0 else ""
    return words if len(words) > length else plain(stored)


def every_word(stored: str) -> str:
    """Return the words of a stored text, footnotes included, each set apart by a space."""
    if not stored:
        return ""
    root = parse(stored)
    for note in root.iter("span"):
        note.text = f" {note.text or ''}"
        note.tail = f" {note.tail or ''}"
    return _words(root)


def drop_footnotes(element: etree._Element) -> None:
    """Take the footnotes out of a block; the words after them stay, in canonical form."""
    for note in list(element.iter("span")):
        note.drop_tree()
    flow(element)


def _words(element: etree._Element) -> str:
    for block in element.iter(*BLOCKS):
        block.text = " " + (block.text or "")
    for line_break in element.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    return _SPACES.sub(" ", text_of(element)).strip()
