"""How a test reads a PDF: the words of its pages without their margins, its links, its marks."""

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pypdfium2
import pypdfium2.raw as pdfium

_MILLIMETRE = 72 / 25.4
_TOP, _BOTTOM = 26 * _MILLIMETRE, 24 * _MILLIMETRE  # margins of the report's pages


def letters(text: str) -> str:
    """Return the letters and figures of a text in a row.

    Left out: spaces, hyphens at line ends and elsewhere, quotes, dashes, the shape of letters.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


@dataclass(frozen=True)
class Link:
    """A place to click: its words, and the page that it leads to (from 0), if in the document."""

    words: str
    page: int | None


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline, its level from 0."""

    level: int
    title: str
    page: int


class Paper:
    """A PDF document, read page by page; pages are counted from 0."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.document = pypdfium2.PdfDocument(data)
        self.texts = [page.get_textpage() for page in self.document]
        self.sizes = [page.get_size() for page in self.document]

    def whole(self) -> str:
        """Return the words of all pages, margins included."""
        return "\n".join(text.get_text_bounded() for text in self.texts)

    @cached_property
    def bodies(self) -> list[str]:
        """The words of each page between its margins: the text, then its footnotes."""
        return [
            text.get_text_bounded(0, _BOTTOM, width, height - _TOP)
            for text, (width, height) in zip(self.texts, self.sizes, strict=True)
        ]

    @cached_property
    def letters(self) -> list[str]:
        """The letters of each page between its margins."""
        return [letters(body) for body in self.bodies]

    def head(self, page: int) -> str:
        """Return the words of the margin at the top of a page."""
        width, height = self.sizes[page]
        return self.texts[page].get_text_bounded(0, height - _TOP, width, height)

    def folio(self, page: int) -> int | None:
        """Return the number printed at the foot of a page, on its outer side."""
        middle = self.sizes[page][0] / 2
        side = {"left": middle} if page % 2 == 0 else {"right": middle}  # counted from 0
        printed = self.texts[page].get_text_bounded(**side, top=_BOTTOM)
        return int(printed) if printed.strip().isdigit() else None

    def links(self, page: int) -> Iterator[Link]:
        """Yield the links of a page, in order."""
        place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(self.document[page], place, link):
            box = pdfium.FS_RECTF()
            pdfium.FPDFLink_GetAnnotRect(link, box)
            words = self.texts[page].get_text_bounded(box.left, box.bottom, box.right, box.top)
            target = pdfium.FPDFLink_GetDest(self.document, link)
            found = pdfium.FPDFDest_GetDestPageIndex(self.document, target) if target else None
            yield Link(" ".join(words.split()), found)

    def bookmarks(self) -> list[Bookmark]:
        """Return the outline, flat."""
        return [
            Bookmark(mark.level, mark.get_title(), mark.get_dest().get_index())
            for mark in self.document.get_toc()
        ]

    def metadata(self, name: str) -> str:
        """Return what the document says of itself."""
        return self.document.get_metadata_value(name)

    def language(self) -> str:
        """Return the language that the document declares."""
        size = pdfium.FPDFCatalog_GetLanguage(self.document, None, 0)
        buffer = ctypes.create_string_buffer(size)
        wide = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
        pdfium.FPDFCatalog_GetLanguage(self.document, wide, size)
        return buffer.raw.decode("utf-16-le").rstrip("\0")

    def is_tagged(self) -> bool:
        """Tell whether the document says that its structure is marked."""
        return bool(pdfium.FPDFCatalog_IsTagged(self.document))

    def structure(self, page: int) -> list[str]:
        """Return the types of the marked elements of a page, in order: H3, P, Table…"""
        tree = pdfium.FPDF_StructTree_GetForPage(self.document[page])
        try:
            roots = range(pdfium.FPDF_StructTree_CountChildren(tree))
            found: list[str] = []
            for root in roots:
                _descend(pdfium.FPDF_StructTree_GetChildAtIndex(tree, root), found)
            return found
        finally:
            pdfium.FPDF_StructTree_Close(tree)


def _descend(element: object, found: list[str]) -> None:
    if not element:
        return
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetType(element, buffer, size)
    found.append(buffer.raw.decode("utf-16-le").rstrip("\0"))
    for child in range(pdfium.FPDF_StructElement_CountChildren(element)):
        _descend(pdfium.FPDF_StructElement_GetChildAtIndex(element, child), found)
