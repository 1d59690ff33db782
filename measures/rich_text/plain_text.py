"""Names, titles and sentences: plain text, without what nobody sees and no page can hold."""

import re

# What no XML may hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def readable(text: str) -> str:
    """Return plain text without the signs that no XML may hold: one breaks a whole page or feed.

    They are seen nowhere, and come with what is copied from a PDF.
    """
    return CONTROLS.sub("", text.replace("\f", " "))


def one_line(text: str) -> str:
    """Return plain text as a name or a sentence is kept: readable, on one line."""
    return " ".join(readable(text).split())
