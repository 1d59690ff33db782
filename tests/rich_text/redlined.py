"""What a reader is left with who follows a redline: a reading that owes nothing to it."""

import re

from lxml import html as lxml_html

SAID = {"hidden", "redline-remark", "redline-mark"}  # words of the comparison, not of the texts
BLOCKS = "p h3 h4 li table caption tr th td div blockquote".split()


def without(html: str, tag: str) -> list[str]:
    """Return the words of a redline once every `ins` or every `del` is taken out."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter()):
        classes = set((element.get("class") or "").split())
        if element.tag == tag or classes & SAID or "redline-to" in classes:
            element.text, element[:] = " " if element.tag != tag else "", []
            element.tag = "taken"
        elif classes & {"redline-head"} or element.tag == "summary":
            element.text, element[:] = "", []
    for element in root.iter(*BLOCKS, "br"):
        element.text = f" {element.text or ''}"
        element.tail = f" {element.tail or ''}"
    return re.findall(r"\w+", "".join(root.itertext()))


def former_words(html: str) -> list[str]:
    """Return the words of the text before the change."""
    return without(html, "ins")


def new_words(html: str) -> list[str]:
    """Return the words of the text after the change."""
    return without(html, "del")
