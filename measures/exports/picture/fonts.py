"""The fonts of the site for what is drawn without a browser: measured, and as outlines."""

import functools
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont


@functools.cache
def _source(name: str) -> TTFont:
    return TTFont(Path(finders.find(f"measures/fonts/{name}.woff2")))


@functools.cache
def _unpacked(name: str) -> bytes:
    """Return a font of ours as FreeType reads it; the site has it compressed for browsers."""
    source, unpacked = _source(name), BytesIO()
    source.flavor = None
    source.save(unpacked)
    return unpacked.getvalue()


@functools.lru_cache(maxsize=64)
def font(name: str, size: int) -> FreeTypeFont:
    """Return a font (`serif-600`) at a size in pixels."""
    return ImageFont.truetype(BytesIO(_unpacked(name)), size)


def width(words: str, name: str, size: int) -> int:
    """Return how many pixels a line of words takes."""
    return round(font(name, size).getlength(words))


@functools.cache
def units_per_em(name: str) -> int:
    """Return in how many units the outlines of a font are drawn."""
    return _source(name)["head"].unitsPerEm


@functools.cache
def outline(sign: str, name: str) -> str:
    """Return a sign as an SVG path, in the units of its font, upwards from the baseline."""
    source = _source(name)
    glyphs = source.getGlyphSet()
    pen = SVGPathPen(glyphs)
    glyphs[source.getBestCmap().get(ord(sign), ".notdef")].draw(pen)
    return pen.getCommands()


def places(words: str, name: str, size: int) -> list[int]:
    """Return where each sign of a line begins, in the units of its font.

    Measured with the signs before it: letters that fit together are set closer.
    """
    measured, unit = font(name, size), units_per_em(name) / size
    return [
        round((measured.getlength(words[: last + 1]) - measured.getlength(sign)) * unit)
        for last, sign in enumerate(words)
    ]
