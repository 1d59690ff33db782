"""What a drill found, and the table of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A fault, what was seen, and whether that is what must be; `None` where it could not run."""

    fault: str
    seen: str
    good: bool | None


def table(results: Iterable[Result]) -> str:
    """Return the results as an aligned table."""
    results = list(results)
    width = max(len(one.fault) for one in results)
    words = {True: "tenu", False: "ÉCHEC", None: "pas fait"}
    return "\n".join(f"{one.fault:<{width}}  {words[one.good]:<8}  {one.seen}" for one in results)
