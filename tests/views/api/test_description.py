"""The description of the API: valid, whole, and made of what answers."""

import json

import pytest
from django.urls import resolve
from openapi_spec_validator import OpenAPIV31SpecValidator

from measures.exports.api import operations
from measures.exports.api.description import openapi, shapes
from measures.filters import MeasureFilter, RecommendationFilter
from measures.urls.api import VIEWS, api_urls
from tests.views.reader import fetch

DESCRIBED = openapi()


def test_it_is_valid_openapi() -> None:
    assert [str(error) for error in OpenAPIV31SpecValidator(DESCRIBED).iter_errors()] == []


@pytest.mark.django_db
def test_it_is_read_at_its_address() -> None:
    answer = fetch("/api/v1/openapi.json")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == DESCRIBED
    assert DESCRIBED["servers"] == [{"url": "http://127.0.0.1:8000/api/v1"}]


def test_every_operation_is_described_and_answered_where_it_says() -> None:
    assert VIEWS.keys() == operations.BY_NAME.keys()
    assert len(DESCRIBED["paths"]) == len(operations.OPERATIONS)
    for path, entry in DESCRIBED["paths"].items():
        filled = path
        for each in entry["get"]["parameters"]:
            if each["in"] == "path":
                filled = filled.replace(f"{{{each['name']}}}", str(each.get("example", "x")))
        assert resolve(f"/api/v1{filled}").url_name in VIEWS, path
    identifiers = [entry["get"]["operationId"] for entry in DESCRIBED["paths"].values()]
    assert len(set(identifiers)) == len(identifiers)


def test_no_address_of_the_api_is_left_out() -> None:
    names = {pattern.name for pattern in api_urls}
    assert names == VIEWS.keys() | {"api", "api_description", "api_lost"}


def test_the_filters_are_those_of_the_site() -> None:
    listed = {"api_measures": MeasureFilter, "api_recommendations": RecommendationFilter}
    for name, filters in listed.items():
        said = {each.name for each in operations.BY_NAME[name].query}
        assert said == set(filters.base_filters) - {"classement"}


def test_everything_is_described_in_words() -> None:
    for shape in shapes():
        assert shape.description.endswith("."), shape.name
        for member in shape.members:
            assert member.description.endswith("."), f"{shape.name}.{member.name}"
            assert member.said
    for operation in operations.OPERATIONS:
        for parameter in (*operation.in_path, *operation.in_query):
            assert parameter.description.endswith("."), parameter.name
