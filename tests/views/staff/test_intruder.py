"""What an intruder tries at the entrance: guess who has an account, guess a password, lead away."""

import logging

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from measures.actions import accounts, invitations
from measures.actions.saving import history_of
from measures.models import User
from tests import factories
from tests.views.staff.test_login import FORGOTTEN, LOGIN, camille, log_in, said

__all__ = ["camille"]  # a fixture, found here


@pytest.mark.parametrize("login", ["camille", "inconnue", "camille@example.org", "x@example.org"])
def test_a_password_is_computed_whether_or_not_the_account_exists(
    camille: User, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of an answer tells nothing: the slow part of it is done in each case."""
    computed: list[str] = []
    encode = MD5PasswordHasher.encode

    def count(self: MD5PasswordHasher, password: str, salt: str) -> str:
        computed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)

    log_in(Client(), login, "pas le bon mot de passe")

    assert computed
    assert set(computed) == {"pas le bon mot de passe"}


@pytest.mark.parametrize("login", ["camille", "inconnue"])
def test_wrong_passwords_are_limited_alike_for_a_name_that_nobody_bears(
    camille: User, login: str
) -> None:
    for _ in range(5):
        log_in(Client(), login, "faux")

    assert "Trop d’essais ont échoué" in said(log_in(Client(), login, "faux"))


def test_one_address_tries_many_names_only_so_often(camille: User) -> None:
    answers = [log_in(Client(), f"personne{number}", "faux") for number in range(31)]

    assert {answer.status_code for answer in answers[:20]} == {200}
    last = answers[-1]
    assert last.status_code == 429 or "Trop d’essais" in said(last)


def test_links_for_a_new_password_are_limited_by_address_of_a_person(camille: User) -> None:
    for _ in range(8):
        Client().post(FORGOTTEN, {"email": "camille@example.org"})

    assert len(mail.outbox) == 5


@pytest.mark.parametrize(
    "wanted",
    [
        "//example.com/",
        "///example.com",
        "https:example.com",
        "https:///example.com",
        "\\\\example.com",
        "/\\example.com",
        "javascript:alert(1)",
        "\thttps://example.com",
        "http://127.0.0.1:8000@example.com/",
    ],
)
def test_no_login_and_no_logout_leads_away(camille: User, client: Client, wanted: str) -> None:
    asked = client.get(LOGIN, {"next": wanted})
    assert "example.com" not in asked.get("Location", "")
    entered = log_in(client, next=wanted)
    assert entered["Location"] == "/redaction/"
    left = client.post("/redaction/deconnexion/", {"next": wanted})
    assert left["Location"].startswith("/redaction/connexion/")


def test_a_session_that_was_planted_opens_nothing(camille: User) -> None:
    planted = "abcdefghijklmnopqrstuvwxyz012345"
    victim, intruder = Client(), Client()
    for client in (victim, intruder):
        client.cookies["sessionid"] = planted

    assert log_in(victim).status_code == 302

    assert victim.cookies["sessionid"].value != planted
    assert intruder.get("/redaction/").status_code == 302


def test_links_of_invitation_that_open_nothing_all_say_the_same(db: None) -> None:
    alix = factories.user("alix", role="Administration")
    user = invitations.invite(
        email="noe@example.org", first_name="Noé", last_name="Blanc", role="Rédaction", by=alix
    )
    link = invitations.link(user).removeprefix("http://127.0.0.1:8000")
    altered = f"{link[:-4]}xxx/"
    invented = "/redaction/invitation/rien-du-tout/"
    of_nobody = link.replace(link.split("/")[3].partition(":")[0], "OTk5OTk")

    answers = [Client().get(path) for path in (altered, invented, of_nobody)]

    assert {answer.status_code for answer in answers} == {410}
    assert len({said(answer) for answer in answers}) == 1
    assert "Noé" not in said(answers[0])


def test_a_host_that_is_not_ours_is_in_no_message(camille: User) -> None:
    """A link for a new password names the site, whatever host a request named."""
    Client(headers={"host": "localhost"}).post(FORGOTTEN, {"email": "camille@example.org"})
    refused = Client(headers={"host": "example.com"}).post(
        FORGOTTEN, {"email": "camille@example.org"}
    )

    assert refused.status_code == 400
    assert "example.com" not in "".join(message.body for message in mail.outbox)


def test_each_change_of_an_account_is_logged_by_numbers_alone(
    camille: User, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: object
) -> None:
    alix = factories.user("alix", role="Administration", first_name="Alix")
    caplog.set_level(logging.INFO, logger="measures.security")

    with django_capture_on_commit_callbacks(execute=True):
        accounts.disable(camille, by=alix)

    (line,) = [record.getMessage() for record in caplog.records]
    revision = history_of(camille).first()
    assert line == (f"account changed account={camille.pk} revision={revision.pk} by={alix.pk}")
