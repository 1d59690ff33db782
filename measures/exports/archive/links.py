"""The links of a PDF: each in an element of its own, and in words."""

from collections.abc import Mapping

from measures.exports.archive.contents import Contents
from measures.exports.archive.structure import Box, Element, Link, Mark, Place


def gather_links(tree: Element) -> None:
    """Hold each link annotation in a Link (14289-1, 7.18.5), without those that it covers.

    WeasyPrint gives an annotation to each box inside a link, too.
    """
    for element in tree.walk():
        gathered: list[Element | Mark | Link] = []
        for kid in element.kids:
            if isinstance(kid, Element) and kid.tag == "Link":
                links = _outermost(_taken_out(kid))
                if next(kid.marks(), None) is None:
                    continue
                kid.kids += links
                kid.tag = "Link" if links else "Span"  # it leads nowhere
            gathered.append(kid)
        element.kids = gathered


def describe_links(tree: Element, contents: Contents, places: Mapping[str, str]) -> None:
    """Make one Link of the lines of a link, and describe it (14289-1, 7.18.1).

    The description is the words of the link, or where it leads (`places` names the anchors) if
    these are a mere figure.
    """
    for element in tree.walk():
        joined: list[Element | Mark | Link] = []
        for kid in element.kids:
            last = joined[-1] if joined else None
            if (targets := _targets(kid)) and _targets(last) == targets:
                last.kids += kid.kids
            else:
                joined.append(kid)
        element.kids = joined
    for element in tree.walk():
        links = [kid for kid in element.kids if isinstance(kid, Link) and not kid.words]
        if links:
            words = contents.words(element)
            if not any(letter.isalpha() for letter in words):
                words = places.get(str(links[0].target), words)
            for link in links:
                link.words = words


def _targets(kid: Element | Mark | Link | None) -> set[str | Place]:
    """Return where a Link leads; nothing for anything else."""
    if not isinstance(kid, Element) or kid.tag != "Link":
        return set()
    return {link.target for link in kid.kids if isinstance(link, Link)}


def _taken_out(element: Element) -> list[Link]:
    """Take the annotations out of a link; links inside it become mere boxes."""
    links: list[Link] = []
    for inner in element.walk():
        if inner is not element and inner.tag == "Link":
            inner.tag = "NonStruct"
        links += [kid for kid in inner.kids if isinstance(kid, Link)]
        inner.kids = [kid for kid in inner.kids if not isinstance(kid, Link)]
    return links


def _outermost(links: list[Link]) -> list[Link]:
    """Return the links whose box no other covers, the largest first."""
    kept: list[Link] = []
    for link in sorted(links, key=lambda link: -_area(link.box)):
        if link.words or (
            _area(link.box) > 0 and not any(_covers(other.box, link.box) for other in kept)
        ):
            kept.append(link)
    return kept


def _area(box: Box) -> float:
    return abs((box[2] - box[0]) * (box[3] - box[1]))


def _covers(outer: Box, inner: Box) -> bool:
    (left, right), (low, high) = sorted(outer[::2]), sorted(outer[1::2])
    return (
        left - 0.5 <= min(inner[::2])
        and max(inner[::2]) <= right + 0.5
        and low - 0.5 <= min(inner[1::2])
        and max(inner[1::2]) <= high + 0.5
    )
