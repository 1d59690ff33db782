"""The report as a PDF; the only file that knows WeasyPrint.

The contents, and the lists at the end, bear page numbers that are known only once the pages
are laid out; left to the layout engine, they cost a second layout of the whole and go wrong in
silence when the numbers change the length of the contents. So cover and contents are laid out
alone with dummy numbers, the body once with its folios following, the lists after it, and
cover and contents again with the true numbers; the build checks that they still take as many
pages.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from measures import french, reading
from measures.exports import archive
from measures.report import Report

if TYPE_CHECKING:
    from weasyprint import Document

_STYLES = ("tokens", "text", "status", "report")
_FONT_SCHEME = "report-font:"
# A line whose note finds no room goes to the next page with it, instead of the note alone.
_NOTES = ".footnote { footnote-policy: line }"


@dataclass(frozen=True)
class Draft:
    """Who takes a draft out of the site, and when: its pages say so."""

    by: str
    at: datetime

    @property
    def words(self) -> str:
        """The words at the foot of each page."""
        return f"Exporté par {self.by} le {french.day(self.at)} à {french.clock(self.at)}"

    @property
    def style(self) -> str:
        """The foot of each page; the cover has none, and bears the words in its text."""
        foot = _css_string(f"{self.words} · ")
        return f"""
            @page {{
              @bottom-left {{
                content: "Projet – ne pas diffuser";
                color: #9e2a1f;
                font-weight: 600;
                white-space: nowrap;
              }}
              @bottom-right {{ content: {foot} counter(page); white-space: nowrap }}
            }}
        """


def _css_string(words: str) -> str:
    """Return words as a string of CSS, whatever a name is made of."""
    return '"' + re.sub(r'["\\\x00-\x1f]', lambda found: f"\\{ord(found[0]):x} ", words) + '"'


class ContentsMoved(RuntimeError):
    """The contents took another number of pages once their page numbers were known."""


def render(
    report: Report,
    attachments: Iterable[archive.Attachment] = (),
    *,
    draft: Draft | None = None,
) -> bytes:
    """Return the report as a PDF for all and for the archives, with files attached as its data.

    A draft is marked on each page. Raises `ContentsMoved`.
    """
    press = _Press("" if draft is None else draft.style)
    text = reading.read_report(report, print=True)
    entries = report.contents
    cover = {"report": report, "draft": draft}
    dummy = press.lay_out("report/pdf_front.html", cover | {"contents": entries})
    body = press.lay_out(
        "report/pdf_body.html", {"report": report, "text": text}, first_page=len(dummy.pages) + 1
    )
    folios = _folios(body, first_page=len(dummy.pages) + 1)
    lists_page = len(dummy.pages) + len(body.pages) + 1
    lists = press.lay_out(
        "report/pdf_lists.html",
        {
            "report": report,
            "addressees": report.addressees,
            "norms": reading.norms_of(report),
            "folios": folios,
        },
        first_page=lists_page,
    )
    folios |= _folios(lists, first_page=lists_page)
    entries = [replace(entry, page=folios[entry.anchor]) for entry in entries]
    front = press.lay_out("report/pdf_front.html", cover | {"contents": entries})
    if len(front.pages) != len(dummy.pages):
        raise ContentsMoved(f"{len(dummy.pages)} pages, then {len(front.pages)}")
    pages = [*front.pages, *body.pages, *lists.pages]
    return archive.finish(
        body.copy(pages).write_pdf(pdf_variant="pdf/a-3a"),
        places=_places(report),
        attachments=attachments,
        dated=report.evaluation.published_at or (draft and draft.at),
    )


def _places(report: Report) -> dict[str, str]:
    """Return in words where each anchor leads, for links that are but a number."""
    places = {
        entry.anchor: " : ".join(filter(None, (entry.label, entry.title)))
        for entry in report.contents
    }
    for row in report.assessments:
        number, title = row.measure.number, row.measure.short_title
        places[f"mesure-{number}"] = f"Mesure {number} : {title}, {row.degree.label}"
    return places


def _folios(document: "Document", *, first_page: int) -> dict[str, int]:
    """Return the page number where each anchor of a document begins."""
    pages = reversed(list(enumerate(document.pages, start=first_page)))
    return {anchor: folio for folio, page in pages for anchor in page.anchors}


class _Press:
    """Fonts and stylesheets, read once for the layouts of one document."""

    def __init__(self, marks: str) -> None:
        # Imported here: it needs Pango, and the site must start without.
        import weasyprint  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        self.weasyprint = weasyprint
        self.fonts = FontConfiguration()
        self.fetcher = _closed_fetcher()
        self.styles = [self._style(_source(name)) for name in _STYLES]
        self.marks = marks

    def _style(self, source: str) -> Any:
        return self.weasyprint.CSS(string=source, font_config=self.fonts, url_fetcher=self.fetcher)

    def lay_out(self, template: str, context: dict[str, Any], *, first_page: int = 1) -> "Document":
        """Lay a template out; its first page bears the folio `first_page`."""
        numbering = f"@page:first {{ counter-set: page {first_page} }}"
        html = self.weasyprint.HTML(
            string=render_to_string(template, context), url_fetcher=self.fetcher
        )
        ours = self._style(f"{numbering} {_NOTES} {self.marks}")
        return html.render(stylesheets=[*self.styles, ours], font_config=self.fonts)


@functools.cache
def _source(name: str) -> str:
    """Return a stylesheet, its fonts named in the scheme that the fetcher knows."""
    path = Path(finders.find(f"measures/css/{name}.css"))
    return path.read_text(encoding="utf-8").replace("../fonts/", _FONT_SCHEME)


@functools.cache
def _closed_fetcher() -> Any:
    """Return a fetcher that knows our fonts by name and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - needs Pango

    fonts = Path(finders.find("measures/fonts/OFL.txt")).parent
    known = {f"{_FONT_SCHEME}{path.name}": path for path in fonts.glob("*.woff2")}

    class ClosedFetcher(URLFetcher):
        """Reads a font of ours; no file by its path, no network."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in known:
                raise ValueError(f"Le rapport ne lit rien à l’adresse {url}.")
            body = known[url].read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": "font/woff2"})

    return ClosedFetcher()
