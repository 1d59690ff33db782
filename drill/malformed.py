"""Requests that no browser sends, to every public address, the same at each run."""

import collections
import socket
from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from drill.addresses import ADDRESSES, Address
from drill.results import Result
from drill.visitor import Visitor
from tracker.page_cache import PARAMETERS

# What the demonstration has at each place of an address.
REAL = {
    "plan": b"2014-2016",
    "evaluation": b"2017",
    "edition": b"1",
    "number": b"1",
    "section": b"introduction",
    "key": b"p3-a",
    "table": b"mesures",
    "extension": b"csv",
    "form": b"bib",
    "addressee": b"pouvoirs-publics",
    "rest": b"nulle-part/",
    "uidb36": b"1",
}
# What an address lets through, and no row bears.
STRANGE = {
    "slug": (b"-", b"_", b"0", b"None", b"__proto__", b"MESURES", b"2014-2016-", b"a" * 3000),
    "int": (b"0", b"007", b"2147483648", b"9223372036854775808", b"9" * 400, b"9" * 5000),
    "str": (b"%00", b"\xff", b"%F0%9F%98%80", b"{{7*7}}", b"a:b:c", b"a" * 3000),
    "path": (b"", b"..", b"%2e%2e/%2e%2e", b"plans//", b"%00", b"\xff"),
}
# Not even that; `<x7q` and `x7q=` are looked for in answers.
HOSTILE = (
    *b"%00 %ff%fe %C0%AE ../ \\ %5C ; . %0d%0aSet-Cookie:x7q=1 %zz % %25 ' '%20OR%201=1".split(),
    *b"{{7*7}} {%load%} %s %(x)s ${7*7} =cmd|'/C'!A0 javascript:alert(1) //evil.example".split(),
    *b"-1 1.5 1e9 NaN Infinity 0x10 true null [] {} %C2%A0 %E2%80%AE %E2%80%8B %EF%BB%BF".split(),
    b"%22%27%3E%3Cx7q%20onclick=alert(1)%3E%3Cscript%3Ealert(1)%3C/script%3E",
    b"\"'><x7q/onclick=alert(1)><svg/onload=alert(1)>",
    b"%ED%A0%80",  # half of a pair
    b"%D9%A1",  # a digit in another script
    b"\xff\xfe",
    b"\xc3",
    b"\xf0\x9f\x98\x80",
    b"\x00",
    b"\x1f",
    b"a" * 3000,
    b"%22a%20b%22%20" * 60,  # a question of many phrases
    b"(" * 500,
)
NAMES = [name.encode() for name in sorted(PARAMETERS)]
OTHER_NAMES = [b"next", b"format", b"utm_source", b"q[]", b"%00", b"\xff", b"", b"a" * 300]
HEADERS = {
    b"Cookie": (
        b"sessionid=\xff\xfe; csrftoken=%00",
        b"sessionid=" + b"a" * 3000,
        b"sessionid=../../etc/passwd",
        b"a=b; " * 500,
        b"=;;=;",
        b'messages="[[\\"__json_message\\"',
    ),
    b"Accept-Encoding": (b"br;q=abc, gzip;q=-1,,", b"*;q=0", b"\xff", b"identity;q=0"),
    b"If-None-Match": (b"\xff", b'"', b"W/", b"*", b", ,"),
    b"If-Match": (b"\xff", b"*"),
    b"If-Modified-Since": (b"hier", b"Thu, 99 Foo 99999 99:99:99 GMT", b"\xff"),
    b"If-Unmodified-Since": (b"hier", b"Sat, 01 Jan 0000 00:00:00 GMT"),
    b"If-Range": (b"\xff", b'"'),
    b"Range": (b"bytes=5-1,9-", b"bytes=-0", b"bytes=" + b"0-," * 400, b"\xff", b"bytes=9" * 30),
    b"X-Forwarded-For": (b"'; DROP", b"\xff", b"1.2.3.4," * 300, b"::1%eth0"),
    b"X-Forwarded-Proto": (b"\xff", b"https,http"),
    b"X-Forwarded-Host": (b"evil.example", b"["),
    b"Content-Length": (b"-1", b"10\r\nContent-Length: 20", b"abc", b"\xc2\xb2"),
    b"Content-Type": (
        b"multipart/form-data",
        b"multipart/form-data; boundary=\xff",
        b"text/html; charset=inconnu",
        b"application/x-www-form-urlencoded; charset=utf-7",
        b"\xff",
    ),
    b"Transfer-Encoding": (b"chunked", b"gzip, chunked", b"\xff"),
    b"Host": (b"[", b"a\x00b", b"\xff", b"evil.example", b"a" * 3000, b"127.0.0.1:99999"),
    b"Accept": (b"\xc3\xa9", b"application/json", b";;;q=", b"*/*;q=x"),
    b"Accept-Language": (b"x" * 5000, b"fr;q=\xff", b"-,-;q=9"),
    b"X-Request-ID": (b"\x07\x07", b"<x7q onclick=alert(1)>", b"a" * 3000),
    b"Authorization": (b"Basic \xff", b"Basic =", b"Bearer"),
    b"Referer": (b"\xff", b"javascript:x7q", b"http://["),
    b"Origin": (b"null", b"\xff", b"http://["),
    b"User-Agent": (b"\xff", b"<x7q onclick=alert(1)>", b""),
    b"Expect": (b"100-continue",),
    b"Bad Header": (b"x",),
    b"X-CSRFToken": (b"\xff", b"a" * 3000),
}
BODIES = (b"", b"a", b"\xff=\xfe&%", b"--\r\n", b"login=%00&password=%ff", b"login[]=&login=\xff")
METHODS = (*b"GET HEAD POST OPTIONS TRACE PUT PATCH DELETE".split(), b"\xff", b"A" * 50)
UNKNOWN_CODING = "501"  # what a server has to say of a Transfer-Encoding (RFC 9112, 6.1)
PATIENCE = 1.0  # seconds: some announce a body that never comes


