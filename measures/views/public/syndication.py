"""What machines read to find the pages: Atom feed, site map for robots, robots.txt."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from measures.links import absolute, address, exact_address
from measures.models import Assessment, Evaluation, Plan, Priority, Section
from measures.rich_text import typeset
from measures.views.public.access import public_view

ENTRIES = 50
PRIVATE = ("/redaction/",)


class _Publications(Feed):
    """Each published edition, last first: publications, and rectifications with their reason."""

    feed_type = Atom1Feed
    language = "fr"
    title = "Évaluations des plans contre la traite : publications et rectifications"
    subtitle = "Ce que la CNCDH publie de son évaluation des plans contre la traite."
    author_name = "Commission nationale consultative des droits de l’homme (CNCDH)"

    def link(self) -> str:
        return absolute(reverse("home"))

    def feed_url(self) -> str:
        return absolute(reverse("feed"))

    def feed_guid(self) -> str:
        return absolute(reverse("feed"))

    def items(self) -> list[Evaluation]:
        rows = Evaluation.objects.published_editions().select_related("plan")
        return list(rows.order_by("-published_at", "-pk")[:ENTRIES])

    def item_title(self, item: Evaluation) -> str:
        kind = "Rectification" if item.edition > 1 else "Publication"
        return typeset(f"{kind} : {item.title}")

    def item_description(self, item: Evaluation) -> str:
        said = f"Évaluation {item.statement}."
        if item.edition > 1:
            said = f"Édition {item.edition}, motif : {item.rectification_reason}"
        return escape(typeset(said))  # read as HTML

    def item_link(self, item: Evaluation) -> str:
        return absolute(exact_address("evaluation", item))

    item_guid = item_link

    def item_pubdate(self, item: Evaluation) -> datetime:
        return item.published_at

    item_updateddate = item_pubdate


_publications = _Publications()


@public_view
def feed(request: HttpRequest) -> HttpResponse:
    """The Atom feed of publications and rectifications."""
    return _publications(request)


@public_view
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is published, for robots; editions in force only."""
    return render(
        request, "public/sitemap.xml", {"pages": list(_pages())}, content_type="application/xml"
    )


def _pages() -> Iterator[tuple[str, datetime | None]]:
    """Yield each address with the publication it dates from, if it shows one."""
    found = Evaluation.objects.published().with_neighbours().select_related("plan")
    found = found.order_by("-adopted_on", "slug")
    evaluations = {evaluation.pk: evaluation for evaluation in found}
    latest = max((row.published_at for row in evaluations.values()), default=None)
    for name in ("home", "search", "site_map"):
        yield reverse(name), latest
    for name in ("about", "accessibility", "legal", "api"):
        yield reverse(name), None
    for slug in Plan.objects.values_list("slug", flat=True):
        dates = [row.published_at for row in evaluations.values() if row.plan.slug == slug]
        yield reverse("plan", args=[slug]), max(dates, default=None)
    for row in evaluations.values():
        for name in _of_evaluation(row):
            yield address(name, row), row.published_at
    plans = {row.plan_id for row in evaluations.values()}
    rows = Priority.objects.filter(plan__in=plans).values_list("plan", "number")
    for plan, number in rows:
        for row in evaluations.values():
            if row.plan_id == plan:
                yield address("priority", row, number), row.published_at
    for name, rows in (
        ("section", Section.objects.values_list("evaluation", "slug")),
        ("measure", Assessment.objects.values_list("evaluation", "measure__number")),
    ):
        for evaluation, what in rows.filter(evaluation__in=evaluations):
            row = evaluations[evaluation]
            yield address(name, row, what), row.published_at
            if name == "measure" and row.has_earlier:
                yield address("evolution", row, what), row.published_at


def _of_evaluation(evaluation: Evaluation) -> Iterator[str]:
    """Yield the names of the pages that an evaluation has once."""
    yield from ("evaluation", "measures", "recommendations", "report", "data", "share")
    if evaluation.edition > 1:
        yield "rectification"
    if evaluation.has_earlier:
        yield "evolutions"


@public_view
def robots(request: HttpRequest) -> HttpResponse:
    """What robots leave alone, and where they find every page."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), ""]
    lines += [f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
