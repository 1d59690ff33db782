"""The picture of the statuses as SVG: no style, nothing from elsewhere.

Words are outlines of our fonts: they look the same where these are not installed, and no other
font spills over. What they say stands in the title and the description.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string

from measures.exports.picture import fonts
from measures.exports.picture.shapes import HEIGHT, WIDTH, Line, Picture, palette


@dataclass(frozen=True)
class _Written:
    """A line of words as signs: each by its name and its place from the beginning."""

    fill: str
    left: float
    baseline: int
    scale: float
    signs: list[tuple[str, int]]


def svg(picture: Picture) -> str:
    """Return the picture as an SVG document, with its title and its description."""
    lines = [*(tile.label for tile in picture.tiles if tile.label), *picture.lines]
    context = {
        "picture": picture,
        "palette": palette(),
        "width": WIDTH,
        "height": HEIGHT,
        "signs": _signs(lines),
        "lines": [_write(line) for line in lines],
    }
    return render_to_string("public/statuses.svg", context)


def _signs(lines: Iterable[Line]) -> dict[str, str]:
    """Return the outline of each sign, by its name in the document; none for spaces."""
    used = {(line.font, sign) for line in lines for sign in line.words}
    outlines = {_name(font, sign): fonts.outline(sign, font) for font, sign in sorted(used)}
    return {name: outline for name, outline in outlines.items() if outline}


def _write(line: Line) -> _Written:
    width = fonts.width(line.words, line.font, line.size) if line.centred else 0
    places = fonts.places(line.words, line.font, line.size)
    return _Written(
        fill=line.fill,
        left=line.x - width / 2,
        baseline=line.y,
        scale=line.size / fonts.units_per_em(line.font),
        signs=[
            (_name(line.font, sign), place)
            for sign, place in zip(line.words, places, strict=True)
            if not sign.isspace()
        ],
    )


def _name(font: str, sign: str) -> str:
    return f"{font}-{ord(sign):x}"
