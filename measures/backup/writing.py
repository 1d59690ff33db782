"""Write a backup: all rows of one moment, while others read and write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from measures.backup import tables
from measures.backup.archive import Summary, Writer, verify
from measures.backup.refusals import BackupRefused


def write(path: Path, *, using: str = DEFAULT_DB_ALIAS) -> Summary:
    """Write every row into a new file, read it again, and return how much it holds.

    Raises `BackupRefused` where the file exists, cannot be written, or the database is not that
    of this version. Nothing bears the name `path` before it is whole and on the disk.
    """
    if path.exists():
        raise BackupRefused(f"Le fichier {path} existe déjà : donnez un autre nom.")
    connection = connections[using]
    partial = path.with_name(f"{path.name}.en-cours")
    try:
        _refuse_other_version(connection)
        _write(partial, connection)
        summary = verify(partial)
        partial.replace(path)
        _settle(path.parent)
    except DatabaseError as error:
        raise BackupRefused(
            f"La sauvegarde n’a pas pu être faite : la base de données ne se lit pas "
            f"({str(error).strip()})."
        ) from error
    except OSError as error:
        raise BackupRefused(
            f"La sauvegarde n’a pas pu être écrite dans {path} ({error.strerror})."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return summary


def _refuse_other_version(connection: BaseDatabaseWrapper) -> None:
    if missing := tables.missing_migrations(connection):
        raise BackupRefused(
            f"La base de données n’est pas celle de cette version du logiciel (il manque "
            f"{', '.join(missing)}). Sauvegardez avec la version en service, ou lancez d’abord : "
            f"python manage.py migrate."
        )


def _write(path: Path, connection: BaseDatabaseWrapper) -> None:
    """Write the file, on the disk; for its owner alone, since it holds what proves who one is."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file, one_moment(connection):
        writer = Writer(file)
        try:
            _write_tables(writer, connection)
        except BaseException:
            writer.abandon()
            raise
        file.flush()
        os.fsync(file.fileno())


def _write_tables(writer: Writer, connection: BaseDatabaseWrapper) -> None:
    for model in tables.kept_models():
        writer.add(
            model._meta.label,
            [field.column for field in tables.fields_of(model)],
            tables.rows_of(model, using=connection.alias),
            last_key=tables.last_key(model, connection),
        )
    writer.finish(
        made_at=timezone.now().isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=tables.applied_migrations(connection),
    )


def _settle(folder: Path) -> None:
    """Put the new name of a file on the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def one_moment(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """See the database as it is at the first query, until the end, and keep no writer waiting."""
    if connection.in_atomic_block:  # of whoever calls, who sees one moment already
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions take the lock of writers at once (`transaction_mode`).
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=connection.alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
