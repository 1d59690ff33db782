"""Somebody who reads or writes, over HTTP, as a browser without scripts would."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode

from lxml import html

ENTRANCE = "/redaction/connexion/"
PASSWORD = "demo"  # noqa: S105 - of the demonstration, which is what is drilled


@dataclass(frozen=True)
class Answer:
    """An answer; a status of 0 says that there was none."""

    status: int
    body: str
    headers: Message
    seconds: float

    @property
    def is_a_pause(self) -> bool:
        """Whether it is the page that says, in French, that the site pauses."""
        return self.status == 503 and "Le site est en pause" in self.body


class Visitor:
    """A browser with its cookies, one connection a request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Read a page; `headers` are sent besides the cookies."""
        return self._ask("GET", path, None, headers or {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields).encode(), form)

    def form(self, path: str) -> dict[str, str]:
        """Return the fields of the last form of a page, as they stand."""
        return dict(html.document_fromstring(self.get(path).body).forms[-1].form_values())

    def log_in(self, name: str) -> None:
        """Open a session."""
        fields = self.form(ENTRANCE) | {"login": name, "password": PASSWORD}
        answer = self.post(ENTRANCE, fields)
        assert answer.status == 302, f"{name} n’entre pas : {answer.status}"

    def _ask(
        self, method: str, path: str, body: bytes | None, besides: Mapping[str, str]
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, **besides}
        start = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(0, "", Message(), time.monotonic() - start)
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, text, response.headers, time.monotonic() - start)
