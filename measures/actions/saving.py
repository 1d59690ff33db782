"""How any edited row is written: compared, conditionally updated, and recorded."""

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, QuerySet
from django.utils import timezone

from measures.actions import public_changes
from measures.actions.refusals import Closed, Stale
from measures.models import Evaluation, Revision, User
from measures.models.versioned import Versioned
from measures.rich_text import readable


@dataclass(frozen=True)
class Part:
    """What a text holds in rows of its own: as it is, as it shall be, and how it is written."""

    before: Any
    after: Any
    write: Callable[[], None]

    @property
    def changes(self) -> bool:
        """Whether the save changes it."""
        return self.before != self.after


def lock_open(evaluation_id: int) -> Evaluation:
    """Return the evaluation, held until the end of the transaction.

    Everything that writes into one evaluation queues here: its recommendations are numbered
    through, and a publication must not meet a save half-way. Raises `Closed` once published,
    and for a rectification that was given up.
    """
    evaluation = Evaluation.objects.select_for_update().filter(pk=evaluation_id).first()
    if evaluation is None or evaluation.is_published:
        raise Closed
    return evaluation


def create_row(
    row: Versioned,
    *,
    written: tuple[str, ...],
    links: Mapping[str, Collection[models.Model]] | None = None,
    parts: Mapping[str, Part] | None = None,
    by: User,
    message: str = "",
) -> None:
    """Insert a row and record its first revision; `written` names what a person edits.

    `links` holds what its many-to-many fields lead to, `parts` what it holds in rows of its own.
    Raises `ValidationError`.
    """
    for name in written:
        setattr(row, name, _readable(getattr(row, name)))
    row.full_clean(validate_constraints=True)
    row.save(force_insert=True)
    content = {name: getattr(row, name) for name in written}
    for name, others in (links or {}).items():
        getattr(row, name).set(others)
        content[name] = _keys(others)
    for name, part in (parts or {}).items():
        part.write()
        content[name] = part.after
    record(row, content=content, by=by, message=message)


def save_row(
    row: Versioned,
    *,
    values: Mapping[str, Any],
    links: Mapping[str, Collection[models.Model]] | None = None,
    parts: Mapping[str, Part] | None = None,
    derived: Mapping[str, Any] | None = None,
    expected_version: int,
    by: User,
    message: str = "",
) -> bool:
    """Write `values` where the row is still at `expected_version`; tell whether it changed.

    `parts` are what it holds besides, in rows of their own.

    A row that already holds these values is left alone, whatever its version: the same text
    sent again after an answer that never came is not a conflict with oneself. Raises `Stale`,
    and `ValidationError` where the row may not hold these values. `row` is brought up to date.
    """
    row.refresh_from_db()
    values = {name: _readable(value) for name, value in values.items()}
    linked = {name: _keys(others) for name, others in (links or {}).items()}
    changed_parts = {name: part for name, part in (parts or {}).items() if part.changes}
    if (
        not changed_parts
        and all(getattr(row, name) == value for name, value in values.items())
        and all(_keys(getattr(row, name).all()) == keys for name, keys in linked.items())
    ):
        return False
    if row.version == expected_version:
        _validate(row, values)
    updated = (
        type(row)
        ._default_manager.filter(pk=row.pk, version=expected_version)
        .update(
            **values,
            **(derived or {}),
            version=F("version") + 1,
            updated_at=timezone.now(),
        )
    )
    row.refresh_from_db()
    if not updated:
        raise Stale(row)
    for name, keys in linked.items():
        getattr(row, name).set(keys)
    for part in changed_parts.values():
        part.write()
    beside = {name: part.after for name, part in (parts or {}).items()}
    record(row, content={**values, **linked, **beside}, by=by, message=message)
    return True


def set_aside(row: models.Model, *, content: Mapping[str, Any], by: User) -> None:
    """Keep in the history of a row what somebody wrote and a conflict refused, once.

    In a transaction of its own, after the one that was refused.
    """
    latest = history_of(row).filter(by=by, kind=Revision.Kind.SET_ASIDE).first()
    primitive = {name: _primitive(value) for name, value in content.items()}
    if latest is None or latest.content != primitive:
        record(row, content=content, by=by, kind=Revision.Kind.SET_ASIDE)


def history_of(row: models.Model) -> QuerySet[Revision]:
    """Return the revisions of a row, last written first, whatever the clock said."""
    kind = ContentType.objects.get_for_model(row)
    return Revision.objects.filter(content_type=kind, object_id=row.pk).order_by("-pk")


def record(
    row: models.Model,
    *,
    content: Mapping[str, Any],
    by: User,
    message: str = "",
    kind: str = Revision.Kind.SAVED,
) -> Revision:
    """Add to the history of a row what it holds after a change, and tell caches of it."""
    if kind == Revision.Kind.SAVED and public_changes.is_public(row):
        public_changes.note()
    evaluation_id = row.pk if isinstance(row, Evaluation) else getattr(row, "evaluation_id", None)
    return Revision.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        evaluation_id=evaluation_id,
        by=by,
        kind=kind,
        message=_readable(message),
        content={name: _primitive(value) for name, value in content.items()},
    )


def _validate(row: Versioned, values: Mapping[str, Any]) -> None:
    """Raise `ValidationError` for what the row would hold; `row` itself is left alone."""
    changed = copy(row)
    for name, value in values.items():
        setattr(changed, name, value)
    changed.clean_fields(exclude={field.name for field in row._meta.fields} - values.keys())
    changed.validate_constraints()


def _readable(value: Any) -> Any:
    return readable(value) if isinstance(value, str) else value


def _keys(rows: Collection[models.Model]) -> list[int]:
    return sorted(row.pk for row in rows)


def _primitive(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):  # and datetime
        return value.isoformat()
    return value
