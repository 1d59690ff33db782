"""Which rows are kept, and each row as a line of JSON that both databases read alike."""

import json
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

# Open sessions are secrets that nobody needs back: one logs in again.
LEFT_OUT = {"sessions.Session"}
# Filled by the migrations of every installation.
MADE_BY_MIGRATIONS = (ContentType, Permission, Group, Group.permissions.through)

# Rows that are in memory together while a table is read or written.
CHUNK = 200


def kept_models() -> list[type[models.Model]]:
    """Return each model that has a table of its own here, in an order that does not change."""
    return sorted(
        (
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
        ),
        key=lambda model: model._meta.label,
    )


def fields_of(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a model that are columns."""
    return list(model._meta.local_concrete_fields)


def rows_of(model: type[models.Model], *, using: str) -> Iterator[bytes]:
    """Yield each row of a table as a line, in the order of the keys."""
    fields = fields_of(model)
    rows = model._base_manager.using(using).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        values = [_told(field, row) for field in fields]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_from(model: type[models.Model], line: bytes) -> models.Model:
    """Return the row that a line tells, not saved."""
    told = zip(fields_of(model), json.loads(line), strict=True)
    return model(**{field.attname: _understood(field, value) for field, value in told})


def _told(field: models.Field, row: models.Model) -> object:
    value = field.value_from_object(row)
    # Not Django's encoder, which cuts moments to the millisecond.
    if value is None or isinstance(value, bool | int | str) or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(row)


def _understood(field: models.Field, value: object) -> object:
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def last_key(model: type[models.Model], connection: BaseDatabaseWrapper) -> int | None:
    """Return the highest key a table ever gave, rows since deleted included.

    History names rows by their key: one that was given must never be given again.
    """
    key = model._meta.pk
    if not isinstance(key, models.AutoField):
        return None
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            cursor.execute(
                "SELECT last_value FROM pg_sequences WHERE schemaname || '.' || sequencename = "
                "pg_get_serial_sequence(%s, %s)",
                [connection.ops.quote_name(table), key.column],
            )
        found = cursor.fetchone()
    return (found[0] or None) if found else None


def set_last_key(
    model: type[models.Model], last: int | None, connection: BaseDatabaseWrapper
) -> None:
    """Let a table give keys after `last`; nothing to do where it never gave any."""
    if last is None:
        return
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [connection.ops.quote_name(table), column, last],
            )


def applied_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """Return what migrations made of the tables, as sorted names `application.0001_name`."""
    loader = MigrationLoader(connection)
    return sorted(
        ".".join(key) for key in loader.applied_migrations if key in loader.disk_migrations
    )


def missing_migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the migrations of this software that the database did not have yet."""
    loader = MigrationLoader(connection)
    return sorted(
        ".".join(key) for key in loader.disk_migrations if key not in loader.applied_migrations
    )
