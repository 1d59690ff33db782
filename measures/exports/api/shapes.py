"""How an object of the API is declared: member by member, with its type, words and value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from measures.exports.cells import as_json
from measures.exports.columns import Column, Kind

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
COUNT: Json = {"type": "integer", "minimum": 0}
DATE: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
ADDRESS: Json = {"type": "string", "format": "uri"}

_KINDS: dict[Kind, Json] = {
    Kind.LIST: {"type": "array", "items": TEXT},
    Kind.INTEGER: WHOLE,
    Kind.DATE: DATE,
    Kind.ADDRESS: ADDRESS,
}
_WORDS = {
    "string": "texte",
    "integer": "nombre entier",
    "array": "liste de textes",
    "date": "date",
    "date-time": "date et heure",
    "uri": "adresse",
}
_OF_TABLES = {"required", "unique"}  # constraints that JSON Schema says otherwise


@dataclass(frozen=True)
class Member:
    """One member of an object: `value` takes a row, and where it comes from.

    What is made of objects has their shape in the place of a schema: one, or a list of them.
    """

    name: str
    description: str
    kind: "Json | Shape | Several"
    value: Callable[[Any, Any], Any]
    optional: bool = False  # null where there is nothing to say

    @property
    def holds(self) -> "Shape | None":
        """The shape of the objects that the member is made of."""
        kind = self.kind.shape if isinstance(self.kind, Several) else self.kind
        return kind if isinstance(kind, Shape) else None

    @property
    def schema(self) -> Json:
        """What the value may be, when it is not null."""
        if isinstance(self.kind, Several):
            return {"type": "array", "items": ref(self.kind.shape)}
        return ref(self.kind) if isinstance(self.kind, Shape) else self.kind

    @property
    def said(self) -> str:
        """What the value is, in the words of the page that presents the API."""
        if self.holds:
            several = "liste d’objets" if isinstance(self.kind, Several) else "objet"
            return f"{several} {self.holds.name}"
        return _WORDS.get(self.schema.get("format", ""), _WORDS[self.schema["type"]])

    @property
    def described(self) -> Json:
        """The member as JSON Schema."""
        schema = _or_null(self.schema) if self.optional else self.schema
        return {**schema, "description": self.description}


@dataclass(frozen=True)
class Shape:
    """A kind of object: `name` stands in the description."""

    name: str
    description: str
    members: tuple[Member, ...]

    def of(self, row: Any, origin: Any = None) -> Json:
        """Return a row as an object of this shape."""
        return {each.name: each.value(row, origin) for each in self.members}

    @property
    def schema(self) -> Json:
        """The shape as JSON Schema: every member is always there, further ones may come."""
        return {
            "type": "object",
            "description": self.description,
            "required": [each.name for each in self.members],
            "properties": {each.name: each.described for each in self.members},
        }


@dataclass(frozen=True)
class Several:
    """A list of objects of one shape."""

    shape: Shape


def of_column(column: Column) -> Member:
    """Return a column of the files of data as a member, of the same name and value."""
    constraints = column.constraints
    kept = {name: value for name, value in constraints.items() if name not in _OF_TABLES}
    return Member(
        column.name,
        column.description,
        _KINDS.get(column.kind, TEXT) | kept,
        lambda row, origin: as_json(column.read(row, origin)),
        # A list that holds nothing is empty.
        optional=not constraints.get("required") and column.kind != Kind.LIST,
    )


def ref(shape: Shape) -> Json:
    """Return the schema that names a shape."""
    return {"$ref": f"#/components/schemas/{shape.name}"}


def _or_null(schema: Json) -> Json:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    opened = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        opened["enum"] = [*schema["enum"], None]
    return opened
