"""The anchor of each block of a text, made from its own words.

A link to a paragraph then survives edits around it, and never leads to another paragraph than
the one it was made for. Whoever shows a text, and whoever leads into it, reads them here.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from measures.rich_text.tree import BLOCKS, text_of


def anchored(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield each block that can be linked to with its anchor in the text, in order.

    A list inside an item has none, nor an item that only holds paragraphs: these have theirs.
    """
    seen: Counter[str] = Counter()
    for block in root.iter("p", "ul", "ol", "li", "table", "h3", "h4"):
        if block.tag == "li":
            words = own_words(block)
            if not words.strip():
                continue
        elif block.tag in {"ul", "ol"} and block.getparent().tag == "li":
            continue
        else:
            words = text_of(block)
        digest = _digest(words, item=block.tag == "li")
        seen[digest] += 1
        yield block, f"{digest}-{seen[digest]}" if seen[digest] > 1 else digest


def own_words(item: etree._Element) -> str:
    """The words of an item, without those of the blocks inside it."""
    words = item.text or ""
    for child in item:
        if child.tag not in BLOCKS:
            words += text_of(child)
        words += child.tail or ""
    return words


def _digest(words: str, *, item: bool) -> str:
    """Return the same for the same words, whatever the spacing; an only item is not its list."""
    compared = re.sub(r"\W+", " ", words).strip().casefold()
    kind = "item " if item else ""
    return hashlib.sha256(f"{kind}{compared}".encode()).hexdigest()[:8]
