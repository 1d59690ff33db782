"""The file of a backup: a ZIP with a file of lines for each table, and a manifest.

`manifeste.json` says which migrations made the tables and, for each, its columns, the number of its
rows, the SHA-256 of its lines and the last key it gave. It is written last: a file that was cut
short has none.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from measures import french
from measures.backup.refusals import BackupRefused

MANIFEST = "manifeste.json"
FORMAT = 1
# How a lost byte shows: a flag may be one, which asks for a password or an unknown compression, and
# so may a size, which leads beyond the end.
_DAMAGES = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Table:
    """What the manifest says of a table."""

    model: str
    columns: list[str]
    rows: int
    sha256: str
    last_key: int | None

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `made_at` is an ISO 8601 moment."""

    made_at: str
    database: str
    migrations: list[str]
    tables: list[Table]

    def written(self) -> bytes:
        """Return it as it stands in the file."""
        content = {"format": FORMAT} | asdict(self)
        return json.dumps(content, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class Summary:
    """How much a backup holds."""

    tables: int
    rows: int
    size: int  # bytes of the file
    made_at: str

    def __str__(self) -> str:
        return (
            f"{self.rows} {french.plural(self.rows, 'ligne', 'lignes')} de "
            f"{self.tables} {french.plural(self.tables, 'table', 'tables')}, "
            f"{self.size / 1e6:.1f} Mo".replace(".", ",")
        )


def damaged(path: Path, what: str) -> BackupRefused:
    """Return the refusal of a file that is not what was written."""
    return BackupRefused(
        f"La sauvegarde {path} est abîmée ({what}). Rien n’a été modifié. Prenez-en une autre."
    )


class Backup:
    """A backup opened to be read; any damage met on the way is told as such."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise BackupRefused(f"Il n’y a pas de fichier {path}.") from error
        except _DAMAGES as error:
            raise damaged(path, "ce n’est pas une sauvegarde entière") from error
        self.manifest = self._manifest()

    def __enter__(self) -> "Backup":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def lines(self, table: Table) -> Iterator[bytes]:
        """Yield the rows of a table."""
        try:
            with self._zip.open(table.file) as file:
                yield from file
        except (KeyError, *_DAMAGES) as error:
            raise damaged(self.path, f"table {table.model}") from error

    def check(self) -> Summary:
        """Read the whole file, and refuse it unless each row is as it was written."""
        for table in self.manifest.tables:
            digest, rows = hashlib.sha256(), 0
            for line in self.lines(table):
                digest.update(line)
                rows += 1
            if (rows, digest.hexdigest()) != (table.rows, table.sha256):
                raise damaged(self.path, f"table {table.model}")
        tables = self.manifest.tables
        return Summary(
            tables=len(tables),
            rows=sum(table.rows for table in tables),
            size=self.path.stat().st_size,
            made_at=self.manifest.made_at,
        )

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as file:
                content = json.load(file)
            if content.pop("format") != FORMAT:
                raise BackupRefused(
                    f"La sauvegarde {self.path} vient d’une version du logiciel dont celle-ci ne "
                    f"connaît pas le format. Restaurez-la avec la version qui l’a faite."
                )
            tables = [Table(**table) for table in content.pop("tables")]
            return Manifest(tables=tables, **content)
        except (KeyError, TypeError, ValueError, *_DAMAGES) as error:
            raise damaged(self.path, "le manifeste manque ou ne se lit pas") from error


def verify(path: Path) -> Summary:
    """Read a whole backup; raise `BackupRefused` unless it is intact."""
    with Backup(path) as backup:
        return backup.check()


class Writer:
    """A backup being written: tables one after the other, then the manifest."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._tables: list[Table] = []

    def add(
        self, model: str, columns: list[str], lines: Iterator[bytes], *, last_key: int | None
    ) -> None:
        """Write the rows of a table."""
        digest, rows = hashlib.sha256(), 0
        name = Table(model, columns, 0, "", last_key).file
        with self._zip.open(name, "w", force_zip64=True) as file:
            for line in lines:
                file.write(line)
                digest.update(line)
                rows += 1
        self._tables.append(Table(model, columns, rows, digest.hexdigest(), last_key))

    def abandon(self) -> None:
        """Give up what is written so far: nobody tries to complete it later."""
        with suppress(OSError, ValueError):
            self._zip.close()

    def finish(self, *, made_at: str, database: str, migrations: list[str]) -> None:
        """Write the manifest, which makes it a backup."""
        manifest = Manifest(made_at, database, migrations, self._tables)
        self._zip.writestr(MANIFEST, manifest.written())
        self._zip.close()
