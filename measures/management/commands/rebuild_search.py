"""`manage.py rebuild_search`: make what the search looks through anew, from the texts."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from measures import french
from measures.actions import passages


class Command(BaseCommand):
    """Rebuild the search; doing it again changes nothing."""

    help = "Refait, à partir des textes, ce que la recherche parcourt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option of a start-up."""
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="ne refaire que ce qui n’a encore jamais été fait",
        )

    def handle(self, *, if_missing: bool, **_: object) -> None:
        """Rebuild, and say how many rows each evaluation has."""
        count = 0
        for rebuilt in passages.rebuild(missing_only=if_missing):
            count += 1
            row = rebuilt.evaluation
            self.stdout.write(
                f"{row.plan.short_title}, évaluation {row.slug}, édition {row.edition} : "
                f"{rebuilt.passages} {french.plural(rebuilt.passages, 'passage', 'passages')}, "
                f"{rebuilt.words} {french.plural(rebuilt.words, 'mot', 'mots')}."
            )
        self.stdout.write(
            f"Recherche : {count or 'aucune'} "
            f"{french.plural(count, 'évaluation refaite', 'évaluations refaites')}."
        )
