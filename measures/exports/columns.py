"""The columns of the files of data: names, words for a reader, types and values.

Documented here once: for the files themselves, for the page that presents them and for the
Table Schema that checks them.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from measures.exports.cells import Value
from measures.exports.texts import standalone
from measures.links import address, web_links
from measures.models import Assessment, Recommendation
from measures.report import Report


class Kind(StrEnum):
    """What a column holds, in the words of the page."""

    TEXT = "texte"
    LONG = "texte long"
    HTML = "HTML"
    LIST = "liste"
    INTEGER = "nombre entier"
    DATE = "date"
    ADDRESS = "adresse"


_SCHEMA_TYPES = {
    Kind.INTEGER: {"type": "integer"},
    Kind.DATE: {"type": "date", "format": "default"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}


@dataclass(frozen=True)
class Origin:
    """Where the rows come from: a report, on a site whose address has no final slash."""

    report: Report
    site: str

    @cached_property
    def _link(self) -> Callable[[str], str]:
        return web_links(self.report.evaluation)

    def page(self, name: str, *rest: object) -> str:
        """Return the whole address of a page of the evaluation."""
        return self.site + address(name, self.report.evaluation, *rest)

    def place(self, anchor: str) -> str:
        """Return the whole address of `mesure-5`, `section-normes` or `r-13a`."""
        return self.site + self._link(anchor)

    def elsewhere(self, row: Recommendation) -> str:
        """Return the whole address of a recommendation of another evaluation."""
        return self.site + address("recommendation", row.evaluation, row.key)

    def html(self, stored: str) -> str:
        """Return a stored text that stands by itself."""
        return standalone(stored, self.place)

    @cached_property
    def _asked(self) -> Counter[int | None]:
        return Counter(row.assessment_id for row in self.report.recommendations)

    def asked(self, row: Assessment) -> int:
        """Count the recommendations on a measure, with those of observations it shares."""
        return self._asked[row.pk] + self._asked[row.observations_in_id or -1]


@dataclass(frozen=True)
class Column:
    """One column: `name` in CSV, JSON and schema, `title` in spreadsheets, width in digits."""

    name: str
    title: str
    kind: Kind
    width: int
    description: str
    value: Callable[[Any, Origin], Value]
    constraints: dict[str, Any] = field(default_factory=dict)

    def read(self, row: Any, origin: Origin) -> Value:
        """Return what the column holds for a row; an empty text is the absence of a text."""
        value = self.value(row, origin)
        return None if value == "" else value

    @property
    def schema(self) -> dict[str, Any]:
        """The column as a field of a Table Schema."""
        described = {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            **_SCHEMA_TYPES.get(self.kind, {"type": "string"}),
        }
        return described | ({"constraints": self.constraints} if self.constraints else {})


_STATUSES = [status for status in Assessment.Status if status != Assessment.Status.TO_ASSESS]

# Constraints in the words of the Table Schema.
REQUIRED = {"required": True}
NUMBER = {"minimum": 1}
STATUS_CODES = {"enum": [status.value for status in _STATUSES]}
STATUS_LABELS = {"enum": [status.label.capitalize() for status in _STATUSES]}

COMMON = (
    Column(
        "plan",
        "Plan",
        Kind.TEXT,
        12,
        "Les années du plan, qui l’identifient.",
        lambda row, origin: origin.report.plan.slug,
        REQUIRED,
    ),
    Column(
        "evaluation",
        "Évaluation",
        Kind.TEXT,
        12,
        "L’identifiant de l’évaluation dans son plan.",
        lambda row, origin: origin.report.evaluation.slug,
        REQUIRED,
    ),
    Column(
        "edition",
        "Édition",
        Kind.INTEGER,
        9,
        "1 pour l’évaluation telle qu’elle a d’abord été publiée ; une rectification en fait une "
        "édition de plus, aux mêmes numéros et aux mêmes clés.",
        lambda row, origin: origin.report.evaluation.edition,
        REQUIRED | NUMBER,
    ),
    Column(
        "date_adoption",
        "Évaluation adoptée le",
        Kind.DATE,
        12,
        "La date à laquelle la CNCDH a adopté l’évaluation.",
        lambda row, origin: origin.report.evaluation.adopted_on,
        REQUIRED,
    ),
)
