"""How a public view gets what may be seen: only what is published, or a helpful 404."""

from collections.abc import Callable, Sequence

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.views.decorators.http import require_safe

from measures.models import Evaluation

PER_PAGE = 100


def public_view(view: Callable) -> Callable:
    """Mark a view as open to all, and read-only."""
    return login_not_required(require_safe(view))


def published_evaluation(plan: str, evaluation: str) -> Evaluation:
    """Return the published evaluation at an address, with its plan, or answer 404."""
    found = (
        Evaluation.objects.published()
        .select_related("plan")
        .filter(plan__slug=plan, slug=evaluation)
        .first()
    )
    if found is None:
        raise Http404(f"Aucune évaluation « {evaluation} » du plan {plan} n’est publiée.")
    return found


def latest_evaluation() -> Evaluation | None:
    """Return the published evaluation that was adopted last, if there is one."""
    published = Evaluation.objects.published().select_related("plan")
    return published.order_by("-adopted_on", "-published_at").first()


def page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for; 1 if it asks for none."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and int(asked[:6]) > 0):
        raise Http404(f"« {asked} » n’est pas un numéro de page.")
    return int(asked[:6])


def page_of(request: HttpRequest, rows: QuerySet | Sequence) -> Page:
    """Return the page of a list that the address asks for; a page that is not there is a 404."""
    paginator = Paginator(rows, PER_PAGE)
    number = page_number(request)
    if number > paginator.num_pages:
        raise Http404(f"Cette liste n’a pas de page {number}.")
    return paginator.page(number)
