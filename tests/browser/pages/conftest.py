"""Pages rendered once and served as they are: what is judged needs no database."""

import pytest
from pytest_django import DjangoDbBlocker

from tests.browser.pages import captured
from tests.browser.pages.captured import Pages
from tests.once import Rows


@pytest.fixture(scope="session")
def public_pages(rows_2014: Rows, django_db_blocker: DjangoDbBlocker) -> Pages:
    """What visitors can read, by address."""
    with django_db_blocker.unblock():
        return captured.public_pages(rows_2014)


@pytest.fixture(scope="session")
def staff_pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Pages:
    """What those who have an account can open, by address."""
    with django_db_blocker.unblock():
        return captured.staff_pages()


@pytest.fixture
def site() -> str:
    """No live site: each test serves the pages that it judges."""
    return "http://127.0.0.1"
