"""`manage.py backup suivi.sauvegarde`: the whole database in one file, while people write."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures import backup


class Command(BaseCommand):
    """Write a backup and read it again; or only read one again."""

    help = "Sauvegarde toute la base de données dans un fichier, pendant que l’on travaille."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, and the way to look at one that exists."""
        parser.add_argument("file", type=Path, help="fichier à écrire, p. ex. suivi.sauvegarde")
        parser.add_argument(
            "--check", action="store_true", help="relire une sauvegarde, sans rien écrire"
        )

    def handle(self, *, file: Path, check: bool, **_: object) -> None:
        """Write or check, and say how much the file holds."""
        try:
            summary = backup.verify(file) if check else backup.write(file)
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        done = "sauvegarde intacte" if check else "sauvegarde faite et relue"
        self.stdout.write(f"{file} : {done}, {summary}.")
