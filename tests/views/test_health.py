"""What a balancer is told: that the process lives, and what keeps it from answering readers."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from tests.views.reader import fetch

ALIVE, READY = "/sante/vivant", "/sante/pret"
HASHED = {"BACKEND": "tracker.static_files.HashedStaticFiles"}


def missing() -> list[str]:
    answer = Client().get(READY)
    assert answer.status_code == 503
    assert answer.json()["pret"] is False
    return answer.json()["manque"]


def test_a_process_that_lives_says_so_without_the_database() -> None:
    assert fetch(ALIVE).json() == {"vivant": True}  # this test may not use any


@pytest.mark.django_db
def test_an_installation_that_lacks_nothing_is_ready() -> None:
    assert fetch(READY).json() == {"pret": True, "manque": []}


@pytest.mark.django_db
def test_what_was_not_migrated_is_named() -> None:
    MigrationRecorder(connection).record_unapplied("measures", "0001_initial")

    assert missing() == ["migrations"]


@pytest.mark.django_db
def test_a_database_of_a_later_version_is_no_hindrance() -> None:
    MigrationRecorder(connection).record_applied("measures", "9999_plus_tard")

    assert Client().get(READY).status_code == 200


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named_alone() -> None:
    def away(*_: object) -> None:
        raise DatabaseError("connection to 10.0.0.7 as suivi, password secret")

    with connection.execute_wrapper(away):
        answer = Client().get(READY)

    assert answer.json()["manque"] == ["base de données"]
    assert b"10.0.0.7" not in answer.content


@pytest.mark.django_db
def test_files_that_were_not_collected_are_named(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": HASHED}

    assert missing() == ["fichiers statiques"]


@pytest.mark.django_db
def test_a_cache_that_keeps_nothing_is_named(settings: Settings) -> None:
    nothing = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = settings.CACHES | {"default": nothing}

    assert missing() == ["cache"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [ALIVE, READY])
def test_no_cache_keeps_the_answer_and_no_session_is_opened(path: str) -> None:
    answer = fetch(path)

    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert Client().post(path).status_code == 405


@pytest.mark.django_db
def test_no_engine_is_led_there() -> None:
    assert b"sante" not in fetch("/sitemap.xml").content
