"""The search of everything that is published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from measures.search import question as questions
from measures.search.answer import answer
from measures.search.filters import Filters
from measures.search.results import results
from measures.views.public.access import page_of, public_view

PER_PAGE = 20  # measures and sections


@public_view
def search(request: HttpRequest) -> HttpResponse:
    """The passages that answer a question, by measure and section; or how to ask one."""
    question = questions.read(request.GET.get("q", ""))
    filters = Filters(request.GET, question=question)
    given = answer(question, filters)
    page = page_of(request, given.groups, per_page=PER_PAGE)
    found = results(given, question, filters, page)
    return render(
        request,
        "public/search.html",
        {
            "evaluation": filters.latest,
            "question": question,
            "filters": filters,
            "answer": given,
            "found": given.said,
            "page": page,
            "results": found,
            "shown": dict.fromkeys(result.evaluation for result in found),
        },
    )
