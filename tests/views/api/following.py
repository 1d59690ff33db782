"""How a test reads the API: from link to link as a program does, with its schemas at hand."""

import json
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import resolve
from jsonschema import Draft202012Validator

from measures.exports.api.description import answer_schema, openapi
from measures.exports.api.operations import BY_NAME
from tests.views.reader import fetch

SITE = "http://127.0.0.1:8000"
ROOT = "/api/v1/"

Json = Any


def get(path: str, *, status: int = 200) -> Json:
    """Return what the API answers below its root, as an object."""
    return json.loads(fetch(f"{ROOT}{path}", status=status).content)


def detail(path: str, *, status: int) -> str:
    """Return what an error says."""
    answer = fetch(f"{ROOT}{path}", status=status)
    assert answer["Content-Type"] == "application/problem+json"
    said = json.loads(answer.content)
    assert said["status"] == status
    assert said["type"] == "about:blank"
    return said["detail"]


def addresses(content: Json) -> Iterator[str]:
    """Yield every address in an object, as a path on the site."""
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            yield from addresses(each)
    elif isinstance(content, str) and content.startswith(f"{SITE}/"):
        yield content.removeprefix(SITE)


@cache
def closed_schemas() -> dict[str, Json]:
    """Return the schemas of all objects, which here admit no member that they do not name."""
    return {
        name: schema | {"additionalProperties": False}
        for name, schema in openapi()["components"]["schemas"].items()
    }


def faults(path: str, content: Json) -> list[str]:
    """Return where an answer is not what the description says."""
    operation = BY_NAME[resolve(path.partition("?")[0]).url_name]
    schema = answer_schema(operation) | {"components": {"schemas": closed_schemas()}}
    checker = Draft202012Validator.FORMAT_CHECKER
    found = Draft202012Validator(schema, format_checker=checker).iter_errors(content)
    return [f"{path}: {each.json_path}: {each.message}" for each in found]


def everything(start: str = ROOT) -> dict[str, Json]:
    """Return every object that links lead to from the entry, by path; redirections followed."""
    found: dict[str, Json] = {}
    queue = deque([start])
    while queue:
        path = queue.popleft()
        if path in found or path.endswith("openapi.json"):
            continue
        if path.partition("?")[0].endswith("recherche/") and "?" not in path:
            path += "?q=mesure"
        answer = fetch(path, status=302) if "/editions/2/" in path else fetch(path)
        if answer.status_code == 302:
            queue.append(answer["Location"])
            continue
        found[path] = json.loads(answer.content)
        queue.extend(each for each in addresses(found[path]) if each.startswith(ROOT))
    return found
