"""The drawing of the flows between statuses: every measure is in it, and nothing overlaps."""

import re
from itertools import pairwise

from measures.comparison import Flow
from measures.exports.flow_chart import FLOWING, SMALLEST, Block, draw
from measures.models import Assessment

Status = Assessment.Status
NOT, PARTLY, DONE = (
    Status.NOT_IMPLEMENTED,
    Status.PARTIALLY_IMPLEMENTED,
    Status.IMPLEMENTED,
)


def columns(blocks: list[Block]) -> list[list[Block]]:
    return [[block for block in blocks if block.anchor == side] for side in ("end", "start")]


def test_blocks_hold_the_counts_of_each_side_and_do_not_overlap() -> None:
    flows = [Flow(DONE, DONE, 3), Flow(DONE, NOT, 1), Flow(PARTLY, DONE, 6), Flow(NOT, NOT, 2)]
    chart = draw(flows)
    left, right = columns(chart.blocks)

    assert [(block.status, block.count) for block in left] == [
        ("mise-en-oeuvre", 4),
        ("partiellement", 6),
        ("non", 2),
    ]
    assert [(block.status, block.count) for block in right] == [("mise-en-oeuvre", 9), ("non", 3)]
    for column in (left, right):
        assert all(one.y + one.height < two.y for one, two in pairwise(column))
        assert all(block.y + block.height <= chart.height for block in column)


def test_bands_leave_and_arrive_side_by_side_within_their_blocks() -> None:
    flows = [Flow(DONE, DONE, 3), Flow(DONE, NOT, 1), Flow(NOT, DONE, 6), Flow(NOT, NOT, 2)]
    chart = draw(flows)
    left, right = columns(chart.blocks)
    ends = [tuple(map(int, re.findall(r"-?\d+", band.path))) for band in chart.bands]
    starts = [(end[1], end[-1]) for end in ends]  # upper and lower edge, where a band leaves
    arrivals = [(end[7], end[8]) for end in ends]  # and where it arrives
    for block, of_block in ((left[0], starts[:2]), (left[1], starts[2:])):
        assert of_block[0][0] == block.y
        assert of_block[0][1] == of_block[1][0]
        assert of_block[1][1] == block.y + block.height
    assert arrivals[0][0] == right[0].y
    assert arrivals[0][1] == arrivals[2][0]
    assert arrivals[3][1] == right[1].y + right[1].height


def test_one_measure_among_thousands_is_still_seen() -> None:
    chart = draw([Flow(DONE, DONE, 2299), Flow(NOT, DONE, 1)])
    left, _ = columns(chart.blocks)
    assert left[1].height == SMALLEST
    assert left[0].height == FLOWING


def test_nothing_to_draw_is_an_empty_drawing() -> None:
    chart = draw([])
    assert (chart.blocks, chart.bands) == ([], [])
