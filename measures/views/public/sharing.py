"""What one shares of an evaluation: its picture, its overview to embed, and how."""

import functools
from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from measures import report as reports
from measures.exports import picture
from measures.models import Evaluation
from measures.views.public.access import public_view, published_evaluation


@public_view
def share(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """How to share an evaluation: addresses, picture with its text, overview to embed."""
    found = published_evaluation(plan, evaluation)
    report = reports.outline(found)
    context = {"evaluation": found, "report": report, "picture": picture.compose(report)}
    return render(request, "public/share.html", context)


def shown_elsewhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the pages of other sites show an answer in their midst."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


@shown_elsewhere
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_view
def embed(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """The overview of an evaluation as other sites may frame it: the only such page."""
    found = published_evaluation(plan, evaluation)
    context = {"evaluation": found, "report": reports.outline(found)}
    return render(request, "public/embed.html", context)


@shown_elsewhere
@public_view
def picture_svg(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The picture of the statuses, to be shown at any size."""
    found = published_evaluation(plan, evaluation, edition)
    drawn = picture.svg(picture.compose(reports.outline(found)))
    return _file(found, drawn, "svg", "image/svg+xml")


@shown_elsewhere
@public_view
def picture_png(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None
) -> HttpResponse:
    """The picture of the statuses for sites that show no SVG; drawn once and kept."""
    found = published_evaluation(plan, evaluation, edition)
    drawn = caches["documents"].get_or_set(
        f"picture-png-{found.pk}-{found.version}-{found.plan.version}",
        lambda: picture.png(picture.compose(reports.outline(found))),
        timeout=None,
    )
    return _file(found, drawn, "png", "image/png")


def _file(evaluation: Evaluation, drawn: str | bytes, form: str, kind: str) -> HttpResponse:
    name = f"cncdh-statuts-{evaluation.plan.slug}-{evaluation.slug}.{form}"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(drawn, content_type=kind, headers=headers)
