"""The database goes away: a pause is told in French, and what was typed is given back."""

import errno

import pytest
from django.core.cache.backends.base import BaseCache
from django.db import OperationalError, connection
from django.test import Client
from lxml import html
from pytest_django import Settings

from tests import factories
from tests.views.reader import words
from tests.views.staff.test_bad_input import BACKEND, MEASURE

SECRET = "un mot de passe que je tape"


def away(*_: object) -> None:
    raise OperationalError("server closed the connection unexpectedly")


def answer(
    method: str, path: str, *, client: Client | None = None, **fields: str
) -> html.HtmlElement:
    client = client or Client()
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        found = getattr(client, method)(path, fields)
    assert found.status_code == 503
    assert found["Retry-After"] == "30"
    assert "no-store" in found["Cache-Control"]
    return html.document_fromstring(found.content.decode())


@pytest.mark.parametrize(
    "path", ["/", "/nulle-part/", "/recherche/?q=loi", "/plans/x/", "/flux.atom"]
)
def test_a_reader_is_told_of_a_pause(path: str, db: None) -> None:
    root = answer("get", path)

    assert words(root.find(".//h1")) == "Le site est en pause"
    assert "Réessayez dans quelques minutes" in words(root)
    assert root.get("lang") == "fr"


def test_a_text_sent_meanwhile_is_given_back_and_saved_later(db: None) -> None:
    row = factories.assess(
        factories.evaluation(factories.plan(measures=1), "2024"), 1, work_state="en-cours"
    )
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user("anne"), backend=BACKEND)
    form = html.document_fromstring(client.get(MEASURE).content.decode()).forms[-1]
    token = form.fields["csrfmiddlewaretoken"]
    typed = {
        "csrfmiddlewaretoken": token,
        "status": "non",
        "state_actions": "<p>Mon texte.</p>",
        "observations": "",
        "work_state": "en-cours",
        "version": str(row.version),
    }

    root = answer("post", MEASURE, client=client, **typed)

    assert "rien n’est perdu" in words(root)
    again = dict(root.forms[0].form_values())
    assert again["state_actions"].strip() == "<p>Mon texte.</p>"
    assert client.post(MEASURE, again).status_code == 302
    row.refresh_from_db()
    assert row.state_actions == "<p>Mon texte.</p>"


def test_a_full_disk_is_a_pause_too(db: None, settings: Settings) -> None:
    """Attempts to log in are counted in files, where no Redis is named."""
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": f"{__name__}.FullDisk"}}
    client = Client()
    client.raise_request_exception = False

    found = client.post("/redaction/connexion/", {"login": "anne", "password": SECRET})

    assert found.status_code == 503
    assert "Le site est en pause" in found.content.decode()


class FullDisk(BaseCache):
    """A cache in files of a disk that is full."""

    def __init__(self, location: str, params: dict[str, object]) -> None:
        super().__init__(params)

    def get(self, *_: object, **__: object) -> None:
        return None

    def set(self, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def add(self, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_password_is_never_given_back(db: None) -> None:
    client = Client()
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        found = client.post("/redaction/connexion/", {"login": "anne", "password": SECRET})

    assert found.status_code == 503
    assert SECRET not in found.content.decode()
    assert "rien n’a été modifié" in words(html.document_fromstring(found.content.decode()))
