"""Template filters of French: spacing, numbers in words, agreement, dates."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from measures import french
from measures.models import Document
from measures.rich_text import typeset
from measures.rich_text.typography import NARROW

register = template.Library()


@register.filter
def typo(value: object) -> SafeString:
    """Put French spacing in a plain text: titles, sentences made from data.

    Before it is escaped: the semicolon of `&amp;` is no punctuation.
    """
    return _typeset(str(value))


@lru_cache(maxsize=2_000)
def _typeset(text: str) -> SafeString:
    """Titles and sentences of one page come back on the next."""
    return escape(typeset(text))


@register.filter
def in_words(number: int) -> str:
    """Return 23 as « vingt-trois »; beyond ninety-nine, the figure."""
    return french.in_words(number)


@register.filter
def agrees(number: int, forms: str) -> str:
    """Return the form that agrees with a number: `{{ n|agrees:"mesure,mesures" }}`."""
    singular, several = forms.split(",")
    return french.plural(number, singular, several)


@register.filter
def listed(items: Iterable[object]) -> str:
    """Return items as « a, b et c »."""
    return french.listing([str(item) for item in items])


@register.filter
def alphabetically(items: Iterable[object]) -> list[object]:
    """Return items in the order of a French dictionary."""
    return sorted(items, key=lambda item: french.alphabetical(str(item)))


@register.filter
def full_stop(value: object) -> SafeString:
    """Return a plain text with French spacing, closed by a full stop where it is not."""
    text = str(value).rstrip()
    return typo(text if text.endswith((".", "!", "?", "…")) else f"{text}.")


@register.filter
def one_line(value: str) -> str:
    """Return what a component says on one line, for an attribute; no-break spaces stay."""
    return re.sub(r"[ \n]+", " ", value).strip(" ")


@register.filter
def unbroken(value: str) -> str:
    """Return « Mesure 5 » so that its figure never begins a line."""
    return re.sub(r" (?=(?:\d+|[IVX]+)\b)", "\u00a0", value)


@register.filter
def file_size(count: int) -> str:
    """Return a number of bytes as « 44 ko », « 1,2 Mo »: thousands, as file managers count."""
    if count < 999_500:
        return f"{max(round(count / 1000), 1)}{NARROW}ko"
    return f"{count / 1_000_000:.1f}{NARROW}Mo".replace(".", ",")


@register.filter
def pdf(document: Document | None) -> str:
    """Return what a link says of the document it leads to: « PDF, 621 ko »."""
    return f"PDF, {file_size(document.size)}" if document else "PDF"


@register.filter(expects_localtime=True)
def date_fr(value: date | datetime | None) -> str:
    """Return a date as « 6 juillet 2017 », « 1er juin 2016 »."""
    return "" if value is None else french.day(value)


@register.filter(expects_localtime=True)
def moment_fr(value: datetime | None) -> str:
    """Return a moment as « 6 juillet 2017 à 14 h 05 »."""
    return f"{date_fr(value)} à {french.clock(value)}" if value else ""
