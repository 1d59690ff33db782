"""Finding the passages that answer a question, and which come first.

The database says which passages hold the words, with the same comparison on SQLite and
PostgreSQL; they are ranked here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from math import log
from operator import and_, itemgetter, or_
from typing import Any, NamedTuple

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from measures.models import Evaluation, Passage, Section, Word
from measures.models.prepared import Given, GivenSeveral, Prepared
from measures.search.filters import CONDITIONS, Where
from measures.search.question import MAX_TERMS, Question, Term

Joined = Callable[[Q, Q], Q]  # `and_` or `or_`
MANY_PAGES = 200  # beyond, looking through all texts is no slower than naming so many pages


class Rank(NamedTuple):
    """What makes one passage come before another, the most telling first."""

    title: bool
    together: bool  # the words stand in a row
    whole: int  # how many stand in full, not inside others
    rarity: float  # of these


class Row(NamedTuple):
    """What ranking needs to know of a passage."""

    pk: int
    evaluation: int
    assessment: int | None
    section: int | None
    kind: str
    position: int
    folded: str
    number: int | None  # of the measure
    place: int | None  # of the section
    order: int | None

    @property
    def page(self) -> tuple[int | None, int | None]:
        """The measure or section in which it stands."""
        return self.assessment, self.section


_COLUMNS = (
    "pk",
    "evaluation_id",
    "assessment_id",
    "section_id",
    "kind",
    "position",
    "folded",
    "assessment__measure__number",
    "section__place",
    "section__order",
)


@dataclass
class Group:
    """The passages of one measure or section that answer, the best first."""

    evaluation: int
    assessment: int | None
    section: int | None
    reading_place: tuple[int, int]
    best: Rank
    passages: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the words of published texts tell of a question before any text is looked at."""

    rarity: dict[Term, float] = field(default_factory=dict)  # what stands nowhere is not there
    pages: frozenset[int] = frozenset()  # that may hold every term, as in `Word.pages`

    def within(self, where: Where) -> Where:
        """Look through these pages only, where that spares looking through all."""
        return where if len(self.pages) > MANY_PAGES else where.among(self.pages)


def look_up(question: Question) -> Known:
    """Return what is known of the words of a question, in one query."""
    inside = [term.needle for term in question.terms if term.inside]
    whole = [word for term in question.terms if not term.inside for word in term.words]
    rows = _words(len(inside), bool(whole)).all(whole=whole, **_numbered(inside))
    counts: Counter[str] = Counter()
    pages: dict[str, set[int]] = {}
    for folded, count, here in rows:
        counts[folded] += count
        pages.setdefault(folded, set()).update(here)
    found = {term: _count(term, counts) for term in question.terms}
    return Known(
        {term: 1 / (1 + log(count)) for term, count in found.items() if count},
        frozenset.intersection(*(frozenset(_pages(term, pages)) for term in question.terms)),
    )


@lru_cache(maxsize=2 * MAX_TERMS)
def _words(inside: int, whole: bool) -> Prepared:
    """Return the published words that hold one of so many terms, or are among `whole`."""
    among = [Q(folded__in=GivenSeveral("whole"))] if whole else []
    wanted = reduce(or_, among + _holding(inside))
    rows = Word.objects.filter(wanted, evaluation__in=Evaluation.objects.published())
    return Prepared(lambda: rows.order_by().values_list("folded", "count", "pages"))


def _holding(terms: int) -> list[Q]:
    """Return what says of folded words that they hold each of so many terms."""
    return [
        Q(GreaterThan(StrIndex("folded", Given(name)), Value(0)))
        for name in _numbered(range(terms))
    ]


def _numbered(terms: Iterable[Any]) -> dict[str, Any]:
    return {f"term{place}": term for place, term in enumerate(terms)}


def _count(term: Term, counts: Mapping[str, int]) -> int:
    """Return in how many passages a term may stand: at most, for a phrase."""
    if term.inside:
        return sum(count for word, count in counts.items() if term.needle in word)
    return min(counts.get(word, 0) for word in term.words)


def _pages(term: Term, pages: Mapping[str, set[int]]) -> set[int]:
    """Return the pages where a term may stand."""
    if term.inside:
        return set().union(*(here for word, here in pages.items() if term.needle in word))
    return set.intersection(*(pages.get(word, set()) for word in term.words))


def find(question: Question, where: Where, known: Known) -> list[Group]:
    """Return the passages that hold every term, grouped and ranked, in one query."""
    return _ranked(_rows(question, known.within(where), known, and_), question, known.rarity)


def find_apart(question: Question, where: Where, known: Known) -> list[Group]:
    """Return the measures and sections that hold every term, each in any passage; one query."""
    if len(question.terms) < 2:
        return []
    pages: dict[tuple[int | None, int | None], list[Row]] = {}
    for row in _rows(question, known.within(where), known, or_):
        pages.setdefault(row.page, []).append(row)
    kept = (
        row
        for rows in pages.values()
        if all(any(term.needle in row.folded for row in rows) for term in question.terms)
        for row in rows
    )
    return _ranked(kept, question, known.rarity)


def _rows(question: Question, where: Where, known: Known, joined: Joined) -> list[Row]:
    """Return the passages of a place that hold all terms (`and_`), or one of them (`or_`)."""
    rarest_first = sorted(question.terms, key=lambda term: -known.rarity[term])
    needles = _numbered(term.needle for term in rarest_first)
    passages = _passages(where.conditions, len(needles), joined)
    return [Row(*row) for row in passages.all(**where.values, **needles)]


@lru_cache(maxsize=200)
def _passages(conditions: frozenset[str], terms: int, joined: Joined) -> Prepared:
    """Return the passages where these conditions hold, and so many terms, joined as said."""
    here = reduce(and_, (CONDITIONS[name] for name in sorted(conditions)))
    rows = Passage.objects.filter(here & reduce(joined, _holding(terms)))
    return Prepared(lambda: rows.order_by().values_list(*_COLUMNS))


def _ranked(rows: Iterable[Row], question: Question, rarity: Mapping[Term, float]) -> list[Group]:
    groups: dict[tuple[int | None, int | None], Group] = {}
    ranked = [(_rank(row, question, rarity), -row.position, row) for row in rows]
    for rank, _, row in sorted(ranked, key=itemgetter(0, 1), reverse=True):
        group = groups.get(row.page)
        if group is None:
            group = groups[row.page] = Group(
                row.evaluation, row.assessment, row.section, _reading_place(row), rank
            )
        group.passages.append(row.pk)
    return list(groups.values())


def _rank(row: Row, question: Question, rarity: Mapping[Term, float]) -> Rank:
    whole = [term for term in question.terms if term.whole in row.folded]
    return Rank(
        title=row.kind == Passage.Kind.TITLE,
        together=bool(question.together) and question.together in row.folded,
        whole=len(whole),
        rarity=sum(rarity[term] for term in whole),
    )


def _reading_place(row: Row) -> tuple[int, int]:
    """Sections before the measures, measures by number, sections after."""
    if row.number is not None:
        return 1, row.number
    return (0 if row.place == Section.Place.BEFORE_MEASURES else 2), row.order or 0


def in_order(groups: Iterable[Group], evaluations: Sequence[Evaluation]) -> list[Group]:
    """Sort groups: the best passage, the most passages, the latest evaluation, its order."""
    latest = {evaluation.pk: place for place, evaluation in enumerate(evaluations)}
    return sorted(
        groups,
        key=lambda group: (
            group.best,
            len(group.passages),
            -latest[group.evaluation],
            [-place for place in group.reading_place],
        ),
        reverse=True,
    )
