"""The measures of a plan at a glance: what tiles and lists show of them, as plain values.

Two grids that show the same are equal: what was drawn of one serves for the other, whatever rows
of the database each was read from.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from measures.models import Assessment, Priority

MOST = 300  # measures; beyond, tiles say nothing at a glance, and shares alone are shown


@dataclass(frozen=True)
class Tile:
    """A measure and how far it is implemented."""

    number: int
    title: str
    short_title: str
    degree: Assessment.Status


@dataclass(frozen=True)
class Row:
    """The measures of a priority, in order."""

    number: int
    roman: str
    tiles: tuple[Tile, ...]

    @classmethod
    def of(cls, priority: Priority, assessments: Iterable[Assessment]) -> "Row":
        """Return the row of a priority; the measures must be there."""
        tiles = (
            Tile(row.measure.number, row.measure.title, row.measure.short_title, row.degree)
            for row in assessments
        )
        return cls(priority.number, priority.roman, tuple(tiles))
