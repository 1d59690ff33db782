"""The process that makes one document, and ends: what `making` starts, once Django is set up.

It reads an order on its standard input, sets its own limits, and answers on its standard output
with the length of the document and the document. What libraries print goes to the log.
"""

import os
import pickle
import resource
import signal
import sys
from typing import BinaryIO

from measures.exports import attached
from measures.exports.checks import Unprintable
from measures.exports.making import Ended, Order

_SPARE = 10  # seconds after which it ends by itself, were whoever began it gone
_MEGABYTE = 1_000_000


def main() -> int:
    """Make what is ordered; return how it ended."""
    answer = _own_output()
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301 - from whoever began this process
    _limit(order)
    try:
        document = attached.document(order.report, order.wanted, draft=order.draft)
    except MemoryError:
        return Ended.TOO_LARGE
    except RecursionError:
        return Ended.TOO_DEEP
    except Unprintable as refusal:
        with answer:
            answer.write(str(refusal).encode())
        return Ended.UNPRINTABLE
    with answer:
        answer.write(len(document).to_bytes(8) + document)
    return Ended.MADE


def _own_output() -> BinaryIO:
    """Keep the standard output for the answer; what anything else prints is an error."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answer


def _limit(order: Order) -> None:
    """Set what this process may take, and let the site go first."""
    memory = order.memory * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (order.seconds, order.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(order.seconds + _SPARE)
    os.nice(5)
