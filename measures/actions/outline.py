"""The outline of a report: in what order its sections come, and which stands in which."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max

from measures.actions import passages, recommendations, sections
from measures.actions.refusals import InUse, Stale
from measures.actions.saving import lock_open, record
from measures.models import Evaluation, Section, User

ASIDE = 15_000  # added to a rank while another section takes it: each is unique
MOVED = "Ordre des sections"


@transaction.atomic
def add(
    *,
    evaluation: Evaluation,
    slug: str,
    label: str,
    title: str,
    place: int,
    parent: Section | None,
    by: User,
) -> Section:
    """Add an empty section, the last of its place or of the one that holds it."""
    lock_open(evaluation.pk)
    last = evaluation.sections.filter(place=place).aggregate(last=Max("order"))["last"] or 0
    made = sections.create(
        evaluation=evaluation,
        slug=slug,
        label=label,
        title=title,
        place=place,
        order=last + 1,
        parent=parent,
        by=by,
    )
    _arrange(evaluation, place, by=by)
    made.refresh_from_db()
    return made


@transaction.atomic
def save(
    section: Section,
    *,
    label: str,
    title: str,
    place: int,
    parent: Section | None,
    expected_version: int,
    by: User,
) -> bool:
    """Change how a section is called and where it stands; tell whether anything changed.

    At another place it comes last, with the sections in it. Raises `Closed` and `Stale`.
    """
    evaluation = lock_open(section.evaluation_id)
    section.refresh_from_db()
    values = {"label": label, "title": title, "place": place, "parent": parent}
    if all(getattr(section, name) == value for name, value in values.items()):
        return False
    if section.version != expected_version:
        raise Stale(section)
    order, former = section.order, section.place
    inside = list(section.children.order_by("order")) if place != former else []
    if place != former:
        last = evaluation.sections.filter(place=place).aggregate(last=Max("order"))["last"] or 0
        order = last + 1
    sections.save(
        section,
        **values,
        order=order,
        body=section.body,
        page=section.page,
        expected_version=expected_version,
        by=by,
    )
    for step, child in enumerate(inside, start=1):
        sections.save(
            child,
            label=child.label,
            title=child.title,
            place=place,
            order=order + step,
            parent=section,
            body=child.body,
            page=child.page,
            expected_version=child.version,
            by=by,
        )
    _arrange(evaluation, place, by=by)
    section.refresh_from_db()
    return True


@transaction.atomic
def shift(section: Section, *, down: bool, by: User) -> bool:
    """Exchange a section with its neighbour, each with the sections in it; tell whether it moved.

    The text of the section is not touched: whoever writes it goes on. Raises `Closed`.
    """
    evaluation = lock_open(section.evaluation_id)
    section.refresh_from_db()
    beside = list(evaluation.sections.filter(place=section.place, parent=section.parent_id))
    at = next(i for i, row in enumerate(beside) if row.pk == section.pk)
    to = at + (1 if down else -1)
    if not 0 <= to < len(beside):
        return False
    beside[at], beside[to] = beside[to], beside[at]
    _arrange(evaluation, section.place, first=beside, by=by)
    return True


@transaction.atomic
def remove(section: Section, *, by: User) -> None:
    """Remove a section in which nothing is written. Raises `Closed` and `InUse`."""
    evaluation = lock_open(section.evaluation_id)
    section.refresh_from_db()
    if section.body:
        raise InUse("Cette section contient un texte : videz-la d’abord.")
    if section.follow_ups.exists():
        raise InUse(
            "Cette section dit ce que sont devenues des recommandations : videz-la d’abord."
        )
    if section.children.exists():
        raise InUse("Cette section en contient d’autres : déplacez-les d’abord.")
    content = {"label": section.label, "title": section.title, "body": ""}
    record(
        section, content=content, by=by, message=f"Suppression de la section « {section} »"[:300]
    )
    section.delete()
    passages.derive_whole(evaluation)


def _arrange(
    evaluation: Evaluation, place: int, *, first: Sequence[Section] = (), by: User
) -> None:
    """Give the sections of a place their ranks anew: each is followed by those in it.

    `first` gives the order of some that stand side by side; others keep theirs.
    """
    rows = list(evaluation.sections.filter(place=place).order_by("order"))
    wanted = {row.pk: rank for rank, row in enumerate(first)}
    inside: dict[int | None, list[Section]] = {}
    for row in rows:
        inside.setdefault(row.parent_id, []).append(row)
    for siblings in inside.values():
        if any(row.pk in wanted for row in siblings):
            siblings.sort(key=lambda row: wanted[row.pk])

    def flat(holder: int | None) -> list[Section]:
        return [each for row in inside.get(holder, ()) for each in (row, *flat(row.pk))]

    ranks = sorted(row.order for row in rows)
    moved = {row.pk: rank for row, rank in zip(flat(None), ranks, strict=True) if row.order != rank}
    if not moved:
        return
    rows_moved = Section.objects.filter(pk__in=moved)
    rows_moved.update(order=F("order") + ASIDE)
    for row in rows_moved.order_by("pk"):
        Section.objects.filter(pk=row.pk).update(order=moved[row.pk])
        record(row, content={"order": moved[row.pk]}, by=by, message=MOVED)
    recommendations.number(evaluation)
    passages.derive_whole(evaluation)
