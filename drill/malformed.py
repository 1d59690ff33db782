"""Requests that no browser sends, put together at random, the same at each run."""

import collections
import random
import socket

from drill.installation import PLAN
from drill.results import Result
from drill.visitor import Visitor

PATHS = [
    b"/",
    PLAN.encode(),
    b"/recherche/",
    b"/flux.atom",
    b"/redaction/connexion/",
    b"/sante/pret",
]
PIECES = [
    *(b"%00 %ff%fe %C0%AE ../ '\"><script> % %zz {{7*7}} \\ ; &&& = ? # %25".split()),
    *(b"q= page= statut= page=-1 page=999999999999999999999 q=%E2%80%AE".split()),
    b"\xff\xfe",
    b"\xc3",
    b"a" * 3000,
    b"\xf0\x9f\x98\x80",
    b"tri=\x00",
]
HEADERS = [
    b"Cookie: sessionid=\xff\xfe; csrftoken=%00",
    b"Cookie: " + b"a=b; " * 500,
    b"Cookie: =;;=;",
    b"Accept-Encoding: br;q=abc, gzip;q=-1,,",
    b"If-None-Match: \xff",
    b"If-Modified-Since: hier",
    b"Range: bytes=5-1,9-",
    b"X-Forwarded-For: '; DROP",
    b"X-Forwarded-Proto: \xff",
    b"Content-Length: -1",
    b"Content-Length: 10\r\nContent-Length: 20",
    b"Transfer-Encoding: chunked",
    b"Host: [",
    b"Host: a\x00b",
    b"Accept-Language: " + b"x" * 5000,
    b"X-Request-ID: \x07\x07",
    b"Accept: \xc3\xa9",
    b"Authorization: Basic \xff",
    b"Expect: 100-continue",
    b"Bad Header: x",
    b"Content-Type: multipart/form-data",
    b"Content-Type: text/html; charset=inconnu",
]
METHODS = [*b"GET HEAD POST OPTIONS TRACE PUT".split(), b"\xff", b"GET ", b"A" * 50]
PATIENCE = 1.0  # seconds: some announce a body that never comes


def send(port: int, name: str, count: int) -> Result:
    """Send so many; none may make the application fail, and a reader reads on."""
    chance = random.Random(2017)  # noqa: S311 - nobody is to be surprised
    statuses: collections.Counter[str] = collections.Counter()
    failed: list[bytes] = []
    for _ in range(count):
        request = _request(chance, port)
        status = _status(port, request)
        statuses[f"{status[0]}xx" if status.isdigit() else status] += 1
        if status.startswith("5"):
            failed.append(request)
    after = Visitor(port).get("/").status
    seen = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    first = f" ; la première : {failed[0][:160]!r}" if failed else ""
    return Result(
        f"Demandes mal formées, {name}",
        f"{count} demandes : {seen}, puis un lecteur : {after}{first}",
        not failed and after == 200,
    )


def _request(chance: random.Random, port: int) -> bytes:
    path = chance.choice(PATHS) + chance.choice([b"", b"?"])
    path += b"".join(chance.choices(PIECES, k=chance.randint(0, 3)))
    lines = [chance.choice(METHODS) + b" " + path + b" HTTP/1.1"]
    if chance.random() > 0.05:
        lines.append(f"Host: 127.0.0.1:{port}".encode())
    lines += chance.choices(HEADERS, k=chance.randint(0, 3))
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


def _status(port: int, request: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        try:
            line.sendall(request)
            answer = line.recv(64)
        except TimeoutError:
            return "attente d’un corps"
        except OSError:
            return "coupée"
    words = answer.split(b" ", 2)
    return words[1].decode(errors="replace") if len(words) > 1 else "coupée"
