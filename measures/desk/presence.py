"""Who is writing where now, as the pages that are open say."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from measures import french
from measures.models import Evaluation, Presence, User

NOW = timedelta(minutes=2)  # four beats of a page: one that is lost makes nobody disappear


def now(*, but: User | None = None) -> QuerySet[Presence]:
    """Return the presences of these minutes, with who and where, last first."""
    rows = Presence.objects.filter(at__gte=timezone.now() - NOW).select_related("user")
    return rows if but is None else rows.exclude(user=but)


def at(evaluation: Evaluation, place: str, *, but: User) -> list[User]:
    """Return who else is writing one text now."""
    rows = now(but=but).filter(evaluation=evaluation, place=place)
    return [row.user for row in rows.order_by("user__last_name", "user__username")]


def said_of(people: list[User]) -> str:
    """Return « Camille Martin et Anne Petit écrivent aussi ici. », or nothing for nobody."""
    if not people:
        return ""
    verb = french.plural(len(people), "écrit", "écrivent")
    return f"{french.listing([str(person) for person in people])} {verb} aussi ici."
