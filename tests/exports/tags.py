"""How a test reads the structure of a PDF: with a reader that knows nothing of our last pass."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from outloud.model import Document, StructElem
from outloud.rules._common import element_text


class Tags:
    """A PDF and its structure elements, in reading order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with TemporaryDirectory() as folder:
            path = Path(folder) / "document.pdf"
            path.write_bytes(data)
            self.document = Document(str(path))
            self.elements = self.document.elements
            self.pdf: pikepdf.Pdf = self.document.pdf
            self.text = {element.order: self._words(element) for element in self.elements}

    def _words(self, element: StructElem) -> str:
        return " ".join(element_text(self.document, element).split())

    def of(self, *types: str) -> list[StructElem]:
        """Return the elements of some types."""
        return [element for element in self.elements if element.type in types]

    def one(self, kind: str, words: str) -> StructElem:
        """Return the one element of a type whose words hold these."""
        (found,) = [element for element in self.of(kind) if words in self.words(element)]
        return found

    def words(self, element: StructElem) -> str:
        """Return the words of an element and all below it, in reading order."""
        return self.text[element.order]

    def targets(self, element: StructElem) -> list[int]:
        """Return the pages to which the links of an element lead, from 0."""
        inside = [element, *element.descendants()]
        places = [
            self.pdf.get_object(reference).Dest for each in inside for reference in each.objrs
        ]
        return [self.document.page_index[place[0].objgen] for place in places]

    def identifiers(self) -> dict[str, tuple[int, int]]:
        """Return the tree of identifiers: where each leads."""
        names = list(self.pdf.Root.StructTreeRoot.IDTree.Names)
        return {
            str(name): found.objgen for name, found in zip(names[::2], names[1::2], strict=True)
        }

    def owners(self) -> dict[int, pikepdf.Object]:
        """Return the parent tree: what holds the content of a page, or an annotation."""
        nums = list(self.pdf.Root.StructTreeRoot.ParentTree.Nums)
        return {int(key): owner for key, owner in zip(nums[::2], nums[1::2], strict=True)}
