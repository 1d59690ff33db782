"""The fonts of what is printed, and the signs that they have.

No font of the machine enters a PDF: a sign that ours lack is said to whoever wrote it, and refused
by the press.
"""

import functools
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent


@functools.cache
def signs() -> frozenset[int]:
    """Return the codes of the signs that our fonts have, whatever the weight."""
    held: set[int] = set()
    for name in ("serif", "sans"):
        with TTFont(FOLDER / f"{name}-400.ttf", lazy=True) as font:
            held |= font.getBestCmap().keys()
    return frozenset(held)


def lacking(texts: Iterable[str]) -> list[str]:
    """Return the signs of texts that cannot be printed, in the order of their codes."""
    used = set().union(*texts)
    return sorted(sign for sign in used if sign.isprintable() and ord(sign) not in signs())


def named(sign: str) -> str:
    """Return a sign as somebody finds it again: « ➔ » (U+2794)."""
    return f"« {sign} » (U+{ord(sign):04X})"
