"""The disk full during a save, a login and an export: told, nothing lost, nothing to repair."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from drill import together
from drill.cluster import Cluster, mount_memory, unmount
from drill.installation import DRAFT, PLAN, Installation
from drill.results import Result
from drill.visitor import Answer

FAULT = "Disque plein"
SIZE, ROOM = "40m", "140m"  # of an installation on SQLite; of the data of PostgreSQL
TEXT = f"{DRAFT}mesures/2/"
LONG = "".join(f"<p>Une phrase qui remplit le disque, la {number}e.</p>" for number in range(2500))


def run(*, short: bool) -> Iterator[Result]:
    """Fill small disks of memory, which only root may make: SQLite's, then PostgreSQL's."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            mount_memory(Path(folder), SIZE)
        except subprocess.CalledProcessError:
            yield Result(FAULT, "seul root peut faire un petit disque", None)
            return
        try:
            yield from _drill(Installation(Path(folder)))
        finally:
            unmount(Path(folder))
    if not short:
        yield from _postgresql()


def _postgresql() -> Iterator[Result]:
    cluster = Cluster()
    if cluster.programs is None:
        yield Result(f"{FAULT}, PostgreSQL", "PostgreSQL n’est pas installé", None)
        return
    try:
        cluster.create(room=ROOM)
        with tempfile.TemporaryDirectory() as folder:
            yield from _save_and_publish(cluster, Installation(Path(folder), database=cluster.url))
    finally:
        cluster.remove()


def _save_and_publish(cluster: Cluster, site: Installation) -> Iterator[Result]:
    """Fill the disk of the database under a save and a publication; then make room."""
    site.prepare()
    site.python("-c", together.READY)
    site.start()
    try:
        writer, rapporteur = site.writer(), site.writer("rapporteur")
        typed = writer.form(TEXT) | {"state_actions": LONG}
        publication = together.filled(rapporteur)
        for _ in range(8):
            site.visitor().get(PLAN)  # each process keeps it
        fill(cluster.folder / "bourrage")
        refused = writer.post(TEXT, typed)
        unpublished = rapporteur.post(together.PUBLICATION, publication)
        read = [site.visitor().get(PLAN).status for _ in range(8)]
        (cluster.folder / "bourrage").unlink()
        stands = cluster.is_up()
        if not stands:
            cluster.start()
        halves = together.published(site)
        saved = writer.post(TEXT, typed)
        together.publish(rapporteur)
        whole = together.published(site)
    finally:
        site.stop()
    kept = _is_given_back(refused)
    yield Result(
        f"{FAULT}, PostgreSQL : sauvegarde d’un texte",
        f"texte {'rendu' if kept else 'PERDU'} ({refused.status}), page gardée {_all(set(read))} ; "
        f"la place faite, PostgreSQL {'debout' if stands else 'relancé'}, texte "
        f"{'enregistré' if saved.status == 302 else saved.status}",
        kept and set(read) == {200} and saved.status == 302,
    )
    yield Result(
        f"{FAULT}, PostgreSQL : publication",
        f"réponse {unpublished.status}, {halves[0]} édition publiée ; la place faite, {whole[0]}, "
        f"{whole[1]} fois dans l’historique",
        unpublished.is_a_pause and halves == (0, 0) and whole == (1, 1),
    )


def _drill(site: Installation) -> Iterator[Result]:
    site.prepare().start()
    try:
        writer = site.writer()
        typed = writer.form(TEXT) | {"state_actions": LONG}
        fill(site.folder / "bourrage")
        refused = writer.post(TEXT, typed)
        read = [site.visitor().get(path).status for path in (PLAN, "/recherche/?q=traite+mineurs")]
        exports = [
            site.visitor().get(f"{PLAN}donnees/mesures.{form}").status
            for form in ("csv", "xlsx", "ods", "json")
        ]
        entrance = site.visitor()
        login = entrance.post(
            "/redaction/connexion/",
            entrance.form("/redaction/connexion/") | {"login": "admin", "password": "faux"},
        )
        backup = site.manage("backup", str(site.folder / "sauvegarde"), check=False)
        left = [path.name for path in site.folder.glob("sauvegarde*")]
        (site.folder / "bourrage").unlink()
        saved = writer.post(TEXT, typed)
        with closing(sqlite3.connect(site.folder / "suivi.sqlite3")) as database:
            (sound,) = database.execute("PRAGMA integrity_check").fetchone()
    finally:
        site.stop()
    kept = _is_given_back(refused)
    yield Result(
        f"{FAULT} : sauvegarde d’un texte",
        f"texte {'rendu' if kept else 'PERDU'} ({refused.status}), puis, la place faite, "
        f"{'enregistré' if saved.status == 302 else saved.status} ; base : {sound}",
        kept and saved.status == 302 and sound == "ok",
    )
    yield Result(
        f"{FAULT} : lecture, exports, connexion",
        f"pages {_all(read)}, exports {_all(exports)}, connexion {login.status}",
        {*read, *exports} == {200} and (login.status == 200 or login.is_a_pause),
    )
    said = backup.stderr.strip().splitlines()[-1] if backup.stderr else ""
    yield Result(
        f"{FAULT} : copie de sauvegarde",
        f"{said[-60:]} ; {len(left)} fichier laissé",
        backup.returncode != 0 and "n’a pas pu être" in said and not left,
    )


def fill(path: Path) -> None:
    """Write until nothing more fits."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        for size in (2**20, 2**12, 1):
            try:
                while True:
                    os.write(descriptor, b"x" * size)
            except OSError:
                continue
    finally:
        os.close(descriptor)


def _is_given_back(refused: Answer) -> bool:
    """Tell whether the whole text stands in the page that refuses it."""
    return refused.is_a_pause and "qui remplit le disque, la 2499e" in refused.body


def _all(statuses: Iterable[int]) -> str:
    return ", ".join(map(str, statuses))
