"""From stored text to what a reader sees: numbers, anchors, French spacing.

One function serves the pages and the PDF; a `Place` says what differs between them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe
from lxml import etree
from lxml import html as lxml_html

from measures.rich_text.anchors import anchored
from measures.rich_text.remembered import remembered
from measures.rich_text.tree import inner, parse, serialize, text_of
from measures.rich_text.typography import NARROW, typeset

_FIGURE = re.compile(rf"[\d {NARROW},.+%*−-]+\Z")


@dataclass(frozen=True)
class Mark:
    """What the block of a recommendation shows besides its words."""

    number: int
    addressees: tuple[str, ...]  # names


def _same_page(anchor: str) -> str:
    return f"#{anchor}"


@dataclass(frozen=True)
class Place:
    """Where a text is shown.

    `heading_level` is the level of its first heading (2–6); `prefix` keeps anchors of several
    texts on one page apart (none: no anchors); `permalinks` shows at the end of each paragraph
    the link that leads to it; `print` leaves footnotes where they are called, for the foot of
    the printed page; `link` turns an anchor of ours into an address, `cite` the key of a
    recommendation into the address where one reads how to cite it (none: no such link): values
    that are equal where they lead to the same addresses, so that what was made is found again.
    """

    heading_level: int = 3
    prefix: str = "p"
    permalinks: bool = False
    print: bool = False
    link: Callable[[str], str] = _same_page
    cite: Callable[[str], str] | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.heading_level, self.prefix, self.link, tuple(self.marks)))


@dataclass(frozen=True)
class Note:
    """A footnote with its number in the whole evaluation."""

    number: int
    html: SafeString


@dataclass(frozen=True)
class Displayed:
    """A text ready for a template, and the footnotes it calls (none in print: they stay in)."""

    html: SafeString
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.html)


def display(stored: str, *, first_note: int = 1, place: Place | None = None) -> Displayed:
    """Return stored text as HTML for a reader; its first footnote bears `first_note`."""
    if not stored:
        return Displayed(html=mark_safe(""))
    place = place or Place()
    # What is printed is made once.
    return (_display if place.print else _displayed)(stored, first_note, place)


def _display(stored: str, first_note: int, place: Place) -> Displayed:
    root = parse(stored)
    typeset_tree(root)
    for link in root.iter("a"):
        href = link.get("href", "")
        if href.startswith("#"):
            link.set("href", place.link(href[1:]))
    if place.prefix:
        for block, anchor in list(anchored(root)):
            block.set("id", f"{place.prefix}-{anchor}")
    notes = _call_notes(root, first_note, place)
    if place.permalinks:
        _add_permalinks(root)
    _shift_headings(root, place)
    _dress_tables(root, place)
    _dress_boxes(root)
    _dress_recommendations(root, place)
    return Displayed(html=mark_safe(serialize(root)), notes=tuple(notes))


_displayed = remembered(256)(_display)


def typeset_tree(root: etree._Element) -> None:
    """Put French spacing in every run of words of a text, but for addresses."""
    for element in root.iter():
        if element.text and not _is_address(element):
            element.text = typeset(element.text)
        if element.tail:
            element.tail = typeset(element.tail)


def _is_address(element: etree._Element) -> bool:
    """Tell a link whose words are its address: spacing would spoil it."""
    return element.tag == "a" and (element.text or "").startswith(("http", "www."))


def _add_permalinks(root: etree._Element) -> None:
    """Close each paragraph of the text with a quiet link to itself."""
    paragraphs = [p for p in root.iter("p") if p.getparent().tag == "div" and p.get("id")]
    for number, paragraph in enumerate(paragraphs, start=1):
        if paragraph.get("class") == "source":
            continue
        link = etree.SubElement(paragraph, "a")
        link.set("class", "permalink")
        link.set("href", f"#{paragraph.get('id')}")
        link.set("aria-label", f"Lien vers le paragraphe {number}")
        link.text = "¶"


def _call_notes(root: etree._Element, first_note: int, place: Place) -> list[Note]:
    notes: list[Note] = []
    for number, span in enumerate(list(root.iter("span")), start=first_note):
        if place.print:
            span.set("id", f"note-{number}")
            continue
        notes.append(Note(number=number, html=mark_safe(inner(span))))
        call = lxml_html.Element("sup")
        call.set("class", "call")
        link = etree.SubElement(call, "a")
        link.set("href", f"#note-{number}")
        link.set("id", f"appel-{number}")
        link.set("aria-label", f"Note {number}")
        link.text = str(number)
        call.tail, span.tail = span.tail, None
        span.getparent().replace(span, call)
    return notes


def _shift_headings(root: etree._Element, place: Place) -> None:
    for heading in list(root.iter("h3", "h4")):
        level = place.heading_level + (1 if heading.tag == "h4" else 0)
        heading.tag = f"h{min(level, 6)}"


def _dress_tables(root: etree._Element, place: Place) -> None:
    """Align columns of figures; let a wide table scroll by itself, also with the keyboard."""
    for table in list(root.iter("table")):
        for cell in table.iter("td"):
            words = text_of(cell).strip()
            if words and _FIGURE.match(words):
                cell.set("class", "figure")
        if place.print:
            continue
        caption = table.find("caption")
        frame = lxml_html.Element("div")
        frame.set("class", "table-frame")
        frame.set("role", "region")
        frame.set("tabindex", "0")
        if caption is not None and table.get("id"):
            caption.set("id", table.get("id") + "-titre")
            frame.set("aria-labelledby", caption.get("id"))
        else:
            frame.set("aria-label", "Tableau")
        table.addprevious(frame)
        frame.append(table)


def _dress_boxes(root: etree._Element) -> None:
    for box in root.iter("div"):
        if box.get("class") == "box":
            box.set("role", "note")


def _dress_recommendations(root: etree._Element, place: Place) -> None:
    for block in root.iter("div"):
        if block.get("class") != "recommendation":
            continue
        key = block.attrib.pop("data-key")
        block.attrib.pop("data-to", None)
        block.set("id", f"r-{key}")
        mark = place.marks.get(key)
        if mark is None:
            continue
        head = lxml_html.Element("p")
        head.set("class", "recommendation-head")
        link = etree.SubElement(head, "a")
        link.set("href", f"#r-{key}")
        link.text = f"Recommandation {mark.number}"
        if place.cite:
            link.tail = " "
            cite = etree.SubElement(head, "a")
            cite.set("class", "cite")
            cite.set("href", place.cite(key))
            cite.set("aria-label", f"Citer la recommandation {mark.number}")
            cite.text = "Citer"
        block.insert(0, head)
        if mark.addressees:
            foot = etree.SubElement(block, "p")
            foot.set("class", "recommendation-to")
            plural = "s" if len(mark.addressees) > 1 else ""
            foot.text = typeset(f"Destinataire{plural} : {', '.join(mark.addressees)}")
