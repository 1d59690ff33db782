"""What is in preparation as it will be published.

The preview of a page is the very view of the public page, asked for the draft.
"""

import functools
import inspect
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from measures import rights
from measures.links import staff_address
from measures.views.public.access import DRAFT, ReadElsewhere, published_evaluation
from measures.views.staff.access import staff_view

_PREFIX = "preview_"


def preview(public: Callable) -> Callable:
    """Return the view of the draft of a page, for those who may read drafts.

    Once the draft is published, it leads to the public page.
    """
    view = inspect.unwrap(public)  # without what opens it to all

    def answer(request: HttpRequest, **at: str | int) -> HttpResponse:
        return view(request, **at, edition=DRAFT)

    functools.update_wrapper(answer, view)
    return staff_view(rights.READ)(_until_published(answer))


def _until_published(view: Callable) -> Callable:
    """Lead to the public page of the same name once there is no draft any more."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **at: str | int) -> HttpResponse:
        try:
            return view(request, **at)
        except ReadElsewhere:
            name = request.resolver_match.url_name
            name = name.removeprefix(_PREFIX).removeprefix("staff_")
            return HttpResponseRedirect(reverse(name, kwargs=at))

    return answer


@staff_view(rights.EXPORT)
@_until_published
def report_pdf(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Where the report of a draft is had: as a proof, which one asks for."""
    found = published_evaluation(plan, evaluation, DRAFT)
    return HttpResponseRedirect(staff_address("proofs", found))
