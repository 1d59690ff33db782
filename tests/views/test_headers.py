"""What every answer tells browsers to refuse: each address, found in the list, for everybody."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from measures.models import Evaluation
from measures.urls import urlpatterns
from tests import factories
from tests.views.staff.test_access import METHODS, ROLES, ROUTES, address, draft, entered
from tests.views.test_errors import ADDRESSES

__all__ = ["draft"]  # a fixture, found here

SHOWN_ELSEWHERE = ("/statuts.svg", "/statuts.png", "/integrer/")


def assert_safe(answer: HttpResponse, path: str) -> None:
    """Hold the headers of an answer against what each page must say."""
    policy = dict(
        directive.strip().partition(" ")[::2]
        for directive in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'", path
    assert policy["base-uri"] == "'none'", path
    assert policy["form-action"] == "'self'", path
    assert not [value for value in policy.values() if "unsafe" in value or "nonce" in value], path
    if path.endswith("/integrer/") and answer.status_code == 200:
        assert policy["frame-ancestors"] == "*"
    else:
        assert policy["frame-ancestors"] == "'none'", path
        assert answer["X-Frame-Options"] == "DENY", path
    assert answer["X-Content-Type-Options"] == "nosniff", path
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin", path
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
    is_file = path.endswith(SHOWN_ELSEWHERE) and answer.status_code in {200, 302}
    shown = is_file or path.startswith("/api/v1/")
    expected = "cross-origin" if shown else "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == expected, path
    for refused in ("camera=()", "geolocation=()", "microphone=()", "browsing-topics=()"):
        assert refused in answer["Permissions-Policy"], path
    assert answer["X-Request-ID"], path
    for cookie in answer.cookies.values():
        if not cookie.value:  # taken back
            continue
        assert cookie["httponly"], path
        assert cookie["samesite"] == "Lax", path
        assert not cookie["domain"], path


@pytest.mark.django_db
def test_every_public_address_is_safe() -> None:
    factories.publish(factories.evaluation(factories.plan(measures=1)))
    found = {path: Client().get(path) for path in ADDRESSES}
    statuses = {answer.status_code for answer in found.values()}
    assert {200, 302, 404} <= statuses
    for path, answer in found.items():
        assert_safe(answer, path)


@pytest.mark.parametrize("name", ROUTES)
def test_every_address_of_staff_is_safe_for_everybody(name: str, draft: Evaluation) -> None:
    path = address(ROUTES[name], draft)
    for client in (Client(), *map(entered, ROLES)):
        for method in METHODS:
            assert_safe(client.generic(method, path), f"{method} {path}")


@pytest.mark.django_db
def test_addresses_that_are_neither_are_safe_too() -> None:
    others = {one.name for one in urlpatterns} & {"health_alive", "health_ready"}
    for path in [*map(reverse, others), "/nulle-part/", "/plans/%00/", "/sans-barre"]:
        assert_safe(Client().get(path), path)
    refused = Client(headers={"host": "ailleurs.example.org"}).get("/")
    assert refused.status_code == 400
    assert_safe(refused, "/")
