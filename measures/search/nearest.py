"""The words of published texts that are nearest to one that stands nowhere."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.functions import Length

from measures.models import Evaluation, Word

MOST = 3  # words proposed for one
FEW_LETTERS = 5  # up to here one slip is allowed, two beyond


def nearest(word: str, evaluations: Sequence[Evaluation]) -> list[str]:
    """Return the written forms nearest to a compared word, the best first, in one query."""
    allowed = 1 if len(word) <= FEW_LETTERS else 2
    # So few slips leave at least one of so many pieces as it is.
    size = -(-len(word) // (allowed + 2))
    pieces = [word[start : start + size] for start in range(0, len(word), size)]
    rows = Word.objects.alias(length=Length("folded")).filter(
        reduce(or_, (Q(folded__contains=piece) for piece in pieces)),
        evaluation__in=[row.pk for row in evaluations],
        length__range=(max(2, len(word) - allowed), len(word) + allowed),
    )
    near: dict[str, tuple[int, int, str]] = {}
    for folded, written, count in rows.order_by().values_list("folded", "written", "count"):
        slips = distance(word, folded, allowed)
        if slips <= allowed:
            found = (slips, -count, written)
            near[folded] = min(found, near.get(folded, found))
    return [written for _, _, written in sorted(near.values())[:MOST]]


def distance(one: str, other: str, most: int) -> int:
    """Return how many slips lie between two words, or more than `most` if there are more.

    A slip is a letter too many, missing or wrong, or two neighbours exchanged.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        here = [i]
        for j, facing in enumerate(other, start=1):
            least = min(above[j] + 1, here[j - 1] + 1, above[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and facing == one[i - 2]:
                least = min(least, before[j - 2] + 1)
            here.append(least)
        if min(here) > most:
            return most + 1
        before, above = above, here
    return above[-1]
