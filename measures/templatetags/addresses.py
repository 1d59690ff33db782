"""Template tags of addresses: pages of the edition at hand, absolute and canonical addresses."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from measures import links
from measures.models import Evaluation

register = template.Library()


@register.simple_tag
def address(name: str, evaluation: Evaluation | links.Shown, *rest: Any) -> str:
    """Return the address of a page of an evaluation: `{% address "measure" evaluation 13 %}`."""
    return links.address(name, evaluation, *rest)


@register.simple_tag
def page(name: str, *where: Any) -> str:
    """Return the address of a page, as `{% url %}` does: found once, then remembered."""
    return links.path(name, *where)


@register.filter
def shown(evaluation: Evaluation) -> links.Shown:
    """Return what addresses of an evaluation are made of, for a component rendered once."""
    return links.Shown.of(evaluation)


@register.simple_tag
def staff_address(name: str, evaluation: Evaluation, *rest: Any) -> str:
    """Return where an evaluation is written: `{% staff_address "assessment" evaluation 13 %}`."""
    return links.staff_address(name, evaluation, *rest)


@register.filter
def absolute(path: str) -> str:
    """Return an address of ours with the address of the site before it."""
    return links.absolute(path)


@register.filter
def breakable(path: str) -> SafeString:
    """Return a long address that goes to the next line after a slash, not within a word."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in path.split("/")))


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str:
    """Return the one address that stands for a page: absolute, without filters and sort."""
    listed = context.get("page") or getattr(context.get("table"), "page", None)
    number = getattr(listed, "number", 1)
    return links.absolute(context["request"].path) + (f"?page={number}" if number > 1 else "")


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """Return once more what a block of the page says: a template may hold a block only once."""
    return context.render_context[BLOCK_CONTEXT_KEY].get_block(name).render(context)
