"""The answers of addressees, written with the assessment beside which they stand."""

from collections.abc import Mapping
from datetime import date

from measures import answering
from measures.actions.refusals import UnknownAddressee
from measures.actions.saving import Part
from measures.answering import Answers
from measures.models import Addressee, Answer, Assessment
from measures.rich_text import clean

FIELD = "answers"  # its name in revisions


def part(row: Assessment, wanted: Mapping[str, Mapping[str, str]] | None) -> Part:
    """Return what a save makes of the answers beside an assessment; without `wanted`, nothing.

    `wanted` holds them all: date (ISO) and text by the slug of the addressee. One without a text
    is taken out. Raises `UnknownAddressee` and `InvalidText`.
    """
    before = answering.said(row)
    if wanted is None:
        return Part(before, before, lambda: None)
    after = cleaned(wanted)
    addressees = {each.slug: each for each in Addressee.objects.filter(slug__in=after)}
    for slug in after:
        if slug not in addressees:
            raise UnknownAddressee(slug)
    return Part(before, after, lambda: _write(row, before, after, addressees))


def copied(source: Assessment, row: Assessment) -> Part:
    """Return what carries answers over to a further edition of a text, as they are."""
    after = answering.said(source)
    addressees = {each.addressee.slug: each.addressee for each in answering.written(source)}
    return Part({}, after, lambda: _write(row, {}, after, addressees))


def cleaned(wanted: Mapping[str, Mapping[str, str]]) -> Answers:
    """Return answers as they are kept, in the order of their dates. Raises `InvalidText`."""
    kept = {
        slug: {"on": held["on"], "text": clean(held["text"], marks=())}
        for slug, held in wanted.items()
    }
    order = sorted(kept, key=lambda slug: (kept[slug]["on"], slug))
    return {slug: kept[slug] for slug in order if kept[slug]["text"]}


def _write(
    row: Assessment, before: Answers, after: Answers, addressees: Mapping[str, Addressee]
) -> None:
    """Make the rows beside an assessment agree with its answers. Raises `ValidationError`."""
    rows = {each.addressee.slug: each for each in answering.written(row)}
    for slug in before.keys() - after.keys():
        rows[slug].delete()
    for slug, held in after.items():
        if before.get(slug) == held:
            continue
        answer = rows.get(slug) or Answer(
            evaluation_id=row.evaluation_id, assessment=row, addressee=addressees[slug]
        )
        answer.given_on, answer.text = date.fromisoformat(held["on"]), held["text"]
        answer.full_clean(validate_constraints=True)
        answer.save()
