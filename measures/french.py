"""French numbers, hours, agreement, alphabetical order: what sentences and lists need."""

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache

from django.utils.dateformat import format as format_date

_UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf"
).split()
_TENS = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre-vingt",
}
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": " ", "'": " "})
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Return a whole number from 1 to 39 in roman figures."""
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written


def in_words(number: int, *, feminine: bool = True) -> str:
    """Return a whole number in words up to ninety-nine, in figures beyond.

    The numbers of the site count « mesures », hence the feminine by default.
    """
    if not 0 <= number <= 99:
        return str(number)
    if number < 20:
        words = _UNITS[number]
    else:
        ten = number // 10 * 10
        ten = ten - 10 if ten in {70, 90} else ten
        unit = number - ten
        if unit == 0:
            words = _TENS[ten] + ("s" if ten == 80 else "")
        elif unit in {1, 11} and ten != 80:
            words = f"{_TENS[ten]} et {_UNITS[unit]}"
        else:
            words = f"{_TENS[ten]}-{_UNITS[unit]}"
    if feminine and (words == "un" or words.endswith((" un", "-un"))):
        words += "e"
    return words


def day(at: date) -> str:
    """Return a date as « 6 juillet 2017 », « 1er juin 2016 », its day held to its month."""
    number = "1er" if at.day == 1 else str(at.day)
    return f"{number}\u00a0{format_date(at, 'F Y')}"


def clock(at: time | datetime) -> str:
    """Return a time of day as « 14 h 05 », its parts held together."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}"


def plural(number: int, singular: str, several: str) -> str:
    """Return the form that agrees with a number: French is plural from two."""
    return several if number >= 2 else singular


def listing(items: list[str]) -> str:
    """Return « a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} et {items[-1]}"


@lru_cache(maxsize=1_000)
def alphabetical(text: str) -> tuple[str, str]:
    """Return what a text is sorted by: « é » with « e », as in a French dictionary."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in folded if not unicodedata.combining(letter)), text


def slug(text: str, *, longest: int = 50) -> str:
    """Return a text as part of an address: « École & œuvre » becomes `ecole-oeuvre`."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    plain = plain.encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(joined) <= longest:
        return joined
    cut = joined[: longest + 1]
    return cut.rpartition("-")[0] or joined[:longest]
