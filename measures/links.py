"""Where the pages of an evaluation are, and where an anchor inside its texts leads.

The plain address of a page shows the edition in force. An edition that a later one replaced
keeps its pages under `editions/<number>/`, and the links on them stay within it.
"""

from collections.abc import Callable, Container
from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from measures.models import Evaluation


def address(name: str, evaluation: Evaluation, *rest: object) -> str:
    """Return the address of a page of an evaluation, in the edition at hand.

    From the preview of one in preparation, links lead to other pages of the preview.
    """
    where = [evaluation.plan.slug, evaluation.slug]
    if evaluation.previewed:
        return _path(f"preview_{name}", *where, *rest)
    if evaluation.replaced_by is not None:
        where.append(evaluation.edition)
    return _path(name, *where, *rest)


@lru_cache(maxsize=10_000)
def _path(name: str, *where: object) -> str:
    """Return the path of a view; a page asks for dozens, and they never change."""
    return reverse(name, args=where)


def exact_address(name: str, evaluation: Evaluation, *rest: object) -> str:
    """Return the address that leads to this very edition, whatever replaces it later."""
    where = [evaluation.plan.slug, evaluation.slug, evaluation.edition]
    return reverse(name, args=[*where, *rest])


def staff_address(name: str, evaluation: Evaluation, *rest: object) -> str:
    """Return the address of a page where an evaluation is written: `staff_` goes before `name`."""
    return reverse(f"staff_{name}", args=[evaluation.plan.slug, evaluation.slug, *rest])


def absolute(path: str) -> str:
    """Return an address of ours as another site or a document may give it."""
    return f"{settings.SITE_URL}{path}"


def cite_links(evaluation: Evaluation) -> Callable[[str], str]:
    """Return what turns the key of a recommendation into where one reads how to cite it."""
    return lambda key: address("cite_recommendation", evaluation, key)


def web_links(
    evaluation: Evaluation, address: Callable[..., str] = address
) -> Callable[[str], str]:
    """Return what turns `mesure-5`, `section-normes` or `r-13a` into an address."""

    def link(anchor: str) -> str:
        kind, _, name = anchor.partition("-")
        if kind == "mesure" and name.isdigit():
            return address("measure", evaluation, int(name))
        if kind == "section" and name:
            return address("section", evaluation, name)
        if kind == "r" and name:
            return address("recommendation", evaluation, name)
        return f"#{anchor}"

    return link


def paper_links(evaluation: Evaluation, inside: Container[str]) -> Callable[[str], str]:
    """Return what turns an anchor into an address that a printed document may give.

    What is `inside` the document is linked there; all else leads, whole, to this very edition,
    or to the preview of what is in preparation.
    """

    def lasting(name: str, evaluation: Evaluation, *rest: object) -> str:
        if evaluation.is_published:
            return exact_address(name, evaluation, *rest)
        return reverse(f"preview_{name}", args=[evaluation.plan.slug, evaluation.slug, *rest])

    link = web_links(evaluation, lasting)
    return lambda anchor: f"#{anchor}" if anchor in inside else absolute(link(anchor))
