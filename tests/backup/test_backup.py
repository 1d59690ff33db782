"""A backup holds every row of one moment; restored, on either database, nothing differs."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from measures.actions import assessments
from measures.models import Assessment, Plan, Presence, PublicChange, Revision, User
from tests import factories
from tests.views.world import EVALUATION, PLAN, drafts, plan_evaluated_twice

ROOT = Path(__file__).resolve().parent.parent.parent
AT = f"/plans/{PLAN}/evaluations/{EVALUATION}/"
PAGES = [
    "/",
    f"/plans/{PLAN}/",
    AT,
    f"{AT}mesures/",
    f"{AT}mesures/1/",
    f"{AT}rapport/",
    f"{AT}donnees/mesures.csv",
    "/recherche/?q=former",
    "/flux.atom",
]
STAFF = [f"/redaction{AT}historique/", "/redaction/"]


def rows() -> dict[str, list[dict[str, object]]]:
    """Return what the database holds, table by table, but for open sessions."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: [
            {
                name: bytes(value) if isinstance(value, memoryview) else value
                for name, value in row.items()
            }
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in models
        if model._meta.label != "sessions.Session"
    }


def pages() -> dict[str, bytes]:
    """Return the bytes of pages for readers and for staff."""
    editor = Client()
    editor.force_login(
        User.objects.get(username="camille"), backend="django.contrib.auth.backends.ModelBackend"
    )
    found = {path: Client().get(path) for path in PAGES}
    found |= {path: editor.get(path) for path in STAFF}
    assert {
        path: answer.status_code for path, answer in found.items() if answer.status_code != 200
    } == {}
    return {path: _without_token(answer.content) for path, answer in found.items()}


def _without_token(content: bytes) -> bytes:
    return b"\n".join(line for line in content.splitlines() if b"csrfmiddlewaretoken" not in line)


@dataclass(frozen=True)
class Made:
    """A backup, and what the database held that it is of."""

    content: bytes
    rows: dict[str, list[dict[str, object]]]
    pages: dict[str, bytes]


@pytest.fixture(scope="module")
def made(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    """A backup of a world that takes long to make: made once, then restored for each test."""
    path = tmp_path_factory.mktemp("sauvegarde") / "suivi.sauvegarde"
    with django_db_blocker.unblock():
        make_world()
        call_command("backup", path, stdout=StringIO())
        held = Made(path.read_bytes(), rows(), pages())
        empty()
    return held


def make_world() -> None:
    """Plans published and in preparation, accounts with their second factor, somebody writing."""
    plan = plan_evaluated_twice()
    (draft, *_) = drafts(plan)
    user = User.objects.get(username="camille")
    user.set_password("une phrase que je retiens")
    user.last_login = datetime(2024, 2, 29, 23, 59, 59, 123_457, tzinfo=UTC)
    user.save()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "É", "n": [1, None]})
    Presence.objects.create(evaluation=draft, user=user, place="mesure-1", at=user.last_login)
    row = draft.assessments.first()
    row.internal_note = "Une note,\n« interne » \\ \u2028 😀"
    row.save()


@pytest.fixture
def kept(made: Made, transactional_db: None, tmp_path: Path) -> Path:
    """The backup of the world, which the database holds."""
    path = tmp_path / "suivi.sauvegarde"
    path.write_bytes(made.content)
    restored(path)
    return path


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


def restored(path: Path, **options: object) -> str:
    out = StringIO()
    call_command("restore", path, stdout=out, **options)
    return out.getvalue()


def test_what_is_restored_into_an_empty_database_is_the_same_to_the_last_byte(
    made: Made, kept: Path
) -> None:
    empty()

    said = restored(kept)

    assert "base restaurée" in said
    assert rows() == made.rows
    assert pages() == made.pages
    assert made.rows["mfa.Authenticator"]


def test_after_a_restoration_new_rows_take_new_keys(kept: Path) -> None:
    empty()
    restored(kept)
    last = Revision.objects.order_by("pk").last().pk

    made = factories.evaluation(factories.plan("2016-2018"), "2018")

    assert Revision.objects.filter(evaluation=made).earliest("pk").pk > last


@pytest.mark.usefixtures("kept")
def test_a_key_once_given_to_a_row_since_deleted_is_never_given_again(tmp_path: Path) -> None:
    factories.addressee("un-autre", "Un autre")
    gone = factories.addressee("provisoire", "Provisoire")
    key = gone.pk
    gone.delete()
    call_command("backup", tmp_path / "b", stdout=StringIO())
    empty()
    restored(tmp_path / "b")

    assert factories.addressee("nouveau", "Nouveau").pk > key


