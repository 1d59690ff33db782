"""The description of the API for software, in OpenAPI 3.1, made from its operations."""

from typing import Any

from measures.exports.api.operations import MOST_PER_PAGE, OPERATIONS, ROOT, Operation
from measures.exports.api.shapes import COUNT, TEXT, WHOLE, Json, Member, Shape, ref
from measures.exports.data import LICENCE, LICENCE_ADDRESS, SOURCE
from measures.links import absolute

VERSION = "1.0.0"
PROBLEM_TYPE = "application/problem+json"
_ABOUT = (
    "Ce que la CNCDH publie de son évaluation des plans d’action contre la traite des êtres "
    "humains : plans, évaluations, mesures, recommandations, sections. L’interface est en lecture "
    "seule, sans compte ni clé. Chaque objet donne son adresse (« url »), celle de sa page et "
    "celles de ce qui l’entoure (« liens ») : aucune n’est à composer. Les valeurs sont celles "
    "des pages et des fichiers de données, et portent les mêmes noms. De nouveaux membres peuvent "
    "s’ajouter ; aucun n’est retiré ni ne change de sens dans la version 1."
)

PROBLEM = Shape(
    "Probleme",
    "Ce qui empêche de répondre (RFC 9457).",
    (
        Member("type", "Toujours « about:blank ».", TEXT, lambda row, _: "about:blank"),
        Member("title", "Le problème en quelques mots.", TEXT, lambda row, _: row["title"]),
        Member("status", "Le code HTTP.", WHOLE, lambda row, _: row["status"]),
        Member("detail", "Ce qui ne va pas, et que faire.", TEXT, lambda row, _: row["detail"]),
    ),
)
TITLES = {
    400: "Paramètre refusé",
    404: "Rien à cette adresse",
    405: "Méthode refusée",
    500: "Le site rencontre une difficulté",
    503: "Le site est interrompu pour quelques instants",
}
_ETAG = {
    "description": "Ce que If-None-Match renvoie pour ne pas recevoir deux fois la même réponse.",
    "schema": TEXT,
}
_MOVED = {
    "description": "Lu à une autre adresse : l’édition est celle en vigueur, ou seule une édition "
    "antérieure contient ce qui est demandé.",
    "headers": {"Location": {"schema": {"type": "string", "format": "uri-reference"}}},
}


def envelope(shape: Shape) -> Json:
    """Return the schema of a page of a list, the same whatever is listed."""
    address = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": COUNT | {"description": "Combien d’objets la liste contient en tout."},
            "next": address | {"description": "L’adresse de la page suivante, s’il y en a une."},
            "previous": address | {"description": "Celle de la page précédente."},
            "results": {
                "type": "array",
                "items": ref(shape),
                "maxItems": MOST_PER_PAGE,
                "description": "Les objets de cette page.",
            },
        },
    }


def answer_schema(operation: Operation) -> Json:
    """Return the schema of what an operation answers."""
    return envelope(operation.shape) if operation.listed else ref(operation.shape)


def openapi() -> Json:
    """Return the whole description."""
    paths: dict[str, Any] = {}
    for each in OPERATIONS:
        paths[f"/{each.path}"] = {"get": _operation(each)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Suivi des plans contre la traite",
            "version": VERSION,
            "description": _ABOUT,
            "contact": {"name": SOURCE},
            "license": {"name": LICENCE, "url": LICENCE_ADDRESS},
        },
        "servers": [{"url": absolute(f"/{ROOT}").rstrip("/")}],
        "paths": paths,
        "components": {
            "schemas": {shape.name: shape.schema for shape in shapes()},
            "responses": {f"Probleme{code}": _problem(code) for code in (400, 404)},
        },
    }


def shapes() -> list[Shape]:
    """Return every shape, those of inner objects included, by name."""
    found: dict[str, Shape] = {}
    waiting = [*(each.shape for each in OPERATIONS), PROBLEM]
    while waiting:
        shape = waiting.pop()
        if shape.name not in found:
            found[shape.name] = shape
            waiting += [member.holds for member in shape.members if member.holds]
    return [found[name] for name in sorted(found, key=lambda name: (name[:5] == "Liens", name))]


def _operation(operation: Operation) -> Json:
    parameters = [
        {"name": each.name, "in": place, "description": each.description, "schema": each.schema}
        | ({"required": True} if place == "path" else {})
        | ({"example": _typed(each.example, each.schema)} if each.example else {})
        for place, several in (("path", operation.in_path), ("query", operation.in_query))
        for each in several
    ]
    answers: Json = {
        "200": {
            "description": operation.shape.description,
            "headers": {"ETag": _ETAG},
            "content": {"application/json": {"schema": answer_schema(operation)}},
        },
        "304": {"description": "Rien n’a changé depuis l’ETag donné par If-None-Match."},
        "400": {"$ref": "#/components/responses/Probleme400"},
        "404": {"$ref": "#/components/responses/Probleme404"},
    }
    if operation.may_move:
        answers["302"] = _MOVED
    return {
        "operationId": operation.identifier,
        "summary": operation.title,
        "parameters": parameters,
        "responses": dict(sorted(answers.items())),
    }


def _typed(example: str, schema: Json) -> str | int:
    return int(example) if schema["type"] == "integer" else example


def _problem(code: int) -> Json:
    return {
        "description": TITLES[code],
        "content": {PROBLEM_TYPE: {"schema": ref(PROBLEM)}},
    }
