"""Which version of the public content a process goes by, read again each second."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connection

from measures.models import PublicChange

EVERY = 1.0  # seconds: a publication is seen by all within that
PATIENCE = 2.0  # seconds that a request waits for another one that reads the version

log = logging.getLogger("tracker.page_cache")


@dataclass(frozen=True)
class Version:
    """A version of the public content, and since when, in seconds, it could not be read again."""

    number: int
    late: float = 0.0


def read() -> int:
    """Return the version that the database holds (one query); a lost connection is let go."""
    try:
        return PublicChange.objects.version()
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


class ContentVersion:
    """The version, shared by the threads of a process: one of them reads it, others wait.

    A database that does not answer leaves the last version in force, and nobody waits for it
    any more than once.
    """

    def __init__(
        self,
        read: Callable[[], int] = read,
        *,
        every: float = EVERY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._every, self._clock = read, every, clock
        self._reading = threading.Lock()
        self._number: int | None = None
        self._read_at = self._next = float("-inf")
        self._away = False

    def now(self) -> Version | None:
        """Return the version in force; nothing if it was never known."""
        if self._clock() >= self._next:
            if self._reading.acquire(timeout=0 if self._away else PATIENCE):
                try:
                    self._read_again()
                finally:
                    self._reading.release()
            else:
                self._away = True
        if self._number is None:
            return None
        return Version(self._number, self._clock() - self._read_at if self._away else 0.0)

    def _read_again(self) -> None:
        start = self._clock()
        if start < self._next:  # somebody did meanwhile
            return
        try:
            self._number = self._read()
        except (DatabaseError, InterfaceError):
            if not self._away:
                log.warning(
                    "La base ne répond pas : les pages gardées sont servies telles quelles."
                )
            self._away = True
        else:
            self._read_at, self._away = start, False
        self._next = self._clock() + self._every if self._away else start + self._every
