"""Measures counted by status, with their shares: what figures and bars show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from measures.models import Assessment

Status = Assessment.Status


@dataclass(frozen=True)
class Count:
    """How many measures have a status, and their share of all in whole percents."""

    status: Status
    count: int
    share: int


@dataclass(frozen=True)
class Tally:
    """The measures of a group counted by status."""

    by_status: dict[Status, int]

    def __hash__(self) -> int:
        return hash(tuple(self.by_status.values()))

    @classmethod
    def of(cls, assessments: Iterable[Assessment]) -> "Tally":
        """Count assessments; every status is there, if only with 0."""
        counter = Counter(assessment.status for assessment in assessments)
        return cls({status: counter[status] for status in Status})

    @property
    def total(self) -> int:
        """All measures of the group."""
        return sum(self.by_status.values())

    @property
    def implemented(self) -> int:
        """The measures fully implemented."""
        return self.by_status[Status.IMPLEMENTED]

    @property
    def to_assess(self) -> int:
        """The measures of a draft that have no status yet."""
        return self.by_status[Status.TO_ASSESS]

    @property
    def counts(self) -> list[Count]:
        """The statuses, from everything to nothing; « à évaluer » only where there are some.

        Shares add up to 100: each is rounded down, and what remains goes to those that lost
        most by it.
        """
        kept = [
            status
            for status in reversed(Status)
            if status != Status.TO_ASSESS or self.by_status[status]
        ]
        shares = _percents([self.by_status[status] for status in kept])
        return [
            Count(status, self.by_status[status], share)
            for status, share in zip(kept, shares, strict=True)
        ]

    @property
    def present(self) -> list[Count]:
        """The counts that are not 0: what a bar shows."""
        return [count for count in self.counts if count.count]


def _percents(counts: list[int]) -> list[int]:
    total = sum(counts)
    if not total:
        return [0 for _ in counts]
    shares = [count * 100 // total for count in counts]
    by_loss = sorted(range(len(counts)), key=lambda i: -(counts[i] * 100 % total))
    for i in by_loss[: 100 - sum(shares)]:
        shares[i] += 1
    return shares
