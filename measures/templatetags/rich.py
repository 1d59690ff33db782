"""Template filters for short rich texts that stand outside a reading: lists, notices."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from measures.links import web_links
from measures.models import Evaluation, Measure
from measures.rich_text import Place, blocks, display, opening, plain, remembered, typeset

register = template.Library()

_SENTENCE_END = re.compile(r"(?<=[.!?…])[ \u00a0\u202f]+(?=[A-ZÀ-Ý«])")
_LONGEST_SENTENCE = 300


@register.filter
def rich(stored: str, evaluation: Evaluation | None = None) -> SafeString:
    """Return a stored text for a page, its internal links leading into an evaluation."""
    link = {"link": web_links(evaluation)} if evaluation else {}
    return display(stored, place=Place(prefix="", **link)).html


@register.filter
def first_lines(stored: str, length: int = 220) -> str:
    """Return the first words of a stored text, cut at a word with an ellipsis."""
    return _first_lines(stored, length)


@remembered(128)
def _first_lines(stored: str, length: int) -> str:
    words = opening(stored, length)
    if len(words) > length:
        words = words[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return typeset(words)


@register.filter
def at(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Return what a mapping holds at a key known only in the template; none without a mapping."""
    return mapping.get(key) if mapping else None


@register.filter
def first_sentence(stored: str) -> str:
    """Return the first sentence of a stored text; what is left out after it is told by « […] »."""
    words = first = next((block.text for block in blocks(stored)), "")
    end = _SENTENCE_END.search(words)
    if end is not None:
        first = words[: end.start()]
    if len(first) > _LONGEST_SENTENCE:
        first = first[:_LONGEST_SENTENCE].rsplit(" ", 1)[0].rstrip(",;:.")
    return typeset(first if first == plain(stored) else f"{first}\u00a0[…]")


@register.filter
def page_of(folios: Mapping[str, int], measure: Measure) -> int | None:
    """Return the page where a measure begins."""
    return folios.get(f"mesure-{measure.number}")
