"""Template filters for short rich texts that stand outside a reading: lists, notices."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from measures.links import web_links
from measures.models import Evaluation
from measures.rich_text import Place, display, plain, typeset

register = template.Library()


@register.filter
def rich(stored: str, evaluation: Evaluation | None = None) -> SafeString:
    """Return a stored text for a page, its internal links leading into an evaluation."""
    link = {"link": web_links(evaluation)} if evaluation else {}
    return display(stored, place=Place(prefix="", **link)).html


@register.filter
def first_lines(stored: str, length: int = 220) -> str:
    """Return the first words of a stored text, cut at a word with an ellipsis."""
    words = plain(stored)
    if len(words) > length:
        words = words[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return typeset(words)


@register.filter
def at(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Return what a mapping holds at a key known only in the template; none without a mapping."""
    return mapping.get(key) if mapping else None
