"""The data of an evaluation: what the files hold, column by column, and the files themselves."""

from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from measures import report as reports
from measures.exports import data as exports
from measures.exports.cells import LIST_SEPARATOR
from measures.links import absolute
from measures.models import Evaluation
from measures.views.public.access import public_view, published_evaluation, render_evaluation

_A_DAY = 24 * 60 * 60
_WEIGHED = 500  # rows; writing a longer spreadsheet takes seconds, only to say its size


@dataclass(frozen=True)
class File:
    """A file that one may download, and its size in bytes where it is known."""

    form: exports.Format
    size: int | None


@dataclass(frozen=True)
class Download:
    """A table with its files."""

    definition: exports.Definition
    count: int
    files: list[File]


@public_view
def data(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """What the files of data hold, in which formats, under which licence."""
    found = published_evaluation(plan, evaluation, edition)
    context = {
        "current_tab": "data",
        "downloads": _downloads(found),
        "licence": exports.LICENCE,
        "licence_address": exports.LICENCE_ADDRESS,
        "separator": LIST_SEPARATOR.strip(),
    }
    return render_evaluation(request, "public/data.html", found, context)


def _downloads(evaluation: Evaluation) -> list[Download]:
    """Return the tables with the sizes of their files, which are all written to know them.

    Kept for a day, of what is published: a title that is mended meanwhile changes a size by
    some bytes only.
    """
    if evaluation.previewed:
        sizes = _sizes(evaluation)
    else:
        earlier = evaluation.replaced_by is not None
        held = f"{evaluation.pk}-{evaluation.version}-{evaluation.plan.version}"
        key = f"data-sizes-{held}-{earlier}"
        sizes = caches["documents"].get_or_set(key, lambda: _sizes(evaluation), timeout=_A_DAY)
    return [
        Download(
            definition,
            sizes[definition.name]["rows"],
            [
                File(form, sizes[definition.name][form.extension])
                for form in exports.FORMATS.values()
            ],
        )
        for definition in exports.DEFINITIONS.values()
        if definition.name in sizes
    ]


def _sizes(evaluation: Evaluation) -> dict[str, dict[str, int | None]]:
    report = reports.build(evaluation)
    sizes = {}
    for definition in exports.offered(report):
        name = definition.name
        table = exports.build(report, name, site=absolute(""))
        sizes[name] = {"rows": table.total}
        for form in exports.FORMATS.values():
            known = not form.slow or table.total <= _WEIGHED
            sizes[name][form.extension] = len(form.write(table)) if known else None
    return sizes
