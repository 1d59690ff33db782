"""Tests in a real browser: Debian's Chromium, the site served beside the test, and axe-core."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from measures.models import User
from tests import factories

# Playwright runs an event loop in the thread of the tests, in which Django would see danger.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
]
WIDTHS = (360, 768, 1440)  # CSS pixels: a phone, a tablet, a desk

expect.set_options(timeout=5_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Take Debian's Chromium, quiet: it may reach nothing but the site under test."""
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": [
            *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        ],
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address is common to all tests: each has a server of its own."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A French reader's browser."""
    return browser_context_args | {"locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def server(transactional_db: None, live_server: object) -> Iterator[str]:
    """The address of the site, served until its last answer is given.

    An answer still under way would wait for the tables that the end of the test empties, and
    the other way round.
    """
    yield live_server.url
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture(autouse=True)
def site(server: str) -> str:
    """The address of the site, which the browser's pages start from."""
    return server


@pytest.fixture(autouse=True)
def clean_console(site: str, context: BrowserContext) -> Iterator[list[str]]:
    """No page may raise an error in a script, or break its own security policy.

    A test that provokes one takes it out of the list. The browser opens after the site, so that
    it is closed before it.
    """
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on(
        "console",
        lambda said: (
            errors.append(said.text)
            if "Content Security Policy" in said.text or "content security policy" in said.text
            else None
        ),
    )
    yield errors
    assert errors == []


@pytest.fixture
def login(site: str) -> Callable[[BrowserContext, User], None]:
    """Give a browser the session of somebody, as after a login."""

    def enter(context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])

    return enter


@pytest.fixture
def rapporteur(context: BrowserContext, login: Callable) -> User:
    """Somebody who may write, proof-read and publish, logged in in the browser of the test."""
    user = factories.user("dominique", first_name="Dominique", last_name="Petit")
    login(context, user)
    return user


def findings(page: Page) -> list[str]:
    """Return what axe-core finds on a page: a line for each element at fault."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """tags => axe.run(document, {runOnly: tags, resultTypes: ["violations"]})
            .then(results => results.violations)""",
        TAGS,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")
