"""A template tag for components that say the same each time: rendered once, then repeated."""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def once(name: str, **takes: Any) -> SafeString:
    """Return a component that depends on what it takes alone: values, never rows of the database.

    `{% once "components/status.html" status=assessment.degree %}` is rendered four times in the
    life of a process, whatever the number of measures. While one develops, each time.
    """
    render = _render.__wrapped__ if settings.DEBUG else _render
    return render(name, **takes)


@lru_cache(maxsize=300)
def _render(name: str, **takes: Any) -> SafeString:
    return get_template(name).render(takes)