@dataclass(frozen=True)
class Request:
    """A request as its bytes are written on the line."""

    method: bytes
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def on_the_line(self, host: bytes) -> bytes:
        """Return the whole request; one `Host` is added where it brings none."""
        headers = [b"%s: %s" % pair for pair in self.headers]
        if b"Host" not in dict(self.headers):
            headers.append(b"Host: " + host)
        if self.body and b"Content-Length" not in dict(self.headers):
            headers.append(b"Content-Length: %d" % len(self.body))
        first = b"%s %s HTTP/1.1" % (self.method, self.target)
        return b"\r\n".join([first, *headers, b"Connection: close", b"", self.body])


@st.composite
def requests_to(draw: st.DrawFn, address: Address, real: dict[str, bytes]) -> Request:
    """Make up a request to an address: most lead somewhere, or nobody would read the rest."""

    def one_in(count: int) -> bool:
        return draw(st.integers(1, count)) == count

    values = {
        name: draw(st.sampled_from([*STRANGE[kind], *HOSTILE])) if one_in(6) else real[name]
        for kind, name in address.arguments
    }
    target = address.filled(values) + (draw(st.sampled_from(HOSTILE)) if one_in(12) else b"")
    pairs = draw(st.lists(st.tuples(_NAME, _VALUE), max_size=4))
    query = b"&".join(name + equals + value for (name, equals), value in pairs)
    method = draw(st.sampled_from(METHODS)) if one_in(4) else b"GET"
    return Request(
        method,
        target + (b"?" + query if query else b""),
        tuple(draw(st.lists(_HEADER, max_size=3, unique_by=lambda header: header[0]))),
        b"" if method in (b"GET", b"HEAD") else draw(st.sampled_from(BODIES)),
    )


_NAME = st.tuples(
    st.sampled_from(NAMES * 3 + OTHER_NAMES), st.sampled_from([b"="] * 8 + [b"", b"=="])
)
_VALUE = st.one_of(
    st.sampled_from([*HOSTILE, *STRANGE["int"], *STRANGE["slug"], *REAL.values()]),
    st.binary(max_size=12).map(lambda value: value.translate(None, b"\r\n &#")),
    st.text(max_size=12).map(lambda value: b"".join(b"%%%02x" % byte for byte in value.encode())),
)
_HEADER = st.sampled_from([(name, value) for name, all_of in HEADERS.items() for value in all_of])

# Nothing is kept from one run to the next; what fails is told as it is, not made smaller.
SAME_AT_EACH_RUN = settings(
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def ask_each(
    address: Address, real: dict[str, bytes], ask: Callable[[Request], None], count: int
) -> None:
    """Ask so many requests to an address; the first is the plainest of all."""

    @seed(crc32(address.route.encode()))
    @settings(SAME_AT_EACH_RUN, max_examples=count)
    @given(requests_to(address, real))
    def run(request: Request) -> None:
        ask(request)

    run()


def send(port: int, name: str, each: int) -> Result:
    """Send so many to each address; none may make the application fail, and a reader reads on."""
    statuses: collections.Counter[str] = collections.Counter()
    failed: list[bytes] = []

    def ask(request: Request) -> None:
        sent = request.on_the_line(b"127.0.0.1:%d" % port)
        status = _status(port, sent)
        known = not status.isdigit() or status == UNKNOWN_CODING
        statuses[status if known else f"{status[0]}xx"] += 1
        if status.startswith("5") and status != UNKNOWN_CODING:
            failed.append(sent)

    for address in ADDRESSES:
        ask_each(address, REAL, ask, each)
    after = Visitor(port).get("/").status
    seen = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
    first = f" ; la première : {failed[0][:160]!r}" if failed else ""
    return Result(
        f"Demandes mal formées, {name}",
        f"{statuses.total()} demandes à {len(ADDRESSES)} adresses : {seen}, "
        f"puis un lecteur : {after}{first}",
        not failed and after == 200,
    )


def _status(port: int, request: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        try:
            line.sendall(request)
            answer = line.recv(4096)
        except TimeoutError:
            return "attente d’un corps"
        except OSError:
            return "coupée"
    if b".pdf" in request and answer.startswith(b"HTTP/1.1 503") and b"Retry-After" in answer:
        return "document en préparation"
    words = answer.split(b" ", 2)
    return words[1].decode(errors="replace") if len(words) > 1 else "coupée"
