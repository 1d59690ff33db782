"""The disk full during a save, a login and an export: told, nothing lost, nothing to repair."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from drill.installation import DRAFT, PLAN, Installation
from drill.results import Result

FAULT = "Disque plein"
SIZE = "40m"
TEXT = f"{DRAFT}mesures/2/"
LONG = "".join(f"<p>Une phrase qui remplit le disque, la {number}e.</p>" for number in range(2500))


def run(*, short: bool) -> Iterator[Result]:
    """Fill a small disk of memory, which only root may make."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder],
            check=False,
            capture_output=True,
        )
        if mounted.returncode:
            yield Result(FAULT, "seul root peut faire un petit disque", None)
            return
        try:
            yield from _drill(Installation(Path(folder)))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=False)


def _drill(site: Installation) -> Iterator[Result]:
    site.prepare().start()
    try:
        writer = site.writer()
        typed = writer.form(TEXT) | {"state_actions": LONG}
        _fill(site.folder / "bourrage")
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
    kept = refused.is_a_pause and "qui remplit le disque, la 2499e" in refused.body
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


def _fill(path: Path) -> None:
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


def _all(statuses: list[int]) -> str:
    return ", ".join(map(str, statuses))
