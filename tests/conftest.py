"""What every test shares: settings of the test mode, the demonstration plan, small plans."""

import copy
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from measures.actions.accounts import loader_account
from measures.models import Evaluation, Plan, Revision, User
from measures.plan_files.load import load
from tests import factories

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SHARED_REPORT = (
    Path(__file__).resolve().parent.parent.parent / "shared/report/rapport-evaluation-2017.md"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reads rows made once for all tests as a test of the database.

    Without any such mark no test database is set up, and these rows would be written into, and
    rolled back from, the database of the installation.
    """
    for item in items:
        if "rows_2014" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite in a file, as an installation does.

    Connections to one database in memory share its cache: a second writer meets « table is
    locked » at once, where writers to a file wait for each other.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = tmp_path_factory.mktemp("database") / "suivi.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Keep nothing of other tests: their rows bear the same keys."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def writer(db: None) -> User:
    """Somebody who writes."""
    return factories.user("camille", first_name="Camille", last_name="Martin")


@pytest.fixture(scope="session")
def rows_2014(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[type, list]:
    """The rows of the demonstration plan by model, loaded from its files once for all tests."""
    models = apps.get_app_config("measures").get_models(include_auto_created=True)
    with django_db_blocker.unblock(), transaction.atomic():
        load(
            FIXTURES / "2014-2016", print_publication=factories.smallest_report, by=loader_account()
        )
        rows = {model: list(model.objects.order_by("pk")) for model in models}
        for revision in rows[Revision]:
            revision.of = revision.content_type.model_class()
        transaction.set_rollback(True)
    return rows


def restore(rows_2014: dict[type, list]) -> Plan:
    """Write the rows of the demonstration plan into an empty database.

    What Django makes of so many rows is kept: its SQL is written anew ten times faster. A test
    with transactions of its own has numbered the types of content anew, of which it speaks.
    """
    numbered = ContentType.objects.get_for_model(Plan).pk
    if numbered in _SQL:
        with connection.cursor() as cursor:
            for sql, values in _SQL[numbered]:
                cursor.execute(sql, values)
    else:
        with connection.execute_wrapper(_keep(_SQL.setdefault(numbered, []))):
            _write(rows_2014)
    return Plan.objects.get(slug="2014-2016")


_SQL: dict[int, list[tuple[str, Sequence]]] = {}  # by the key of a type of content


def _keep(statements: list[tuple[str, Sequence]]) -> Callable:
    def keep(execute: Callable, sql: str, values: Sequence, *rest: object) -> object:
        if sql.startswith(("INSERT", "UPDATE")):
            statements.append((sql, values))
        return execute(sql, values, *rest)

    return keep


def _write(rows_2014: dict[type, list]) -> None:
    for model, rows in rows_2014.items():
        copies = [copy.copy(row) for row in rows]
        if model is Evaluation:  # published last: the database wants its assessments first
            for row in copies:
                row.published_at = row.published_by_id = None
        if model is Revision:
            for row in copies:
                row.content_type = ContentType.objects.get_for_model(row.of)
        model.objects.bulk_create(copies)
    for row in rows_2014[Evaluation]:
        row.save(update_fields=["published_at", "published_by"])


@pytest.fixture
def plan_2014(db: None, rows_2014: dict[type, list]) -> Plan:
    """The demonstration plan with its published evaluation, as loading its files makes it."""
    return restore(rows_2014)


@pytest.fixture
def evaluation_2017(plan_2014: Plan) -> Evaluation:
    """The published evaluation of the demonstration plan."""
    return plan_2014.evaluations.get(slug="2017")
