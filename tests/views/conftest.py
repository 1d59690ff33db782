"""Every page of a site, fetched once for the tests that only read them."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag

import pytest
from django.db import connection, transaction
from lxml import html
from lxml.html import HtmlElement
from pytest_django import DjangoDbBlocker

from tests.conftest import restore
from tests.once import Rows
from tests.report_2017 import EVALUATION
from tests.views import world
from tests.views.reader import links, visitor

_NOT_FOLLOWED = re.compile(
    r"^/static/"
    r"|^/redaction/"  # for those who have an account
    r"|\.(?:pdf|png|xlsx|ods|bib|json)$|\.\w+\?"  # files, and those of a filtered list
    r"|/(?!1/|synthese/|former/)[^/]+/(?<!evaluations/2022/)citer/$"  # some, of each kind
)


@dataclass(frozen=True)
class Answer:
    """What a visitor without a session gets at an address, and what it made the database do."""

    status: int
    headers: Mapping[str, str]
    body: str
    root: HtmlElement | None  # of a page; none for a redirection or a file
    queries: tuple[str, ...]


def answer(path: str) -> Answer:
    """Return what a visitor gets at an address."""
    queries: list[str] = []

    def record(execute: Callable, sql: str, *rest: object) -> object:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(record):
        response = visitor().get(path)
    headers = dict(response.headers) | {"Set-Cookie": response.cookies.output(header="")}
    body = response.content.decode(errors="replace")
    is_page = body and response["Content-Type"].startswith("text/html")
    root = html.document_fromstring(body) if is_page else None
    return Answer(response.status_code, headers, body, root, tuple(queries))


def crawl(start: Iterable[str]) -> dict[str, Answer]:
    """Return every page that links lead to, by path and query.

    A list that is filtered or sorted leads to itself filtered otherwise, without end: links
    with a query are followed from pages without. Files have tests of their own.
    """
    answers: dict[str, Answer] = {}
    queue = deque(start)
    while queue:
        path = queue.popleft()
        if path in answers:
            continue
        found = answers[path] = answer(path)
        targets = [] if found.root is None else [urldefrag(a).url for a in links(found.root, path)]
        if "Location" in found.headers:
            targets.append(urldefrag(found.headers["Location"]).url)
        for target in targets:
            if not _NOT_FOLLOWED.search(target) and not ("?" in path and "?" in target):
                queue.append(target)
    return answers


@pytest.fixture(scope="session")
def site(rows_2014: Rows, django_db_blocker: DjangoDbBlocker) -> dict[str, Answer]:
    """All pages that the front page leads to: the plan of 2014-2016 and one evaluated twice.

    The database also holds drafts.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        restore(rows_2014)
        world.drafts(world.plan_evaluated_twice())
        answers = crawl(
            [
                "/",
                "/nulle-part/",
                f"{EVALUATION}mesures/?statut=non&priorite=1",
                f"{EVALUATION}mesures/?statut=perdu",
                f"{EVALUATION}recommandations/?classement=destinataire&statut=non",
            ]
        )
        transaction.set_rollback(True)
    return answers


@pytest.fixture(scope="session")
def pages(site: dict[str, Answer]) -> dict[str, HtmlElement]:
    """The pages of the site by address, without redirections, errors and files."""
    return {
        path: found.root
        for path, found in site.items()
        if found.status == 200 and found.root is not None
    }
