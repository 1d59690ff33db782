"""The picture of the statuses of an evaluation, as SVG and as PNG, and what it says in words.

The degree of filling is the degree of implementation, so that it is read without its colours.
"""

from measures.exports.picture.layout import compose
from measures.exports.picture.png import png
from measures.exports.picture.shapes import Picture
from measures.exports.picture.svg import svg

__all__ = ["Picture", "compose", "png", "svg"]
