"""What the application needs to answer readers: each need by its name, looked at when asked."""

import ctypes
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0")


@dataclass(frozen=True)
class Need:
    """Something without which pages cannot be answered; `met` never raises."""

    name: str
    met: Callable[[], bool]


def missing() -> list[str]:
    """Return the names of what is missing, in French; nothing if all is there."""
    found: list[str] = []
    for need in NEEDS:
        if need.name == "migrations" and "base de données" in found:
            continue  # nobody can tell
        if not need.met():
            found.append(need.name)
    return found


def database_answers() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrations_are_applied() -> bool:
    """Whether the database has all that this version needs; more does not matter."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return False
    return _needed_migrations() <= applied.keys()


@cache
def _needed_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def static_files_are_collected() -> bool:
    """Whether pages find the hashed names of their files."""
    if not hasattr(staticfiles_storage, "hashed_files"):
        return True  # development: the files themselves
    names = staticfiles_storage.hashed_files
    return bool(names) and Path(settings.STATIC_ROOT, next(iter(names.values()))).is_file()


def cache_keeps() -> bool:
    """Whether what all processes count together is kept."""
    key = f"sante-{os.getpid()}"
    try:
        caches["default"].set(key, "oui", 60)
        return caches["default"].get(key) == "oui"
    except Exception:
        return False


def pango_is_there() -> bool:
    """Whether the libraries that compose the PDF are installed."""
    return not list(_missing_libraries())


def _missing_libraries() -> Iterator[str]:
    for name in PANGO:
        try:
            ctypes.CDLL(name)
        except OSError:
            yield name


NEEDS = (
    Need("base de données", database_answers),
    Need("migrations", migrations_are_applied),
    Need("fichiers statiques", static_files_are_collected),
    Need("cache", cache_keeps),
)
