"""Template filters of French: spacing, numbers in words, agreement, dates."""

from datetime import date, datetime

from django import template
from django.utils.dateformat import format as format_date
from django.utils.html import escape
from django.utils.safestring import SafeString

from measures import french
from measures.rich_text import typeset

register = template.Library()


@register.filter
def typo(value: object) -> SafeString:
    """Put French spacing in a plain text: titles, sentences made from data.

    Before it is escaped: the semicolon of `&amp;` is no punctuation.
    """
    return escape(typeset(str(value)))


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
def date_fr(value: date | datetime | None) -> str:
    """Return a date as « 6 juillet 2017 », « 1er juin 2016 »."""
    if value is None:
        return ""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day}\u00a0{format_date(value, 'F Y')}"
