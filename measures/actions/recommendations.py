"""Deriving the rows of recommendations from the marks in a text, at each of its saves."""

from collections.abc import Collection

from django.db.models import QuerySet

from measures.actions.refusals import UnknownAddressee
from measures.models import (
    Addressee,
    Assessment,
    Evaluation,
    Passage,
    Recommendation,
    Section,
)
from measures.rich_text import clean, passages


def keys_elsewhere(
    evaluation: Evaluation,
    *,
    assessment: Assessment | None = None,
    section: Section | None = None,
) -> frozenset[str]:
    """Return the keys that other texts of the evaluation hold, hence not free for this one."""
    rows = evaluation.recommendations.all()
    if assessment is not None:
        rows = rows.exclude(assessment=assessment)
    if section is not None:
        rows = rows.exclude(section=section)
    return frozenset(rows.values_list("key", flat=True))


def clean_marked(text: str, *, former: str, taken_keys: Collection[str]) -> str:
    """Clean a text whose marks are recommendations.

    A mark that comes without a key of its own gets back the one that the same words bear in
    the `former` text, if any: a new recommendation sent twice is not two recommendations.
    """
    stored = clean(text, taken_keys=taken_keys)
    sent, marks = text.lower(), passages(stored)
    kept = {mark.key for mark in marks}
    free = [mark for mark in passages(former) if mark.key not in kept]
    for mark in marks:
        if mark.key in sent:
            continue
        for same in free:
            if (same.html, same.addressees) == (mark.html, mark.addressees):
                stored = stored.replace(f'data-key="{mark.key}"', f'data-key="{same.key}"')
                free.remove(same)
                break
    return stored


def derive(
    evaluation: Evaluation,
    stored: str,
    *,
    assessment: Assessment | None = None,
    section: Section | None = None,
) -> None:
    """Make the rows of one text agree with its marks, then number those of the evaluation.

    Raises `UnknownAddressee`. Called in the transaction of the save.
    """
    rows = {
        row.key: row
        for row in Recommendation.objects.filter(
            evaluation=evaluation, assessment=assessment, section=section
        )
    }
    addressees = {addressee.slug: addressee for addressee in Addressee.objects.all()}
    for position, passage in enumerate(passages(stored), start=1):
        row = rows.pop(passage.key, None) or Recommendation(
            evaluation=evaluation,
            assessment=assessment,
            section=section,
            key=passage.key,
            number=0,
        )
        row.position, row.html, row.text = position, passage.html, passage.text
        row.save()
        for slug in passage.addressees:
            if slug not in addressees:
                raise UnknownAddressee(slug)
        row.addressees.set(addressees[slug] for slug in passage.addressees)
    for row in rows.values():
        row.delete()
    number(evaluation)


def number(evaluation: Evaluation) -> None:
    """Number the recommendations of an evaluation in the order of its report."""
    changed = []
    rows = evaluation.recommendations.defer("html", "text")
    for place, row in enumerate(in_reading_order(rows), start=1):
        if row.number != place:
            row.number = place
            changed.append(row)
    Recommendation.objects.bulk_update(changed, ["number"], batch_size=500)


def in_reading_order(rows: QuerySet) -> list:
    """Return recommendations or passages in the order of the report, the long texts left out."""
    rows = rows.select_related("assessment__measure__priority", "section")
    rows = rows.defer(
        *("assessment__plain_summary", "assessment__state_actions", "assessment__observations"),
        "section__body",
    )
    return sorted(rows, key=_reading_place)


def _reading_place(row: Recommendation | Passage) -> tuple[int, int, int, int]:
    """Return what sorts in the order of the report.

    Sections before the measures, measures by priority, sections after.
    """
    if row.section is not None:
        before = row.section.place == Section.Place.BEFORE_MEASURES
        return (0 if before else 2, row.section.order, 0, row.position)
    measure = row.assessment.measure
    return (1, measure.priority.number, measure.number, row.position)
