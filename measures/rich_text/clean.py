"""Cleaning: whatever comes in, what is stored is the closed subset, in one canonical form.

Allowed: paragraphs, two heading levels (h3, h4), nested lists, quotations, links (http, https,
mailto, anchors of ours), strong, em, sup, sub, tables with caption, header cells, merged cells
and a source line (`p.source`), a boxed text (`div.box`), a recommendation
(`div.recommendation[data-key][data-to]`) and footnotes written where they are called
(`span.footnote`). Anything else is dropped and its text kept, but for scripts, styles,
drawings and formulas.

Canonical form: one block a line, plain spaces (French spacing belongs to the display), so that
two saves of the same text are equal and a diff shows what changed.
"""

import re
import secrets
from collections.abc import Collection

import nh3
from lxml import etree
from lxml import html as lxml_html

from measures.rich_text.editable import restore_tables
from measures.rich_text.notes import take_out_notes
from measures.rich_text.plain_text import CONTROLS
from measures.rich_text.tree import (
    BLOCKS,
    flow,
    parse,
    serialize,
    text_of,
    trim,
    unwrap,
    unwrap_block,
)

MAX_LENGTH = 400_000  # characters of one text, tags included
MAX_DEPTH = 24  # WeasyPrint's recursion ends near 60 nested lists
MAX_SPAN = 60  # WeasyPrint needs seconds for a colspan of 100,000
MAX_CELLS = 2_000  # in one table
MAX_NOTE = 2_400  # characters; what does not fit on its page would vanish from the PDF

