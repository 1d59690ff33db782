"""What everybody may read is kept in front of the application, ready to be sent.

Only what the application itself calls public (`Cache-Control: public`) is kept, as long as the
version of the public content is the same: for a second at most after it has changed. Whoever
has a session is answered by the application. While the database is away, what is kept is served
all the same, and says so (`Cache-Status: suivi; hit; ttl=-12`, RFC 9211: twelve seconds late).
"""

import re
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from tracker import metrics
from tracker.content_version import ContentVersion, Version
from tracker.kept_page import Headers, KeptPage, Shelf

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# What public pages read from an address. Any other name leads past the cache: it may mean
# something. Those of the second list never do: they say where a visitor comes from.
PARAMETERS = frozenset(
    "page tri priorite statut destinataire classement q plan evaluation "
    "operation essayer edition numero cle section taille".split()
)
TRACKING = re.compile(r"(?:utm_|mtm_|pk_|piwik_|at_|xtor|xts|fbclid|gclid|msclkid|mc_)")

# What only the application judges: a part of a file, or a file that was not changed since.
CONDITIONS = {
    f"HTTP_{name}" for name in ("RANGE", "IF_MATCH", "IF_MODIFIED_SINCE", "IF_UNMODIFIED_SINCE")
}

LARGEST = 2_000_000  # bytes; a longer answer is not kept
LONGEST_ADDRESS = 1_000  # characters
PATIENCE = 20.0  # seconds that a request waits for another one that makes the same page
OFTEN = 8  # hits after which a page is worth the best compression


