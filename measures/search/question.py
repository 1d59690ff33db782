"""What a reader asks: words, all of them wanted, and phrases between quotes."""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from measures.search_words import fold_word, normal, words

MAX_LENGTH = 200  # signs of a question
MAX_TERMS = 20  # words and phrases of a question
SHORTEST_PART = 4  # letters: a shorter word is looked for whole

# Words that every text has: they count within a phrase, or when there is nothing else.
_TOOLS = frozenset(
    fold_word(word)
    for word in (
        "à au aux avec ce ces cet cette dans de des du elle elles en est et il ils je la le les "
        "leur leurs lui mais ne nos notre nous on ou où par pas pour qu que qui sa se ses son sont "
        "sur un une vos votre vous y c d j l m n s t"
    ).split()
)
_QUOTED = re.compile(r'"([^"]*)"|«([^«»]*)»|“([^“”]*)”|„([^„“”]*)[“”]')
_QUOTES = re.compile(r'["«»“”„]')
# What is written in several pieces but is one thing: L. 316-1, n° 2016-444, 10 000.
_REFERENCE = re.compile(
    r"(?<!\w)(?:"
    r"(?:[A-Z]\.?|[a-z]\.|[lrd]|n°s?) ?\d+(?:[-./]\d+)*"
    r"|\d{1,3}(?: \d{3})+"
    r"|\d+(?:[-./]\d+)+"
    r")(?!\w)"
)
_PIECE = re.compile(r"[^\s,;:!?()\[\]<>/…]+")  # the rest of a compound stays with it


@dataclass(frozen=True)
class Term:
    """A word, or a phrase: words that follow each other; `start` and `end` are in the question."""

    words: tuple[str, ...]  # as they are compared
    start: int
    end: int

    @cached_property
    def whole(self) -> str:
        """What the compared words of a text contain where it stands in full."""
        return f" {' '.join(self.words)} "

    @cached_property
    def inside(self) -> bool:
        """Whether it is also looked for inside words: what is short would be everywhere."""
        word = self.words[0]
        return len(self.words) == 1 and len(word) >= SHORTEST_PART and not word.isdecimal()

    @cached_property
    def needle(self) -> str:
        """What the compared words of a text contain where it stands."""
        return self.words[0] if self.inside else self.whole


@dataclass(frozen=True)
class Question:
    """A question as it was asked, and what it looks for; or why it cannot be answered."""

    asked: str
    terms: tuple[Term, ...] = ()
    together: str = ""  # all its words in a row, where it is no phrase: found so, it comes first
    refusal: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)

    def with_word(self, term: Term, word: str) -> "Question":
        """Return the question with another word in the place of one."""
        return read(f"{self.asked[: term.start]}{word}{self.asked[term.end :]}")

    def without_quotes(self) -> "Question":
        """Return the question that asks for the words of its phrases in any order."""
        return read(_QUOTES.sub(" ", self.asked))

    def only(self, term: Term) -> "Question":
        """Return the question that asks for one term."""
        words = self.asked[term.start : term.end]
        return read(f'"{words}"' if len(term.words) > 1 else words)


def read(asked: str) -> Question:
    """Read what a reader typed, whatever it is."""
    shown = " ".join(normal("".join(map(_printable, asked[:MAX_LENGTH]))).split())
    question = Question(shown)
    if len(asked) > MAX_LENGTH:
        return replace(
            question,
            refusal=f"Cette recherche compte {len(asked)} signes ; la limite est de {MAX_LENGTH}. "
            f"Quelques mots suffisent.",
        )
    terms = _terms(shown)
    if not terms and shown:
        return replace(
            question,
            refusal="Cette recherche ne contient ni lettre ni chiffre : rien ne peut y répondre. "
            "Tapez un mot, ou une expression entre guillemets.",
        )
    if len(terms) > MAX_TERMS:
        return replace(
            question,
            refusal=f"Cette recherche compte {len(terms)} mots ; la limite est de {MAX_TERMS}. "
            f"Gardez les plus caractéristiques.",
        )
    return replace(question, terms=tuple(terms), together=_together(shown, terms))


def _printable(sign: str) -> str:
    """Return a sign, a space for a control such as NUL, nothing for what only steers others."""
    category = unicodedata.category(sign)
    return "" if category == "Cf" else " " if category[0] == "C" else sign


def _terms(asked: str) -> list[Term]:
    """Return what is looked for, each thing once."""
    terms: list[Term] = []
    loose = asked
    for pattern in (_QUOTED, _REFERENCE):
        for found in pattern.finditer(loose):
            terms += _term(asked, found.start(), found.end())
        loose = pattern.sub(lambda found: " " * len(found[0]), loose)
    single = [
        term
        for piece in _PIECE.finditer(loose)
        for term in _term(asked, piece.start(), piece.end())
    ]
    told = [term for term in single if not _TOOLS.issuperset(term.words)]
    terms += told or ([] if terms else single)
    return sorted({term.words: term for term in reversed(terms)}.values(), key=lambda t: t.start)


def _term(asked: str, start: int, end: int) -> list[Term]:
    """Return the term that a piece of the question is; none if it has no word."""
    found = list(words(asked[start:end]))
    if not found:
        return []
    folded = tuple(word.folded for word in found)
    return [Term(folded, start + found[0].start, start + found[-1].end)]


def _together(asked: str, terms: list[Term]) -> str:
    if len(terms) < 2:
        return ""
    return f" {' '.join(word.folded for word in words(asked))} "
