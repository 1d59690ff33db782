"""The flows between statuses as a drawing: where each block, band and figure stands.

Blocks follow the idiom of the site, empty, half or full; the way of a band is told by its
outline: solid for what went forward, dashed for what went back, none where nothing moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from measures.comparison import SHOWN, Flow
from measures.models import Assessment

Status = Assessment.Status

WIDTH, LABELS, BLOCK = 420, 112, 20
TOP, FLOWING, BETWEEN = 30, 330, 26  # heights: of the heads, of all measures, between blocks
SMALLEST = 3  # of a band
_SHORT = {
    Status.IMPLEMENTED: "Mise en œuvre",
    Status.PARTIALLY_IMPLEMENTED: "Partiellement",
    Status.NOT_IMPLEMENTED: "Non",
    Status.TO_ASSESS: "À évaluer",
    None: "Non évaluée",
}


@dataclass(frozen=True)
class Block:
    """All measures that have a status in one of the two evaluations."""

    status: str  # the class that gives it its fill
    label: str
    count: int
    x: int
    y: int
    height: int
    text_x: int
    anchor: str

    @property
    def half(self) -> int:
        """The height of its lower half."""
        return self.height // 2

    @property
    def lower(self) -> int:
        """Where its lower half begins."""
        return self.y + self.height - self.half

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.y + self.height // 2


@dataclass(frozen=True)
class Band:
    """The measures that went from one status to another, from left to right."""

    way: str
    path: str
    count: int
    x: int
    y: int


@dataclass(frozen=True)
class Chart:
    """What is to be drawn, in the units of its own grid."""

    blocks: list[Block]
    bands: list[Band]
    height: int
    width: int = WIDTH
    block: int = BLOCK
    left: int = LABELS + BLOCK
    right: int = WIDTH - LABELS - BLOCK


def draw(flows: Iterable[Flow]) -> Chart:
    """Lay the flows out: earlier statuses on the left, later ones on the right."""
    flows = list(flows)
    total = sum(flow.count for flow in flows) or 1
    thick = {flow: max(SMALLEST, round(flow.count * FLOWING / total)) for flow in flows}
    left = _side(flows, thick, later=False)
    right = _side(flows, thick, later=True)
    bands = _bands(flows, thick, left, right)
    blocks = [*left.values(), *right.values()]
    height = max((block.y + block.height for block in blocks), default=TOP) + 8
    return Chart(blocks, bands, height)


def _side(flows: list[Flow], thick: dict[Flow, int], *, later: bool) -> dict[Status | None, Block]:
    blocks, y = {}, TOP
    for status in SHOWN:
        mine = [flow for flow in flows if (flow.after if later else flow.before) == status]
        if not mine:
            continue
        height = sum(thick[flow] for flow in mine)
        x = WIDTH - LABELS - BLOCK if later else LABELS
        text_x, anchor = (x + BLOCK + 8, "start") if later else (x - 8, "end")
        count = sum(flow.count for flow in mine)
        name = status.value if status else "absente"
        blocks[status] = Block(name, _SHORT[status], count, x, y, height, text_x, anchor)
        y += height + BETWEEN
    return blocks


def _bands(
    flows: list[Flow],
    thick: dict[Flow, int],
    left: dict[Status | None, Block],
    right: dict[Status | None, Block],
) -> list[Band]:
    """Join the blocks: bands leave and arrive in the order of the blocks, and cross least."""
    leaving = {status: block.y for status, block in left.items()}
    arriving = {status: block.y for status, block in right.items()}
    bands = []
    for flow in flows:
        size = thick[flow]
        y, to = leaving[flow.before], arriving[flow.after]
        leaving[flow.before] += size
        arriving[flow.after] += size
        start, end = LABELS + BLOCK, WIDTH - LABELS - BLOCK
        half = (start + end) // 2
        path = (
            f"M{start} {y}C{half} {y} {half} {to} {end} {to}"
            f"V{to + size}C{half} {to + size} {half} {y + size} {start} {y + size}Z"
        )
        bands.append(Band(flow.way, path, flow.count, start + 8, y + size // 2))
    return bands
