"""Stored texts as the files of data hold them: plain words, and HTML that stands by itself."""

import re
from collections.abc import Callable

from measures.rich_text import blocks

_INTERNAL = re.compile(r'<a href="#([^"]+)"')


def words(stored: str) -> str:
    """Return the words of a stored text, one block a line, without its footnotes."""
    return "\n".join(block.text for block in blocks(stored))


def standalone(stored: str, link: Callable[[str], str]) -> str:
    """Return a stored text whose links to other texts are whole addresses, given by `link`.

    It is otherwise as stored: footnotes stand where they are called, in `span.footnote`, and
    recommendations in `div.recommendation`, with their key.
    """
    return _INTERNAL.sub(lambda found: f'<a href="{link(found[1])}"', stored)
