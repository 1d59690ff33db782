"""Rows that take long to make: made once in an empty database, then written for each test."""

import copy
import functools
from collections.abc import Callable, Sequence

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from measures.models import Evaluation, Plan, Revision, User
from tests import factories


class Rows:
    """What was written once, all of it; to be written again as it is, keys included."""

    def __init__(self, make: Callable[[], object]) -> None:
        models = apps.get_app_config("measures").get_models(include_auto_created=True)
        assert not User.objects.exists(), "Somebody else's rows would be kept with these."
        with transaction.atomic():
            self._returned = make()
            self._rows = {model: list(model.objects.order_by("pk")) for model in models}
            self._free_keys = ";".join(connection.ops.sequence_reset_sql(no_style(), self._rows))
            for revision in self._rows[Revision]:
                revision.of = revision.content_type.model_class()
            transaction.set_rollback(True)
        self._sql: dict[int, list[tuple[str, Sequence]]] = {}

    def write(self) -> object:
        """Write the rows into an empty database; return what was returned when they were made.

        What Django makes of them is kept: written as SQL, they take a tenth of the time. A test
        with transactions of its own has numbered the types of content anew, of which it speaks.
        """
        numbered = ContentType.objects.get_for_model(Plan).pk
        if numbered not in self._sql:
            kept = self._sql[numbered] = []
            with connection.execute_wrapper(functools.partial(_keep, kept)):
                self._write_by_model()
        else:
            with connection.cursor() as cursor:
                for sql, values in self._sql[numbered]:
                    cursor.execute(sql, values)
        if self._free_keys:
            # PostgreSQL counts keys apart from rows and transactions: where a test restored a
            # backup, the next row would ask for a key of these.
            with connection.cursor() as cursor:
                cursor.execute(self._free_keys)
        return _read_anew(self._returned)

    def _write_by_model(self) -> None:
        for model, rows in self._rows.items():
            copies = [copy.copy(row) for row in rows]
            if model is Evaluation:
                # Published last: the database wants its assessments first. Meanwhile, each edition
                # is a draft, of which there is one at an address.
                for row in copies:
                    row.published_at = row.published_by_id = None
                    row.slug = f"{row.slug}-{row.pk}"
            if model is Revision:
                for row in copies:
                    row.content_type = ContentType.objects.get_for_model(row.of)
            model.objects.bulk_create(copies)
        for row in self._rows[Evaluation]:
            row.save(update_fields=["slug", "published_at", "published_by"])


def _read_anew(returned: object) -> object:
    if isinstance(returned, list):
        return [_read_anew(row) for row in returned]
    return returned and type(returned).objects.get(pk=returned.pk)


def _keep(
    kept: list[tuple[str, Sequence]], execute: Callable, sql: str, values: Sequence, *rest: object
) -> object:
    if sql.startswith(("INSERT", "UPDATE")):
        kept.append((sql, values))
    return execute(sql, values, *rest)


def fixture(make: Callable[[], object]) -> Callable:
    """Declare a fixture whose rows are made once, in an empty database, then written for each test.

    It takes no other fixture: whoever writes is there. The row that it returns is read anew, or
    each row of a list.
    """

    def make_as_somebody() -> object:
        factories.writer()
        return make()

    @functools.cache
    def rows() -> Rows:
        return Rows(make_as_somebody)

    def written(db: None) -> object:
        assert not User.objects.exists(), f"Ask for `{make.__name__}` before anybody writes."
        return rows().write()

    written.__doc__ = make.__doc__
    return pytest.fixture(written, name=make.__name__)
