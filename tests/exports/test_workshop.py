"""The worker: every document is made, once, whoever dies meanwhile."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from measures.actions import documents as actions
from measures.exports import workshop
from measures.models import Document, Evaluation, User
from tests import factories
from tests.actions.test_killed import database_url
from tests.exports.paper import Paper

ROOT = Path(__file__).resolve().parent.parent.parent
State = Document.State


@pytest.fixture
def evaluation(writer: User) -> Evaluation:
    """A published evaluation of one measure, with nothing asked of it."""
    return factories.publish(factories.evaluation(factories.plan(measures=1)))


def worker(*options: str) -> subprocess.Popen:
    """Begin a worker that waits for what is asked."""
    environment = os.environ | {"DATABASE_URL": database_url(), "TRACKER_MODE": "test"}
    connection.close()
    return subprocess.Popen(
        [sys.executable, "manage.py", "make_documents", "--wait", *options],
        cwd=ROOT,
        env=environment,
    )


def until(happens: Callable[[], object], *, seconds: int = 60) -> None:
    """Wait for something to happen."""
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def count(state: str) -> int:
    return Document.objects.filter(state=state).exclude(kind="rapport").count()


def test_a_part_is_made_and_kept(evaluation: Evaluation) -> None:
    actions.ask_parts(evaluation, [("mesure", "1")])
    made = workshop.make_next()
    made.refresh_from_db()
    assert made.state == State.READY
    words = Paper(bytes(made.bytes.data)).whole()
    assert "Titre long de la mesure 1" in words
    assert workshop.make_next() is None


def test_what_cannot_be_made_says_why(evaluation: Evaluation) -> None:
    deep = "<div>" * 400 + "a" + "</div>" * 400
    evaluation.assessments.update(observations=deep)
    actions.ask_parts(evaluation, [("mesure", "1")])
    errors = StringIO()
    with pytest.raises(CommandError, match="n’ont pas pu être faits"):
        call_command("make_documents", stdout=StringIO(), stderr=errors)
    failed = Document.objects.get(kind="mesure")
    assert failed.state == State.FAILED
    assert "imbriqués sur trop de niveaux" in failed.failure
    assert failed.failure in errors.getvalue()


def test_what_has_nowhere_to_be_made_waits_until_there_is(
    evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    actions.ask_parts(evaluation, [("mesure", "1")])
    with monkeypatch.context() as machine:
        machine.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
        for _ in range(actions.ATTEMPTS + 1):
            with pytest.raises(OSError, match="missing"):
                workshop.make_next()
    waiting = Document.objects.get(kind="mesure")
    assert (waiting.state, waiting.attempts, waiting.taken_by) == (State.WAITING, 0, "")
    workshop.make_next()
    waiting.refresh_from_db()
    assert waiting.state == State.READY


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a full PostgreSQL is drilled")
def test_what_has_no_room_in_the_database_waits_until_there_is(transactional_db: None) -> None:
    evaluation = factories.publish(factories.evaluation(factories.plan(measures=1)))
    actions.ask_parts(evaluation, [("mesure", "1")])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests left free would hold the document
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        (most,) = cursor.execute("PRAGMA max_page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            for _ in range(actions.ATTEMPTS + 1):
                with pytest.raises(OperationalError, match="full"):
                    workshop.make_next()
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")
    part = evaluation.documents.get(kind="mesure")
    assert (part.state, part.attempts) == (State.WAITING, 0)
    workshop.make_next()
    part.refresh_from_db()
    assert part.state == State.READY


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_document_once_and_one_that_is_killed_loses_nothing(
    transactional_db: None,
) -> None:
    evaluation = factories.publish(factories.evaluation(factories.plan(measures=1)))
    workers = [worker(), worker()]
    try:
        until(lambda: count(State.MAKING) == 2)
        held = Document.objects.filter(state=State.MAKING).first()
        workers[0].kill()
        workers[0].wait()
        Document.objects.filter(state=State.MAKING).update(taken_at=held.taken_at - actions.SILENCE)
        until(lambda: count(State.READY) == len(Document.objects.exclude(kind="rapport")))
    finally:
        for process in workers:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(timeout=20) for process in workers]
    assert codes == [-signal.SIGKILL, 0]
    wanted = {str(part) for part in Document.objects.exclude(kind="rapport")}
    assert wanted == {"synthèse", "priorité 1", "mesure 1"}
    assert evaluation.documents.count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_with_the_server_that_it_stands_beside() -> None:
    server = subprocess.Popen(["sleep", "600"])
    process = worker("--beside", str(server.pid))
    time.sleep(0.1)
    server.kill()
    server.wait()
    assert process.wait(timeout=60) == 0
