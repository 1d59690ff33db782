"""Queries that Django writes once, and that run with other values each time.

A queryset is turned into SQL anew at each request, which takes longer than the database and
most pages put together. `Prepared` keeps that SQL; what the queryset says stays where it is:

    ONE = Prepared(lambda: Plan.objects.filter(slug=Given("slug")))
    plan = ONE.first(slug="2014-2016")
"""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

LARGEST = 2**63 - 1  # what a column may hold
Row = TypeVar("Row", bound=Model)
_Written = tuple[QuerySet, str, tuple[Any, ...]]


class Given(Expression):
    """In the place of a value: what a prepared query is given under this name, as it is stored."""

    def __init__(self, name: str, output_field: Field | None = None) -> None:
        super().__init__(output_field=output_field or TextField())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list["Given"]]:
        """Stand where the value will."""
        return "%s", [self]


class GivenSeveral(Given):
    """In the place of the values of an `__in`: as many whole numbers or words as there are."""

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Given]]:
        """Stand where the values will, as one text."""
        return "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Given]]:
        """Stand where the values will, as one array."""
        return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self]


def _bound(value: Any) -> Any:
    """Return a value that a database can compare with: no row has a larger number than this."""
    return max(-LARGEST, min(value, LARGEST)) if isinstance(value, int) else value


def _bind(one: Any, values: Mapping[str, Any], vendor: str) -> Any:
    """Return what the database is given in the place of a parameter."""
    if isinstance(one, GivenSeveral):
        several = list(values[one.name])
        return json.dumps(several) if vendor == "sqlite" else several
    return _bound(values[one.name]) if isinstance(one, Given) else one


class Prepared(Generic[Row]):
    """A queryset, written as SQL when it first runs; it is not made before models are there."""

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._make = make
        self._written: _Written | None = None
        self._fetched = threading.local()  # `rows`, as the database gave them to this thread

    def all(self, **values: Any) -> list[Row]:
        """Return the rows, with a value for each `Given`. One query."""
        queryset, sql, params = self._written or self._write()
        connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        params = [_bind(one, values, connection.vendor) for one in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            self._fetched.rows = cursor.fetchall()
        return list(queryset._iterable_class(queryset))

    def first(self, **values: Any) -> Row | None:
        """Return the first row, if there is one."""
        return next(iter(self.all(**values)), None)

    def _take_rows(self, *_: Any, **__: Any) -> list[list[tuple]]:
        """Give Django the rows of this thread, in one chunk; none are kept here."""
        return [vars(self._fetched).pop("rows")]

    def _write(self) -> _Written:
        queryset = self._make().using(DEFAULT_DB_ALIAS)
        if queryset._prefetch_related_lookups:
            raise TypeError("a prepared query fetches nothing besides its rows")
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        # From what the database says to values of Python, by column: the same for every row.
        converters = compiler.get_converters(
            [column[0] for column in compiler.select[: compiler.col_count]]
        )
        # What turns rows into models is Django's own, which asks this compiler for them.
        queryset.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        compiler.execute_sql = self._take_rows  # type: ignore[method-assign]
        compiler.get_converters = lambda _: converters  # type: ignore[method-assign]
        self._written = queryset, sql, tuple(params)
        return self._written
