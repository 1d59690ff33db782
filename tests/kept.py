"""Rows that take long to make: made once in an empty database, then written for each test."""

import copy
import functools
from collections.abc import Callable, Sequence

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from measures.models import Evaluation, Plan, Revision, User


class Rows:
    """What was written once, all of it; to be written again as it is, keys included."""

    def __init__(self, make: Callable[[], object]) -> None:
        models = apps.get_app_config("measures").get_models(include_auto_created=True)
        assert not User.objects.exists(), "Somebody else's rows would be kept with these."
        with transaction.atomic():
            make()
            self._rows = {model: list(model.objects.order_by("pk")) for model in models}
            for revision in self._rows[Revision]:
                revision.of = revision.content_type.model_class()
            transaction.set_rollback(True)
        self._sql: dict[int, list[tuple[str, Sequence]]] = {}

    def write(self) -> None:
        """Write the rows into an empty database.

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

    def _write_by_model(self) -> None:
        for model, rows in self._rows.items():
            copies = [copy.copy(row) for row in rows]
            if model is Evaluation:  # published last: the database wants its assessments first
                for row in copies:
                    row.published_at = row.published_by_id = None
            if model is Revision:
                for row in copies:
                    row.content_type = ContentType.objects.get_for_model(row.of)
            model.objects.bulk_create(copies)
        for row in self._rows[Evaluation]:
            row.save(update_fields=["published_at", "published_by"])


def _keep(
    kept: list[tuple[str, Sequence]], execute: Callable, sql: str, values: Sequence, *rest: object
) -> object:
    if sql.startswith(("INSERT", "UPDATE")):
        kept.append((sql, values))
    return execute(sql, values, *rest)


@functools.cache
def _rows(make: Callable[[], object]) -> Rows:
    return Rows(make)


def write(make: Callable[[], object]) -> None:
    """Write what a function makes into an empty database; the function is called once for all."""
    _rows(make).write()
