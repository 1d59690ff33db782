"""`manage.py dump_plan 2014-2016 fixtures`: write a plan and its evaluations as files."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measures.models import Plan
from measures.plan_files.dump import dump


class Command(BaseCommand):
    """Write a plan, drafts included, in the form that `load_plan` reads."""

    help = "Écrit un plan et ses évaluations, brouillons compris, dans un dossier de fichiers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the plan and where to write it."""
        parser.add_argument("plan", help="adresse du plan, p. ex. 2014-2016")
        parser.add_argument("root", type=Path, help="dossier qui recevra celui du plan")

    def handle(self, *, plan: str, root: Path, **_: object) -> None:
        """Write, and say what was written."""
        found = Plan.objects.filter(slug=plan).first()
        if found is None:
            known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "aucun"
            raise CommandError(f"Il n’y a pas de plan « {plan} ». Plans présents : {known}.")
        files = dump(found, root)
        self.stdout.write(f"{len(files)} fichiers écrits dans {root / plan}.")
