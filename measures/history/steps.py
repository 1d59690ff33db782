"""The steps of a history: each revision with what the text held before it, and after it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from measures.history import states
from measures.history.fields import FIELDS, Field
from measures.history.states import State
from measures.models import Assessment, Evaluation, Revision, Section
from measures.models.versioned import Versioned

PUBLICATION = {"published_at", "discarded"}  # what a revision holds that is about no text


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
        """Whether it published an evaluation, took it back, or gave a rectification up."""
        return not PUBLICATION.isdisjoint(self.revision.content)

    @property
    def rectifies(self) -> bool:
        """Whether it opened a rectification, or changed its reason."""
        return any(one.name == "rectification_reason" for one in self.changed)

    @property
    def notable(self) -> bool:
        """Whether it is about what the public reads, rather than about a text."""
        return self.publishes or self.rectifies


def in_time(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Return revisions with who made them, last written first, whatever the clock said."""
    return revisions.select_related("by").order_by("-pk")


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


def steps(revisions: Sequence[Revision], *, row: Versioned) -> list[Step]:
    """Return the steps of revisions of a text that follow each other, in one query."""
    fields = FIELDS[type(row)]
    saved = of_text(row).filter(kind=Revision.Kind.SAVED)
    former = states.before_each(revisions, [one.name for one in fields], saved=saved)
    return [
        _step(
            revision,
            # who a text is given to is no part of what it says: only where it is recorded
            [one for one in fields if not one.apart or one.name in revision.content],
            held,
        )
        for revision, held in zip(revisions, former, strict=True)
    ]


def alone(revision: Revision) -> Step:
    """Return the step of a revision whose row may be gone: a rectification was given up."""
    fields = [one for one in _fields(revision) if not one.apart or one.name in revision.content]
    same = {"content_type": revision.content_type_id, "object_id": revision.object_id}
    saved = in_time(Revision.objects.filter(**same, kind=Revision.Kind.SAVED))
    (held,) = states.before_each([revision], [one.name for one in fields], saved=saved)
    return _step(revision, fields, held)


def lines(revisions: Sequence[Revision]) -> list[Step]:
    """Return the steps of revisions of any texts, in two queries, for a list of what changed.

    Each is compared within its own row, and only in the fields that it holds.
    """
    former = states.before_any(revisions)
    return [
        _step(
            revision,
            [one for one in _fields(revision) if one.name in revision.content],
            held,
        )
        for revision, held in zip(revisions, former, strict=True)
    ]


def _fields(revision: Revision) -> tuple[Field, ...]:
    kind = ContentType.objects.get_for_id(revision.content_type_id)
    return FIELDS.get(kind.model_class(), ())


def _step(revision: Revision, fields: list[Field], held: State) -> Step:
    before = {one.name: held.get(one.name, one.default) for one in fields}
    content = revision.content
    after = before | {one.name: content[one.name] for one in fields if one.name in content}
    return Step(revision, tuple(fields), before, after)
