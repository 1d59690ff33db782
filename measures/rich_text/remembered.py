"""What was made of a text is kept in this process, for as long as the text stays the same.

Texts are read far more often than they are written, and a publication makes every public page
anew while most of its texts are what they were. A result is known by the text itself: it cannot be
out of date.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

Made = TypeVar("Made")

LONGEST = 60_000  # characters; of a longer text nothing is kept


def remembered(most: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Keep what a function makes of a text, its first argument: the last `most` results.

    The function must depend on its arguments alone, and these must be hashable.
    """

    def keeping(make: Callable[..., Made]) -> Callable[..., Made]:
        kept = lru_cache(maxsize=most)(make)

        @wraps(make)
        def answer(text: str, *args: Any, **named: Any) -> Made:
            return (make if len(text) > LONGEST else kept)(text, *args, **named)

        return answer

    return keeping
