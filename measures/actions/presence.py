"""Noting who has a text open. It is no history: a line says only when a page last said so."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from measures.models import Evaluation, Presence, User

KEPT = timedelta(days=1)


@transaction.atomic
def note(evaluation: Evaluation, *, place: str, by: User) -> None:
    """Note that somebody has a text open now, and forget those of another day.

    One statement writes or renews the line: two tabs of one person may say so at once.
    """
    at = timezone.now()
    Presence.objects.bulk_create(
        [Presence(evaluation=evaluation, user=by, place=place, at=at)],
        update_conflicts=True,
        unique_fields=["evaluation", "user", "place"],
        update_fields=["at"],
    )
    Presence.objects.filter(at__lt=at - KEPT).delete()
