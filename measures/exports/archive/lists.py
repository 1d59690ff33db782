"""The lists of a PDF: their items, what numbers them, and the lists inside."""

import re

from pikepdf import Name

from measures.exports.archive.contents import Contents
from measures.exports.archive.structure import Element, Mark

_NUMBER = re.compile(r"\d+\s*\.?")
_NOWHERE = Mark(-1, -1)


def arrange_lists(tree: Element, contents: Contents) -> None:
    """Give each item a label and a body, its inner lists there, and say which lists are numbered.

    14289-1, 7.6 and 32000-1, 14.8.4.3.3; WeasyPrint puts an inner list beside its item.
    """
    for element in tree.walk():
        if element.tag == "L":
            items: list[Element] = []
            for kid in element.elements:
                if kid.tag == "L" and items:
                    _put_inside(items[-1], kid)
                else:
                    items.append(kid)
            element.kids = list(items)
        if element.tag == "LI":
            _give_body(element)
    for element in tree.walk():
        if element.tag == "L":
            labels = (kid for item in element.elements for kid in item.elements)
            label = next((kid for kid in labels if kid.tag == "Lbl"), None)
            if label and _NUMBER.fullmatch(contents.words(label)):
                element.attributes["List"] = {"ListNumbering": Name.Decimal}


def _put_inside(item: Element, inner: Element) -> None:
    """Put a list into an item, where its words stand among those of the item."""
    begins = _begins(inner)
    before = [kid for kid in item.elements if kid.tag == "Lbl" or _begins(kid) < begins]
    item.kids.insert(len(before), inner)


def _begins(element: Element) -> Mark:
    """Return where the words of an element begin; labels are painted after all words."""
    texts = (each for each in element.walk() if each.tag != "Lbl")
    labels = {mark for each in element.walk() if each.tag == "Lbl" for mark in each.marks()}
    return min((m for each in texts for m in each.marks() if m not in labels), default=_NOWHERE)


def _give_body(item: Element) -> None:
    labels = [kid for kid in item.elements if kid.tag == "Lbl"]
    body = Element("LBody", item.page)
    for kid in item.kids:
        if isinstance(kid, Element) and kid.tag == "LBody":
            body.kids += kid.kids
        elif kid not in labels:
            body.kids.append(kid)
    item.kids = [*labels, body]
