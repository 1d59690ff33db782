"""How to cite an evaluation, a measure, a section or a recommendation."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from measures import report as reports
from measures.exports import citations
from measures.exports.citations import Reference
from measures.links import address
from measures.models import Evaluation, Recommendation
from measures.views.public.access import (
    look_in_earlier_editions,
    public_view,
    published_evaluation,
    render_evaluation,
)


@dataclass(frozen=True)
class Cited:
    """What is cited: its reference, its name in a sentence, and where it is read."""

    reference: Reference
    name: str
    page: str  # the name of its page, and what its address takes
    rest: tuple[object, ...] = ()
    recommendation: Recommendation | None = None


@public_view
def cite(
    request: HttpRequest, plan: str, evaluation: str, edition: int | None = None, **part: str | int
) -> HttpResponse:
    """The reference of an evaluation or of a part of it, in each form."""
    found = published_evaluation(plan, evaluation, edition)
    if found.previewed:
        return render_evaluation(request, "public/cite_draft.html", found, {})
    cited = _find(found, **part)
    forms = {
        form: {
            "text": how.write(cited.reference).rstrip("\n"),
            "address": address(f"cite_{cited.page}_file", found, *cited.rest, form),
        }
        for form, how in citations.FORMS.items()
    }
    context = {"cited": cited, "read": address(cited.page, found, *cited.rest), "forms": forms}
    return render_evaluation(request, "public/cite.html", found, context)


@public_view
def cite_file(
    request: HttpRequest,
    plan: str,
    evaluation: str,
    form: str,
    edition: int | None = None,
    **part: str | int,
) -> HttpResponse:
    """The same reference as a file that software reads."""
    if form not in citations.FORMS:
        raise Http404(f"Une référence ne se télécharge pas au format « {form} ».")
    found = published_evaluation(plan, evaluation, edition)
    reference = _find(found, **part).reference
    how = citations.FORMS[form]
    return HttpResponse(
        how.write(reference),
        content_type=how.content_type,
        headers={"Content-Disposition": f'attachment; filename="{reference.key}.{form}"'},
    )


def _find(
    evaluation: Evaluation,
    number: int | None = None,
    section: str | None = None,
    key: str | None = None,
) -> Cited:
    """Return what an address asks to cite, or answer 404."""
    if number is not None:
        return _measure(evaluation, number)
    if section is not None:
        return _section(evaluation, section)
    if key is not None:
        return _recommendation(evaluation, key)
    return Cited(citations.of_evaluation(evaluation), "cette évaluation", "evaluation")


def _measure(evaluation: Evaluation, number: int) -> Cited:
    rows = evaluation.assessments.without_texts().select_related("measure")
    row = rows.filter(measure__number=number).first()
    if row is None:
        raise Http404(f"{evaluation.plan.short_title} : il n’y a pas de mesure {number}.")
    return Cited(citations.of_assessment(row), f"la mesure {number}", "measure", (number,))


def _section(evaluation: Evaluation, slug: str) -> Cited:
    row = evaluation.sections.defer("body").filter(slug=slug).first()
    if row is None:
        look_in_earlier_editions(evaluation, sections__slug=slug)
        raise Http404(f"Cette évaluation n’a pas de section « {slug} ».")
    return Cited(citations.of_section(row), f"la section « {row} »", "section", (slug,))


def _recommendation(evaluation: Evaluation, key: str) -> Cited:
    row = reports.recommendations_of(evaluation).filter(key=key).first()
    if row is None:
        look_in_earlier_editions(evaluation, recommendations__key=key)
        raise Http404(f"Cette évaluation n’a pas de recommandation « {key} ».")
    reference = citations.of_recommendation(row)
    name = f"la recommandation {row.number}"
    return Cited(reference, name, "recommendation", (key,), row)
