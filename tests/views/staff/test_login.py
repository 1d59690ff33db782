"""Logging in and out: by name or address, throttled, telling nobody who has an account."""

import logging
import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from lxml import html
from pytest_django import Settings

from measures.models import User
from tests import factories
from tests.views.reader import words

LOGIN = "/redaction/connexion/"
FORGOTTEN = "/redaction/mot-de-passe/oublie/"
PASSWORD = "une phrase que je retiens"


@pytest.fixture
def camille(db: None) -> User:
    user = factories.user("camille", email="camille@example.org", first_name="Camille")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client: Client, login: str = "camille", password: str = PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": login, "password": password} | more)


def said(answer: object) -> str:
    return words(html.document_fromstring(answer.content.decode()).find("body"))


@pytest.mark.parametrize(
    "login", ["camille", "Camille", "camille@example.org", "CAMILLE@example.org"]
)
def test_one_logs_in_by_name_or_by_address(camille: User, client: Client, login: str) -> None:
    answer = log_in(client, login)

    assert (answer.status_code, answer["Location"]) == (302, "/redaction/")
    assert client.session["_auth_user_id"] == str(camille.pk)
    assert client.session.get_expiry_age() == 12 * 3600
    assert "Se déconnecter" in said(client.get("/redaction/"))


def test_one_is_led_to_the_page_that_was_asked_for(camille: User, client: Client) -> None:
    wanted = "/redaction/plans/2014-2016/evaluations/2017/mesures/13/"
    asked = client.get(wanted)

    assert asked["Location"] == f"{LOGIN}?next={wanted}"
    page = html.document_fromstring(client.get(asked["Location"]).content)
    assert page.xpath("//form//input[@name='next']/@value") == [wanted]
    assert log_in(client, next=wanted)["Location"] == wanted


def test_nobody_is_led_to_another_site(camille: User, client: Client) -> None:
    assert log_in(client, next="https://example.com/")["Location"] == "/redaction/"


def test_the_previous_login_is_noted_before_this_one(camille: User, client: Client) -> None:
    log_in(client)
    camille.refresh_from_db()
    first = camille.last_login
    assert camille.previous_login is None

    log_in(Client())

    camille.refresh_from_db()
    assert camille.previous_login == first < camille.last_login


def test_a_login_changes_the_number_of_the_session(camille: User, client: Client) -> None:
    before = client.session.session_key  # planted by somebody else, say
    client.get(LOGIN)

    log_in(client)

    assert client.session.session_key != before


def test_one_logs_out_by_a_button_alone(camille: User, client: Client) -> None:
    log_in(client)
    assert client.get("/redaction/deconnexion/").status_code == 405

    answer = client.post("/redaction/deconnexion/", follow=True)

    assert "Vous êtes déconnecté" in said(answer)
    assert client.get("/redaction/").status_code == 302


@pytest.mark.parametrize("login", ["camille", "camille@example.org", "inconnue", "x@example.org"])
def test_a_wrong_password_and_an_unknown_account_are_refused_alike(
    camille: User, client: Client, login: str
) -> None:
    answer = log_in(client, login, "pas le bon mot de passe")

    assert answer.status_code == 200
    assert "L’identifiant ou le mot de passe n’est pas le bon" in said(answer)
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_even_the_right_one_waits(camille: User) -> None:
    for _ in range(5):
        assert "n’est pas le bon" in said(log_in(Client(), password="faux"))

    answer = log_in(Client())

    assert answer.status_code == 200
    assert "Trop d’essais ont échoué. Attendez dix minutes" in said(answer)


def test_wrong_passwords_are_counted_by_all_processes_together(
    camille: User, settings: Settings, tmp_path: Path
) -> None:
    def process() -> dict[str, dict[str, str]]:
        """Return the caches of a process of its own: it remembers nothing of another."""
        files = "django.core.cache.backends.filebased.FileBasedCache"
        return settings.CACHES | {"default": {"BACKEND": files, "LOCATION": str(tmp_path)}}

    for _ in range(5):
        settings.CACHES = process()
        log_in(Client(), password="faux")
    settings.CACHES = process()

    assert "Trop d’essais ont échoué" in said(log_in(Client()))


def test_logins_are_logged_by_number_alone(
    camille: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="measures.security")
    log_in(client, password="mauvais mot de passe")
    log_in(client, "inconnue@example.org")
    log_in(client)
    client.post("/redaction/deconnexion/")

    assert [record.getMessage() for record in caplog.records] == [
        f"Connexion refusée, compte {camille.pk}",
        "Connexion refusée, compte inconnu",
        f"Connexion du compte {camille.pk}",
        f"Déconnexion du compte {camille.pk}",
    ]


def test_a_forgotten_password_is_replaced_through_a_link(camille: User, client: Client) -> None:
    answer = client.post(FORGOTTEN, {"email": "camille@example.org"}, follow=True)
    assert "Regardez votre messagerie" in said(answer)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (
        ["camille@example.org"],
        "Choisir un nouveau mot de passe",
    )
    link = re.search(r"http://[^/]+(/redaction/\S+)", message.body)[1]
    form = client.get(link, follow=True)
    assert "Choisissez un mot de passe" in said(form)
    path = form.redirect_chain[-1][0]
    short = client.post(path, {"password1": "court", "password2": "court"})
    assert "12 caractères" in said(short)

    chosen = {"password1": "trois chats sur un toit", "password2": "trois chats sur un toit"}
    assert "C’est fait" in said(client.post(path, chosen, follow=True))

    assert log_in(Client(), password="trois chats sur un toit").status_code == 302
    assert "n’est plus valable" in said(Client().get(link, follow=True))


def test_asking_for_a_link_never_tells_who_has_an_account(camille: User, client: Client) -> None:
    known = client.post(FORGOTTEN, {"email": "camille@example.org"}, follow=True)
    unknown = Client().post(FORGOTTEN, {"email": "personne@example.org"}, follow=True)

    assert said(known) == said(unknown)
    assert len(mail.outbox) == 1


def test_a_changed_password_closes_the_other_sessions(camille: User, client: Client) -> None:
    other = Client()
    log_in(client)
    log_in(other)
    new = "trois chats sur un toit"

    answer = client.post(
        "/redaction/mot-de-passe/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
        follow=True,
    )

    assert "Votre mot de passe est changé" in said(answer)
    assert client.get("/redaction/").status_code == 200
    assert other.get("/redaction/").status_code == 302


@pytest.mark.django_db
def test_there_is_no_sign_up(client: Client) -> None:
    for path in ("/redaction/inscription/", "/accounts/signup/", "/administration/"):
        answer = client.get(path)
        assert answer.status_code == 404, path


def test_a_form_that_holds_a_password_is_opened_anew_and_never_given_back(camille: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = log_in(strict)

    assert answer.status_code == 403
    assert "Ce formulaire est périmé" in said(answer)
    assert PASSWORD not in answer.content.decode()
    assert f'href="{LOGIN}"' in answer.content.decode()
