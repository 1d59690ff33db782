"""Making one document in a process of its own, within limits of time and memory.

Whatever a text does to the layout, the site goes on: past its limits the process is ended, with
all it has begun, and the answer is a sentence that says what to do. The process is a fresh
interpreter that is given the report, and reaches neither database nor network.
"""

import logging
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from django.conf import settings

from measures import report as reports
from measures import signatures
from measures.actions.documents import Printed
from measures.exports import documents
from measures.exports.documents import REPORT, Draft, Wanted
from measures.models import Evaluation
from measures.report import Report

_TICK = 1  # seconds between two looks at whether a document is still wanted
_CHILD = """
import sys, django
django.setup()
from measures.exports import child
sys.exit(child.main())
"""


log = logging.getLogger("measures.documents")


class Order(NamedTuple):
    """What the process is given: what to make, and its limits."""

    report: Report
    wanted: Wanted
    draft: Draft | None
    seconds: int
    memory: int  # megabytes


class Ended(IntEnum):
    """How the process says that it ended; anything else is a fault of ours."""

    MADE = 0
    TOO_LARGE = 64
    TOO_DEEP = 65
    UNPRINTABLE = 66  # the answer is the sentence that says why


@dataclass(frozen=True)
class Limits:
    """What one document may take."""

    seconds: int
    memory: int  # megabytes

    @classmethod
    def usual(cls) -> "Limits":
        """Return the limits of this installation."""
        return cls(settings.DOCUMENT_SECONDS, settings.DOCUMENT_MEMORY)


class NotMade(Exception):
    """A document could not be made; the message is a French sentence that says what to do."""


class TooLong(NotMade):
    """It took too much time."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(
            f"Le document est trop long à composer : sa fabrication a été arrêtée au bout de "
            f"{limits.seconds} secondes. Cherchez un tableau de plusieurs centaines de lignes, "
            f"ou une cellule fusionnée sur de très nombreuses colonnes, et partagez-les."
        )


class TooLarge(NotMade):
    """It took too much memory."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(
            f"Le document est trop lourd à composer : sa fabrication a été arrêtée à "
            f"{limits.memory} Mo de mémoire. Cherchez un très grand tableau, ou un texte "
            f"démesuré, et partagez-les."
        )


class TooDeep(NotMade):
    """Blocks stand in blocks beyond what can be laid out."""

    def __init__(self) -> None:
        super().__init__(
            "Le document ne peut pas être composé : des listes ou des encadrés y sont imbriqués "
            "sur trop de niveaux. Ramenez-les à quelques-uns."
        )


class Broken(NotMade):
    """The process ended otherwise: a fault of the software; the log says more."""

    def __init__(self) -> None:
        super().__init__(
            "Le document n’a pas pu être fait, à cause d’une erreur du logiciel. Prévenez la "
            "personne qui tient le site : le détail est dans son journal."
        )


class NotWanted(Exception):
    """Nobody wants the document any more: its making was stopped."""


def make(
    report: Report,
    wanted: Wanted = REPORT,
    *,
    draft: Draft | None = None,
    limits: Limits | None = None,
    still_wanted: Callable[[], bool] = lambda: True,
) -> bytes:
    """Return a document of a report as PDF, made elsewhere.

    `still_wanted` is asked every second. Raises `NotMade` and `NotWanted`.
    """
    limits = limits or Limits.usual()
    with tempfile.TemporaryFile() as order:  # a pipe would wait for the process to read it
        pickle.dump(Order(report, wanted, draft, limits.seconds, limits.memory), order)
        order.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", _CHILD],
            stdin=order,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=settings.BASE_DIR,
            env=_environment(),
            start_new_session=True,  # to be ended with all it has begun
        )
    try:
        answer, said = _wait(process, limits, still_wanted)
    finally:
        _end(process)
    try:
        return _content(process.returncode, answer, limits)
    except Broken:
        log.error("%s: ended with %s\n%s", wanted.name, process.returncode, _last(said))
        raise


def print_publication(ahead: Evaluation, *, limits: Limits | None = None) -> Printed:
    """Return the report of an evaluation as it will be once published. Raises `NotMade`."""
    signature = signatures.of(ahead)  # before the report is read: never newer than it
    report = reports.build(ahead)
    parts = [(str(part.kind), part.key) for part in documents.every(report) if part != REPORT]
    return Printed(make(report, limits=limits), signature, parts)


def _environment() -> dict[str, str]:
    """Return the environment of this process, with a database that is nowhere."""
    ours = {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tracker.settings"),
        "DATABASE_URL": "sqlite:////nowhere/at-all",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    return os.environ | ours


def _wait(
    process: subprocess.Popen, limits: Limits, still_wanted: Callable[[], bool]
) -> tuple[bytes, bytes]:
    """Return all that the process says, and its errors, once it has ended by itself."""
    deadline = time.monotonic() + limits.seconds
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLong(limits)
        try:
            return process.communicate(timeout=min(_TICK, left))
        except subprocess.TimeoutExpired:
            if not still_wanted():
                raise NotWanted from None


def _end(process: subprocess.Popen) -> None:
    """End the process with its group, if it has not ended by itself."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdout, process.stderr):
        pipe.close()


def _content(code: int, answer: bytes, limits: Limits) -> bytes:
    """Return the document out of what the process said, or raise what its end means."""
    size, rest = answer[:8], answer[8:]
    if code == Ended.MADE and rest and len(rest) == int.from_bytes(size):
        return rest
    if code == Ended.TOO_LARGE or -code in _OUT_OF_MEMORY:
        raise TooLarge(limits)
    if code == Ended.TOO_DEEP:
        raise TooDeep
    if code == Ended.UNPRINTABLE:
        raise NotMade(answer.decode())
    if -code in (signal.SIGXCPU, signal.SIGALRM):
        raise TooLong(limits)
    raise Broken


def _last(said: bytes) -> str:
    return said.decode(errors="replace")[-4000:]


# How the libraries of layout end where there is no memory left, and the machine where it has none.
_OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS, signal.SIGKILL}
