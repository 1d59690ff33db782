"""What was read of the public content is kept in this process until that content changes.

A page is made anew more often than what its filters offer changes. What is kept is known by the
version of the public content (`PublicChange`), read before it: it is never older than that.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

Read = TypeVar("Read")

MOST = 100  # results of one function: more than a site has evaluations
_forget: list[Callable[[], None]] = []


def kept(read: Callable[..., Read]) -> Callable[..., Read]:
    """Keep what a function reads of the public content, by its arguments: the version comes first.

    Without a version, as for a draft, it reads anew. What it returns must not be changed.
    """
    keeping = lru_cache(maxsize=MOST)(read)
    _forget.append(keeping.cache_clear)

    @wraps(read)
    def answer(version: int | None, *args: Any) -> Read:
        return read(version, *args) if version is None else keeping(version, *args)

    return answer


def forget() -> None:
    """Keep nothing any more: the rows are those of another database."""
    for clear in _forget:
        clear()
