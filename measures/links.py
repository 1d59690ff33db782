"""Where an anchor inside a text leads, on the pages of an evaluation."""

from collections.abc import Callable

from django.urls import reverse

from measures.models import Evaluation


def web_links(evaluation: Evaluation) -> Callable[[str], str]:
    """Return what turns `mesure-5`, `section-normes` or `r-13a` into an address."""
    where = [evaluation.plan.slug, evaluation.slug]

    def link(anchor: str) -> str:
        kind, _, name = anchor.partition("-")
        if kind == "mesure" and name.isdigit():
            return reverse("measure", args=[*where, int(name)])
        if kind == "section" and name:
            return reverse("section", args=[*where, name])
        if kind == "r" and name:
            return reverse("recommendation", args=[*where, name])
        return f"#{anchor}"

    return link
