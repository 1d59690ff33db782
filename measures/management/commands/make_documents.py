"""`manage.py make_documents`: make the documents that are asked for, and those that lack."""

import os
import signal
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, close_old_connections

from measures import french
from measures.actions import documents as actions
from measures.exports import making, workshop
from measures.models import Document, Evaluation

_PAUSE = 0.5  # seconds between two looks at an empty queue
_AN_HOUR = 3600  # seconds between two rounds of tidying


class Command(BaseCommand):
    """Make what is asked for; with `--wait`, go on until told to stop."""

    help = "Fait les documents demandés, et ceux qui manquent aux évaluations publiées."
    told_to_stop = False
    beside: int | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options of whoever goes on working."""
        parser.add_argument(
            "--wait",
            action="store_true",
            help="ne pas s’arrêter : attendre les demandes suivantes (Ctrl+C ou SIGTERM arrête)",
        )
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="s’arrêter quand ce processus a pris fin"
        )
        parser.add_argument(
            "--again", action="store_true", help="refaire d’abord ce qui n’a pas pu être fait"
        )

    def handle(self, *, wait: bool, beside: int | None, again: bool, **_: object) -> None:
        """Make the documents; say how many, and fail if one could not be made."""
        self.beside = beside
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        if again:
            actions.try_again()
        failed = self._complete()
        if wait:
            self._wait()
            return
        made = 0
        while not self._stopping() and (document := self._make_next()):
            made += document.state == Document.State.READY
            failed += document.state == Document.State.FAILED
        words = french.plural(made, "document fait", "documents faits")
        self.stdout.write(f"Documents : {made or 'aucun'} {words}.")
        if failed:
            raise CommandError(f"Documents qui n’ont pas pu être faits : {failed}.")

    def _complete(self) -> int:
        """Give published evaluations what they lack; return how many have no report still."""
        failed = 0
        rows = Evaluation.objects.published_editions().select_related("plan")
        for evaluation in rows.order_by("published_at", "pk"):
            if self._stopping():
                break
            try:
                workshop.complete(evaluation)
            except making.NotMade as why:
                failed += 1
                self.stderr.write(f"{evaluation.plan.slug}/{evaluation.slug} : {why}")
        return failed

    def _wait(self) -> None:
        """Make one document after the other, until told to stop."""
        tidied = -float(_AN_HOUR)
        while not self._stopping():
            try:
                close_old_connections()
                if time.monotonic() - tidied > _AN_HOUR:
                    actions.tidy()
                    tidied = time.monotonic()
                if self._make_next():
                    continue
            except (DatabaseError, InterfaceError) as error:  # it is away, or full: it will be back
                self.stderr.write(f"La base de données ne répond pas, ou est pleine : {error}")
                time.sleep(_PAUSE * 9)
            except OSError as error:  # no room for what is being made
                self.stderr.write(f"Le document attend : {error}")
                time.sleep(_PAUSE * 9)
            time.sleep(_PAUSE)

    def _make_next(self) -> Document | None:
        document = workshop.make_next(stopping=self._stopping)
        if document is not None:
            document.refresh_from_db()
            if document.state == Document.State.FAILED:
                self.stderr.write(f"{document} : {document.failure}")
        return document

    def _stop(self, *_: object) -> None:
        self.told_to_stop = True

    def _stopping(self) -> bool:
        """Tell whether this is the end: we were told, or who we stand beside has gone."""
        if self.beside is not None and not _lives(self.beside):
            return True
        return self.told_to_stop


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, but there
    return True
