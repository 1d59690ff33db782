"""What the page breaks cut, made whole again in the structure tree.

The layout gives a box to each page of a paragraph, a list or a table, and WeasyPrint an element
to each box; the structure of a document knows nothing of pages (ISO 32000-1, 14.7.1), and a
reader should not hear one sentence as two paragraphs.
"""

from collections.abc import Iterator

from pikepdf import Pdf

from measures.exports.archive.contents import Contents
from measures.exports.archive.structure import Element, Link, Mark

_TEXTS = frozenset({"P", "LBody"})
_SECTIONS = frozenset({"Sect", "Art"})
_INLINE = frozenset({"Link", "Reference", "Note"})
_HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})
_ENDS = ".!?:;…"
_REACH = 2.5  # sizes of type between a block's upper edge and its first line


class Breaks:
    """The page breaks of a document, and what goes on after them."""

    def __init__(self, pdf: Pdf, contents: Contents) -> None:
        self.contents = contents
        self.anchors: list[list[float]] = [[] for _ in pdf.pages]
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        names = pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", ())
        for place in list(names)[1::2]:
            self.anchors[numbers[place[0].objgen]].append(float(place[3]))

    def join(self, tree: Element) -> None:
        """Join the elements at the end of a page with their rest on the next."""
        kids: list[Element | Mark | Link] = []
        for kid in tree.kids:
            if not (kids and self._crosses(kids[-1], kid) and self._joined(kids[-1], kid)):
                kids.append(kid)
        tree.kids = kids

    def _crosses(self, before: Element, after: Element) -> bool:
        ended, begun = next(_marks(before, -1), None), next(_marks(after), None)
        return ended is not None and begun is not None and ended.page + 1 == begun.page

    def _joined(self, before: Element, after: Element) -> bool:
        """Join two elements if the second goes on where the first ends; tell whether it did."""
        if before.tag != after.tag or not before.kids or not after.kids:
            return False
        last, first = before.kids[-1], after.kids[0]
        if before.tag == "Table":
            return self._joined_tables(before, after)
        if before.tag == "LI" and not _may_be_cut(before):
            return False
        if before.tag == "LI" and (last.tag, first.tag) == ("Lbl", "LBody"):
            goes_on = True  # nothing of the item but its label was left on the page
        elif before.tag in _TEXTS and _is_inline(first):
            goes_on = self._goes_on(before, after)
        else:
            goes_on = not (_is_inline(last) or _is_inline(first)) and self._joined(last, first)
            after.kids = after.kids[1:] if goes_on else after.kids
            goes_on = goes_on or self._is_rest(before, after)
        if goes_on:
            before.kids += after.kids
        return goes_on

    def _goes_on(self, before: Element, after: Element) -> bool:
        """Tell whether a sentence goes on: no end before, no anchor of a new block after."""
        mark = next(_marks(before, -1), None)
        ended = self.contents.run(mark) if mark else None
        if ended is None or ended.text.rstrip().endswith(tuple(_ENDS)):
            return False
        return not self._is_new(after)

    def _is_rest(self, before: Element, after: Element) -> bool:
        """Tell a list, or a section, that goes on with another item, or without its heading."""
        if before.tag == "L":
            return not self._is_new(after)
        return before.tag in _SECTIONS and _level(before) < _level(after)

    def _is_new(self, element: Element) -> bool:
        """Tell whether a block begins here: an anchor stands right above its first line."""
        mark = next(element.marks(), None)
        first = self.contents.run(mark) if mark else None
        return first is None or any(
            0 < y - first.y < _REACH * first.size for y in self.anchors[mark.page]
        )

    def _joined_tables(self, before: Element, after: Element) -> bool:
        """Join the rows of a table; its head, repeated on the page, is part of it once."""
        begun = before.elements[-1].tag != "Caption"
        heads = [kid for kid in after.elements if begun and kid.tag == "THead"]
        noted = any(each.tag == "Note" for head in heads for each in head.walk())
        if noted or after.elements[0].tag == "Caption" or self._is_new(after):
            return False
        if begun and self._heads(before) != self._heads(after):
            return False
        for group in after.elements:
            if group in heads:
                continue
            if group.tag == before.elements[-1].tag:
                before.elements[-1].kids += group.kids
            else:
                before.kids.append(group)
        return True

    def _heads(self, table: Element) -> list[tuple[list[int], str]]:
        """Return the cells of each row of the head and its letters: notes are called once."""
        return [
            (
                [len(row.kids) for row in kid.elements],
                "".join(filter(str.isalpha, "".join(map(self._text, _marks(kid))))),
            )
            for kid in table.elements
            if kid.tag == "THead"
        ]

    def _text(self, mark: Mark) -> str:
        run = self.contents.run(mark)
        return run.text if run else ""


def _is_inline(kid: Element | Mark | Link) -> bool:
    return not isinstance(kid, Element) or kid.tag in _INLINE


def _may_be_cut(item: Element) -> bool:
    """Tell an item of paragraphs, or with a mark of its own, from a mere line: these are whole."""
    last = item.elements[-1].kids[-1:]
    return item.elements[0].tag == "Lbl" or not all(map(_is_inline, last))


def _level(section: Element) -> int:
    """Return the level of the first heading of a section, below all levels if it has none."""
    tags = (element.tag for element in section.walk())
    return next((int(tag[1]) for tag in tags if tag in _HEADINGS), 7)


def _marks(element: Element, step: int = 1) -> Iterator[Mark]:
    """Yield the marked content of a text (from its end: -1), notes and their calls left out."""
    for kid in element.kids[::step]:
        if isinstance(kid, Mark):
            yield kid
        elif isinstance(kid, Element) and kid.tag not in {"Note", "Reference"}:
            yield from _marks(kid, step)
