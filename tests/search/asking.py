"""How a test asks, and where it is told to look."""

from urllib.parse import urlencode

from django.http import QueryDict

from measures.models import Assessment, Section
from measures.search.answer import Answer, answer
from measures.search.filters import Filters
from measures.search.question import read


def ask(asked: str, **filters: str) -> Answer:
    """Return the answer to a question."""
    question = read(asked)
    return answer(question, Filters(QueryDict(urlencode(filters)), question=question))


def where(asked: str, **filters: str) -> list[int | str]:
    """Return where the answer is, in its order: numbers of measures and slugs of sections."""
    measures = dict(Assessment.objects.values_list("pk", "measure__number"))
    sections = dict(Section.objects.values_list("pk", "slug"))
    return [
        measures[group.assessment] if group.assessment else sections[group.section]
        for group in ask(asked, **filters).groups
    ]
