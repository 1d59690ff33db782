"""The second factor: activated with a real code, asked for at the login, required by settings."""

import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import caches
from django.test import Client
from lxml import html
from pytest_django import Settings

from measures import rights
from measures.models import User
from tests import factories
from tests.views.reader import all_words
from tests.views.staff.test_login import LOGIN, PASSWORD, log_in, said

ACCOUNT = "/redaction/mon-compte/"
ACTIVATE = "/redaction/second-facteur/activer/"
DEACTIVATE = "/redaction/second-facteur/desactiver/"
CODES = "/redaction/second-facteur/codes/"
CODE = f"{LOGIN}code/"
CONFIRM = "/redaction/mot-de-passe/confirmer/"


@pytest.fixture
def camille(db: None) -> User:
    user = factories.user("camille", role=rights.WRITERS, email="camille@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def entered(camille: User) -> Client:
    """Camille, who has just given her password, and once more before what matters."""
    client = Client()
    log_in(client)
    answer = client.post(f"{CONFIRM}?next={ACCOUNT}", {"password": PASSWORD, "next": ACCOUNT})
    assert answer["Location"] == ACCOUNT
    return client


def code_of(secret: str, *, step: int = 0) -> str:
    """Return the six digits that an application shows now, or some steps of 30 s from now."""
    *_, now, _after = totp.yield_hotp_counters_from_time()
    return totp.format_hotp_value(totp.hotp_value(secret, now + step))


def activate(client: Client) -> str:
    """Set up an application as somebody does, and return the key it holds."""
    page = html.document_fromstring(client.get(ACTIVATE).content.decode())
    (secret,) = all_words(page, "//code[@class='secret']")
    answer = client.post(ACTIVATE, {"code": code_of(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == CODES  # to be kept at once
    caches["default"].clear()  # as if this code had been used in another half-minute
    return secret


def codes_of(client: Client) -> list[str]:
    page = html.document_fromstring(client.get(CODES).content.decode())
    return all_words(page, "//*[contains(@class, 'secret-codes')]//code")


def test_with_a_second_factor_the_password_alone_opens_nothing(entered: Client) -> None:
    secret = activate(entered)
    other = Client()

    assert log_in(other)["Location"].startswith(CODE)
    assert other.get("/redaction/").status_code == 302
    wrong = other.post(CODE, {"code": "000000"})
    assert "Ce code n’est pas le bon" in said(wrong)
    right = other.post(CODE, {"code": code_of(secret)})

    assert (right.status_code, right["Location"]) == (302, "/redaction/")
    assert other.get("/redaction/").status_code == 200


def test_a_code_serves_once(entered: Client) -> None:
    secret = activate(entered)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client)

    assert first.post(CODE, {"code": code}).status_code == 302
    assert "a déjà servi" in said(second.post(CODE, {"code": code}))


def test_a_code_of_an_hour_ago_is_refused(entered: Client) -> None:
    secret = activate(entered)
    other = Client()
    log_in(other)

    answer = other.post(CODE, {"code": code_of(secret, step=-120)})

    assert "Ce code n’est pas le bon" in said(answer)


def test_codes_cannot_be_tried_one_after_the_other(entered: Client) -> None:
    secret = activate(entered)
    other = Client()
    log_in(other)
    for number in range(100_000, 100_030):
        answer = other.post(CODE, {"code": str(number)})

    answer = other.post(CODE, {"code": code_of(secret)})

    assert "_auth_user_id" not in other.session
    assert answer.status_code in {200, 429}
    assert re.search("Trop d’essais", said(answer))


def test_a_recovery_code_stands_once_for_the_telephone(entered: Client) -> None:
    activate(entered)
    code, *others = codes_of(entered)
    assert len(others) == 9

    first, second = Client(), Client()
    for client in (first, second):
        log_in(client)
    assert first.post(CODE, {"code": code}).status_code == 302
    assert "Ce code n’est pas le bon" in said(second.post(CODE, {"code": code}))
    assert codes_of(entered) == others


def test_recovery_codes_are_taken_away_as_a_file_and_replaced(entered: Client) -> None:
    activate(entered)
    codes = codes_of(entered)

    file = entered.get(f"{CODES}codes-de-secours.txt")
    assert file["Content-Type"].startswith("text/plain")
    assert "attachment" in file["Content-Disposition"]
    assert all(code in file.content.decode() for code in codes)
    assert "no-store" in file["Cache-Control"]

    assert entered.post(f"{CODES}renouveler/")["Location"] == CODES
    assert not set(codes) & set(codes_of(entered))


def test_a_second_factor_is_given_up_by_who_proves_to_be_there(
    entered: Client, camille: User
) -> None:
    activate(entered)

    answer = entered.post(DEACTIVATE, follow=True)

    assert "La double authentification est désactivée" in said(answer)
    assert not Authenticator.objects.filter(user=camille).exists()


@pytest.mark.parametrize("path", [ACTIVATE, DEACTIVATE, CODES, f"{CODES}renouveler/"])
def test_a_session_found_open_does_not_reach_the_second_factor(camille: User, path: str) -> None:
    found = Client()
    log_in(found)
    if path != ACTIVATE:
        totp.TOTP.activate(camille, totp.generate_totp_secret())
        RecoveryCodes.activate(camille)

    answer = found.get(path)

    assert answer["Location"] == f"{CONFIRM}?next={quote(path, safe='')}"
    assert "Confirmez que c’est vous" in said(found.get(answer["Location"]))


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def test_where_it_is_required_nobody_works_without_it(required: None, entered: Client) -> None:
    answer = entered.get("/redaction/", follow=True)

    assert [path for path, _ in answer.redirect_chain] == [ACTIVATE]
    assert "Activez d’abord la double authentification" in said(answer)

    activate(entered)
    assert entered.get("/redaction/").status_code == 200


def test_where_it_is_required_what_was_typed_is_given_back(required: None, entered: Client) -> None:
    answer = entered.post(
        "/redaction/plans/2014-2016/presentation/", {"presentation": "Trois mois de travail"}
    )

    assert answer.status_code == 401
    assert "Trois mois de travail" in answer.content.decode()


def test_where_it_is_required_readers_and_one_s_own_account_stay_open(
    required: None, entered: Client
) -> None:
    assert entered.get("/a-propos/").status_code == 200
    assert entered.get(ACCOUNT).status_code == 200
    assert entered.get("/redaction/mot-de-passe/").status_code == 200
    assert Client().get(LOGIN).status_code == 200
    assert entered.post("/redaction/deconnexion/")["Location"] == LOGIN


def test_these_pages_need_no_script_and_no_style_of_their_own(entered: Client) -> None:
    pages = [Client().get(LOGIN), entered.get(ACTIVATE)]
    activate(entered)
    pages += [entered.get(path) for path in (ACCOUNT, CODES, DEACTIVATE, f"{CODES}renouveler/")]

    for page in pages:
        assert page.status_code == 200
        assert "unsafe-inline" not in page["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]
        root = html.document_fromstring(page.content.decode())
        assert not root.xpath("//style | //*[@style] | //script[not(@src)] | //@onclick")
        sources = root.xpath("//img/@src")
        assert all(source.startswith("data:image/svg+xml") for source in sources)
