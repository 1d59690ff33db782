"""How much changed between two texts."""

from dataclasses import dataclass


@dataclass
class Counts:
    """Passages added, taken out, and dressed otherwise, counted while the text is written."""

    insertions: int = 0
    deletions: int = 0
    formatting: int = 0
