"""What a text held before each of some revisions, put together from earlier ones.

Contents are long and histories too: a walk down a history stops as soon as all is found.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from measures.history.fields import APART
from measures.models import Revision

State = dict[str, Any]  # values by field name, as revisions hold them
UNKNOWN = object()  # a value that was another one
_OF_EDITION = {"observations_in", "parent"}  # lead to a row of the same edition


def before_each(
    revisions: Sequence[Revision], names: Collection[str], *, saved: QuerySet[Revision]
) -> list[State]:
    """Return what a text held before each of its `revisions`, which follow each other, last first.

    `saved` are all that were saved of it, last first.
    """
    states: list[State] = [{} for _ in revisions]
    missing = [
        {name for name in names if name not in APART or name in revision.content}
        for revision in revisions
    ]
    for former in _down(revisions, saved):
        searching = False
        for revision, state, wanted in zip(revisions, states, missing, strict=True):
            if _rank(former) < _rank(revision):
                for name in wanted & former.content.keys():
                    state[name] = _value(name, former, revision)
                wanted.difference_update(former.content)
            searching = searching or bool(wanted)
        if not searching:
            break
    return states


def before_any(revisions: Sequence[Revision]) -> list[State]:
    """Return what the row of each revision held before it, of the fields that it holds."""
    holding: dict[str, list[int]] = {}
    for revision in revisions:
        for name in revision.content.keys() - APART:
            holding.setdefault(name, []).append(revision.pk)
    same = Q(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    earlier = Q(pk__lt=OuterRef("pk"))  # as written: a clock may be set back
    saved = Revision.objects.filter(same, earlier, kind=Revision.Kind.SAVED).order_by("-pk")
    found = {
        f"of_{name}": Case(
            When(pk__in=keys, then=Subquery(saved.filter(content__has_key=name).values("pk")[:1]))
        )
        for name, keys in holding.items()
    }
    rows = Revision.objects.filter(pk__in=[one.pk for one in revisions]).order_by()
    places = {place["pk"]: place for place in rows.annotate(**found).values("pk", *found)}
    keys = {place[name] for place in places.values() for name in found if place[name]}
    held = Revision.objects.filter(pk__in=keys).order_by().in_bulk()
    return [
        {
            name: held[key].content[name]
            for name in holding
            if (key := places[revision.pk][f"of_{name}"])
        }
        | dict.fromkeys(revision.content.keys() & APART, UNKNOWN)
        for revision in revisions
    ]


def _down(revisions: Sequence[Revision], saved: QuerySet[Revision]) -> Iterator[Revision]:
    """Yield what was saved before the last of `revisions`, last first."""
    if not revisions:
        return
    yield from (one for one in revisions if one.kind == Revision.Kind.SAVED)
    oldest = min(revisions, key=_rank)
    below = Q(at__lt=oldest.at) | Q(at=oldest.at, pk__lt=oldest.pk)
    yield from saved.filter(below).iterator(chunk_size=4)


def _rank(revision: Revision) -> tuple[Any, int]:
    return revision.at, revision.pk


def _value(name: str, former: Revision, revision: Revision) -> Any:
    """Return what a former revision holds; in its own edition if it leads to a row of it."""
    moved = former.object_id != revision.object_id
    if moved and name in _OF_EDITION and name in revision.content:
        return revision.content[name]
    return former.content[name]
