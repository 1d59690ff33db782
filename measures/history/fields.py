"""The fields that history shows, in the order of a page, with their words and their shape."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.timezone import localtime

from measures import french
from measures.models import Assessment, Evaluation, Measure, Plan, Priority, Section
from measures.models.versioned import Versioned

NOTHING = "(vide)"
APART = {"assigned_to"}  # recorded alone, and no part of what a text says
FOLLOW_UPS, ANSWERS = "follow_ups", "answers"
BESIDE = {  # rows of their own, recorded with their text by name
    FOLLOW_UPS: "Suites données aux recommandations",
    ANSWERS: "Réponses des destinataires",
}
_RICH = {"plain_summary", "state_actions", "observations", "body", "presentation", "notice"}
_ORDER: dict[type[Versioned], tuple[str, ...]] = {
    Assessment: (
        "status",
        "plain_summary",
        "state_actions",
        "observations",
        "observations_in",
        FOLLOW_UPS,
        ANSWERS,
        "page",
        "work_state",
        "assigned_to",
        "internal_note",
    ),
    Section: (
        "label",
        "title",
        "body",
        FOLLOW_UPS,
        "place",
        "order",
        "parent",
        "page",
        "work_state",
        "assigned_to",
        "internal_note",
    ),
    Evaluation: (
        "title",
        "adopted_on",
        "statement",
        "notice",
        "published_at",
        "rectification_reason",
    ),
    Priority: ("number", "title", "plain_summary", "presentation"),
    Plan: (
        "title",
        "short_title",
        "adopted_on",
        "adopted_by",
        "start_year",
        "end_year",
        "presentation",
    ),
    Measure: ("number", "priority", "title", "short_title", "continues"),
}


@dataclass(frozen=True)
class Field:
    """A field of a model, as history names, compares and says it."""

    model: type[Versioned]
    name: str

    @property
    def column(self) -> models.Field | None:
        """The field of the model itself; none for what stands in rows of its own."""
        return None if self.name in BESIDE else self.model._meta.get_field(self.name)

    @property
    def leads(self) -> bool:
        """Whether its values are keys of rows that have names."""
        return self.column is not None and self.column.is_relation

    @property
    def label(self) -> str:
        """Its name on the screen."""
        if self.column is None:
            return BESIDE[self.name]
        said = str(self.column.verbose_name)
        return said[:1].upper() + said[1:]

    @property
    def apart(self) -> bool:
        """Whether it is told only where a revision records it."""
        return self.name in APART

    @property
    def rich(self) -> bool:
        """Whether it is a rich text, shown as a redline of its blocks."""
        return self.name in _RICH

    @property
    def worded(self) -> bool:
        """Whether it is a plain text, compared word by word; other values are replaced whole."""
        plain = isinstance(self.column, models.CharField | models.TextField)
        return plain and not self.rich and not self.column.choices

    @property
    def default(self) -> Any:
        """What a row holds before anybody wrote it, as a revision would say it."""
        if self.column is None:
            return {}
        if self.column.many_to_many:
            return []
        value = self.column.get_default()
        return getattr(value, "value", value)

    def said(self, value: Any, names: Mapping[int, str]) -> str:
        """Return a value in words; `names` gives those of the rows it leads to."""
        if value in (None, "", []):
            return NOTHING
        if self.column.is_relation:
            keys = value if isinstance(value, list) else [value]
            return french.listing([names.get(key, "(disparu)") for key in keys])
        if self.column.choices:
            return str(dict(self.column.flatchoices).get(value, value))
        if isinstance(self.column, models.DateTimeField):
            at = localtime(datetime.fromisoformat(value))
            return f"{french.day(at)} à {french.clock(at)}"
        if isinstance(self.column, models.DateField):
            return french.day(date.fromisoformat(value))
        return str(value)


FIELDS: dict[type[Versioned], tuple[Field, ...]] = {
    model: tuple(Field(model, name) for name in names) for model, names in _ORDER.items()
}
