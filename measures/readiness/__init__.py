"""Whether an evaluation is ready to be published: what prevents it, what deserves a look.

The rapporteur's page lists all of it; the action that publishes refuses what prevents, whoever
asks.
"""

from measures.readiness.findings import BLOCKING, Finding, Kind, Spot, by_spot, counted
from measures.readiness.look import (
    EMPTY_NOTE,
    LONG_NOTE,
    MANY_ADDRESSEES,
    findings,
    preventing,
    state_of,
)

__all__ = [
    "BLOCKING",
    "EMPTY_NOTE",
    "LONG_NOTE",
    "MANY_ADDRESSEES",
    "Finding",
    "Kind",
    "Spot",
    "by_spot",
    "counted",
    "findings",
    "preventing",
    "state_of",
]
