"""What is logged, line by line: as JSON in production, each line with the number of its request.

No personal data: accounts by their number, addresses without what follows the question mark, and
staff addresses by their form, since a link of invitation proves who one is. Nothing of what a
person typed is in a line: of an exception, the first line of its message, cut short.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import walk_tb
from typing import Any

# The number of the request at hand; empty between requests.
request_number: ContextVar[str] = ContextVar("request_number", default="")

LONGEST = 200  # signs of the message of an exception

# What every record has; anything else was given as `extra`.
_ORDINARY = logging.makeLogRecord({}).__dict__.keys() | {"message", "asctime", "request_number"}
# What Django adds: whole objects.
_LEFT_OUT = {"request", "status_code", "server_time"}


class Numbered(logging.Filter):
    """Give each record the number of its request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it, and let the record through."""
        record.request_number = request_number.get()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, `request_id`, and extras."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := getattr(record, "request_number", ""):
            line["request_id"] = number
        given = record.__dict__.keys() - _ORDINARY - _LEFT_OUT
        line |= {name: record.__dict__[name] for name in sorted(given)}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """Return an exception and what caused it: names and places, no values."""
    told = []
    current: BaseException | None = error
    while current is not None and len(told) < 5:
        first_line = (str(current).splitlines() or [""])[0]
        frames = [
            f"{frame.f_code.co_filename}:{number} {frame.f_code.co_name}"
            for frame, number in walk_tb(current.__traceback__)
        ]
        told.append(
            {
                "type": type(current).__name__,
                "message": first_line[:LONGEST],
                "frames": frames[-15:],
            }
        )
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return told


def config(*, production: bool) -> dict[str, Any]:
    """Return the configuration of logging, as `logging.config.dictConfig` takes it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"numbered": {"()": "tracker.logs.Numbered"}},
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": "tracker.logs.JsonLines"},
        },
        "handlers": {
            "lines": {
                "class": "logging.StreamHandler",
                "filters": ["numbered"],
                "formatter": "json" if production else "line",
            },
        },
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            # Who logged in, or failed to; who published. Account numbers only.
            "measures.security": {"level": "INFO"},
            # A line for each request that reaches the application.
            "tracker.requests": {"level": "INFO" if production else "WARNING"},
            # What is refused has its line there; this one would give whole addresses.
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            # Styles shared with the site have rules for screens, which it has to say nothing of.
            "weasyprint": {"level": "ERROR"},
        },
    }
