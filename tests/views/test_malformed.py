"""Requests that no browser sends, to every public address, through the cache as a server does."""

import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from lxml import etree, html
from pytest_django import DjangoDbBlocker

from drill.addresses import ADDRESSES, ENTRANCE, Address
from drill.malformed import Request, ask_each
from measures.urls import urlpatterns
from tests.tracker.asking import Answer, send
from tests.views import world
from tests.views.world import EVALUATION, PLAN, SECRET
from tracker.content_version import ContentVersion
from tracker.page_cache import PARAMETERS, PageCache

EACH = 4  # requests to an address
REAL = {
    "plan": PLAN.encode(),
    "evaluation": EVALUATION.encode(),
    "edition": b"2",
    "number": b"1",
    "section": b"synthese",
    "key": b"former",
    "table": b"mesures",
    "extension": b"csv",
    "form": b"bib",
    "addressee": b"parlement",
    "rest": b"plans/",
    "uidb36": b"1",
}
INLINE = (
    "//x7q | //svg[@onload] | //script[not(@src)] | //@*[starts-with(name(), 'on')]"
    " | //@href[starts-with(., 'javascript:')] | //style"
)
UNNAMED = {"CONTENT_LENGTH", "CONTENT_TYPE"}  # without HTTP_ before them


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[PageCache]:
    """The application behind its cache: a plan evaluated twice, and drafts."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.drafts(world.plan_evaluated_twice())
        yield PageCache(get_wsgi_application(), version=ContentVersion(), room=1_000_000)
        transaction.set_rollback(True)


def environ(request: Request) -> dict[str, Any]:
    """Return what a server makes of a request: bytes as Latin-1 text (PEP 3333)."""
    path, _, query = request.target.partition(b"?")
    made: dict[str, Any] = {
        "REQUEST_METHOD": request.method.decode("latin-1"),
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "wsgi.input": io.BytesIO(request.body),
        "CONTENT_LENGTH": str(len(request.body)),
    }
    for name, value in request.headers:
        key = name.decode().upper().replace("-", "_")
        made[key if key in UNNAMED else f"HTTP_{key}"] = value.decode("latin-1")
    return made


def check(request: Request, answer: Answer) -> None:
    """Fail if an answer is an error of ours, says a secret, or gives back what it was sent."""
    status, kind = int(answer.status[:3]), answer.headers.get("Content-Type", "")
    assert status < 500 or made_later(request, answer), answer.status
    assert not any("\r" in value or "\n" in value for value in answer.headers.values())
    assert "x7q" not in answer.headers.get("Set-Cookie", "")
    assert not answer.headers.get("Location", "").startswith(("//", "http", "javascript:"))
    assert SECRET not in str(answer.headers).lower()
    if not answer.body or kind.startswith(("application/pdf", "image/png")):
        return
    said = answer.text if "utf-8" in kind or "json" in kind or "xml" in kind else ""
    assert SECRET not in said.lower()
    if kind.startswith("text/html"):
        root = html.document_fromstring(said)
        assert root.get("lang") == "fr", answer.status
        assert not root.xpath(INLINE), answer.status
    elif "json" in kind:
        json.loads(said)
    elif "xml" in kind:
        etree.fromstring(said.encode())


def made_later(request: Request, answer: Answer) -> bool:
    """Tell whether a document is on its way, which the page says."""
    return b".pdf" in request.target and "Retry-After" in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.route)
def test_no_request_to_a_public_address_breaks_it(address: Address, site: PageCache) -> None:
    def ask(request: Request) -> None:
        answer = send(site, environ(request))
        try:
            check(request, answer)
        except AssertionError as wrong:
            raise AssertionError(f"{request}\n{answer.status}\n{wrong}") from wrong

    ask_each(address, REAL, ask, EACH)


MARKUP = "\"'><x7q onclick=alert(1)><script>alert(1)</script>"
ECHOES = [
    {"page": MARKUP},
    dict.fromkeys(sorted(PARAMETERS - {"page"}), MARKUP),
    dict.fromkeys(sorted(PARAMETERS - {"page", "tri", "taille", "plan", "evaluation"}), MARKUP),
]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ECHOES, ids=["page", "all others", "filters"])
def test_markup_in_a_parameter_is_shown_and_never_run(
    query: dict[str, str], site: PageCache
) -> None:
    shown = 0
    for address in ADDRESSES:
        if "editions/" in address.route:
            continue  # the same views
        target = address.filled(REAL | {"key": b"former"}) + b"?" + urlencode(query).encode()
        request = Request(b"GET", target, (), b"")
        answer = send(site, environ(request))
        check(request, answer)
        shown += answer.body.count(b"&lt;x7q")
    assert shown, "nobody shows what was asked: then nothing was tried"


@pytest.mark.django_db
def test_what_is_kept_is_what_the_application_says(site: PageCache) -> None:
    """After all of these requests: none of them is answered with what another one was."""
    pages = f"/plans/{PLAN}/evaluations/{EVALUATION}/"
    for path in ("/", f"/plans/{PLAN}/", pages, f"{pages}mesures/", "/recherche/", "/flux.atom"):
        kept = [send(site, {"PATH_INFO": path}) for _ in range(2)]
        assert [answer.said.partition(";")[0] for answer in kept][1] == "hit", path
        assert {answer.text for answer in kept} == {
            send(site.application, {"PATH_INFO": path}).text
        }


def test_every_address_is_asked_for_but_those_that_want_an_account() -> None:
    asked = {address.route for address in ADDRESSES}
    plain = [pattern for pattern in urlpatterns if not str(pattern.pattern).startswith("^")]
    left = {str(pattern.pattern) for pattern in plain} - asked
    assert len(asked) > 100
    assert all(route.startswith("redaction/") for route in left)
    assert not {pattern.name for pattern in plain if str(pattern.pattern) in left} & ENTRANCE