def test_the_rules_across_tables_hold_after_a_restoration(kept: Path) -> None:
    empty()
    restored(kept)
    published = Plan.objects.get(slug=PLAN).evaluations.filter(published_at__isnull=False).first()

    with pytest.raises(Exception, match="reste à évaluer"):
        published.assessments.update(status="a-evaluer")


@pytest.mark.usefixtures("kept")
def test_a_backup_is_of_one_moment_while_others_write(tmp_path: Path) -> None:
    """Each save raises a version and leaves a revision: both are there, or neither."""
    (draft,) = [e for e in Plan.objects.get(slug=PLAN).evaluations.all() if e.slug == "2024"]
    row = draft.assessments.get(measure__number=1)
    stop, failures, saves = threading.Event(), [], []

    def write() -> None:
        try:
            by = User.objects.get(username="camille")
            while not stop.is_set():
                assessments.save(
                    row,
                    status="non",
                    state_actions=f"<p>Texte {row.version}.</p>",
                    observations="",
                    expected_version=row.version,
                    by=by,
                )
                saves.append(row.version)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{number}" for number in range(4)]
    try:
        for file in files:
            call_command("backup", file, stdout=StringIO())
    finally:
        stop.set()
        writer.join()
    assert failures == []
    assert len(saves) > 4

    for file in files:
        restored(file, replace=True)
        kept = Assessment.objects.get(pk=row.pk)
        said = Revision.objects.filter(
            content_type__model="assessment", object_id=row.pk, kind="enregistree"
        )
        assert said.count() == kept.version - 1
        assert said.latest("pk").content["state_actions"] == kept.state_actions


