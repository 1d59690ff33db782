"""The marked content of the pages of a PDF: its words, its place, and what is no content at all.

Content streams are searched for the few operators that WeasyPrint writes around a piece of text;
reading each operator would take longer than laying the page out.
"""

import re
import zlib
from collections.abc import Iterable, Set
from typing import NamedTuple, SupportsFloat

from pikepdf import Name, Object, Page, Pdf

from measures.exports.archive.structure import Box, Element, Mark

_OPENING = re.compile(rb"/\w+\s*<</MCID (\d+)>>\s*BDC\b")
_VOID = re.compile(rb"<</MCID (\d+)>>\s*BDC(?:\s+BT\s+ET)?\s+EMC")
_CLOSING = b"\nEMC"
_FONT_OR_GLYPHS = re.compile(rb"/(\w+) [\d.]+ Tf|(?<!<)<([0-9a-f]+)>")
_PLACE = re.compile(rb"([-\d.]+) ([-\d.]+) Tm\s*/(\w+) ([\d.]+) Tf")
_MAPPED = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]+)>")
_PIXEL = 0.75  # points; WeasyPrint draws in CSS pixels, from the top of the page
_LINE_END = re.compile(rb"\] TJ(?=\s+ET\s+EMC)")
_SOFT = b"] TJ\n/Span\n<</ActualText <feff00ad>>>\nBDC\n["
_ADDED = ("\u2010", "\u2011")  # at the end of a line: by hyphenation; the text has « - »


class Run(NamedTuple):
    """A piece of text on its page: where its first line begins, in points, and its type."""

    text: str
    x: float
    y: float
    font: str
    size: float


class Contents:
    """The content streams of a document."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages = list(pdf.pages)
        self.streams = [page.Contents.read_bytes() for page in self.pages]
        self.heights = [float(page.MediaBox[3]) for page in self.pages]
        self._openings = [
            {int(found[1]): found for found in _OPENING.finditer(stream)} for stream in self.streams
        ]
        self.voids = {
            Mark(page, int(found[1]))
            for page, stream in enumerate(self.streams)
            for found in _VOID.finditer(stream)
        }
        self._glyphs = _glyphs(self.pages[0])
        fonts = self._glyphs.values()
        self._hyphens = {glyph for font in fonts for glyph in font if font[glyph] in _ADDED}

    def run(self, mark: Mark) -> Run | None:
        """Return the text of a piece of marked content; none where it draws no text."""
        stream, opening = self.streams[mark.page], self._openings[mark.page].get(mark.mcid)
        if opening is None:
            return None
        segment = stream[opening.end() : stream.index(_CLOSING, opening.end())]
        place = _PLACE.search(segment)
        if place is None:
            return None
        x, y, size = (_PIXEL * float(place[group]) for group in (1, 2, 4))
        font, text = "", []
        for switched, shown in _FONT_OR_GLYPHS.findall(segment):
            if switched:
                font = switched.decode()
            else:
                known = self._glyphs.get(font, {})
                text += [known.get(shown[at : at + 4], "") for at in range(0, len(shown), 4)]
        height = self.heights[mark.page]
        return Run("".join(text), x, height - y, place[3].decode(), size)

    def in_points(self, page: int, box: Iterable[SupportsFloat]) -> Box:
        """Return a box that the layout gave in pixels from the top of the page."""
        left, top, right, bottom = (_PIXEL * float(side) for side in box)
        height = self.heights[page]
        return left, height - bottom, right, height - top

    def words(self, element: Element) -> str:
        """Return the words of an element, its lines joined."""
        words = ""
        for run in map(self.run, element.marks()):
            if run is not None and run.text:
                if words.endswith(_ADDED):
                    words = words[:-1]
                elif not words.endswith(("-", "/")):
                    words += " "
                words += run.text
        return " ".join(words.split())

    def write(self, held: Iterable[Mark]) -> None:
        """Write the streams back, given the marked content that elements hold."""
        kept: list[set[int]] = [set() for _ in self.pages]
        for mark in held:
            kept[mark.page].add(mark.mcid)
        for number, page in enumerate(self.pages):
            content = self._soften_hyphens(self._set_aside(number, kept[number]))
            if content != self.streams[number]:
                page.Contents.write(zlib.compress(content), filter=Name.FlateDecode)

    def _set_aside(self, number: int, kept: Set[int]) -> bytes:
        """Make what no element holds an artifact: running heads and feet (14289-1, 7.1, 7.8)."""
        middle = self.heights[number] / 2

        def opening(found: re.Match[bytes]) -> bytes:
            if int(found[1]) in kept:
                return found[0]
            run = self.run(Mark(number, int(found[1])))
            if run is None:
                return b"/Artifact\nBMC"
            kind = b"Header" if run.y > middle else b"Footer"
            return b"/Artifact\n<</Type/Pagination/Subtype/%s>>\nBDC" % kind

        return _OPENING.sub(opening, self.streams[number])

    def _soften_hyphens(self, stream: bytes) -> bytes:
        """Tell the hyphens that hyphenation added from those of the text.

        19005-3, 6.7.2.1 wants tagged PDF as in 32000-1, 14.8, where such a hyphen is a soft one
        (14.8.2.2.3); read aloud, the word is then one.
        """
        pieces, done = [], 0
        for end in _LINE_END.finditer(stream):
            shown = stream.rindex(b"<", 0, end.start())
            if self._is_added(stream, shown):
                pieces += [stream[done:shown], _SOFT, stream[shown : end.end()], b"\nEMC"]
                done = end.end()
        return b"".join([*pieces, stream[done:]])

    def _is_added(self, stream: bytes, shown: int) -> bool:
        glyph = stream[shown + 1 : stream.index(b">", shown)]
        if glyph not in self._hyphens:
            return False
        start = stream.rindex(b"\n/", 0, stream.rindex(b" Tf", 0, shown)) + 2
        font = stream[start : stream.index(b" ", start)].decode()
        return self._glyphs[font].get(glyph) in _ADDED


def _glyphs(page: Page) -> dict[str, dict[bytes, str]]:
    """Return what each glyph stands for, by font; all pages share one table of fonts."""
    fonts: dict[str, dict[bytes, str]] = {}
    table: Object = page.Resources.get("/Font", {})
    for name, font in table.items():
        mapping = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        fonts[name[1:]] = {
            glyph: bytes.fromhex(letters.decode()).decode("utf-16-be")
            for glyph, letters in _MAPPED.findall(mapping.partition(b"beginbfchar")[2])
        }
    return fonts
