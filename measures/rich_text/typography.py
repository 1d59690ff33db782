"""French spacing, put at display and never stored.

Rules of the *Lexique des règles typographiques en usage à l'Imprimerie nationale*: a narrow
no-break space before double punctuation, inside guillemets, in figures, between a figure and
its unit, after « n° », « art. » and the like.
"""

import re

NARROW = "\u202f"

_SPACES = "[ \u00a0\u202f]"
_UNITS = r"%|€|euros?|millions?|milliards?|mois|ans|jours?|heures?"
_MONTHS = r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_ADDRESS = r"(?:https?://|www\.)\S+"
_ABBREVIATIONS = r"n°s?|N°|art\.|pp?\.|[LRDA]\.|M\.|MM\.|Mmes?|cf\.|al\."

# What a rule needs at least, looked for first: most runs of words call for no rule at all.
_QUOTE, _MARK, _DIGIT, _ABBREVIATED = map(
    re.compile, ("'", "[;:!?»«]", r"\d", rf"(?:[.°]|[nN]°s|Mmes?){_SPACES}")
)

_RULES = [
    # l'État → l’État, so that a straight apostrophe typed by habit never shows; not in addresses
    (_QUOTE, re.compile(rf"({_ADDRESS})|(?<=\w)'(?=[\w«<]|$)"), lambda found: found[1] or "’"),
    (_MARK, re.compile(rf"{_SPACES}+([;:!?»])"), NARROW + r"\1"),
    # forgotten before ; ! ? and before a colon that ends a word (not 10:30, not https://)
    (_MARK, re.compile(r"(?<=[\w)\]’…»%])([;!?]+|:)(?=\s|$)"), NARROW + r"\1"),
    (_MARK, re.compile(rf"«{_SPACES}*"), "«" + NARROW),
    (_MARK, re.compile(r"(?<=[^\s«\u202f])»"), NARROW + "»"),
    (_DIGIT, re.compile(rf"(?<!\d)(\d{{1,3}}){_SPACES}(?=\d{{3}}(?!\d))"), r"\1" + NARROW),
    (_DIGIT, re.compile(rf"(?<=\d){_SPACES}(?=(?:{_UNITS})(?!\w))"), NARROW),
    # the day of a date stays with its month, at the distance of words
    (_DIGIT, re.compile(rf"(?:(?<=\d)|(?<=\b1er)){_SPACES}(?=(?:{_MONTHS})(?!\w))"), "\u00a0"),
    (_ABBREVIATED, re.compile(rf"(?<!\w)({_ABBREVIATIONS}){_SPACES}(?=\w)"), r"\1" + NARROW),
]


def typeset(text: str) -> str:
    """Return a run of plain text with French spacing. Doing it twice changes nothing."""
    for needed, pattern, replacement in _RULES:
        if needed.search(text):
            text = pattern.sub(replacement, text)
    return text
