"""The page that presents the API, and where one tries it."""

import json
from dataclasses import dataclass
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve

from measures import report as reports
from measures.exports import data
from measures.exports.api.description import PROBLEM, shapes
from measures.exports.api.operations import (
    BY_WORD,
    IN_FORCE,
    MOST_PER_PAGE,
    OF_EDITION,
    PATH,
    PER_PAGE,
    ROOT,
    Operation,
    Parameter,
)
from measures.links import absolute
from measures.models import Evaluation
from measures.views.public.access import latest_evaluation, public_view

_FIRST = "mesures"  # what is proposed at first
_MOST_MOVES = 3


@dataclass(frozen=True)
class Field:
    """A parameter as one fills it in."""

    parameter: Parameter
    value: str
    required: bool

    @property
    def choices(self) -> list[str]:
        """What it may be, if that is a short list."""
        return self.parameter.schema.get("enum", [])

    @property
    def is_missing(self) -> bool:
        """Whether nothing can be asked without it."""
        return self.required and not self.value


@dataclass(frozen=True)
class Given:
    """What the API answered, and where."""

    address: str
    response: HttpResponse

    @property
    def body(self) -> str:
        """The object that was answered."""
        return self.response.content.decode()


@public_view
def presentation(request: HttpRequest) -> HttpResponse:
    """What the API is, and a form to try it, which works without a script."""
    evaluation = latest_evaluation()
    chosen = BY_WORD.get(request.GET.get("operation", ""), BY_WORD[_FIRST])
    asked = "essayer" in request.GET
    fields = _fields(chosen, request.GET.dict() if asked else _examples(chosen, evaluation))
    missing = any(field.is_missing for field in fields)
    address = "" if missing else _address(chosen, fields)
    given = _ask(address) if address and asked else None
    context = {
        "evaluation": evaluation,
        "operations": IN_FORCE,
        "chosen": chosen,
        "of_edition": OF_EDITION.get(chosen.name),
        "fields": fields,
        "missing": missing and asked,
        "shown": given.address if given else address and absolute(address),
        "given": given,
        "root": f"/{ROOT}",
        "shapes": shapes(),
        "problem": json.dumps(
            PROBLEM.of({"title": "…", "status": 404, "detail": "…"}), ensure_ascii=False
        ),
        "per_page": PER_PAGE,
        "most_per_page": MOST_PER_PAGE,
        "licence": data.LICENCE,
        "licence_address": data.LICENCE_ADDRESS,
    }
    return render(request, "public/api.html", context)


def _examples(chosen: Operation, evaluation: Evaluation | None) -> dict[str, str]:
    """Return what the form proposes: the first of everything in the latest evaluation.

    The filters of a list are left to choose.
    """
    found = {"q": "hébergement"}
    if evaluation is None or chosen.name == "api_search":
        return found
    found |= {"plan": evaluation.plan.slug, "evaluation": evaluation.slug}
    if chosen.listed:
        return found
    report = reports.outline(evaluation, recommendations=True)
    firsts = {
        "numero": [row.measure.number for row in report.assessments[:1]],
        "section": [row.slug for row in report.sections[:1]],
        "cle": [row.key for row in report.recommendations[:1]],
        "destinataire": [part.addressee.slug for part in report.addressees[:1]],
    }
    return found | {name: str(first[0]) for name, first in firsts.items() if first}


def _fields(chosen: Operation, values: dict[str, str]) -> list[Field]:
    """Return what one may fill in: the address, the edition if one likes, then the query."""

    def field(each: Parameter, *, required: bool) -> Field:
        return Field(each, values.get(each.name, "").strip(), required)

    fields = [field(each, required=True) for each in chosen.in_path]
    if chosen.name in OF_EDITION:
        fields.insert(2, field(PATH["edition"], required=False))
    return fields + [field(each, required=each.name == "q") for each in chosen.in_query]


def _address(chosen: Operation, fields: list[Field]) -> str:
    values = {field.parameter.name: field.value for field in fields}
    operation = OF_EDITION[chosen.name] if values.get("edition") else chosen
    return operation.address(values)


def _ask(address: str) -> Given:
    """Return what the API answers at an address, from the very view that answers there."""
    for _ in range(_MOST_MOVES):
        response = _answer_at(address)
        if "Location" not in response:
            break
        address = response["Location"]
    return Given(absolute(address), response)


def _answer_at(address: str) -> HttpResponse:
    path, _, query = address.partition("?")
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = unquote(path)
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    request.resolver_match = match = resolve(request.path)
    return match.func(request, *match.args, **match.kwargs)
