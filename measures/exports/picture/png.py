"""The picture of the statuses as PNG, for sites that show no SVG.

Drawn twice as large, then reduced: smooth edges with nothing but Pillow.
"""

from io import BytesIO

from PIL import Image, ImageDraw

from measures.exports.picture import fonts
from measures.exports.picture.shapes import HEIGHT, WIDTH, Line, Picture, Tile, palette

SCALE = 2


def png(picture: Picture) -> bytes:
    """Return the picture as a PNG of 1200 by 630."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), palette()["ground"])
    draw = ImageDraw.Draw(image)
    for tile in picture.tiles:
        _draw_tile(draw, tile)
    for line in picture.lines:
        _write(draw, line)
    written = BytesIO()
    small = image.reduce(SCALE).quantize(128, dither=Image.Dither.NONE)
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_tile(draw: ImageDraw.ImageDraw, tile: Tile) -> None:
    left, top = tile.x * SCALE, tile.y * SCALE
    right, bottom = left + tile.size * SCALE - 1, top + tile.size * SCALE - 1
    radius, stroke = tile.radius * SCALE, tile.stroke * SCALE
    box = (left, top, right, bottom)
    if tile.is_half:
        draw.rounded_rectangle(box, radius, fill=tile.fill)
        upper = (left, top, right, tile.middle[1] * SCALE - 1)
        corners = (True, True, False, False)
        draw.rounded_rectangle(upper, radius, fill=palette()["paper"], corners=corners)
    else:
        draw.rounded_rectangle(box, radius, fill=tile.fill)
    if tile.is_dotted:
        _dot(draw, tile)
    else:
        draw.rounded_rectangle(box, radius, outline=tile.colour, width=stroke)
    if tile.label is not None:
        _write(draw, tile.label)


def _dot(draw: ImageDraw.ImageDraw, tile: Tile) -> None:
    """Draw a dotted outline."""
    stroke = tile.stroke * SCALE
    left, top, side = tile.x * SCALE, tile.y * SCALE, tile.size * SCALE
    last = side - stroke
    for step in range(0, last + 1, stroke * 2):
        for x, y in ((step, 0), (step, last), (0, step), (last, step)):
            dot = (left + x, top + y, left + x + stroke - 1, top + y + stroke - 1)
            draw.rectangle(dot, fill=tile.colour)


def _write(draw: ImageDraw.ImageDraw, line: Line) -> None:
    font, anchor = fonts.font(line.font, line.size * SCALE), "ms" if line.centred else "ls"
    draw.text((line.x * SCALE, line.y * SCALE), line.words, line.fill, font, anchor)
