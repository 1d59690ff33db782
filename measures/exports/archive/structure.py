"""The structure tree of a PDF as plain objects: read, mended elsewhere, written back.

Objects of the file cost a call each time they are touched; a tree of ours is read once, changed
freely and written once. What hangs on the tree is written with it: the parent tree, the tree of
identifiers and the annotations of each page (ISO 32000-1, 14.7).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

Point = tuple[float, float]
Box = tuple[float, float, float, float]

_WITH_ATTRIBUTES = frozenset({"Figure", "TH", "TD"})  # WeasyPrint gives some to no other


class Mark(NamedTuple):
    """A piece of marked content: the page, from 0, and its number there."""

    page: int
    mcid: int


class Place(NamedTuple):
    """A point of a page, to which a link leads."""

    page: int
    x: float
    y: float


@dataclass(eq=False, slots=True)
class Link:
    """A link annotation: where it is, where it leads (a name, an address or a place), in words."""

    page: int
    box: Box
    target: str | Place
    words: str = ""
    annotation: Object | None = None  # none: to be made


@dataclass(eq=False, slots=True)
class Element:
    """An element of the structure; its attributes are kept by their owner."""

    tag: str
    page: int | None = None
    kids: list["Element | Mark | Link"] = field(default_factory=list)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    alt: str = ""
    id: str = ""

    @property
    def elements(self) -> list["Element"]:
        """The kids that are elements themselves."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all below it, in reading order; kids may change on the way."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.elements)

    def marks(self) -> Iterator[Mark]:
        """Yield the marked content of this element and all below it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Element):
                yield from kid.marks()


class Structure:
    """The structure of a document: its tree, read from the file and to be written back there.

    The objects of the former tree are filled anew: they stay in the file's object stream, where
    they are compressed.
    """

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self._numbers = {page.objgen: number for number, page in enumerate(self.pages)}
        self._former: list[Object] = []
        self._root = pdf.Root.StructTreeRoot
        self.tree = self._read(self._root.K[0])
        self._supply = iter(self._former)
        self._owners: list[dict[int, Object]] = [{} for _ in self.pages]
        self._links: list[tuple[Link, Object]] = []
        self._names: dict[str, Object] = {}

    def _read(self, source: Object) -> Element:
        self._former.append(source)
        page = source.get("/Pg")
        element = Element(str(source.S)[1:], None if page is None else self._numbers[page.objgen])
        for kid in source.K:
            if isinstance(kid, int):
                element.kids.append(Mark(element.page, kid))
            else:
                element.kids.append(self._read(kid) if "/S" in kid else self._read_link(kid))
        if element.tag in _WITH_ATTRIBUTES:
            attributes = source.A
            entries = {key[1:]: value for key, value in attributes.items() if key != "/O"}
            element.attributes[str(attributes.O)[1:]] = entries
            element.alt = str(source.get("/Alt", ""))
        return element

    def _read_link(self, reference: Object) -> Link:
        annotation = reference.Obj
        target = annotation.get("/Dest")
        if target is None:
            target = annotation.A.URI
        box = tuple(float(side) for side in annotation.Rect)
        page = self._numbers[reference.Pg.objgen]
        return Link(page, box, str(target), annotation=annotation)

    def _object(self, entries: dict[str, Any]) -> Object:
        target = next(self._supply, None)
        if target is None:
            return self.pdf.make_indirect(Dictionary(entries))
        for key in set(target.keys()) - entries.keys():
            del target[key]
        for key, value in entries.items():
            target[key] = value
        return target

    def write(self) -> None:
        """Write the tree, its parent tree, its identifiers and the annotations of each page."""
        self._root.K = Array([self._element(self.tree, self._root)])
        nums: list[Any] = []
        for number, owners in enumerate(self._owners):
            # A piece of content that no element holds any more is null here (32000-1, 14.7.4.4).
            nums += [number, Array([owners.get(n) for n in range(max(owners, default=-1) + 1)])]
        for number, (link, owner) in enumerate(self._links, start=len(self.pages)):
            link.annotation.StructParent = number
            nums += [number, owner]
        self._root.ParentTree = self._object({"/Nums": Array(nums)})
        self._root.ParentTreeNextKey = len(self.pages) + len(self._links)
        names = [item for name in sorted(self._names) for item in (String(name), self._names[name])]
        self._root.IDTree = self._object({"/Names": Array(names)})
        held: list[list[Object]] = [[] for _ in self.pages]
        for link, _ in self._links:
            held[link.page].append(link.annotation)
        for page, links in zip(self.pages, held, strict=True):
            others = [a for a in page.get("/Annots", ()) if a.Subtype != Name.Link]
            if links or others:
                page.Annots = Array([*links, *others])
            elif "/Annots" in page:
                del page["/Annots"]

    def _element(self, element: Element, parent: Object) -> Object:
        written = self._object({"/Type": Name.StructElem, "/S": Name(f"/{element.tag}")})
        written.P = parent
        if element.page is not None:
            written.Pg = self.pages[element.page]
        kids: list[Any] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._element(kid, written))
            elif isinstance(kid, Link):
                kids.append(self._reference(kid, written))
            else:
                kids.append(self._mark(kid, element.page))
                self._owners[kid.page][kid.mcid] = written
        written.K = Array(kids)
        if owners := [
            Dictionary({"/O": Name(f"/{owner}"), **{f"/{key}": entries[key] for key in entries}})
            for owner, entries in element.attributes.items()
            if entries
        ]:
            written.A = owners[0] if len(owners) == 1 else Array(owners)
        if element.alt:
            written.Alt = String(element.alt)
        if element.id:
            written.ID = String(element.id)
            self._names[element.id] = written
        return written

    def _mark(self, mark: Mark, page: int | None) -> Any:
        if mark.page == page:
            return mark.mcid
        return Dictionary(Type=Name.MCR, Pg=self.pages[mark.page], MCID=mark.mcid)

    def _reference(self, link: Link, owner: Object) -> Object:
        """Return the reference to a link's annotation (14289-1, 7.18.5), described (7.18.1)."""
        if link.annotation is None:
            page, x, y = link.target
            entries = {
                "/Type": Name.Annot,
                "/Subtype": Name.Link,
                "/Rect": Array([round(side, 3) for side in link.box]),
                "/BS": Dictionary(W=0),
                "/Dest": Array([self.pages[page], Name.XYZ, round(x, 3), round(y, 3), 0]),
            }
            link.annotation = self._object(entries)
        link.annotation.F = 4  # printed, never hidden (19005-3, 6.3.2)
        link.annotation.Contents = String(link.words)
        self._links.append((link, owner))
        return Dictionary(Type=Name.OBJR, Obj=link.annotation, Pg=self.pages[link.page])