def manage(*arguments: str, url: str, var: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "TRACKER_MODE": "test", "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"TRACKER_VAR": str(var)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )


def test_a_backup_is_restored_on_the_other_kind_of_database_and_back(
    made: Made, kept: Path, tmp_path: Path
) -> None:
    """From the database of the tests, PostgreSQL or not, into a new SQLite, and back."""
    url = f"sqlite:///{tmp_path / 'autre.sqlite3'}"
    manage("migrate", "--verbosity", "0", url=url, var=tmp_path)
    manage("restore", str(kept), url=url, var=tmp_path)
    manage("backup", str(tmp_path / "retour"), url=url, var=tmp_path)
    with sqlite3.connect(tmp_path / "autre.sqlite3") as other:
        (count,) = other.execute("SELECT count(*) FROM measures_revision").fetchone()
    other.close()
    assert count == len(made.rows["measures.Revision"])
    empty()

    restored(tmp_path / "retour")

    assert rows() == made.rows
    assert pages() == made.pages


def refusal(path: Path, **options: object) -> str:
    before = rows()
    with pytest.raises(CommandError) as refused:
        restored(path, **options)
    assert rows() == before
    return str(refused.value)


def test_a_database_that_holds_something_is_left_alone_unless_told(kept: Path) -> None:
    factories.addressee("nouveau", "Nouveau")
    said = refusal(kept)
    assert "La base de données n’est pas vide" in said
    assert "--replace" in said

    restored(kept, replace=True)

    assert "nouveau" not in {row.get("slug") for row in rows()["measures.Addressee"]}


def test_caches_forget_what_was_replaced(kept: Path) -> None:
    row = factories.evaluation(factories.plan("2016-2018"), "2018")
    factories.publish(row, adopted_on=date(2018, 6, 1))
    before = PublicChange.objects.version()

    restored(kept, replace=True)

    assert PublicChange.objects.version() > before


def rewritten(path: Path, to: Path, change: object) -> Path:
    """Copy a backup, each of its files changed on the way; `None` leaves one out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return to


REVISIONS = "tables/measures.Revision.jsonl"


def _one_row_less(name: str, content: bytes) -> bytes:
    return content.partition(b"\n")[2] if name == REVISIONS else content


def _one_letter_changed(name: str, content: bytes) -> bytes:
    return content.replace(b"e", b"a", 1) if name == REVISIONS else content


def _one_table_less(name: str, content: bytes) -> bytes | None:
    return None if name == REVISIONS else content


def _no_manifest(name: str, content: bytes) -> bytes | None:
    return None if name == "manifeste.json" else content


@pytest.mark.parametrize(
    "change", [_one_row_less, _one_letter_changed, _one_table_less, _no_manifest]
)
def test_a_file_that_is_not_what_was_written_is_refused(
    kept: Path, tmp_path: Path, change: object
) -> None:
    said = refusal(rewritten(kept, tmp_path / "faux", change), replace=True)

    assert "est abîmée" in said
    assert "Rien n’a été modifié" in said


@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(kept: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "coupe"
    cut.write_bytes(kept.read_bytes()[: int(kept.stat().st_size * share)])

    assert "est abîmée" in refusal(cut, replace=True)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as backup:
        return {name: backup.read(name) for name in backup.namelist()}


def found_or_harmless(kept: Path, damaged: Path, places: Iterable[int], *, bit: int) -> int:
    """Return how many places are told as damaged, one lost bit at a time.

    Not each matters, such as a date in the list of files: then what is read is the same.
    """
    content, whole, found = kept.read_bytes(), contents(kept), 0
    for place in places:
        changed = bytearray(content)
        changed[place] ^= bit
        damaged.write_bytes(changed)
        try:
            call_command("backup", damaged, check=True, stdout=StringIO())
        except CommandError as refused:
            assert "est abîmée" in str(refused)  # noqa: PT017 - not every bit matters
            found += 1
        else:
            assert contents(damaged) == whole, place
    return found


def test_a_byte_that_the_disk_lost_is_found_or_changes_nothing(kept: Path, tmp_path: Path) -> None:
    size = kept.stat().st_size
    assert found_or_harmless(kept, tmp_path / "abime", range(0, size, size // 60), bit=0x20) > 30


def test_a_bit_lost_in_the_list_of_files_is_found_or_changes_nothing(
    kept: Path, tmp_path: Path
) -> None:
    """A version, a flag, a size… of the manifest, which is last in the list."""
    content = kept.read_bytes()
    listed = range(content.rindex(b"PK\x01\x02"), len(content))
    assert found_or_harmless(kept, tmp_path / "abime", listed, bit=0x80) > 30


def test_a_backup_of_another_version_is_refused_by_name(kept: Path, tmp_path: Path) -> None:
    def later(name: str, content: bytes) -> bytes:
        if name != "manifeste.json":
            return content
        manifest = json.loads(content)
        manifest["migrations"].append("measures.9999_plus_tard")
        return json.dumps(manifest).encode()

    said = refusal(rewritten(kept, tmp_path / "autre", later), replace=True)

    assert "une autre version du logiciel" in said
    assert "measures.9999_plus_tard" in said


def test_a_row_that_points_nowhere_is_refused_whole(kept: Path, tmp_path: Path) -> None:
    """Whatever made such a file: the database has the last word."""
    emptied = "tables/measures.Priority.jsonl"

    def without(name: str, content: bytes) -> bytes:
        if name == emptied:
            return b""
        if name != "manifeste.json":
            return content
        manifest = json.loads(content)
        for table in manifest["tables"]:
            if table["model"] == "measures.Priority":
                table |= {"rows": 0, "sha256": hashlib.sha256().hexdigest()}
        return json.dumps(manifest).encode()

    said = refusal(rewritten(kept, tmp_path / "faux", without), replace=True)

    assert "a refusé la sauvegarde" in said


@pytest.mark.usefixtures("kept")
def test_a_backup_never_overwrites_a_file_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "b"
    call_command("backup", path, stdout=StringIO())
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", path)
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.en-cours")) == []


@pytest.mark.usefixtures("kept")
def test_what_cannot_be_written_or_found_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’a pas pu être écrite"):
        call_command("backup", tmp_path / "nulle-part" / "b")
    with pytest.raises(CommandError, match="Il n’y a pas de fichier"):
        restored(tmp_path / "b")


@pytest.mark.usefixtures("kept")
def test_a_backup_holds_no_open_session(tmp_path: Path) -> None:
    client = Client()
    client.force_login(
        User.objects.get(username="camille"), backend="django.contrib.auth.backends.ModelBackend"
    )
    key = client.session.session_key
    call_command("backup", tmp_path / "b", stdout=StringIO())
    with zipfile.ZipFile(tmp_path / "b") as backup:
        assert not any(key.encode() in backup.read(name) for name in backup.namelist())
    restored(tmp_path / "b", replace=True)
    assert client.get("/redaction/").status_code == 302
