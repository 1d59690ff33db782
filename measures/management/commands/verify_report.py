"""`manage.py verify_report 2014-2016/2017`: are the documents kept those that were published?"""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from measures import french, signatures
from measures import report as reports
from measures.exports import documents, keeping, making
from measures.models import Document, Evaluation


class Command(BaseCommand):
    """Recompute fingerprints, and make documents anew; fail where something differs."""

    help = (
        "Recalcule l’empreinte des documents publiés, et dit si les refaire donnerait les mêmes "
        "octets."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare which evaluations, and how far to look."""
        parser.add_argument(
            "evaluations", nargs="*", metavar="plan/évaluation", help="par exemple 2014-2016/2017"
        )
        parser.add_argument(
            "--all",
            action="store_true",
            dest="every",
            help="toutes les évaluations publiées, avec leurs éditions, retirées comprises",
        )
        parser.add_argument(
            "--parts", action="store_true", help="chaque document, et non le seul rapport entier"
        )
        parser.add_argument(
            "--fingerprints-only",
            action="store_true",
            help="ne rien refaire : comparer les octets gardés à leur empreinte",
        )

    def handle(
        self,
        *,
        evaluations: list[str],
        every: bool,
        parts: bool,
        fingerprints_only: bool,
        **_: object,
    ) -> None:
        """Look at each document, say what was found, and fail on any difference."""
        if every == bool(evaluations):
            raise CommandError("Nommez des évaluations (2014-2016/2017), ou demandez --all.")
        rows = Document.objects.ready().exclude(published_at=None)
        if not parts:
            rows = rows.filter(kind=Document.Kind.REPORT)
        found = seen = 0
        for row in self._chosen(rows, evaluations):
            seen += 1
            for difference in self._differences(row, fingerprints_only):
                found += 1
                self.stdout.write(f"{_name(row)} : {difference}")
        if not seen:
            raise CommandError("Aucun document publié n’est gardé pour cela.")
        words = french.plural(seen, "document vérifié", "documents vérifiés")
        if found:
            raise CommandError(f"{seen} {words}. Différences : {found}.")
        self.stdout.write(f"{seen} {words}. Aucune différence.")

    def _chosen(self, rows: QuerySet[Document], evaluations: list[str]) -> Iterator[Document]:
        """Yield the documents to look at, with their evaluation; refuse a name that is unknown."""
        rows = rows.select_related("evaluation__plan").order_by("published_at", "kind", "key")
        if not evaluations:
            yield from rows
            return
        for name in evaluations:
            plan, _, slug = name.partition("/")
            of_it = Evaluation.objects.filter(plan__slug=plan, slug=slug)
            if not of_it.exists():
                raise CommandError(f"Il n’y a pas d’évaluation « {name} ».")
            yield from rows.filter(evaluation__in=of_it)

    def _differences(self, row: Document, fingerprints_only: bool) -> Iterator[str]:
        """Yield what is not as it should be of a document, in sentences; say its fingerprint."""
        kept = keeping.stored(row)
        sha256 = hashlib.sha256(kept).hexdigest()
        self.stdout.write(f"{_name(row)} : {len(kept)} octets, SHA-256 {sha256}")
        if (sha256, len(kept)) != (row.sha256, row.size):
            yield (
                f"les octets gardés ne sont pas ceux qui ont été publiés (empreinte publiée : "
                f"{row.sha256}, {row.size} octets). Restaurez une sauvegarde."
            )
        stands = row.withdrawn_at is None and row.published_at == row.evaluation.published_at
        if not fingerprints_only and stands:
            yield from _made_anew(row, kept)


def _made_anew(row: Document, kept: bytes) -> Iterator[str]:
    """Yield what making a document anew would change, and why."""
    signature = signatures.of(row.evaluation)
    try:
        anew = making.make(reports.build(row.evaluation), documents.wanted(row))
    except making.NotMade as why:
        yield f"il ne peut pas être refait. {why}"
        return
    if anew == kept:
        return
    if signature != row.signature:
        yield (
            "refait, il serait autre : un titre ou un nom a été corrigé, ou l’évaluation "
            "précédente rectifiée, depuis la publication."
        )
    else:
        yield (
            "refait, il serait autre, du même contenu : le logiciel, ses polices ou l’adresse du "
            "site ont changé depuis la publication."
        )


def _name(row: Document) -> str:
    evaluation = row.evaluation
    name = f"{evaluation.plan.slug}/{evaluation.slug}, édition {evaluation.edition}, {row}"
    return f"{name}, retiré" if row.withdrawn_at else name
