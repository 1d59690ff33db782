"""The tree of a rich text: parse it, put it in block flow, write it in canonical form."""

import html
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

BLOCKS = frozenset(
    "p h3 h4 ul ol li blockquote div table caption thead tbody tr th td".split(),
)
_CONTAINERS = frozenset("div blockquote".split())  # hold blocks only
_CELLS = frozenset("li th td".split())  # hold a run of words, or blocks
_LISTS = frozenset("ul ol".split())  # hold items only
_STRUCTURE = _LISTS | frozenset("table thead tbody tr".split())  # hold only what HTML names
_VOID = frozenset(["br"])


def parse(fragment: str) -> etree._Element:
    """Parse a fragment of HTML under a root `div` that is never written out."""
    return lxml_html.fragment_fromstring(fragment, create_parent="div")


def text_of(element: etree._Element) -> str:
    """All the words of an element, notes included."""
    return "".join(element.itertext())


def unwrap(element: etree._Element) -> None:
    """Take an element away and leave what it held in its place."""
    element.drop_tag()


def unwrap_block(block: etree._Element) -> None:
    """Take a block away, its words kept apart from those around it."""
    block.text = " " + (block.text or "")
    block.tail = " " + (block.tail or "")
    unwrap(block)


def flow(root: etree._Element) -> None:
    """Put stray words in paragraphs and drop what is empty, from the leaves up."""
    for element in list(root.iterdescendants()):
        if element.tag not in BLOCKS and next(element.iterdescendants(*BLOCKS), None) is not None:
            unwrap(element)  # some editors write bold around paragraphs
    _container(root)


def _container(element: etree._Element) -> None:
    """Make every child a block: runs of words and inline elements become paragraphs."""
    children: list[etree._Element] = []
    run: etree._Element | None = None

    def add_text(text: str | None) -> None:
        nonlocal run
        if not text or (run is None and not text.strip()):
            return
        if run is None:
            run = lxml_html.Element("p")
            children.append(run)
        last = next(run.iterchildren(reversed=True), None)
        if last is None:
            run.text = (run.text or "") + text
        else:
            last.tail = (last.tail or "") + text

    add_text(element.text)
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS:
            run = None
            children.append(child)
        else:
            if run is None:
                run = lxml_html.Element("p")
                children.append(run)
            run.append(child)
        add_text(tail)
    element.text = None
    for child in list(element):
        element.remove(child)
    for child in children:
        for block in _blocks_of(child):
            element.append(block)


def _blocks_of(block: etree._Element) -> Iterator[etree._Element]:
    """Yield the block in order, or what of it can stand there; nothing if it is empty."""
    if block.tag in _CONTAINERS:
        _container(block)
        if len(block):
            yield block
    elif block.tag in _STRUCTURE:
        _structure(block)
        if len(block):
            yield block
    elif block.tag in _CELLS or any(child.tag in BLOCKS for child in block):
        # An item or a cell alone, a paragraph or a heading around blocks: its words remain.
        _container(block)
        yield from list(block)
    else:
        trim(block)
        if len(block) or block.text:
            yield block


def _structure(element: etree._Element) -> None:
    """Lists hold items, tables hold rows; anything else in them is brought into place."""
    if element.tag in _LISTS:
        _itemize(element)
    element.text = None
    for child in list(element):
        child.tail = None
        if child.tag in _CELLS:
            _cell(child)
            empty = child.tag == "li" and not len(child) and not (child.text or "").strip()
        elif child.tag == "caption":
            for block in list(child.iterdescendants(*BLOCKS)):
                unwrap_block(block)
            trim(child)
            empty = not text_of(child).strip()
        else:
            _structure(child)
            empty = not len(child)
        if empty:
            element.remove(child)


def _itemize(element: etree._Element) -> None:
    """Put in items what stands straight in a list; a list there goes to the item before it."""
    children = list(element)
    item: etree._Element | None = None  # the last one
    made = False  # by us, for what had none
    if (element.text or "").strip():
        item, made = etree.SubElement(element, "li"), True
        item.text = element.text
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == "li":
            item, made = child, False
            element.append(child)
        else:
            if item is None or not (made or child.tag in _LISTS):
                item, made = etree.SubElement(element, "li"), True
            item.append(child)
        if not (tail or "").strip():
            continue
        if made:
            child.tail = tail
        else:
            item, made = etree.SubElement(element, "li"), True
            item.text = tail


def _cell(cell: etree._Element) -> None:
    """A cell holds a run of words, then lists; or, with several paragraphs, blocks."""
    _container(cell)
    paragraphs = [child for child in cell if child.tag == "p"]
    if len(paragraphs) == 1 and cell[0] is paragraphs[0] and paragraphs[0].get("class") is None:
        unwrap(cell[0])


def trim(element: etree._Element) -> None:
    """No white space or line break at either end of a run of words; no empty inline element."""
    for child in reversed(list(element.iterdescendants())):
        if child.tag not in _VOID | BLOCKS and not text_of(child).strip():
            unwrap(child)
    for child in list(element):
        if child.tag != "br" or (element.text or "").strip():
            break
        element.text = child.tail
        element.remove(child)
    for child in reversed(element):
        if child.tag != "br" or (child.tail or "").strip():
            break
        element.remove(child)
    element.text = (element.text or "").lstrip() or None
    words = [child for child in element if child.tag not in BLOCKS]
    if words:
        words[-1].tail = (words[-1].tail or "").rstrip() or None
    elif element.text:
        element.text = element.text.rstrip() or None


def serialize(root: etree._Element) -> str:
    """Write the children of `root` in canonical form: one block a line."""
    lines: list[str] = []
    for child in root:
        _write_block(child, lines)
    return "\n".join(lines)


def _write_block(element: etree._Element, lines: list[str]) -> None:
    blocks = [child for child in element if child.tag in BLOCKS]
    opening, closing = _opening(element), f"</{element.tag}>"
    if not blocks and element.tag not in _STRUCTURE:
        lines.append(opening + inner(element) + closing)
        return
    lines.append(opening + inner(element).rstrip())
    for child in blocks:
        _write_block(child, lines)
    lines.append(closing)


def inner(element: etree._Element) -> str:
    """The HTML of the run of words that an element holds, white space folded."""
    written = html.escape(element.text or "", quote=False)
    written += "".join(_inline(child) for child in element if child.tag not in BLOCKS)
    return re.sub(r" +", " ", written)


def _inline(element: etree._Element) -> str:
    tail = html.escape(element.tail or "", quote=False)
    if element.tag in _VOID:
        return _opening(element) + tail
    return _opening(element) + inner(element) + f"</{element.tag}>" + tail


def _opening(element: etree._Element) -> str:
    attributes = "".join(
        f' {name}="{html.escape(value)}"' for name, value in element.attrib.items()
    )
    return f"<{element.tag}{attributes}>"
