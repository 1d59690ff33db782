"""A line for each request, found by its number; nothing of a person in it."""

import json
import logging

import pytest
from django.db import IntegrityError
from django.test import Client

from measures.actions import invitations
from tests import factories
from tests.views.staff.test_login import FORGOTTEN, LOGIN, PASSWORD
from tracker.logs import JsonLines, Numbered, request_number


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> object:
    """Return what production would have written so far, line by line."""
    for logger in ("", "tracker.requests"):
        caplog.set_level(logging.INFO, logger=logger)
    caplog.handler.addFilter(Numbered())
    yield lambda: [json.loads(JsonLines().format(record)) for record in caplog.records]
    caplog.handler.filters.clear()


def test_a_request_leaves_a_line_with_its_number(lines: object, db: None) -> None:
    answer = Client().get("/recherche/?q=Amina", headers={"X-Request-ID": "abcdef01.2345-proxy"})

    assert answer["X-Request-ID"] == "abcdef01.2345-proxy"
    (line,) = [line for line in lines() if line["logger"] == "tracker.requests"]
    assert line["request_id"] == "abcdef01.2345-proxy"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/recherche/", 200)
    assert line["view"] == "search"
    assert line["milliseconds"] > 0
    assert line["level"] == "INFO"
    assert line["time"].endswith("+00:00")
    assert request_number.get() == ""


@pytest.mark.parametrize(
    "said", ["", "court", "a" * 65, 'x"}\nfaux: oui', "é" * 12, "<script>alert</script>"]
)
def test_a_number_that_is_none_is_replaced(said: str, db: None) -> None:
    answer = Client(headers={"X-Request-ID": said} if said else {}).get("/")

    assert answer["X-Request-ID"] != said
    assert len(answer["X-Request-ID"]) == 32


def test_each_request_has_a_number_of_its_own(db: None) -> None:
    assert Client().get("/")["X-Request-ID"] != Client().get("/")["X-Request-ID"]


def test_no_line_holds_anything_of_a_person(lines: object, db: None) -> None:
    user = factories.user("camille", email="camille@example.org", first_name="Camille")
    user.set_password(PASSWORD)
    user.save()
    invited = invitations.invite(
        email="noe.blanc@example.org",
        first_name="Noé",
        last_name="Blanc",
        role="Rédaction",
        by=user,
    )
    link = invitations.link(invited).removeprefix("http://127.0.0.1:8000")
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.post(LOGIN, {"login": "camille", "password": "faux"})
    client.post(LOGIN, {"login": "camille", "password": PASSWORD})
    client.get("/redaction/?q=Zanzibar")
    client.get("/recherche/?q=Zanzibar")
    client.post(FORGOTTEN, {"email": "camille@example.org"})
    assert client.get(link).status_code == 200
    client.get("/redaction/invitation/fausse-clef/")
    client.get("/redaction/comptes/Zanzibar/")

    written = json.dumps(lines(), ensure_ascii=False)
    for secret in (
        "camille",
        "Camille",
        "Blanc",
        "example.org",
        PASSWORD,
        "203.0.113.7",
        "Zanzibar",
        "fausse-clef",
        link.rstrip("/").rpartition("/")[2],
    ):
        assert secret not in written
    assert f"Connexion du compte {user.pk}" in written
    assert "/redaction/invitation/<str:key>/" in written


def test_a_failure_is_logged_by_its_places_without_the_values(lines: object) -> None:
    log = logging.getLogger("django.request")
    try:
        try:
            raise IntegrityError("doublon\nDETAIL: Key (email)=(noe@example.org) exists")
        except IntegrityError as cause:
            raise RuntimeError("x" * 500) from cause
    except RuntimeError:
        log.exception("Internal Server Error: /")

    (line,) = lines()
    assert [one["type"] for one in line["exception"]] == ["RuntimeError", "IntegrityError"]
    assert line["exception"][1]["message"] == "doublon"
    assert len(line["exception"][0]["message"]) == 200
    assert "test_logs.py" in line["exception"][1]["frames"][0]
    assert "noe@example.org" not in json.dumps(line)


def test_a_line_break_makes_no_second_line() -> None:
    record = logging.makeLogRecord({"msg": "un\ndeux", "levelname": "INFO", "name": "x"})
    assert JsonLines().format(record).count("\n") == 0
