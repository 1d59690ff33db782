"""`manage.py load_plan fixtures/2014-2016`: load a plan and its evaluations from their files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.actions.accounts import loader_account
from measures.exports import making
from measures.models import Plan, User
from measures.plan_files.document import FileRefused
from measures.plan_files.load import load


class Command(BaseCommand):
    """Load a plan; loading it again changes nothing."""

    help = "Charge un plan et ses évaluations depuis un dossier de fichiers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the account that signs."""
        parser.add_argument("folder", type=Path, help="dossier du plan, p. ex. fixtures/2014-2016")
        parser.add_argument("--by", help="compte qui signe le chargement (par défaut : chargement)")
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="ne rien faire si le plan est déjà là, même s’il a changé depuis",
        )

    def handle(self, *, folder: Path, by: str | None, if_missing: bool, **_: object) -> None:
        """Load, and say what was done."""
        folder = folder.resolve()
        if if_missing and Plan.objects.filter(slug=folder.name).exists():
            self.stdout.write(f"Plan {folder.name} : déjà là, laissé tel quel.")
            return
        user = loader_account()
        if by:
            user = User.objects.filter(username=by).first()
            if user is None:
                raise CommandError(f"Il n’y a pas de compte « {by} ».")
        try:
            loaded = load(folder, print_publication=making.print_publication, by=user)
        except (FileRefused, making.NotMade) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Plan {loaded.plan.slug} : {loaded.plan.measures.count()} mesures, "
            f"{loaded.written or 'aucun'} enregistrement(s) écrit(s)."
        )
