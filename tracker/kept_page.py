"""An answer that is kept, ready to be sent in each encoding, and the room that all of them take."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

import brotli

Headers = list[tuple[str, str]]

SHORTEST = 500  # bytes; what is shorter fits in one packet anyway
OVERHEAD = 2_000  # bytes that headers and keys take, at most
WINDOW = 18  # bits; a larger one takes megabytes, for pages that have no use for it
QUICK, SMALL = 5, 11  # qualities of brotli: a millisecond; a tenth less, in a hundred times that
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "image/svg",
)
_NOT_REPEATED = {"content-length", "vary", "date", "server", "x-request-id"}
_UNCHANGED = {"cache-control", "etag", "last-modified", "vary"}  # what a 304 says


@dataclass(frozen=True)
class Variant:
    """A page in one encoding: its headers, `Content-Length` included, and its bytes."""

    headers: Headers
    body: bytes


@dataclass
class KeptPage:
    """A page with the headers that are sent each time; variants are made when first asked for."""

    headers: Headers
    etag: str
    compressible: bool
    variants: dict[str, Variant] = field(default_factory=dict)
    hits: int = 0

    @classmethod
    def of(cls, headers: Headers, body: bytes) -> "KeptPage":
        """Return the page of an answer; its validator is weak, the same in every encoding.

        A file that has a validator of its own, a strong one, keeps it, and its bytes as they are.
        """
        said = {name.lower(): value for name, value in headers}
        kept = [(name, value) for name, value in headers if name.lower() not in _NOT_REPEATED]
        if "etag" in said:
            etag, compressible = said["etag"], False
        else:
            etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
            kept += [("ETag", etag), ("Vary", "Accept-Encoding")]
            kind = said.get("content-type", "")
            compressible = len(body) >= SHORTEST and kind.startswith(_COMPRESSIBLE)
        page = cls(kept, etag, compressible)
        page._add("identity", body)
        return page

    def variant(self, encoding: str) -> Variant:
        """Return the page in an encoding, `br`, `gzip` or `identity`, if that is of any use.

        Once one is compressed, the bytes it was made from are let go: they come back from it.
        """
        if not self.compressible:
            encoding = "identity"
        found = self.variants.get(encoding)
        if found is None:
            found = self._add(encoding, compress(self._plain(), encoding, QUICK))
            if encoding != "identity":
                self.variants.pop("identity", None)
        return found

    def shrink(self) -> None:
        """Compress as far as brotli can what was compressed quickly."""
        if "br" in self.variants:
            self._add("br", compress(self._plain(), "br", SMALL))

    @property
    def unchanged(self) -> Headers:
        """The headers of the answer to whoever has this very page already."""
        return [(name, value) for name, value in self.headers if name.lower() in _UNCHANGED]

    @property
    def size(self) -> int:
        """How many bytes of memory it takes, about."""
        return OVERHEAD + sum(len(variant.body) for variant in list(self.variants.values()))

    def _add(self, encoding: str, body: bytes) -> Variant:
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        self.variants[encoding] = Variant(headers, body)
        return self.variants[encoding]

    def _plain(self) -> bytes:
        for encoding, variant in list(self.variants.items()):
            if encoding == "br":
                return brotli.decompress(variant.body)
            return gzip.decompress(variant.body) if encoding == "gzip" else variant.body
        raise LookupError("a page is always kept in one encoding")


def compress(body: bytes, encoding: str, quality: int) -> bytes:
    """Return a body in an encoding; brotli at a quality from 0 to 11, gzip at its best."""
    if encoding == "br":
        return brotli.compress(body, quality=quality, lgwin=WINDOW)
    return gzip.compress(body, 9, mtime=0) if encoding == "gzip" else body


class Shelf:
    """Pages of one version of the content, within a number of bytes; the least asked for go first.

    A key may be held without a page: its answer is not one to be kept.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self._lock = threading.Lock()
        self._version: int | None = None
        self._pages: OrderedDict[Hashable, tuple[KeptPage | None, int]] = OrderedDict()
        self._taken = 0

    def take(self, key: Hashable, version: int) -> tuple[bool, KeptPage | None]:
        """Return whether a key is known in a version, and its page if there is one.

        Whatever is held of another version goes.
        """
        with self._lock:
            if version != self._version:
                self._version, self._taken = version, 0
                self._pages.clear()
            if key not in self._pages:
                return False, None
            self._pages.move_to_end(key)
            return True, self._pages[key][0]

    def put(self, key: Hashable, version: int, page: KeptPage | None) -> None:
        """Keep a page, or that there is none to keep, unless the content has changed since."""
        with self._lock:
            if version != self._version:
                return
            _, former = self._pages.pop(key, (None, 0))
            size = page.size if page else OVERHEAD
            self._pages[key] = (page, size)
            self._taken += size - former
            while self._taken > self.room:
                _, (_, size) = self._pages.popitem(last=False)
                self._taken -= size
