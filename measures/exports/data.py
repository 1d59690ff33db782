"""The data of an evaluation: tables made from its report, as CSV, XLSX, ODS and JSON.

The same evaluation always gives the same bytes: nothing here reads a clock.
"""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from measures.exports.cells import Flat, Value, as_json, flat, legal
from measures.exports.columns import Column, Origin
from measures.exports.follow_columns import ANSWERS, FOLLOW_UPS
from measures.exports.measure_columns import MEASURES
from measures.exports.ods import ods
from measures.exports.recommendation_columns import RECOMMENDATIONS
from measures.exports.spreadsheets import Book
from measures.exports.xlsx import xlsx
from measures.report import Report
from measures.rich_text import plain

LICENCE = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SOURCE = "Commission nationale consultative des droits de l’homme (CNCDH)"
_TABLE_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"


@dataclass(frozen=True)
class Definition:
    """What a table holds, whatever the evaluation; `name` stands in the addresses."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]  # the columns that identify a row, wherever it comes from
    page: str  # the name of the page that lists the same
    frozen: int  # columns that stay in view in a spreadsheet
    printed: int  # columns that print: those made for a reader, which come first
    records: Callable[[Report], list[Any]]
    always: bool = True  # offered even where it has no row

    @property
    def schema(self) -> dict[str, Any]:
        """The table as a Table Schema (frictionless)."""
        return {
            "$schema": _TABLE_SCHEMA,
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "fields": [column.schema for column in self.columns],
            "primaryKey": list(self.key),
            "missingValues": [""],
        }


_DEFINITIONS = (
    Definition(
        "mesures",
        "Mesures",
        "Une mesure du plan par ligne, avec son degré de mise en œuvre, dans l’ordre du rapport.",
        MEASURES,
        ("plan", "evaluation", "edition", "numero"),
        page="measures",
        frozen=2,
        printed=9,
        records=lambda report: report.assessments,
    ),
    Definition(
        "recommandations",
        "Recommandations",
        "Une recommandation par ligne, avec ses destinataires et sa place, dans l’ordre du "
        "rapport.",
        RECOMMENDATIONS,
        ("plan", "evaluation", "edition", "cle"),
        page="recommendations",
        frozen=1,
        printed=7,
        records=lambda report: report.recommendations,
    ),
    Definition(
        "suites",
        "Suites données",
        "Une recommandation de l’évaluation précédente par ligne, avec ce qu’elle est devenue "
        "d’après celle-ci.",
        FOLLOW_UPS,
        ("plan", "evaluation", "edition", "recommandation_evaluation", "cle"),
        page="evolutions",
        frozen=1,
        printed=7,
        records=lambda report: report.all_followed,
        always=False,
    ),
    Definition(
        "reponses",
        "Réponses",
        "Une réponse par ligne : ce qu’une autorité a répondu sur une mesure, dans ses mots.",
        ANSWERS,
        ("plan", "evaluation", "edition", "mesure_numero", "destinataire_identifiant"),
        page="measures",
        frozen=2,
        printed=3,
        records=lambda report: report.all_answers,
        always=False,
    ),
)
DEFINITIONS = {definition.name: definition for definition in _DEFINITIONS}


@dataclass(frozen=True)
class Selection:
    """The rows that filters keep, by primary key, and what these filters say."""

    keys: frozenset[int]
    filters: tuple[str, ...]
    query: str  # as it stands in the address of the list


@dataclass(frozen=True)
class Table:
    """A definition with the rows of one report, those of a selection if there is one."""

    definition: Definition
    origin: Origin
    rows: list[tuple[Value, ...]]
    total: int
    selection: Selection | None = None

    @property
    def count(self) -> str:
        """How many rows are here, and of how many where they are a selection."""
        if self.selection is None:
            return str(self.total)
        return f"{len(self.rows)} sur {self.total}"

    @property
    def address(self) -> str:
        """The address of the same list on the site."""
        query = f"?{self.selection.query}" if self.selection else ""
        return self.origin.page(self.definition.page) + query


def offered(report: Report) -> list[Definition]:
    """Return the tables that a report has, without those that would be empty."""
    return [one for one in DEFINITIONS.values() if one.always or one.records(report)]


def build(report: Report, name: str, *, site: str, selection: Selection | None = None) -> Table:
    """Return a table of a report whose addresses begin with `site` (no final slash)."""
    definition, origin = DEFINITIONS[name], Origin(report, site)
    records = definition.records(report)
    kept = [row for row in records if selection is None or row.pk in selection.keys]
    rows = [tuple(column.read(row, origin) for column in definition.columns) for row in kept]
    return Table(definition, origin, rows, len(records), selection)


def schema_json(name: str) -> bytes:
    """Return the Table Schema of a table."""
    return _json(DEFINITIONS[name].schema)


def _csv(table: Table) -> bytes:
    """With the mark and the semicolons that a French spreadsheet expects."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow([column.name for column in table.definition.columns])
    lines.writerows([_csv_cell(flat(value)) for value in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def _csv_cell(value: Flat) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _json_file(table: Table) -> bytes:
    report = table.origin.report
    evaluation, selection = report.evaluation, table.selection
    names = [column.name for column in table.definition.columns]
    return _json(
        {
            "titre": _title(table),
            "plan": {"identifiant": report.plan.slug, "titre": report.plan.title},
            "evaluation": {
                "identifiant": evaluation.slug,
                "titre": evaluation.title,
                "adoption": evaluation.adoption,
                "edition": evaluation.edition,
                "motif_de_la_rectification": evaluation.rectification_reason or None,
                "adresse": table.origin.page("evaluation"),
            },
            "source": SOURCE,
            "licence": {"nom": LICENCE, "adresse": LICENCE_ADDRESS},
            "avertissement": plain(evaluation.notice) or None,
            "schema": table.origin.page("data_schema", table.definition.name),
            "liste": table.address,
            "filtres": list(selection.filters) if selection else [],
            "nombre": len(table.rows),
            "total": table.total,
            table.definition.name: [
                {name: as_json(value) for name, value in zip(names, row, strict=True)}
                for row in table.rows
            ],
        }
    )


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _title(table: Table) -> str:
    evaluation = table.origin.report.evaluation
    return f"{table.definition.title} – {evaluation.title}"


def _book(table: Table) -> Book:
    """The table as a spreadsheet, with what a reader of it needs to know."""
    report, definition = table.origin.report, table.definition
    evaluation, selection = report.evaluation, table.selection
    rectified = f"Édition {evaluation.edition}. {evaluation.rectification_reason}"
    facts = {
        "Contenu": definition.description,
        "Filtres": "\n".join(selection.filters) if selection else "Aucun : la liste est entière.",
        "Lignes": table.count,
        "La liste sur le site": table.address,
        "Plan": report.plan.title,
        "Évaluation": evaluation.title,
        "Adoption": evaluation.adoption,
        "Rectification": rectified if evaluation.edition > 1 else "",
        "Source": SOURCE,
        "Licence": f"{LICENCE} – {LICENCE_ADDRESS}",
        "Avertissement": plain(evaluation.notice),
    }
    return Book(
        title=legal(_title(table)),
        author=SOURCE,
        dated=evaluation.adopted_on or timezone.localdate(evaluation.updated_at),
        facts=[(label, said) for label, said in facts.items() if said],
        name=definition.title,
        columns=definition.columns,
        rows=table.rows,
        frozen=definition.frozen,
        printed=definition.printed,
    )


@dataclass(frozen=True)
class Format:
    """A file format: `extension` stands in the addresses."""

    extension: str
    label: str
    description: str
    content_type: str
    write: Callable[[Table], bytes]
    slow: bool = False  # some milliseconds a row


_FORMATS = (
    Format(
        "csv",
        "CSV",
        "pour un tableur ou un programme",
        "text/csv; charset=utf-8; header=present",
        _csv,
    ),
    Format(
        "xlsx",
        "XLSX",
        "pour Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda table: xlsx(_book(table)),
        slow=True,
    ),
    Format(
        "ods",
        "ODS",
        "pour LibreOffice",
        "application/vnd.oasis.opendocument.spreadsheet",
        lambda table: ods(_book(table)),
        slow=True,
    ),
    Format("json", "JSON", "pour un programme", "application/json", _json_file),
)
FORMATS = {each.extension: each for each in _FORMATS}
