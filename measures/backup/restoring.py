"""Restore a backup: every row with its key, in one transaction, or nothing at all."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from measures.backup import tables
from measures.backup.archive import Backup, Manifest, Summary, Table, damaged
from measures.backup.refusals import BackupRefused
from measures.models import PublicChange, integrity


def restore(path: Path, *, replace: bool = False, using: str = DEFAULT_DB_ALIAS) -> Summary:
    """Put every row of a backup into the database, and return how much that was.

    Raises `BackupRefused`, and changes nothing, where the file is damaged, the database has
    other tables than those it was made from, or holds something and `replace` is false.
    """
    connection = connections[using]
    with Backup(path) as backup:
        summary = backup.check()
        _refuse_other_tables(backup.manifest, connection)
        if not replace and (found := _first_rows(using)):
            raise BackupRefused(
                f"La base de données n’est pas vide ({found}). Restaurez dans une base neuve "
                f"(python manage.py migrate), ou ajoutez --replace pour remplacer tout ce qu’elle "
                f"contient."
            )
        try:
            with transaction.atomic(using=using):
                _replace_all(backup, connection)
        except (DatabaseError, ValueError, TypeError) as error:
            raise BackupRefused(
                f"La base de données a refusé la sauvegarde {path} : {error}. Rien n’a été modifié."
            ) from error
    return summary


def _refuse_other_tables(manifest: Manifest, connection: BaseDatabaseWrapper) -> None:
    if missing := tables.missing_migrations(connection):
        raise BackupRefused(
            f"La base de données n’est pas prête (il manque {_few(missing)}). Lancez d’abord : "
            f"python manage.py migrate."
        )
    here, there = set(tables.applied_migrations(connection)), set(manifest.migrations)
    columns = {
        model._meta.label: [field.column for field in tables.fields_of(model)]
        for model in tables.kept_models()
    }
    kept = {table.model: table.columns for table in manifest.tables}
    if here == there and columns == kept:
        return
    differing = {name for name in {*columns, *kept} if columns.get(name) != kept.get(name)}
    differences = sorted(here ^ there) or sorted(differing)
    raise BackupRefused(
        f"Cette sauvegarde vient d’une autre version du logiciel (différences : "
        f"{_few(differences)}). Restaurez-la avec la version qui l’a faite, puis mettez à jour."
    )


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + ("…" if len(names) > 5 else "")


def _first_rows(using: str) -> str:
    """Return what there is in a database, in words; nothing if it is as migrations made it."""
    for model in tables.kept_models():
        if model not in tables.MADE_BY_MIGRATIONS and not model._meta.auto_created:
            count = model._base_manager.using(using).count()
            if count:
                return f"{model._meta.verbose_name_plural} : {count}"
    return ""


def _replace_all(backup: Backup, connection: BaseDatabaseWrapper) -> None:
    using = connection.alias
    # Rows come table by table: rules across tables hold again once all are there.
    integrity.drop_rules(using=using)
    kept = {model._meta.label: model for model in tables.kept_models()}
    before = PublicChange.objects.using(using).version()
    for model in [*kept.values(), Session]:
        model._base_manager.using(using).all()._raw_delete(using)
    for table in backup.manifest.tables:
        _insert(kept[table.model], _rows(backup, table, kept[table.model]), using=using)
        tables.set_last_key(kept[table.model], table.last_key, connection)
    _raise_version_above(before, using=using)
    connection.check_constraints()
    integrity.create_rules(using=using)


def _raise_version_above(before: int, *, using: str) -> None:
    """Have no cache take a page of what was replaced for one of what is there now."""
    changes = PublicChange.objects.using(using)
    short = before + 1 - changes.version() if before else 0
    changes.bulk_create(PublicChange() for _ in range(short))


def _rows(backup: Backup, table: Table, model: type[models.Model]) -> Iterator[models.Model]:
    for line in backup.lines(table):
        try:
            yield tables.row_from(model, line)
        except ValueError as error:
            raise damaged(backup.path, f"table {table.model}") from error


def _insert(model: type[models.Model], rows: Iterable[models.Model], *, using: str) -> None:
    """Write rows as they are: `bulk_create` would set the times of their last change anew."""
    fields, rows = tables.fields_of(model), iter(rows)
    largest = connections[using].ops.bulk_batch_size(fields, [None] * tables.CHUNK)
    while batch := list(islice(rows, min(tables.CHUNK, largest))):
        model._base_manager._insert(batch, fields=fields, using=using, raw=True)
