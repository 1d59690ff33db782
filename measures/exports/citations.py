"""How to cite an evaluation and its parts: as text, BibTeX and CSL-JSON.

A reference names one edition, and its address leads to that edition for ever. No clock: the
dates are those of adoption and publication, the day of reading is left to the reader.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from measures.links import absolute, exact_address
from measures.models import Assessment, Evaluation, Recommendation, Section
from measures.rich_text import typeset
from measures.templatetags.french import date_fr

AUTHOR = "Commission nationale consultative des droits de l’homme"
ACRONYM = "CNCDH"

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# What TeX would take for its own, and the spaces that it writes otherwise.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
        "\u00a0": "~",
        "\u202f": r"\,",
    }
)


@dataclass(frozen=True)
class Reference:
    """What a bibliography needs to know of an evaluation, or of one part of it."""

    key: str  # names it among other references
    evaluation: str  # the title of the whole
    adopted_on: date
    published_on: date
    edition: int
    address: str
    title: str = ""  # of the part cited, if it is not the whole
    within: str = ""  # the part cited, as it stands in a sentence
    page: int | None = None  # in the report that was adopted

    @property
    def version(self) -> str:
        """The edition and its day: « édition 2, rectifiée le 3 mars 2023 »."""
        if self.edition > 1:
            return f"édition {self.edition}, rectifiée le {date_fr(self.published_on)}"
        return f"édition 1 publiée le {date_fr(self.published_on)}"

    @property
    def details(self) -> str:
        """What follows the title of the whole, in the French manner."""
        said = [f"adoptée le {date_fr(self.adopted_on)}", self.version]
        if self.within:
            said.insert(0, self.within)
        if self.page:
            said.append(f"p. {self.page} du rapport adopté")
        return typeset(", ".join(said))

    @property
    def text(self) -> str:
        """The whole reference as one sentence, which ends with the address."""
        return f"{ACRONYM}, {typeset(self.evaluation)}, {self.details}, {self.address}"


def of_evaluation(evaluation: Evaluation) -> Reference:
    """Return the reference of a whole evaluation, published."""
    return _reference(evaluation, "evaluation")


def of_assessment(assessment: Assessment) -> Reference:
    """Return the reference of what an evaluation says of a measure."""
    measure = assessment.measure
    return _reference(
        assessment.evaluation,
        "measure",
        measure.number,
        name=f"mesure-{measure.number}",
        title=f"Mesure {measure.number} – {measure.title}",
        within=f"mesure {measure.number} « {measure.title} »",
        page=assessment.page,
    )


def of_section(section: Section) -> Reference:
    """Return the reference of a section of the report."""
    return _reference(
        section.evaluation,
        "section",
        section.slug,
        name=f"section-{section.slug}",
        title=str(section),
        within=f"« {section} »",
        page=section.page,
    )


def of_recommendation(recommendation: Recommendation) -> Reference:
    """Return the reference of a recommendation.

    Without a page: the one where its measure begins may not be the one where it stands.
    """
    if recommendation.assessment is not None:
        measure = recommendation.assessment.measure
        place = f"mesure {measure.number} « {measure.title} »"
    else:
        place = f"« {recommendation.section} »"
    return _reference(
        recommendation.evaluation,
        "recommendation",
        recommendation.key,
        name=f"recommandation-{recommendation.key}",
        title=f"Recommandation {recommendation.number}, {place}",
        within=f"recommandation {recommendation.number}, {place}",
    )


def _reference(
    evaluation: Evaluation,
    page_name: str,
    *rest: object,
    name: str = "",
    title: str = "",
    within: str = "",
    page: int | None = None,
) -> Reference:
    whole = f"cncdh-{evaluation.plan.slug}-{evaluation.slug}"
    if evaluation.edition > 1:
        whole += f"-ed{evaluation.edition}"
    return Reference(
        key=f"{whole}-{name}" if name else whole,
        evaluation=evaluation.title,
        adopted_on=evaluation.adopted_on,
        published_on=timezone.localdate(evaluation.published_at),
        edition=evaluation.edition,
        address=absolute(exact_address(page_name, evaluation, *rest)),
        title=title,
        within=within,
        page=page,
    )


def bibtex(reference: Reference) -> str:
    """Return a BibTeX entry: a report, or a part of a collection."""
    whole = f"{{{{{_latex(reference.evaluation)}}}}}"
    author = f"{{{{{_latex(AUTHOR)}}}}}"
    fields = {"author": author}
    if reference.title:
        kind = "incollection"
        fields["title"] = f"{{{{{_latex(reference.title)}}}}}"
        fields |= {"booktitle": whole, "publisher": f"{{{ACRONYM}}}"}
    else:
        kind = "techreport"
        fields |= {"title": whole, "institution": f"{{{ACRONYM}}}", "type": "{Rapport}"}
    fields |= {
        "year": f"{{{reference.adopted_on.year}}}",
        "month": _MONTHS[reference.adopted_on.month - 1],
    }
    if reference.page:
        fields["pages"] = f"{{{reference.page}}}"
    note = f"Adoptée le {date_fr(reference.adopted_on)}, {reference.version}"
    fields |= {
        "note": f"{{{_latex(note)}}}",
        "language": "{french}",
        "url": f"{{{reference.address}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@{kind}{{{reference.key},\n{lines}\n}}\n"


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def csl_json(reference: Reference) -> str:
    """Return a list of one item of CSL-JSON, which Zotero and citeproc read."""
    item = {
        "id": reference.key,
        "type": "chapter" if reference.title else "report",
        "title": reference.title or reference.evaluation,
    }
    if reference.title:
        item["container-title"] = reference.evaluation
    item |= {
        "author": [{"literal": AUTHOR}],
        "publisher": ACRONYM,
        "issued": _date_parts(reference.adopted_on),
        "available-date": _date_parts(reference.published_on),
        "edition": str(reference.edition),
    }
    if reference.page:
        item["page"] = str(reference.page)
    item |= {
        "note": f"Adoptée le {date_fr(reference.adopted_on)}, {reference.version}",
        "language": "fr-FR",
        "URL": reference.address,
    }
    fields = ",\n".join(
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in item.items()
    )
    return f"[{{\n{fields}\n}}]\n"


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


@dataclass(frozen=True)
class Form:
    """A form that software reads: how it is written, and as what it is served."""

    write: Callable[[Reference], str]
    content_type: str


FORMS = {
    "bib": Form(bibtex, "application/x-bibtex; charset=utf-8"),
    "json": Form(csl_json, "application/vnd.citationstyles.csl+json"),
}