_SECTIONS = (
    "address article aside center dd details dl dt fieldset figcaption figure footer form header "
    "hr legend main nav pre section summary"
).split()  # blocks whose words must not run into those of the next
_RENAMED = {
    **dict.fromkeys(_SECTIONS, "div"),
    "b": "strong",
    "i": "em",
    "h1": "h3",
    "h2": "h3",
    "h5": "h4",
    "h6": "h4",
    "tfoot": "tbody",
}
_INLINE = {"strong", "em", "sup", "sub", "a", "br", "span"}
_TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
_SUBSET = {"p", "ul", "ol", "li", "blockquote", "div", "h3", "h4"} | _INLINE | _TABLE
_ATTRIBUTES = {
    "a": {"href"},
    "div": {"data-key", "data-to"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
CLASSES = {"div": {"box", "recommendation"}, "span": {"footnote"}, "p": {"source"}}
_SENT = CLASSES | {"p": {"source", "caption"}, "tr": {"head"}}  # those that an editor writes
ALLOWED = {tag: _ATTRIBUTES.get(tag, set()) for tag in _SUBSET}  # tag → attributes, but for class
MARKS = frozenset(["footnote", "recommendation"])  # what is numbered through an evaluation
_HREF = re.compile(r"(?:https?://[^\s]+|mailto:[^\s]+|#[a-z0-9-]+)\Z", re.IGNORECASE)
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u202f\u2009]+")
_KEY_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


class InvalidText(ValueError):
    """A text that cannot be kept as it is; the message says, in French, what to do."""


def clean(text: str, *, taken_keys: Collection[str] = (), marks: Collection[str] = MARKS) -> str:
    """Return `text` in canonical form; cleaning it again changes nothing.

    A recommendation without a key, or with one of `taken_keys`, gets a fresh one. `marks` says
    which of them may stand in this text: elsewhere a recommendation is a passage like any
    other, and a footnote stands in the sentence, between parentheses.

    Raises `InvalidText` where a limit that protects the PDF is passed (length, nesting, size
    of a table, length of a footnote): these are never cut in silence.
    """
    text = CONTROLS.sub("", text)
    _refuse_length(text)
    safe = nh3.clean(
        text,
        tags=_SUBSET | set(_RENAMED),
        clean_content_tags={"script", "style", "template", "title", "svg", "math"},
        attributes=_ATTRIBUTES | {"*": set()},  # nh3 would keep lang and title anywhere
        allowed_classes=_SENT,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    safe = CONTROLS.sub("", safe)  # those written as &#1; too
    _refuse_depth(safe)
    root = parse(safe)
    for element in list(root.iter(*_RENAMED)):
        element.tag = _RENAMED[element.tag]
    restore_tables(root)
    _drop_wrappers(root, marks)
    take_out_notes(root)
    _normalize_footnotes(root)
    _unwrap_nested_tables(root)
    _normalize_spaces(root)
    flow(root)
    _normalize_tables(root)
    _normalize_headings(root)
    _normalize_recommendations(root, taken_keys)
    cleaned = serialize(root)
    _refuse_length(cleaned)
    _refuse_depth(cleaned)
    return cleaned


def _refuse_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        said = f"Ce texte compte {len(text)} signes ; la limite est de {MAX_LENGTH}."
        raise InvalidText(f"{said} Répartissez-le sur plusieurs sections.")


def _refuse_depth(safe: str) -> None:
    depth = 0
    for closing, tag in re.findall(r"<(/?)([a-z0-9]+)", safe):
        if tag not in {"br", "hr"}:
            depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            raise InvalidText(
                f"Ce texte emboîte plus de {MAX_DEPTH} niveaux (listes dans des listes, blocs "
                f"dans des blocs). Simplifiez sa structure."
            )


def _drop_wrappers(root: etree._Element, marks: Collection[str]) -> None:
    """Divs of no meaning become paragraphs; such spans, and links to nowhere, only words."""
    for element in list(root.iterdescendants("div", "span", "a")):
        if element.tag == "a":
            href = (element.get("href") or "").strip()
            if _HREF.match(href):
                element.set("href", href)
                continue
        elif _stands(element):
            if element.get("class") in marks or element.get("class") == "box":
                continue
            if element.tag == "span":
                element.text = f" ({element.text or ''}"
                element.tail = f"){element.tail or ''}"
        if element.tag == "div":
            element.tag = "p"
            element.attrib.clear()
        else:
            unwrap(element)
    for element in root.iter("p"):
        if element.get("class") not in {None, "source"}:
            del element.attrib["class"]
    for element in root.iter("div"):
        if element.get("class") != "recommendation":
            element.attrib.pop("data-key", None)
            element.attrib.pop("data-to", None)


def _stands(element: etree._Element) -> bool:
    """Tell whether a div or span is one of ours, in a place where it may stand."""
    kind = element.get("class")
    if kind not in CLASSES[element.tag]:
        return False
    around = list(element.iterancestors())
    if any((up.tag, up.get("class")) == (element.tag, kind) for up in around):
        return False
    enclosing = {up.tag for up in around}
    return element.tag == "span" or not enclosing & {"ul", "ol", "td", "th", "blockquote"}


def _normalize_footnotes(root: etree._Element) -> None:
    """A note holds words, never blocks."""
    for note in list(root.iter("span")):
        for element in list(note.iterdescendants(*BLOCKS)):
            unwrap_block(element)
        words = _SPACES.sub(" ", text_of(note)).strip()
        if len(words) > MAX_NOTE:
            raise InvalidText(
                f"La note « {words[:40]}… » compte {len(words)} signes ; la limite est de "
                f"{MAX_NOTE}, pour qu’elle tienne au bas d’une page. Passez-en une partie dans "
                f"le texte."
            )
        trim(note)


def _unwrap_nested_tables(root: etree._Element) -> None:
    for table in list(root.iter("table")):
        if next(table.iterancestors("table"), None) is not None:
            for element in [*table.iterdescendants(*_TABLE), table]:
                unwrap_block(element)


def _normalize_tables(root: etree._Element) -> None:
    for table in root.iter("table"):
        cells = list(table.iter("th", "td"))
        if len(cells) > MAX_CELLS:
            raise InvalidText(
                f"Un tableau compte {len(cells)} cellules ; la limite est de {MAX_CELLS}. "
                f"Partagez-le en plusieurs tableaux."
            )
        for cell in cells:
            _normalize_spans(cell)
        _promote_header_rows(table)
        for header in table.iter("th"):
            _normalize_scope(header)


def _promote_header_rows(table: etree._Element) -> None:
    """Editors write header rows as `tbody/th`: make them a `thead`, read with its columns.

    They are the first row and those its merged cells reach: a group of rows would cut these.
    """
    body = table.find("tbody")
    if body is None or table.find("thead") is not None:
        return
    rows = body.findall("tr")
    end = 1
    for index, row in enumerate(rows):
        if index == end:
            break
        if any(cell.tag != "th" for cell in row):
            return
        end = max(end, *(index + int(cell.get("rowspan", "1")) for cell in row))
    if end < len(rows):
        head = lxml_html.Element("thead")
        body.addprevious(head)
        head.extend(rows[:end])


def _normalize_spans(cell: etree._Element) -> None:
    for name in ("colspan", "rowspan"):
        value = cell.attrib.pop(name, "")
        if value.isascii() and value.isdigit() and int(value[:6]) > 1:
            cell.set(name, str(min(int(value[:6]), MAX_SPAN)))


def _normalize_scope(header: etree._Element) -> None:
    spans = dict(header.attrib)
    scope = spans.pop("scope", None)
    if scope not in {"col", "row", "colgroup", "rowgroup"}:
        in_head = any(up.tag == "thead" for up in header.iterancestors())
        scope = ("colgroup" if header.get("colspan") else "col") if in_head else "row"
    header.attrib.clear()
    header.set("scope", scope)
    header.attrib.update(spans)


def _normalize_spaces(root: etree._Element) -> None:
    for element in root.iter():
        if element.text:
            element.text = _SPACES.sub(" ", element.text)
        if element.tail:
            element.tail = _SPACES.sub(" ", element.tail)


def _normalize_headings(root: etree._Element) -> None:
    """The first heading is an h3, so that no level is jumped (WCAG 1.3.1)."""
    seen = False
    for heading in root.iter("h3", "h4"):
        if heading.tag == "h4" and not seen:
            heading.tag = "h3"
        seen = True


def _normalize_recommendations(root: etree._Element, taken_keys: Collection[str]) -> None:
    """Each recommendation has a key of its own that survives edits around it."""
    taken = set(taken_keys)
    for block in list(root.iter("div")):
        if block.get("class") != "recommendation":
            continue
        if not text_of(block).strip():
            unwrap(block)
            continue
        key = (block.get("data-key") or "").strip().lower()
        if not _KEY.match(key) or key in taken:
            key = "".join(secrets.choice(_KEY_ALPHABET) for _ in range(8))
        taken.add(key)
        slugs = (slug for slug in (block.get("data-to") or "").lower().split() if _KEY.match(slug))
        to = " ".join(dict.fromkeys(slugs))
        block.attrib.clear()
        block.set("class", "recommendation")
        block.set("data-key", key)
        block.set("data-to", to)
