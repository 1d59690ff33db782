"""`manage.py check_pdf [file…]`: judge PDFs, by default all we make, by PDF/UA-1 and PDF/A-3a."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.exports import conformance


class Command(BaseCommand):
    """Print what the judges find, one finding a line; fail if there is any."""

    help = "Vérifie des fichiers PDF, ou tous ceux que fait l’application (PDF/UA-1 et PDF/A-3a)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the files to judge."""
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            help="fichiers ; aucun : chaque sorte de PDF que l’on fait",
        )

    def handle(self, *, files: list[Path], **_: object) -> None:
        """Judge each document, say what was found, and fail if anything was."""
        found = judged = 0
        try:
            for name, document in self._documents(files):
                verdict = conformance.judge(document)
                for finding in verdict.findings:
                    self.stdout.write(f"{name} : {finding}")
                rules = verdict.rules.items()
                followed = ", ".join(f"{norm} {good}/{total}" for norm, (good, total) in rules)
                self.stdout.write(f"{name} : règles suivies : {followed or 'aucune'}")
                found, judged = found + len(verdict.findings), judged + 1
        except conformance.ToolsMissing as missing:
            raise CommandError(str(missing)) from missing
        if not judged:
            raise CommandError("Il n’y a aucun PDF à vérifier : la base n’a pas d’évaluation.")
        if found:
            raise CommandError(f"Constats : {found} ; documents : {judged}.")
        self.stdout.write("Aucun constat.")

    def _documents(self, files: list[Path]) -> Iterable[tuple[str, bytes]]:
        if not files:
            return conformance.documents()
        missing = [str(file) for file in files if not file.is_file()]
        if missing:
            raise CommandError(f"Fichier introuvable : {', '.join(missing)}.")
        return ((str(file), file.read_bytes()) for file in files)
