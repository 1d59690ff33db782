"""The steps of a history: each revision with what the text held before it, and after it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, QuerySet, Subquery

from measures.history.fields import FIELDS, Field
from measures.models import Assessment, Evaluation, Revision, Section
from measures.models.versioned import Versioned

State = dict[str, Any]  # values by field name, as revisions hold them
_OF_EDITION = {"observations_in", "parent"}  # lead to a row of the same edition
_EVERY_NAME = sorted({field.name for fields in FIELDS.values() for field in fields})


@dataclass(frozen=True)
class Step:
    """A revision, and the state of its text before and after it."""

    revision: Revision
    fields: tuple[Field, ...]
    before: State = field(repr=False)
    after: State = field(repr=False)

    @property
    def changed(self) -> list[Field]:
        """The fields that it changed: for one set aside, those that it would have changed."""
        return [one for one in self.fields if self.before[one.name] != self.after[one.name]]

    @property
    def set_aside(self) -> bool:
        """Whether it was refused in a conflict, and kept beside the sequence."""
        return self.revision.kind == Revision.Kind.SET_ASIDE

    @property
    def publishes(self) -> bool:
        """Whether it published an evaluation, or took it back."""
        return "published_at" in self.revision.content

    @property
    def rectifies(self) -> bool:
        """Whether it opened a rectification, or changed its reason."""
        return any(one.name == "rectification_reason" for one in self.changed)

    @property
    def notable(self) -> bool:
        """Whether it is about what the public reads, rather than about a text."""
        return self.publishes or self.rectifies


def in_time(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Return revisions with who made them, last first."""
    return revisions.select_related("by").order_by("-at", "-pk")


def same_text(row: Versioned) -> QuerySet:
    """Return the rows of the same text in every edition: a rectification continues its history."""
    rows = type(row)._default_manager.all()
    if isinstance(row, Evaluation):
        return rows.filter(plan=row.plan_id, slug=row.slug)
    if not isinstance(row, Assessment | Section):
        return rows.filter(pk=row.pk)
    rows = rows.filter(
        evaluation__plan=row.evaluation.plan_id, evaluation__slug=row.evaluation.slug
    )
    if isinstance(row, Assessment):
        return rows.filter(measure=row.measure_id)
    return rows.filter(slug=row.slug)


def of_text(row: Versioned) -> QuerySet[Revision]:
    """Return the revisions of a text, in all its editions, last first."""
    kind = ContentType.objects.get_for_model(row)
    return in_time(Revision.objects.filter(content_type=kind, object_id__in=same_text(row)))


def of_evaluation(evaluation: Evaluation) -> QuerySet[Revision]:
    """Return the revisions of an evaluation and its texts, in all its editions, last first."""
    return in_time(
        Revision.objects.filter(
            evaluation__plan=evaluation.plan_id, evaluation__slug=evaluation.slug
        )
    )


def steps(revisions: Sequence[Revision], *, row: Versioned | None = None) -> list[Step]:
    """Return the steps of some revisions, in their order, in two queries.

    `row` says that all are of its text; otherwise each is compared within its own row, and only
    in the fields that it holds.
    """
    if not revisions:
        return []
    former = _former(revisions, row)
    return [_step(revision, former[revision.pk], whole=row is not None) for revision in revisions]


def _step(revision: Revision, held: State, *, whole: bool) -> Step:
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    fields = tuple(one for one in FIELDS.get(model, ()) if whole or one.name in revision.content)
    before = {one.name: held.get(one.name, one.default) for one in fields}
    after = before | {one.name: revision.content[one.name] for one in fields
                      if one.name in revision.content}  # fmt: skip
    return Step(revision, fields, before, after)


def _former(revisions: Collection[Revision], row: Versioned | None) -> dict[int, State]:
    """Return what the text of each revision held just before it, by its key."""
    if row is None:
        names = [name for name in _EVERY_NAME if any(name in one.content for one in revisions)]
        same = Q(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    else:
        names = [one.name for one in FIELDS[type(row)]]
        same = Q(content_type=ContentType.objects.get_for_model(row), object_id__in=same_text(row))
    earlier = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    saved = Revision.objects.filter(same, earlier, kind=Revision.Kind.SAVED)
    saved = saved.order_by("-at", "-pk")
    found = {
        f"of_{name}": Subquery(saved.filter(content__has_key=name).values("pk")[:1])
        for name in names
    }
    rows = Revision.objects.filter(pk__in=[one.pk for one in revisions]).order_by()
    places = {place["pk"]: place for place in rows.annotate(**found).values("pk", *found)}
    keys = {place[name] for place in places.values() for name in found if place[name]}
    held = Revision.objects.filter(pk__in=keys).order_by().in_bulk()
    return {
        revision.pk: {
            name: _value(name, held[key], revision)
            for name in names
            if (key := places[revision.pk][f"of_{name}"])
        }
        for revision in revisions
    }


def _value(name: str, former: Revision, revision: Revision) -> Any:
    """Return what a former revision holds; in its own edition if it leads to a row of it."""
    moved = former.object_id != revision.object_id
    if moved and name in _OF_EDITION and name in revision.content:
        return revision.content[name]
    return former.content[name]
