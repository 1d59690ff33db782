"""One page of results: measures and sections with their passages, ready for a template."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from django.db.models import BigIntegerField
from django.utils.safestring import SafeString

from measures.links import address
from measures.models import Assessment, Evaluation, Passage, Section
from measures.models.prepared import GivenSeveral, Prepared, Row
from measures.rich_text import typeset
from measures.search.answer import Answer
from measures.search.filters import Filters
from measures.search.question import Question
from measures.search.snippets import marked, sentences
from measures.search_words import normal

FIRST = 3  # passages of one measure or section shown at once


@dataclass(frozen=True)
class Hit:
    """A passage: what it is, the sentence that answers, the address of that very block."""

    label: str
    html: SafeString
    address: str


@dataclass
class Result:
    """A measure or section that answers, with its passages."""

    evaluation: Evaluation
    page: Assessment | Section
    title: SafeString
    address: str
    hits: list[Hit] = field(default_factory=list)

    @property
    def first(self) -> list[Hit]:
        """The best passages, shown at once."""
        return self.hits[:FIRST]

    @property
    def others(self) -> list[Hit]:
        """The passages that are folded away."""
        return self.hits[FIRST:]

    @property
    def assessment(self) -> Assessment | None:
        """What is found, if it is a measure."""
        return self.page if isinstance(self.page, Assessment) else None


_KEYS = GivenSeveral("keys", BigIntegerField())
_MEASURES = Prepared(
    lambda: (
        Assessment.objects.without_texts().select_related("measure").filter(pk__in=_KEYS).order_by()
    )
)
_SECTIONS = Prepared(lambda: Section.objects.defer("body").filter(pk__in=_KEYS).order_by())
_COLUMNS = ("pk", "kind", "source", "anchor", "text", "recommendation__number")
_PASSAGES = Prepared(lambda: Passage.objects.filter(pk__in=_KEYS).order_by().values_list(*_COLUMNS))


def _by_key(rows: Prepared[Row], keys: Set[int]) -> dict[int, Row]:
    return {row.pk: row for row in rows.all(keys=keys)} if keys else {}


def results(answer: Answer, question: Question, filters: Filters, shown: Iterable) -> list[Result]:
    """Return what one page shows of the groups of an answer, in three queries."""
    groups = list(shown)
    if not groups:
        return []
    measures = _by_key(_MEASURES, {group.assessment for group in groups} - {None})
    sections = _by_key(_SECTIONS, {group.section for group in groups} - {None})
    wanted = [key for group in groups for key in group.passages]
    rows = {row[0]: row for row in _PASSAGES.all(keys=wanted)}
    evaluations = {evaluation.pk: evaluation for evaluation in filters.evaluations}
    found = []
    for group in groups:
        evaluation = evaluations[group.evaluation]
        if group.assessment is not None:
            page = measures[group.assessment]
            where = address("measure", evaluation, page.measure.number)
            title = str(page.measure)
        else:
            page = sections[group.section]
            where = address("section", evaluation, page.slug)
            title = str(page)
        result = Result(evaluation, page, marked(normal(typeset(title)), question), where)
        for key in group.passages:
            _, kind, source, anchor, text, number = rows[key]
            if kind == Passage.Kind.TITLE and result.assessment is None:
                continue  # its title says it all
            label = _label(kind, source, anchor, number)
            html = sentences(text, question, answer.known.rarity)
            result.hits.append(Hit(label, html, f"{where}#{anchor}" if anchor else where))
        found.append(result)
    return found


def _label(kind: str, source: str, anchor: str, number: int | None) -> str:
    """Say what a passage is."""
    if kind == Passage.Kind.NOTE:
        return f"Note {anchor.removeprefix('note-')}"
    if kind == Passage.Kind.RECOMMENDATION:
        return f"Recommandation {number}"
    if kind == Passage.Kind.TITLE:
        return "Intitulé"
    return Passage.Source(source).label
