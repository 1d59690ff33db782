"""What the picture is made of: lines of words and tiles, in the colours of the site."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders

from measures.models import Assessment

Status = Assessment.Status

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
INNER = WIDTH - 2 * MARGIN
NUMBERED = 24  # below this size, a tile is too small for its number


@dataclass(frozen=True)
class Line:
    """A line of words from `x` on, or around it; `y` is its baseline."""

    x: int
    y: int
    words: str
    size: int
    font: str = "sans-400"
    colour: str = "ink"
    centred: bool = False

    @property
    def fill(self) -> str:
        """The colour as a value."""
        return palette()[self.colour]


@dataclass(frozen=True)
class Box:
    """A square; `lower` is the height of what lies below the middle of its tile."""

    x: float
    y: float
    side: int
    lower: float


@dataclass(frozen=True)
class Tile:
    """A measure as a square, from its upper left corner."""

    x: int
    y: int
    size: int
    status: str
    number: int | None = None

    @property
    def colour(self) -> str:
        """The tone of its status: outline, and filling where it is full."""
        return palette()[self.status]

    @property
    def fill(self) -> str:
        """What fills it wholly, or its lower half."""
        if self.status == Status.PARTIALLY_IMPLEMENTED:
            return palette()["partiellement-strong"]
        return self.colour if self.status == Status.IMPLEMENTED else palette()["paper"]

    @property
    def is_half(self) -> bool:
        """Whether its lower half only is filled."""
        return self.status == Status.PARTIALLY_IMPLEMENTED

    @property
    def is_dotted(self) -> bool:
        """Whether its outline is dotted: still to be assessed."""
        return self.status == Status.TO_ASSESS

    @property
    def stroke(self) -> int:
        """The width of its outline."""
        return 3 if self.size >= NUMBERED else 2 if self.size > 8 else 1

    @property
    def radius(self) -> int:
        """How round its corners are."""
        return self.size // 14

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre."""
        return self.x + self.size // 2, self.y + self.size // 2

    @property
    def inner(self) -> "Box":
        """Where the middle of its outline runs: SVG draws a stroke on both sides of its line."""
        inset = self.stroke / 2
        side = self.size - self.stroke
        return Box(self.x + inset, self.y + inset, side, self.y + inset + side - self.middle[1])

    @property
    def label(self) -> Line | None:
        """Its number, to be centred; `None` where it would be too small to read."""
        if self.number is None or self.size < NUMBERED:
            return None
        size = max(round(self.size * 0.42), min(round(self.size * 0.5), 17))
        ink = {Status.IMPLEMENTED: "paper", Status.PARTIALLY_IMPLEMENTED: "ink"}
        colour = ink.get(self.status, self.status)
        x, y = self.middle
        return Line(
            x, y + round(size * 0.33), str(self.number), size, "sans-600", colour, centred=True
        )


@dataclass(frozen=True)
class Picture:
    """What is to be drawn, and the same in words."""

    title: str
    description: str
    lines: list[Line]
    tiles: list[Tile]

    @property
    def alternative(self) -> str:
        """The whole text alternative, ready to copy."""
        return f"{self.title}. {self.description}"


@functools.cache
def palette() -> dict[str, str]:
    """Return the colours of the site's style sheet, with a half that stands out in grey."""
    css = Path(finders.find("measures/css/tokens.css")).read_text(encoding="utf-8")
    light = css.partition("@media")[0]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | {"partiellement-strong": "#e0b354"}
