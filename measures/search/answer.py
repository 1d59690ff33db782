"""The answer to a question: what was found, or what may help where nothing was."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from measures import french
from measures.search import matching
from measures.search import question as questions
from measures.search.filters import Filters
from measures.search.matching import Group, Known
from measures.search.nearest import nearest
from measures.search.question import Question

NOTHING = "Aucun passage ne répond à cette recherche."


@dataclass(frozen=True)
class Proposal:
    """Another search to try."""

    label: str
    address: str


@dataclass(frozen=True)
class Unknown:
    """A word that stands nowhere, and the searches with those nearest to it."""

    word: str
    instead: list[Proposal]


@dataclass
class Answer:
    """What a page of results shows; `said` counts what was found."""

    said: str = ""
    groups: list[Group] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    unknown: list[Unknown] = field(default_factory=list)
    alone: list[Proposal] = field(default_factory=list)  # each word by itself
    otherwise: list[Proposal] = field(default_factory=list)  # less demanding ones
    addressees: list[tuple[str, str]] = field(default_factory=list)  # named by the question


def answer(question: Question, filters: Filters) -> Answer:
    """Answer a question among what is published, within the filters in force."""
    if not question:
        return Answer()
    known = matching.look_up(question)
    given = Answer(NOTHING, known=known, addressees=_named(question, filters))
    if len(known.rarity) < len(question.terms):
        given.unknown = _unknown(question, known, filters)
    else:
        if known.pages:
            _find(given, question, filters)
        if not given.groups:
            given.otherwise = [*_without_filters(given, question, filters), *_loosely(question)]
    if not given.groups:
        given.alone = _alone(question, known, filters)
    return given


def _find(given: Answer, question: Question, filters: Filters) -> None:
    """Put in the answer what holds every term: passages, else measures and sections."""
    groups = matching.find(question, filters.where, given.known)
    if groups:
        given.said = _count(groups)
    else:
        groups = matching.find_apart(question, filters.where, given.known)
        if groups:
            hold = french.plural(len(groups), "les contient", "les contiennent")
            given.said = (
                f"Aucun passage ne réunit ces mots ; {_places(groups)} {hold} dans des passages "
                f"différents."
            )
    given.groups = matching.in_order(groups, filters.evaluations)


def _without_filters(given: Answer, question: Question, filters: Filters) -> Iterator[Proposal]:
    """Propose the same search everywhere, if that finds something."""
    if not filters.in_force or not given.known.pages:
        return
    everywhere = matching.find(question, filters.everywhere, given.known)
    if everywhere:
        yield Proposal(f"Sans ces filtres : {_count(everywhere)}", f"?{filters.kept}")


def _loosely(question: Question) -> Iterator[Proposal]:
    """Propose the words of phrases, in whatever order they stand."""
    loose = question.without_quotes()
    if loose.terms != question.terms:
        yield Proposal(f"Sans les guillemets : {loose.asked}", f"?{urlencode({'q': loose.asked})}")


def _count(groups: list[Group]) -> str:
    """Say « 12 passages dans 4 mesures et 1 section »."""
    passages = sum(len(group.passages) for group in groups)
    return f"{passages} {french.plural(passages, 'passage', 'passages')} dans {_places(groups)}"


def _places(groups: list[Group]) -> str:
    measures = sum(group.assessment is not None for group in groups)
    counts = ((measures, "mesure", "mesures"), (len(groups) - measures, "section", "sections"))
    return french.listing(
        [f"{count} {french.plural(count, one, several)}" for count, one, several in counts if count]
    )


def _unknown(question: Question, known: Known, filters: Filters) -> list[Unknown]:
    """Return the words that stand nowhere, each with the question put otherwise."""
    lost = [term for term in question.terms if term not in known.rarity]
    found = []
    for term in lost:
        near = nearest(term.words[0], filters.evaluations) if len(term.words) == 1 else []
        others = (
            question.with_word(term, word) if len(lost) == 1 else questions.read(word)
            for word in near
        )
        instead = [Proposal(other.asked, filters.address(other)) for other in others]
        found.append(Unknown(question.asked[term.start : term.end], instead))
    return found


def _alone(question: Question, known: Known, filters: Filters) -> list[Proposal]:
    """Return a search for each term that stands somewhere, where there are several."""
    if len(question.terms) < 2:
        return []
    return [
        Proposal(words.asked, filters.address(words))
        for words in (question.only(term) for term in question.terms if term in known.rarity)
    ]


def _named(question: Question, filters: Filters) -> list[tuple[str, str]]:
    """Return the addressees of the latest evaluation whose name holds every term."""
    return [
        (asked.slug, asked.name)
        for asked in filters.addressees
        if asked.folded and all(term.needle in asked.folded for term in question.terms)
    ]
