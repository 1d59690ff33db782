"""How the API answers: JSON with a strong ETag, open to pages of other sites, errors in French.

The same answer for everybody: no cookie is read, none is set.
"""

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from measures import french
from measures.exports.api.description import PROBLEM, PROBLEM_TYPE, TITLES
from measures.exports.api.operations import BY_NAME, MOST_PER_PAGE, PER_PAGE
from measures.exports.api.shapes import Json, Shape
from measures.links import absolute
from measures.views.public.access import ReadElsewhere, same_page

METHODS = "GET, HEAD, OPTIONS"
_A_DAY = 24 * 60 * 60
_LONGEST_NUMBER = 6  # figures


class Refused(Exception):
    """A parameter that the API cannot take; it says what to do instead."""


class Moved(Exception):
    """What is asked for has another address, for good."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def api_view(view: Callable[..., Json]) -> Callable[..., HttpResponse]:
    """Make a view of the API from a function that returns an object.

    It is open to all. Nothing is kept by a cache without asking again: what is withdrawn from
    publication is gone at once.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = _preflight()
        elif request.method in {"GET", "HEAD"}:
            response = _read(view, request, *args, **kwargs)
        else:
            said = f"L’API se lit seulement : la méthode {request.method} n’y est pas admise."
            response = problem(405, said)
            response["Allow"] = METHODS
        response["Cache-Control"] = "public, no-cache"
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return csrf_exempt(login_not_required(answer))


def _preflight() -> HttpResponse:
    """Answer a browser that asks what a page of another site may ask (CORS protocol, Fetch)."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": str(_A_DAY),
        },
    )


def _read(view: Callable, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        _refuse_unknown_parameters(request)
        return _json(request, view(request, *args, **kwargs))
    except Refused as refused:
        return problem(400, str(refused))
    except Http404 as lost:
        return problem(404, str(lost))
    except ReadElsewhere as elsewhere:
        address = same_page(request, edition=elsewhere.edition)
        return HttpResponseRedirect(_with_query(request, address))
    except Moved as moved:
        return HttpResponsePermanentRedirect(_with_query(request, moved.address))


def _with_query(request: HttpRequest, address: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _json(request: HttpRequest, content: Json) -> HttpResponse:
    """Return an object, or that it has not changed since what the request knows of it."""
    body = serialize(content)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response)


def serialize(content: Json) -> bytes:
    """Return an object as the bytes of an answer; the same object always gives the same."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def problem(code: int, detail: str) -> HttpResponse:
    """Return what prevents from answering (RFC 9457)."""
    body = serialize(PROBLEM.of({"title": TITLES[code], "status": code, "detail": detail}))
    return HttpResponse(body, status=code, content_type=PROBLEM_TYPE)


def page(
    request: HttpRequest,
    rows: Sequence,
    shape: Shape,
    origin: Any = None,
    *,
    dress: Callable[[Iterable], Iterable] = list,
) -> Json:
    """Return the page of a list that the address asks for, in the envelope of all lists.

    `dress` makes the rows of the page ready, once they are known.
    """
    size = _number(request, "taille", PER_PAGE)
    if size > MOST_PER_PAGE:
        raise Refused(f"« taille » ne dépasse pas {MOST_PER_PAGE} : lisez plusieurs pages.")
    number = _number(request, "page", 1)
    paginator = Paginator(rows, size)
    if number > paginator.num_pages:
        raise Http404(
            f"Cette liste n’a pas de page {number} : elle a {paginator.num_pages} "
            f"{french.plural(paginator.num_pages, 'page', 'pages')} de {size} objets."
        )
    shown = paginator.page(number)
    return {
        "count": paginator.count,
        "next": _other_page(request, number + 1) if shown.has_next() else None,
        "previous": _other_page(request, number - 1) if shown.has_previous() else None,
        "results": [shape.of(row, origin) for row in dress(shown)],
    }


def _other_page(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return absolute(f"{request.path}?{query.urlencode()}")


def _number(request: HttpRequest, name: str, default: int) -> int:
    asked = request.GET.get(name, str(default))
    if not (asked.isascii() and asked.isdigit() and int(asked[:_LONGEST_NUMBER]) > 0):
        raise Refused(f"« {name} » est un nombre entier à partir de 1, non « {asked} ».")
    return int(asked[:_LONGEST_NUMBER])


def _refuse_unknown_parameters(request: HttpRequest) -> None:
    """Refuse what would otherwise be left aside without a word, such as a filter misspelt."""
    operation = BY_NAME.get(request.resolver_match.url_name)
    if operation is None:
        return
    known = [each.name for each in operation.in_query]
    for name, values in request.GET.lists():
        if name not in known:
            admitted = french.listing([f"« {each} »" for each in known]) or "aucun"
            raise Refused(
                f"Le paramètre « {name} » n’existe pas ici. Paramètres admis : {admitted}."
            )
        if len(values) > 1:
            raise Refused(f"Le paramètre « {name} » est donné plusieurs fois : une seule suffit.")
