"""What changed since somebody last came, and what that person was writing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, Max, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.utils import timezone

from measures import french
from measures.desk.texts import Directory, Text
from measures.models import Evaluation, Revision, User

FIRST_TIME = timedelta(days=7)  # what somebody is told who never came before
RECENT = 5

# A revision that only gives a text to somebody changes nothing of what it says.
WROTE = Case(When(content__has_key="assigned_to", then=Value(False)), default=Value(True))


@dataclass
class Change:
    """What others did with one text: who wrote, how often, and to whom it was given."""

    text: Text
    at: datetime
    writers: list[User] = field(default_factory=list)
    saves: int = 0
    given_to: str | None = None  # a name; empty when it was taken back

    @property
    def what(self) -> list[str]:
        """What was done, in words."""
        done = []
        if self.saves:
            done.append(f"{self.saves} {french.plural(self.saves, *_SAVED)}")
        if self.given_to is not None:
            done.append(f"confié à {self.given_to}" if self.given_to else "n’est plus confié")
        return done


_SAVED = ("enregistrement", "enregistrements")


def since(user: User) -> datetime:
    """Return since when a person is told what changed."""
    return user.previous_login or timezone.now() - FIRST_TIME


def changes(evaluations: Iterable[Evaluation], directory: Directory, user: User) -> list[Change]:
    """Return what others changed since a person last came, by text, last first: two queries."""
    rows = _counted(
        Revision.objects.filter(evaluation__in=[row.pk for row in evaluations], at__gt=since(user))
        .exclude(by=user)
        .annotate(given_to=KT("content__assigned_to"))
    )
    rows = list(
        rows.values("content_type", "object_id", "by", "wrote", "given_to", "saves", "last")
    )
    wanted = {row["by"] for row in rows} | {int(row["given_to"]) for row in rows if row["given_to"]}
    people = User.objects.in_bulk(wanted)
    found: dict[Text, Change] = {}
    for row in sorted(rows, key=lambda row: row["last"]):
        text = _text(row, directory)
        if text is None:
            continue
        change = found.setdefault(text, Change(text, row["last"]))
        change.at = row["last"]
        if people[row["by"]] not in change.writers:
            change.writers.append(people[row["by"]])
        if row["wrote"]:
            change.saves += row["saves"]
        else:
            change.given_to = str(people[int(row["given_to"])]) if row["given_to"] else ""
    return sorted(found.values(), key=lambda change: change.at, reverse=True)


def written_by(
    evaluations: Iterable[Evaluation], directory: Directory, user: User
) -> list[tuple[Text, datetime]]:
    """Return the texts that a person saved last, and when, last first: one query."""
    rows = _counted(
        Revision.objects.filter(evaluation__in=[row.pk for row in evaluations], by=user)
    )
    rows = rows.filter(wrote=True).values("content_type", "object_id", "last").order_by("-last")
    found = [(_text(row, directory), row["last"]) for row in rows[: RECENT + 1]]
    return [(text, last) for text, last in found if text is not None and text.page][:RECENT]


def _counted(revisions: QuerySet[Revision]) -> QuerySet:
    """Group what was saved by text and author: how many times, and when last."""
    rows = revisions.filter(kind=Revision.Kind.SAVED).annotate(wrote=WROTE).order_by()
    group = ["content_type", "object_id", "by", "wrote"]
    if "given_to" in rows.query.annotations:
        group.append("given_to")
    return rows.values(*group).annotate(saves=Count("pk"), last=Max("at"))


def _text(row: dict, directory: Directory) -> Text | None:
    kind = ContentType.objects.get_for_id(row["content_type"]).model_class()
    return directory.of_row(kind, row["object_id"])
