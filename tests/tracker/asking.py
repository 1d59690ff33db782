"""How a test asks a WSGI application, as a server does."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tracker.page_cache import Application

DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


@contextmanager
def keeping_the_connection() -> Iterator[None]:
    """Leave the connection, and the transaction of the test in it, as the client of Django does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: str
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> str:
        """What the cache says of itself; nothing where it had no part in the answer."""
        return self.headers.get("Cache-Status", "").removeprefix("suivi; ")

    @property
    def text(self) -> str:
        return DECODED[self.headers.get("Content-Encoding", "")](self.body).decode()


def ask(application: Application, address: str, *, method: str = "GET", **headers: str) -> Answer:
    """Return the answer at an address; `headers` are named as in WSGI: `IF_NONE_MATCH`."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {f"HTTP_{name}": value for name, value in headers.items()}
    environ |= {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
    return send(application, environ)


def send(application: Application, environ: dict[str, Any]) -> Answer:
    """Return the answer to a request as a server hands it over; what misses is usual."""
    environ.setdefault("HTTP_HOST", "localhost")
    setup_testing_defaults(environ)
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        said.append((status, headers))

    with keeping_the_connection():
        body = application(environ, start)
        whole = b"".join(body)
        if close := getattr(body, "close", None):
            close()
    status, sent = said[-1]
    return Answer(status, dict(sent), whole)
