"""The journal of an evaluation: every change of its texts and of itself, last first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from measures import history, rights
from measures.filters import JournalFilter
from measures.links import staff_address
from measures.models import Assessment, Evaluation, Revision, Section
from measures.views.staff.access import staff_evaluation, staff_view

PAGE = 50
GONE = "Un texte"


@dataclass
class _Text:
    """A text of the evaluation, in all its editions."""

    said: str
    noun: str
    rest: tuple[object, ...]
    keys: list[int]

    @property
    def revisions(self) -> Q:
        """Tell its revisions from others."""
        model = Assessment if self.noun == "assessment" else Section
        if self.noun == "evaluation":
            model = Evaluation
        kind = ContentType.objects.get_for_model(model)
        return Q(content_type=kind, object_id__in=self.keys)


@staff_view(rights.READ)
def journal(request: HttpRequest, plan: str, evaluation: str) -> HttpResponse:
    """Every change, filtered by person, text, date and sort; the filters are in the address."""
    found = staff_evaluation(plan, evaluation)
    texts = _texts(found)
    filters = JournalFilter(
        request.GET,
        queryset=history.of_evaluation(found),
        texts={key: (text.said, text.revisions) for key, text in texts.items()},
    )
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "evaluation": found,
        "filters": filters,
        "found": filters.found(page.paginator.count),
        "page": page,
        "entries": _entries(found, list(page), texts),
        "current_tab": "desk",
    }
    return render(request, "staff/journal.html", context)


@staff_view(rights.READ)
def revision(request: HttpRequest, plan: str, evaluation: str, revision: int) -> HttpResponse:
    """One change of a text that is no more: removed, or part of a rectification given up."""
    found = staff_evaluation(plan, evaluation)
    shown = history.of_evaluation(found).filter(pk=revision).first()
    if shown is None:
        raise Http404("Le journal n’a pas cette version.")
    step = history.alone(shown)
    context = {
        "evaluation": found,
        "revision": shown,
        "step": step,
        "text": _said(shown, _gone(found)),
        "changes": history.changes(step.fields, step.before, step.after),
        "whole": history.whole(step.fields, step.after),
    }
    return render(request, "staff/journal_revision.html", context)


def _gone(evaluation: Evaluation) -> dict[str, str]:
    """Return the names of the texts of rectifications that were given up."""
    given_up = history.of_evaluation(evaluation).filter(content__has_key="discarded")
    names: dict[str, str] = {}
    for content in given_up.values_list("content", flat=True):
        names |= content.get("texts", {})
    return names


def _said(revision: Revision, gone: Mapping[str, str]) -> str:
    """Return what a text that is no more is called: it was removed, or given up with others."""
    if name := gone.get(_key(revision)):
        return f"{name} (rectification abandonnée)"
    return f"{revision.content.get('title') or GONE} (supprimé depuis)"


def _key(revision: Revision) -> str:
    kind = ContentType.objects.get_for_id(revision.content_type_id)
    return f"{kind.model}-{revision.object_id}"


def _texts(evaluation: Evaluation) -> dict[str, _Text]:
    """Return the texts of an evaluation in the order of the report, by their name in links."""
    same = {"evaluation__plan": evaluation.plan_id, "evaluation__slug": evaluation.slug}
    editions = Evaluation.objects.filter(plan=evaluation.plan_id, slug=evaluation.slug)
    said = "L’évaluation elle-même"
    texts = {"evaluation": _Text(said, "evaluation", (), [one.pk for one in editions])}
    sections = Section.objects.filter(**same).order_by("place", "order", "-pk")
    assessments = Assessment.objects.filter(**same).order_by("measure__number")
    rows = [*sections.only("slug", "label", "title", "place")]
    middle = [
        (f"mesure-{number}", f"Mesure {number} – {title}", "assessment", number, key)
        for key, number, title in assessments.values_list(
            "pk", "measure__number", "measure__short_title"
        )
    ]
    before = [one for one in rows if one.place == Section.Place.BEFORE_MEASURES]
    after = [one for one in rows if one.place == Section.Place.AFTER_MEASURES]
    order = [*_sections(before), *middle, *_sections(after)]
    for name, words, noun, rest, key in order:
        texts.setdefault(name, _Text(words, noun, (rest,), [])).keys.append(key)
    return texts


def _sections(rows: list[Section]) -> list[tuple[str, str, str, object, int]]:
    return [(f"section-{one.slug}", str(one), "section", one.slug, one.pk) for one in rows]


def _entries(
    evaluation: Evaluation, revisions: list[Revision], texts: Mapping[str, _Text]
) -> list[dict[str, object]]:
    """Return what each line of the journal shows: the change, its text, where it is read."""
    gone = _gone(evaluation)
    places = {f"{text.noun}-{key}": text for text in texts.values() for key in text.keys}
    entries = []
    for step in history.lines(revisions):
        change = step.revision
        text = places.get(_key(change))
        if text is not None:
            url = staff_address(f"{text.noun}_revision", evaluation, *text.rest, change.pk)
            subject = text.said
        else:
            url = staff_address("journal_revision", evaluation, change.pk)
            subject = _said(change, gone)
        entries.append({"step": step, "subject": subject, "url": url})
    return entries
