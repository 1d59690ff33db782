"""What is left of the layout's boxes in the structure tree of a PDF, and taken away."""

from collections.abc import Set
from itertools import groupby

from pikepdf import Array

from measures.exports.archive.contents import Contents
from measures.exports.archive.structure import Element, Link, Mark

_GROUPING = frozenset("Document Part Art Sect Div BlockQuote".split())
_BLOCKS = frozenset("P H1 H2 H3 H4 H5 H6 Caption LBody".split())
_LINES = frozenset({"P", "Figure"})
_CELLS = frozenset({"TH", "TD"})


def drop_voids(tree: Element, voids: Set[Mark]) -> None:
    """Let go of what draws nothing: spaces at the end of a line."""
    for element in tree.walk():
        element.kids = [kid for kid in element.kids if kid not in voids]


def place_figures(tree: Element, contents: Contents) -> None:
    """Give the box of each figure in the page's own space (32000-1, 14.8.5.4.3)."""
    for element in tree.walk():
        if element.tag == "Figure" and "Layout" in element.attributes:
            layout = element.attributes["Layout"]
            layout["BBox"] = Array(contents.in_points(element.page, layout["BBox"]))


def simplify(tree: Element) -> None:
    """Take away boxes without meaning and elements without content; wrap bare lines.

    The boxes of the layout (lines, anonymous blocks) are no structure: 14289-1, 7.1 wants tags
    that say what the content is, and 32000-1, 14.8.4.2 no bare content in a grouping element.
    """
    kids: list[Element | Mark | Link] = []
    for kid in tree.kids:
        if isinstance(kid, Element):
            simplify(kid)
            if _is_mere_box(kid, tree):
                kids += kid.kids
            elif kid.kids or kid.alt or kid.tag in _CELLS:
                kids.append(kid)
        else:
            kids.append(kid)
    if tree.tag in _GROUPING:
        kids = [
            kid for bare, run in groupby(kids, _is_bare) for kid in _wrapped(list(run), bare=bare)
        ]
    tree.kids = kids


def _is_mere_box(element: Element, parent: Element) -> bool:
    if element.alt or element.id or element.attributes:
        return False
    if element.tag == parent.tag and element.tag in _GROUPING:
        return all(kid.tag in _LINES for kid in element.elements)
    again = element.tag == parent.tag and element.tag in _BLOCKS
    return again or element.tag in {"NonStruct", "Span"}


def _is_bare(kid: Element | Mark | Link) -> bool:
    return not isinstance(kid, Element) or kid.tag in {"Link", "Reference", "Note"}


def _wrapped(kids: list[Element | Mark | Link], *, bare: bool) -> list[Element | Mark | Link]:
    return [Element("P", _page_of(kids), kids)] if bare else kids


def _page_of(kids: list[Element | Mark | Link]) -> int | None:
    return next((kid.page for kid in kids), None)