@dataclass(frozen=True)
class Asked:
    """A request that may be answered from the cache."""

    secure: bool
    path: str
    query: str  # what the page depends on, in one order

    @classmethod
    def by(cls, environ: Environ) -> "Asked | None":
        """Return what is asked for; nothing where the application itself has to answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.keys() & CONDITIONS:
            return None
        if "HTTP_AUTHORIZATION" in environ or _has_session(environ.get("HTTP_COOKIE", "")):
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if path.startswith("/sante/"):
            return None  # a process tells that it lives without a look at the database
        if len(path) + len(query) > LONGEST_ADDRESS:
            return None
        known = known_query(query)
        if known is None or not _is_served(environ.get("HTTP_HOST", "")):
            return None
        header, value = settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme", "https")
        return cls(environ.get(header) == value, path, known)


class PageCache:
    """A WSGI application in front of another one."""

    def __init__(
        self, application: Application, *, version: ContentVersion | None = None, room: int
    ) -> None:
        """`room` is how many bytes its pages may take."""
        self.application = application
        self.version = version or ContentVersion()
        self.shelf = Shelf(room)
        self._lock = threading.Lock()
        self._making: dict[Asked, threading.Event] = {}
        self._compressing = ThreadPoolExecutor(1, "compress")  # its thread starts when used

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from the cache, or let the application answer."""
        asked = Asked.by(environ)
        version = asked and self.version.now()
        if asked is None or version is None:
            return self.application(environ, start_response)
        known, page = self.shelf.take(asked, version.number)
        if page is None and not known and version.late == 0:
            if not self._is_first(asked):
                known, page = self.shelf.take(asked, version.number)
            else:
                try:
                    return self._make(asked, version, environ, start_response)
                finally:
                    self._making.pop(asked).set()
        if page is None:
            return self.application(environ, start_response)
        metrics.count_kept()
        return self._send(page, asked, version, environ, start_response, said="hit")

    def _is_first(self, asked: Asked) -> bool:
        """Tell whether to make a page; if another request does already, wait until it is done."""
        with self._lock:
            making = self._making.get(asked)
            if making is None:
                self._making[asked] = threading.Event()
                return True
        making.wait(PATIENCE)
        return False

    def _make(
        self,
        asked: Asked,
        version: Version,
        environ: Environ,
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        """Let the application make a page, keep it if it may be, and send it."""
        said: list[Any] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> None:
            said[:] = status, headers

        wanted = environ | {"REQUEST_METHOD": "GET", "QUERY_STRING": asked.query}
        body = self.application(wanted, start)
        status, headers = said
        if not may_be_kept(status, headers):
            if status.startswith("200"):
                self.shelf.put(asked, version.number, None)
            if environ["REQUEST_METHOD"] == "GET":
                start_response(status, headers)
                return body
            _close(body)
            return self.application(environ, start_response)
        try:
            whole = b"".join(body)
        finally:
            _close(body)
        page = KeptPage.of(headers, whole)
        page.variant(encoding_of(environ))
        kept = len(whole) <= LARGEST
        self.shelf.put(asked, version.number, page if kept else None)
        said_of_it = "fwd=miss; stored" if kept else "fwd=miss"
        return self._send(page, asked, version, environ, start_response, said=said_of_it)

    def _send(
        self,
        page: KeptPage,
        asked: Asked,
        version: Version,
        environ: Environ,
        start_response: Callable[..., Any],
        *,
        said: str,
    ) -> Iterable[bytes]:
        """Send a page in the best encoding that is accepted, or say that it is unchanged."""
        if version.late:
            said += f"; ttl=-{version.late:.0f}"
        status = ("Cache-Status", f"suivi; {said}")
        held = environ.get("HTTP_IF_NONE_MATCH")
        if held and _holds(held, page.etag):
            start_response("304 Not Modified", [*page.unchanged, status])
            return []
        count = len(page.variants)
        variant = page.variant(encoding_of(environ))
        if len(page.variants) > count:
            self.shelf.put(asked, version.number, page)  # which takes more room now
        page.hits += 1
        if page.hits == OFTEN:
            self._compressing.submit(page.shrink)
        start_response("200 OK", [*variant.headers, status])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def may_be_kept(status: str, headers: Headers) -> bool:
    """Tell whether an answer is the same for all; a file may bring its own strong validator."""
    said = {name.lower(): value.lower() for name, value in headers}
    control = {part.strip() for part in said.get("cache-control", "").split(",")}
    return (
        status.startswith("200")
        and "public" in control
        and not control & {"no-store", "private", "no-cache"}
        and not said.keys() & {"set-cookie", "content-encoding"}
        and not said.get("etag", "").startswith("w/")
        and said.get("vary", "accept-encoding") == "accept-encoding"
        and "nonce-" not in said.get("content-security-policy", "")
    )


@lru_cache(maxsize=256)
def known_query(query: str) -> str | None:
    """Return what a page depends on of a query, in one order; nothing if that cannot be told.

    Names and values stay as they are written in the address.
    """
    parts = [part for part in query.split("&") if part and not TRACKING.match(part)]
    if any(part.partition("=")[0] not in PARAMETERS for part in parts):
        return None
    return "&".join(sorted(parts, key=lambda part: part.partition("=")[0]))


def encoding_of(environ: Environ) -> str:
    """Return the best of our encodings that a request accepts."""
    return encoding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """Return the best of our encodings that an `Accept-Encoding` allows (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        weights[name] = weight.rstrip("0.") != "" if weight else True
    for name in ("br", "gzip"):
        if weights.get(name, weights.get("*", False)):
            return name
    return "identity"


def _has_session(cookies: str) -> bool:
    return f"{settings.SESSION_COOKIE_NAME}=" in cookies


@lru_cache(maxsize=256)
def _is_served(host: str) -> bool:
    """Tell whether this installation answers for a host; the application refuses any other."""
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)


def _holds(held: str, etag: str) -> bool:
    """Tell whether `If-None-Match` names a page: weakly compared (RFC 9110, 13.1.2)."""
    return held.strip() == "*" or any(
        one.strip().removeprefix("W/") == etag.removeprefix("W/") for one in held.split(",")
    )


def _close(body: Iterable[bytes]) -> None:
    """End an answer as a server would: Django gives its connections back then."""
    if close := getattr(body, "close", None):
        close()
