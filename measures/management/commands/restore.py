"""`manage.py restore suivi.sauvegarde`: every row of a backup, into SQLite or PostgreSQL."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures import backup, french


class Command(BaseCommand):
    """Restore a backup whole, or change nothing."""

    help = "Restaure une sauvegarde entière dans la base de données, ou ne change rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, and the word that gives up what the database holds."""
        parser.add_argument("file", type=Path, help="fichier fait par « backup »")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="remplacer tout ce que la base contient ; sans cela, elle doit être vide",
        )

    def handle(self, *, file: Path, replace: bool, **_: object) -> None:
        """Restore, and say how much."""
        try:
            summary = backup.restore(file, replace=replace)
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        made = french.day(datetime.fromisoformat(summary.made_at))
        self.stdout.write(
            f"{file} : base restaurée ({summary}), telle que le {made}. Chacun se reconnecte."
        )
