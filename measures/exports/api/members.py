"""Members that many objects of the API have: addresses, and links to what is around."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from measures.exports.api.shapes import ADDRESS, Member, Shape
from measures.exports.columns import Origin
from measures.links import absolute

URL = "L’adresse de l’objet dans l’API."
PAGE = "L’adresse durable de sa page sur le site."
LINKS = "Où se lit ce qui l’entoure, dans l’API."


def at(name: str, *values: object) -> str:
    """Return the whole address of what belongs to no evaluation."""
    return absolute(reverse(name, args=values))


def link(name: str, description: str, value: Callable, *, optional: bool = False) -> Member:
    """Return a member that is an address."""
    return Member(name, description, ADDRESS, value, optional=optional)


def nested(name: str, description: str, shape: Shape) -> Member:
    """Return a member that is an object made of the same row."""
    return Member(name, description, shape, shape.of)


def within(name: str) -> Callable[[Any, Origin], str]:
    """Return what gives the address of a page or list of the edition at hand."""
    return lambda row, origin: origin.page(name)


def links(name: str, *members: Member) -> Member:
    """Return the member that holds the links of an object; `name` is that of their shape."""
    return nested("liens", LINKS, Shape(name, LINKS, members))


EVALUATION = link("evaluation", "L’évaluation.", within("api_evaluation"))


def _beside(
    rows: Callable[[Origin], Sequence], step: int, url: Callable[[Any, Origin], str]
) -> Callable[[Any, Origin], str | None]:
    """Return what gives the address of the object before (-1) or after (1) one in its list."""

    def value(row: Any, origin: Origin) -> str | None:
        listed = rows(origin)
        place = next(n for n, each in enumerate(listed) if each.pk == row.pk) + step
        return url(listed[place], origin) if 0 <= place < len(listed) else None

    return value


def around(
    rows: Callable[[Origin], Sequence], url: Callable[[Any, Origin], str]
) -> tuple[Member, Member]:
    """Return the links to the objects before and after one, in the order of the report."""
    return (
        link("precedente", "Celle d’avant dans le rapport.", _beside(rows, -1, url), optional=True),
        link("suivante", "Celle d’après dans le rapport.", _beside(rows, 1, url), optional=True),
    )
