"""What addressees answered, read beside the measure on which they did."""

from collections.abc import Mapping
from datetime import date
from html import escape

from measures import french
from measures.models import Addressee, Answer, Assessment, Evaluation

Answers = dict[str, dict[str, str]]  # date (ISO) and text by slug, as a revision holds them


def said(row: Assessment) -> Answers:
    """Return the answers beside an assessment by the slug of their addressee, in one query."""
    return {each.addressee.slug: _held(each) for each in written(row)}


def written(row: Assessment) -> list[Answer]:
    """Return the answers beside an assessment, in the order of their dates: one query."""
    return list(row.answers.select_related("addressee"))


def by_assessment(evaluation: Evaluation) -> dict[int, list[Answer]]:
    """Return all answers of an evaluation by the key of their assessment, in one query."""
    found: dict[int, list[Answer]] = {}
    for each in evaluation.answers.select_related("addressee").order_by(
        "given_on", "addressee__slug"
    ):
        found.setdefault(each.assessment_id, []).append(each)
    return found


def said_by_assessment(evaluation: Evaluation) -> dict[int, Answers]:
    """Return all answers of an evaluation as revisions hold them."""
    return {
        key: {each.addressee.slug: _held(each) for each in rows}
        for key, rows in by_assessment(evaluation).items()
    }


def as_text(answers: Mapping[str, Mapping[str, str]] | None, names: Mapping[str, str]) -> str:
    """Return answers one after the other, each under its addressee and date, to be compared."""
    return "\n".join(
        f"<p><strong>{escape(names.get(slug, slug), quote=False)}, le "
        f"{french.day(date.fromisoformat(held['on']))} :</strong></p>\n{held['text']}"
        for slug, held in dict(answers or {}).items()
    )


def names() -> dict[str, str]:
    """Return the names of all addressees by slug."""
    return dict(Addressee.objects.values_list("slug", "name"))


def _held(answer: Answer) -> dict[str, str]:
    return {"on": answer.given_on.isoformat(), "text": answer.text}
