"""Where the pages of an evaluation are, and where an anchor inside its texts leads.

The plain address of a page shows the edition in force. An edition that a later one replaced
keeps its pages under `editions/<number>/`, and the links on them stay within it.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import lru_cache, partial

from django.conf import settings
from django.urls import reverse

from measures.models import Evaluation


@dataclass(frozen=True)
class Shown:
    """The edition whose pages are at hand: what their addresses are made of.

    `edition` is the number of one that was replaced, which has addresses of its own; from the
    preview of one in preparation, links lead to other pages of the preview.
    """

    plan: str
    evaluation: str
    edition: int | None
    previewed: bool

    @classmethod
    def of(cls, evaluation: Evaluation) -> "Shown":
        """Return how an evaluation is shown."""
        edition = evaluation.edition if evaluation.replaced_by is not None else None
        return cls(evaluation.plan.slug, evaluation.slug, edition, evaluation.previewed)

    def address(self, name: str, *rest: object) -> str:
        """Return the address of one of its pages."""
        if self.previewed:
            return path(f"preview_{name}", self.plan, self.evaluation, *rest)
        where = (self.plan, self.evaluation)
        return path(name, *where, *(() if self.edition is None else (self.edition,)), *rest)


def address(name: str, evaluation: Evaluation | Shown, *rest: object) -> str:
    """Return the address of a page of an evaluation, in the edition at hand."""
    shown = evaluation if isinstance(evaluation, Shown) else Shown.of(evaluation)
    return shown.address(name, *rest)


@lru_cache(maxsize=10_000)
def path(name: str, *where: object) -> str:
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


@dataclass(frozen=True)
class CiteLinks:
    """Turns the key of a recommendation into where one reads how to cite it."""

    shown: Shown

    def __call__(self, key: str) -> str:
        """Return that address."""
        return self.shown.address("cite_recommendation", key)


@dataclass(frozen=True)
class WebLinks:
    """Turns `mesure-5`, `section-normes` or `r-13a` into an address."""

    shown: Shown

    def __call__(self, anchor: str) -> str:
        """Return that address, or the anchor itself where it is none of these."""
        return _lead(anchor, self.shown.address)


def cite_links(evaluation: Evaluation) -> CiteLinks:
    """Return where one reads how to cite a recommendation of the edition at hand."""
    return CiteLinks(Shown.of(evaluation))


def web_links(evaluation: Evaluation) -> WebLinks:
    """Return where anchors inside the texts of an evaluation lead, in the edition at hand."""
    return WebLinks(Shown.of(evaluation))


def _lead(anchor: str, address: Callable[..., str]) -> str:
    kind, _, name = anchor.partition("-")
    if kind == "mesure" and name.isdigit():
        return address("measure", int(name))
    if kind == "section" and name:
        return address("section", name)
    if kind == "r" and name:
        return address("recommendation", name)
    return f"#{anchor}"


def paper_links(evaluation: Evaluation, inside: Container[str]) -> Callable[[str], str]:
    """Return what turns an anchor into an address that a printed document may give.

    What is `inside` the document is linked there; all else leads, whole, to this very edition,
    or to the preview of what is in preparation.
    """

    def lasting(name: str, *rest: object) -> str:
        if evaluation.is_published:
            return exact_address(name, evaluation, *rest)
        return reverse(f"preview_{name}", args=[evaluation.plan.slug, evaluation.slug, *rest])

    link = partial(_lead, address=lasting)
    return lambda anchor: f"#{anchor}" if anchor in inside else absolute(link(anchor))
