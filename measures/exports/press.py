"""The press: HTML and our styles laid out on paper; the only file that knows WeasyPrint.

It reads nothing but our own stylesheets and fonts: any other address is refused.
"""

import ctypes.util
import functools
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders

from measures import print_fonts
from measures.exports import checks

if TYPE_CHECKING:
    from weasyprint import Document

_SITE_STYLES = ("tokens", "text", "status", "follow")
_STYLES = (*_SITE_STYLES, "report", "report-front", "report-lists", "report-part")
_FONT_SCHEME = "report-font:"
# A line whose note finds no room goes to the next page with it, instead of the note alone.
_NOTES = ".footnote { footnote-policy: line }"


class Press:
    """Fonts and stylesheets, read once for the layouts of one document."""

    def __init__(self, marks: str = "") -> None:
        """`marks` are styles of this document alone."""
        self.weasyprint = _weasyprint()
        self.fonts = self.weasyprint.text.fonts.FontConfiguration()
        self.fetcher = _closed_fetcher()
        self.styles = [self._style(_source(name)) for name in _STYLES]
        self.marks = marks

    def _style(self, source: str) -> Any:
        return self.weasyprint.CSS(string=source, font_config=self.fonts, url_fetcher=self.fetcher)

    def lay_out(
        self, html: str, *, first_page: int = 1, notes: Mapping[str, int | None] | None = None
    ) -> "Document":
        """Lay a page of HTML out; its first page bears the number `first_page`.

        `notes` gives, by selector, the number of the first footnote in an element. Raises
        `ForeignFont` if our fonts lack a sign.
        """
        checks.check_signs([html])
        numbering = f"@page:first {{ counter-set: page {first_page} }}"
        if first_page % 2 == 0:  # a left-hand page
            numbering += " html { break-before: left }"
        for selector, number in (notes or {}).items():
            if number is not None:
                numbering += f" {selector} {{ counter-set: footnote {number - 1} }}"
        page = self.weasyprint.HTML(string=html, url_fetcher=self.fetcher)
        ours = self._style(f"{numbering} {_NOTES} {self.marks}")
        return page.render(stylesheets=[*self.styles, ours], font_config=self.fonts)

    def write(self, *documents: "Document") -> bytes:
        """Return documents that were laid out one after the other as one PDF, tagged, PDF/A-3a.

        Raises `ForeignFont`.
        """
        pages = [page for document in documents for page in document.pages]
        whole = documents[0].copy(pages)
        written = whole.write_pdf(pdf_variant="pdf/a-3a")
        checks.check_fonts(font.name for font in whole.fonts.values())
        return written


def _weasyprint() -> ModuleType:
    """Return WeasyPrint, imported here: it needs Pango, and the site must start without.

    It first tries names that libraries bear on other systems. Python would look for each of them
    with a compiler and a linker, which takes as long as all the rest; here, the last name will do.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        import weasyprint  # noqa: PLC0415
    finally:
        ctypes.util.find_library = search
    return weasyprint


def folios(document: "Document", *, first_page: int = 1) -> dict[str, int]:
    """Return the page number where each anchor of a document begins."""
    pages = reversed(list(enumerate(document.pages, start=first_page)))
    return {anchor: folio for folio, page in pages for anchor in page.anchors}


@dataclass(frozen=True)
class Line:
    """A line of text on its page: its number there, from 1, and its middle in CSS pixels."""

    number: int
    middle: int


def lines(documents: Iterable["Document"]) -> Iterator[list[Line]]:
    """Yield the lines of the text of each page; margins and footnotes are not counted."""
    for document in documents:
        for page in document.pages:
            root = page._page_box.children[0]
            middles = sorted(_middles(root))
            yield [Line(number, middle) for number, middle in enumerate(middles, start=1)]


def _middles(box: Any) -> set[int]:
    """Return the middle of each line below a box; cells side by side share their lines."""
    if type(box).__name__ == "LineBox":
        return {round(box.position_y + box.height / 2)}
    return set().union(*(_middles(child) for child in getattr(box, "children", ())))


def write_beneath(html: str, press: Press) -> bytes:
    """Return what is drawn beneath other pages as a PDF without structure."""
    return press.lay_out(html).write_pdf()


@functools.cache
def _source(name: str) -> str:
    """Return a stylesheet, its fonts named in the scheme that the fetcher knows."""
    path = Path(finders.find(f"measures/css/{name}.css"))
    styles = path.read_text(encoding="utf-8").replace("../fonts/", _FONT_SCHEME)
    return styles.replace('.woff2") format("woff2")', '.ttf") format("truetype")')


@functools.cache
def _closed_fetcher() -> Any:
    """Return a fetcher that knows our fonts by name and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - needs Pango

    known = {f"{_FONT_SCHEME}{path.name}": path for path in print_fonts.FOLDER.glob("*.ttf")}

    class ClosedFetcher(URLFetcher):
        """Reads a font of ours; no file by its path, no network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in known:
                raise ValueError(f"Le rapport ne lit rien à l’adresse {url}.")
            body = known[url].read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})

    return ClosedFetcher()
