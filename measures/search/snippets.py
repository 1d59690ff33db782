"""The sentence that answers: the words of a question marked where they stand in a text.

The texts are those of passages: plain, with French spacing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from measures.search.question import Question, Term
from measures.search_words import Word, words

LONGEST = 360  # signs of a sentence; what is longer is cut around its marks
AROUND = 120  # signs kept on each side of what is marked there
MOST = 3  # sentences of one snippet

# A sentence ends at a stop before a capital, but not after an initial or an abbreviation. The
# rows of a table are lines.
_END = re.compile(
    r"\n|(?<![^\w][A-Z]\.)(?<!\bart\.)(?<!\bcf\.)(?<!\bMM\.)"
    r"(?:(?<=[.!?…])|(?<=[.!?…]»)|(?<=[.!?…]\s»))\s+(?=[«“(]?\s?[^\W\d_a-zà-ÿœ])"
)


@dataclass(frozen=True)
class Span:
    """A piece of a text; `terms` are those of the question that it answers to."""

    start: int
    end: int
    terms: frozenset[Term] = frozenset()


def marked(text: str, question: Question) -> SafeString:
    """Return a whole text as HTML, the words of a question marked in it."""
    return _write(text, Span(0, len(text)), _marks(text, question))


def sentences(text: str, question: Question, rarity: Mapping[Term, float]) -> SafeString:
    """Return the sentences of a text that answer a question, as HTML.

    The first to be kept is the one with the rarest words, then those with words it has not.
    """
    marks = _marks(text, question)
    pieces = [_about(piece, marks) for piece in _pieces(text, marks)]
    kept: list[Span] = []
    missing = {term for mark in marks for term in mark.terms}
    while len(kept) < MOST and (missing or not kept):
        best = max(pieces, key=lambda piece: sum(rarity.get(t, 0) for t in piece.terms & missing))
        kept.append(best)
        missing -= best.terms
    written: list[SafeString] = []
    shown = [place for place, piece in enumerate(pieces) if piece in kept]
    for place in shown:
        if written:
            written.append(SafeString(" " if place - 1 in shown else " […] "))
        written.append(_write_cut(text, pieces[place], marks))
    return SafeString("".join(written))


def _marks(shown: str, question: Question) -> list[Span]:
    """Return what is to be marked, in order, nothing twice."""
    found = list(words(shown))
    spans = [span for term in question.terms for span in _occurrences(found, term)]
    if question.together:
        row = Term(tuple(question.together.split()), 0, 0)
        spans += [Span(s.start, s.end, frozenset(question.terms)) for s in _occurrences(found, row)]
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            end = max(last.end, span.end)
            merged[-1] = Span(last.start, end, last.terms | span.terms)
        else:
            merged.append(span)
    return merged


def _occurrences(found: Sequence[Word], term: Term) -> Iterator[Span]:
    """Yield each place of a term: its word, or the word that it is a part of, or its phrase."""
    terms, length = frozenset([term]), len(term.words)
    if length == 1:
        for word in found:
            if word.folded == term.words[0] or (term.inside and term.needle in word.folded):
                yield Span(word.start, word.end, terms)
        return
    folded = [word.folded for word in found]
    for place, word in enumerate(folded):
        if word == term.words[0] and tuple(folded[place : place + length]) == term.words:
            yield Span(found[place].start, found[place + length - 1].end, terms)


def _pieces(shown: str, marks: Sequence[Span]) -> list[Span]:
    """Cut a text into its sentences, but for those that a phrase runs across."""
    pieces, start = [], 0
    for end in _END.finditer(shown):
        if not any(mark.start < end.start() < mark.end for mark in marks):
            pieces.append(Span(start, end.start()))
            start = end.end()
    return [*pieces, Span(start, len(shown))]


def _about(piece: Span, marks: Sequence[Span]) -> Span:
    """Return a sentence with the terms that it answers to."""
    inside = (mark.terms for mark in marks if piece.start <= mark.start < piece.end)
    return Span(piece.start, piece.end, frozenset().union(*inside))


def _write_cut(shown: str, piece: Span, marks: Sequence[Span]) -> SafeString:
    """Write a sentence; a very long one only around its marks."""
    if piece.end - piece.start <= LONGEST:
        return _write(shown, piece, marks)
    windows: list[Span] = []
    for mark in [mark for mark in marks if piece.start <= mark.start < piece.end] or [piece]:
        start = max(piece.start, mark.start - AROUND)
        end = min(piece.end, min(mark.end, mark.start + AROUND) + AROUND)
        if windows and start <= windows[-1].end:
            windows[-1] = Span(windows[-1].start, end)
        else:
            windows.append(Span(start, end))
    whole = [_at_words(shown, window, piece) for window in windows[:MOST]]
    before = "… " if whole[0].start > piece.start else ""
    after = " …" if whole[-1].end < piece.end else ""
    written = " … ".join(_write(shown, window, marks) for window in whole)
    return SafeString(f"{before}{written}{after}")


def _at_words(shown: str, window: Span, piece: Span) -> Span:
    """Return a window that cuts no word."""
    start, end = window.start, window.end
    while start > piece.start and not shown[start - 1].isspace():
        start += 1
    while end < piece.end and not shown[end].isspace():
        end -= 1
    return Span(start, max(start, end))


def _write(shown: str, piece: Span, marks: Sequence[Span]) -> SafeString:
    """Write a piece of a text, safe for a page."""
    inside = [mark for mark in marks if piece.start <= mark.start and mark.end <= piece.end]
    starts = [piece.start, *(mark.end for mark in inside)]
    written = format_html_join(
        "",
        "{}<mark>{}</mark>",
        (
            (shown[start : mark.start], shown[mark.start : mark.end])
            for start, mark in zip(starts, inside, strict=False)
        ),
    )
    return written + escape(shown[starts[-1] : piece.end])
