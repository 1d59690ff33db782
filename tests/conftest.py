"""What every test shares: settings of the test mode, the demonstration plan, small plans."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadFileScheduling

from measures.actions.accounts import loader_account
from measures.models import Evaluation, Plan, User, kept
from measures.plan_files.load import load
from tests import factories
from tests.once import Rows

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SHARED_REPORT = (
    Path(__file__).resolve().parent.parent.parent / "shared/report/rapport-evaluation-2017.md"
)


# They share the PDF of a whole report, and every page of a site: one worker runs them all.
TOGETHER = ("tests/exports/", "tests/views/public/")
LONGEST = (
    *TOGETHER,
    "tests/test_settings.py",
    "tests/views/staff/test_public_version.py",
    "tests/rich_text/test_redline_properties.py",
)

ASK_THE_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, and mark whatever asks the database: `-m django_db` runs that alone.

    What is long and begun last would leave the other worker with nothing to do. Without any such
    mark no test database is set up, and rows made once would be written into, and rolled back
    from, the database of the installation.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        asked = ASK_THE_DATABASE.intersection(getattr(item, "fixturenames", ()))
        if asked and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)


class ByFile(LoadFileScheduling):
    """A file to a worker at a time; a folder, where its files share what takes long to make."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if file.startswith(folder)), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """Deal the files out, in the order in which they come."""
    return ByFile(config, log)


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
    kept.forget()


@pytest.fixture
def writer(db: None) -> User:
    """Somebody who writes."""
    return factories.writer()


@pytest.fixture(scope="session")
def rows_2014(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rows:
    """The rows of the demonstration plan, loaded from its files once for all tests."""
    with django_db_blocker.unblock():
        return Rows(load_2014)


def load_2014() -> None:
    """Load the demonstration plan from its files."""
    load(FIXTURES / "2014-2016", print_publication=factories.smallest_report, by=loader_account())


def restore(rows_2014: Rows) -> Plan:
    """Write the rows of the demonstration plan into an empty database."""
    rows_2014.write()
    return Plan.objects.get(slug="2014-2016")


@pytest.fixture
def plan_2014(db: None, rows_2014: Rows) -> Plan:
    """The demonstration plan with its published evaluation, as loading its files makes it."""
    return restore(rows_2014)


@pytest.fixture
def evaluation_2017(plan_2014: Plan) -> Evaluation:
    """The published evaluation of the demonstration plan."""
    return plan_2014.evaluations.get(slug="2017")
