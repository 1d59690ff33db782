"""A summary in plain language: a few short paragraphs of plain words, nothing else.

Stored like any other rich text, so that it is compared, searched and shown alike; typed as lines.
"""

import re
from html import escape

from measures.rich_text.clean import InvalidText, clean
from measures.rich_text.tree import parse, text_of

MAX_SUMMARY = 1_500  # characters: what one reads in a minute or two
_PARAGRAPH = re.compile(r"<p>[^<]*</p>\Z")
_EMPTY_LINE = re.compile(r"\n\s*\n")


def clean_summary(text: str) -> str:
    """Return a summary in canonical form: a paragraph a line. Raises `InvalidText`."""
    stored = clean(text, marks=())
    if any(not _PARAGRAPH.match(line) for line in stored.split("\n") if line):
        raise InvalidText(
            "« En clair » ne contient que des paragraphes : ni titre, ni liste, ni tableau, ni "
            "lien, ni mise en forme."
        )
    length = len(text_of(parse(stored))) if stored else 0
    if length > MAX_SUMMARY:
        raise InvalidText(
            f"« En clair » compte {length} signes ; la limite est de {MAX_SUMMARY}. Gardez ce que "
            f"chacun doit savoir."
        )
    return stored


def as_lines(stored: str) -> str:
    """Return a stored summary as it is typed: an empty line between two paragraphs."""
    if not stored:
        return ""
    return "\n\n".join(text_of(paragraph) for paragraph in parse(stored).iter("p"))


def from_lines(typed: str) -> str:
    """Return what was typed as paragraphs; what is marked up already stays as it is."""
    if typed.lstrip().startswith("<p>"):
        return typed
    paragraphs = _EMPTY_LINE.split(typed.replace("\r\n", "\n"))
    return "\n".join(
        f"<p>{escape(words, quote=False)}</p>" for words in paragraphs if words.strip()
    )
