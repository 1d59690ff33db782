"""Deriving what a search looks through from the texts, at each of their saves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction

from measures.actions import public_changes
from measures.actions.recommendations import in_reading_order
from measures.models import Assessment, Evaluation, Passage, Section, Word
from measures.rich_text import blocks, typeset
from measures.search_words import fold, normal, words

BATCH = 1000  # rows in one statement
LONGEST_WORD = 60  # letters; what is longer is no word that anybody looks for


@dataclass(frozen=True)
class Rebuilt:
    """How many rows the search of one evaluation now has."""

    evaluation: Evaluation
    passages: int
    words: int


def derive(
    evaluation: Evaluation,
    *,
    assessment: Assessment | None = None,
    section: Section | None = None,
) -> None:
    """Make the passages of one page agree with its title and texts.

    Called in the transaction of the save, after its recommendations are derived.
    """
    keys = evaluation.recommendations.filter(assessment=assessment, section=section)
    by_key = dict(keys.values_list("key", "pk"))
    rows = _of_section(section, by_key) if section else _of_assessment(assessment, by_key)
    evaluation.passages.filter(assessment=assessment, section=section).delete()
    Passage.objects.bulk_create(rows, batch_size=BATCH)
    _number_notes(evaluation)


def derive_whole(evaluation: Evaluation) -> None:
    """Make the passages of a whole evaluation anew."""
    by_key = dict(evaluation.recommendations.values_list("key", "pk"))
    rows: list[Passage] = []
    for assessment in evaluation.assessments.select_related("measure"):
        rows += _of_assessment(assessment, by_key)
    for section in evaluation.sections.all():
        rows += _of_section(section, by_key)
    evaluation.passages.all().delete()
    Passage.objects.bulk_create(rows, batch_size=BATCH)
    _number_notes(evaluation)


def gather_words(evaluation: Evaluation) -> None:
    """List the words of an evaluation that is published: those that a reader may look for."""
    counts: Counter[str] = Counter()
    pages: dict[str, set[int]] = {}
    written: dict[str, Counter[str]] = {}
    columns = ("assessment_id", "section_id", "text", "folded")
    rows = evaluation.passages.order_by().values_list(*columns).iterator()
    for assessment, section, text, folded in rows:
        for word in {word for word in folded.split() if len(word) <= LONGEST_WORD}:
            counts[word] += 1
            pages.setdefault(word, set()).add(assessment or -section)
        for word in words(text):
            written.setdefault(word.folded, Counter())[text[word.start : word.end]] += 1
    evaluation.words.all().delete()
    Word.objects.bulk_create(
        [
            Word(
                evaluation=evaluation,
                folded=folded,
                written=_most_common(written.get(folded), default=folded)[:LONGEST_WORD],
                count=count,
                pages=sorted(pages[folded]),
            )
            for folded, count in sorted(counts.items())
        ],
        batch_size=BATCH,
    )


def _most_common(forms: Counter[str] | None, *, default: str) -> str:
    """Return the form in which a word is most often written, the same one at each rebuild."""
    return min(forms, key=lambda form: (-forms[form], form)) if forms else default


def rebuild(*, missing_only: bool = False) -> Iterator[Rebuilt]:
    """Make the search of every evaluation anew, or of those that have none; yield each one.

    The texts are the truth: nothing of them changes, and doing it twice gives the same rows.
    """
    for key in Evaluation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            evaluation = Evaluation.objects.select_for_update().get(pk=key)
            if missing_only and evaluation.passages.exists():
                continue
            derive_whole(evaluation)
            if evaluation.is_published:
                gather_words(evaluation)
                public_changes.note()
        yield Rebuilt(evaluation, evaluation.passages.count(), evaluation.words.count())


def _of_assessment(assessment: Assessment, by_key: Mapping[str, int]) -> list[Passage]:
    """Return the rows of a measure: found by its number, its title and its short title."""
    measure = assessment.measure
    found_by = [f"Mesure {measure.number}", measure.title, measure.short_title]
    texts = [
        (Passage.Source.PLAIN_SUMMARY, assessment.plain_summary),
        (Passage.Source.STATE_ACTIONS, assessment.state_actions),
        (Passage.Source.OBSERVATIONS, assessment.observations),
    ]
    rows = [_title(measure.title, found_by), *_of_texts(texts, by_key)]
    for position, row in enumerate(rows):
        row.evaluation_id, row.position = assessment.evaluation_id, position
        row.assessment = assessment
    return rows


def _of_section(section: Section, by_key: Mapping[str, int]) -> list[Passage]:
    """Return the rows of a section: found by its label and its title."""
    texts = [(Passage.Source.BODY, section.body)]
    rows = [_title(section.title, [section.label, section.title]), *_of_texts(texts, by_key)]
    for position, row in enumerate(rows):
        row.evaluation_id, row.position = section.evaluation_id, position
        row.section = section
    return rows


def _title(title: str, found_by: Iterable[str]) -> Passage:
    """Return the row of a title; a phrase never runs from one of its parts into the next."""
    return Passage(
        kind=Passage.Kind.TITLE, text=normal(typeset(title)), folded="".join(map(fold, found_by))
    )


def _of_texts(
    texts: Iterable[tuple[Passage.Source, str]], by_key: Mapping[str, int]
) -> Iterator[Passage]:
    """Yield the rows of texts in their order, each block before the notes it calls."""
    for source, stored in texts:
        for block in blocks(stored):
            recommendation = by_key.get(block.recommendation)
            kind = Passage.Kind.TEXT if recommendation is None else Passage.Kind.RECOMMENDATION
            yield Passage(
                kind=kind,
                source=source,
                anchor=f"{source}-{block.anchor}",
                recommendation_id=recommendation,
                text=normal(block.text),
                folded=fold(block.text),
            )
            for note in block.notes:
                yield Passage(
                    kind=Passage.Kind.NOTE,
                    source=source,
                    recommendation_id=recommendation,
                    text=normal(note),
                    folded=fold(note),
                )


def _number_notes(evaluation: Evaluation) -> None:
    """Give each note the anchor that its page gives it: notes are numbered through."""
    changed = []
    notes = evaluation.passages.filter(kind=Passage.Kind.NOTE).defer("text", "folded")
    for number, note in enumerate(in_reading_order(notes), start=1):
        if note.anchor != f"note-{number}":
            note.anchor = f"note-{number}"
            changed.append(note)
    Passage.objects.bulk_update(changed, ["anchor"], batch_size=BATCH)
