"""How words are compared in a search: what the index and the question both become.

Case, accents, ligatures, apostrophes, elisions and plurals do not count: « l’œuvre », « L'OEUVRE »
and « œuvres » are one word. The rules are ours, so that both databases answer alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphens and the like
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\W_]")
_APOSTROPHES = frozenset("'’‘ʼ´`′＇")
_ELIDED = frozenset("c d j jusqu l lorsqu m n presqu puisqu qu quelqu quoiqu s t".split())

# The only French nouns in -ail whose plural is in -aux, and those in -aux that are singular.
_SINGULARS = {
    "baux": "bail",
    "coraux": "corail",
    "emaux": "email",
    "soupiraux": "soupirail",
    "travaux": "travail",
    "vantaux": "vantail",
    "vitraux": "vitrail",
} | {word: word for word in "chaux faux saux taux".split()}


class Word(NamedTuple):
    """A word of a text: where it stands, and what it is compared by."""

    start: int
    end: int
    folded: str


def normal(text: str) -> str:
    """Return a text with each accented letter as one sign, without signs that nobody sees."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def words(text: str) -> Iterator[Word]:
    """Yield the words of a `normal` text in order; articles elided before another word are none.

    A run of letters and a run of figures are two words: « L316-1 » is « L. 316-1 ».
    """
    for found in _WORD.finditer(text):
        folded, end = fold_word(found[0]), found.end()
        before = folded in _ELIDED and text[end : end + 1] in _APOSTROPHES
        if folded and not (before and text[end + 1 : end + 2].isalnum()):
            yield Word(found.start(), end, folded)


def fold(text: str) -> str:
    """Return the words of a text as they are compared, each between spaces."""
    folded = " ".join(word.folded for word in words(normal(text)))
    return f" {folded} " if folded else ""


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """Return a word without case, accents, ligatures and plural."""
    word = word.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", word)
    return singular("".join(sign for sign in decomposed if sign.isalnum()))


def singular(word: str) -> str:
    """Take the mark of the plural from a word without accents: s, x, -aux.

    Words that bear one in the singular lose it too, in the index as in the question.
    """
    if len(word) < 3:
        return word
    if word[-1] == "s":
        return word if word.endswith("ss") else word[:-1]
    if word[-1] == "x" and len(word) > 3:
        return _singular_of_x(word)
    return word


def _singular_of_x(word: str) -> str:
    """Return travail for travaux, general for generaux, reseau for reseaux; prix for prix."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    kept = word.endswith(("eaux", "yaux")) and not word.endswith(("loyaux", "royaux"))
    if word.endswith("aux") and not kept:
        return word[:-2] + "l"
    return word[:-1] if word.endswith(("aux", "eux", "oux")) else word
