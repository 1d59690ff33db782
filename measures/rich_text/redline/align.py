"""What two sequences have in common, in order: equal elements first, then those alike.

Bounded: a whole text rewritten costs seconds to nobody, it is only compared more coarsely.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

MAX_COST = 60_000  # comparisons of one pass of difflib
MAX_ELEMENTS = 3_000  # beyond, what is unique on both sides is matched first
MAX_DEPTH = 3
MAX_LIKENESSES = 100_000  # of one gap

Pair = tuple[int, int]
Element = TypeVar("Element")


def equal_pairs(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """Return the places of equal elements, rising on both sides."""
    return list(_equal(before, after, 0, 0, 0))


def alike_pairs(
    before: int, after: int, likeness: Callable[[int, int], float], *, least: float
) -> list[Pair]:
    """Pair `before` elements with `after` others, rising on both sides, the most alike in sum.

    Only pairs whose likeness (0 to 1) is at least `least`.
    """
    product = before * after
    parts = max(1, math.ceil(math.sqrt(product / 2_500)), math.ceil(product / MAX_LIKENESSES))
    found: list[Pair] = []
    for part in range(parts):
        rows = range(before * part // parts, before * (part + 1) // parts)
        columns = range(after * part // parts, after * (part + 1) // parts)
        found += _best(rows, columns, likeness, least)
    return found


def gaps(pairs: Sequence[Pair], before: int, after: int) -> Iterator[tuple[range, range, bool]]:
    """Yield what lies before each pair, and after the last; and whether a pair follows."""
    row = column = 0
    for i, j in pairs:
        yield range(row, i), range(column, j), True
        row, column = i + 1, j + 1
    yield range(row, before), range(column, after), False


def in_one_order(
    before: Sequence[Element], after: Sequence[Element], pairs: Sequence[Pair]
) -> Iterator[tuple[Element | None, Element | None]]:
    """Yield the elements of both sides in one order: together those that are paired."""
    for rows, columns, followed in gaps(pairs, len(before), len(after)):
        yield from ((before[i], None) for i in rows)
        yield from ((None, after[j]) for j in columns)
        if followed:
            yield before[rows.stop], after[columns.stop]


def _equal(
    before: Sequence[Hashable], after: Sequence[Hashable], i: int, j: int, depth: int
) -> Iterator[Pair]:
    """Yield equal pairs of two slices that begin at `i` and `j`."""
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    yield from ((i + n, j + n) for n in range(head))
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    if middle[0] and middle[1]:
        yield from _middle(*middle, i + head, j + head, depth)
    ends = i + len(before) - tail, j + len(after) - tail
    yield from ((ends[0] + n, ends[1] + n) for n in range(tail))


def _middle(
    before: Sequence[Hashable], after: Sequence[Hashable], i: int, j: int, depth: int
) -> Iterator[Pair]:
    counts = Counter(after)
    cost = sum(counts[element] for element in before)
    if not cost:
        return
    if cost <= MAX_COST and len(before) + len(after) <= MAX_ELEMENTS:
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        for block in matcher.get_matching_blocks():
            yield from ((i + block.a + n, j + block.b + n) for n in range(block.size))
        return
    anchors = _unique(before, after) if depth < MAX_DEPTH else []
    if not anchors:
        return
    row = column = 0
    for a, b in [*anchors, (len(before), len(after))]:
        yield from _equal(before[row:a], after[column:b], i + row, j + column, depth + 1)
        if a < len(before):
            yield i + a, j + b
        row, column = a + 1, b + 1


def _unique(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """Return the longest rising row of pairs among elements that stand once on each side."""
    once = {element for element, count in Counter(before).items() if count == 1}
    places = {element: i for i, element in enumerate(before) if element in once}
    seen = Counter(after)
    ends: list[int] = []
    chains: list[tuple[int, int, object]] = []
    for j, element in enumerate(after):
        i = places.get(element, -1)
        if i < 0 or seen[element] > 1:
            continue
        at = bisect_left(ends, i)
        link = (i, j, chains[at - 1] if at else None)
        ends[at : at + 1], chains[at : at + 1] = [i], [link]
    found: list[Pair] = []
    last = chains[-1] if chains else None
    while last:
        found.append((last[0], last[1]))
        last = last[2]
    return found[::-1]


def _best(
    rows: range, columns: range, likeness: Callable[[int, int], float], least: float
) -> list[Pair]:
    """Return the pairs of the greatest sum of likeness: a walk through the table of all pairs."""
    sums = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    taken: set[Pair] = set()
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(columns) - 1, -1, -1):
            best = max(sums[i + 1][j], sums[i][j + 1])
            alike = likeness(rows[i], columns[j])
            if alike >= least and sums[i + 1][j + 1] + alike > best:
                best = sums[i + 1][j + 1] + alike
                taken.add((i, j))
            sums[i][j] = best
    found: list[Pair] = []
    i = j = 0
    while i < len(rows) and j < len(columns):
        if (i, j) in taken:
            found.append((rows[i], columns[j]))
            i, j = i + 1, j + 1
        elif sums[i + 1][j] >= sums[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
