"""How a public view gets what may be seen: only what is published, or a helpful 404.

A view that is given an edition shows that edition; without, the one in force. What is in
preparation is shown for `DRAFT` only, which no address can say: `views.staff.preview` asks for
it, on behalf of those who may read drafts.
"""

import enum
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from measures import sequence
from measures.models import Evaluation, EvaluationQuerySet, Recommendation, Section
from measures.models.prepared import Given, Prepared

PER_PAGE = 100
FOR_ALL = "public, max-age=0, s-maxage=1"


class Draft(enum.Enum):
    """In the place of the number of an edition: the one in preparation."""

    DRAFT = "en préparation"


DRAFT = Draft.DRAFT


class ReadElsewhere(Exception):
    """What is asked for is read in another edition; `None` means the one in force."""

    def __init__(self, edition: int | None) -> None:
        super().__init__(edition)
        self.edition = edition


def public_view(view: Callable) -> Callable:
    """Mark a view as open to all, and read-only; lead to the edition where a page is read.

    What it answers is the same for all, and any cache may keep it: browsers ask each time
    whether it changed, a cache in front of us does so each second.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ReadElsewhere as elsewhere:
            query = request.META.get("QUERY_STRING", "")
            address = same_page(request, edition=elsewhere.edition)
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        if response.status_code == 200:
            response.setdefault("Cache-Control", FOR_ALL)
        return response

    return login_not_required(require_safe(answer))


def same_page(request: HttpRequest, *, edition: int | None) -> str:
    """Return the address of the page that is asked for, in another edition."""
    match = request.resolver_match
    kwargs = {name: value for name, value in match.kwargs.items() if name != "edition"}
    if edition is not None:
        kwargs["edition"] = edition
    return reverse(match.url_name, kwargs=kwargs)


@dataclass(frozen=True)
class Replacement:
    """The edition that came after the one at hand, and where the one in force is read."""

    by: Evaluation
    address: str


def render_evaluation(
    request: HttpRequest, template: str, evaluation: Evaluation, context: dict[str, Any]
) -> HttpResponse:
    """Return a page of an evaluation; one of an earlier edition says what replaced it."""
    replacement = None
    if evaluation.replaced_by is not None:
        replacement = Replacement(evaluation.replaced_by, _in_force(request, evaluation))
    context = {"evaluation": evaluation, "replacement": replacement} | context
    return render(request, template, context)


def _in_force(request: HttpRequest, earlier: Evaluation) -> str:
    """Return where the same page of the edition in force is, or its overview if it has none."""
    named = request.resolver_match.kwargs
    rows = None
    if "section" in named:
        rows = Section.objects.filter(slug=named["section"])
    elif "key" in named:
        rows = Recommendation.objects.filter(key=named["key"])
    in_force = Evaluation.objects.published().filter(plan=earlier.plan_id, slug=earlier.slug)
    if rows is not None and not rows.filter(evaluation__in=in_force).exists():
        return reverse("evaluation", args=[earlier.plan.slug, earlier.slug])
    return same_page(request, edition=None)


def _to_show(rows: EvaluationQuerySet) -> EvaluationQuerySet:
    """Read with an evaluation its plan, and how many recommendations it has."""
    asked = Recommendation.objects.filter(evaluation=OuterRef("pk")).order_by()
    count = asked.values("evaluation").annotate(count=Count("pk")).values("count")
    return rows.select_related("plan").annotate(recommendation_count=Coalesce(Subquery(count), 0))


_IN_FORCE = Prepared(
    lambda: _to_show(
        Evaluation.objects.published().with_neighbours().with_content_version()
    ).filter(plan__slug=Given("plan"), slug=Given("evaluation"))
)


def published_evaluation(
    plan: str, evaluation: str, edition: int | Draft | None = None
) -> Evaluation:
    """Return the published evaluation at an address, with its plan, or answer 404.

    An earlier edition knows what replaced it. Raises `ReadElsewhere` for the number of the
    edition in force, which is read at the plain address.
    """
    if edition is DRAFT:
        return _draft(plan, evaluation)
    if edition is not None:
        return _earlier_edition(plan, evaluation, edition)
    found = _IN_FORCE.first(plan=plan, evaluation=evaluation)
    if found is None:
        raise Http404(f"Aucune évaluation « {evaluation} » du plan {plan} n’est publiée.")
    return found


def _draft(plan: str, evaluation: str) -> Evaluation:
    """Return what is in preparation, to be previewed. Raises `ReadElsewhere` once published."""
    rows = _to_show(Evaluation.objects.last_editions())
    found = rows.filter(plan__slug=plan, slug=evaluation).first()
    if found is None:
        raise Http404(f"Il n’y a pas d’évaluation « {evaluation} » du plan {plan}.")
    if found.is_published:
        raise ReadElsewhere(None)
    found.previewed = True
    found.has_earlier = sequence.before(found) is not None
    found.has_later = sequence.is_followed(found)
    return found


def _earlier_edition(plan: str, evaluation: str, edition: int) -> Evaluation:
    rows = (
        _to_show(Evaluation.objects.published_editions().with_neighbours())
        .filter(plan__slug=plan, slug=evaluation, edition__gte=edition)
        .order_by("edition")[:2]
    )
    found, later = [*rows, None, None][:2]
    if found is None or found.edition != edition:
        raise Http404(f"L’évaluation « {evaluation} » du plan {plan} n’a pas d’édition {edition}.")
    if later is None:
        raise ReadElsewhere(None)
    found.replaced_by = later
    return found


def editions_of(evaluation: Evaluation) -> list[Evaluation]:
    """Return the published editions up to the one at hand, which comes first.

    Each earlier one knows what replaced it.
    """
    editions = [evaluation]
    if evaluation.edition > 1:
        rows = Evaluation.objects.published_editions().filter(
            plan=evaluation.plan_id, slug=evaluation.slug, edition__lt=evaluation.edition
        )
        for row in rows.order_by("-edition"):
            row.plan, row.replaced_by = evaluation.plan, editions[-1]
            editions.append(row)
    return editions


def look_in_earlier_editions(evaluation: Evaluation, **holding: str) -> None:
    """Lead to the last edition where something is that the one in force no longer has.

    `holding` is a filter, such as `sections__slug="normes"`. Raises `ReadElsewhere`, or returns
    if no published edition has it.
    """
    if evaluation.replaced_by is not None or evaluation.previewed:
        return
    editions = Evaluation.objects.published_editions().filter(
        plan=evaluation.plan_id, slug=evaluation.slug, edition__lt=evaluation.edition, **holding
    )
    last = editions.order_by("-edition").values_list("edition", flat=True).first()
    if last is not None:
        raise ReadElsewhere(last)


_LATEST = Prepared(
    lambda: _to_show(Evaluation.objects.published().with_neighbours()).order_by(
        "-adopted_on", "-published_at"
    )[:1]
)


def latest_evaluation() -> Evaluation | None:
    """Return the published evaluation that was adopted last, if there is one."""
    return _LATEST.first()


def page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for; 1 if it asks for none."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and int(asked[:6]) > 0):
        raise Http404(f"« {asked} » n’est pas un numéro de page.")
    return int(asked[:6])


def page_of(
    request: HttpRequest,
    rows: QuerySet | Sequence,
    *,
    per_page: int = PER_PAGE,
    count: int | None = None,
) -> Page:
    """Return the page of a list that the address asks for; a page that is not there is a 404.

    `count` spares a query where it is known how many rows there are.
    """
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    number = page_number(request)
    if number > paginator.num_pages:
        raise Http404(f"Cette liste n’a pas de page {number}.")
    return paginator.page(number)
