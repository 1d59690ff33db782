"""Measures and recommendations as objects of the API.

What they say are the columns of the files of data; a list leaves out the long texts.
"""

from collections.abc import Sequence

from measures import answering
from measures.exports.api.members import EVALUATION, URL, around, link, links, within
from measures.exports.api.shapes import DATE, TEXT, Member, Several, Shape, of_column
from measures.exports.columns import Column, Kind, Origin
from measures.exports.measure_columns import MEASURES
from measures.exports.recommendation_columns import RECOMMENDATIONS
from measures.exports.texts import words
from measures.models import Assessment, Recommendation, Section

_LONG = {Kind.LONG, Kind.HTML}


def _members(columns: Sequence[Column], *, long: bool) -> tuple[Member, ...]:
    return tuple(of_column(each) for each in columns if long or each.kind not in _LONG)


# Recommendations


def measure_url(row: Assessment, origin: Origin) -> str:
    """Return the address of a measure in the API."""
    return origin.page("api_measure", row.measure.number)


def section_url(row: Section, origin: Origin) -> str:
    """Return the address of a section in the API."""
    return origin.page("api_section", row.slug)


def _recommendation_url(row: Recommendation, origin: Origin) -> str:
    return origin.page("api_recommendation", row.key)


_RECOMMENDATION_LINKS = (
    EVALUATION,
    link("recommandations", "Toutes les recommandations.", within("api_recommendations")),
    link(
        "mesure",
        "La mesure dans les observations de laquelle elle se trouve.",
        lambda row, origin: row.assessment and measure_url(row.assessment, origin),
        optional=True,
    ),
    link(
        "section",
        "La section où elle se trouve.",
        lambda row, origin: row.section and section_url(row.section, origin),
        optional=True,
    ),
)


def _recommendation(name: str, *, long: bool) -> Shape:
    beside = around(lambda origin: origin.report.recommendations, _recommendation_url)
    return Shape(
        name,
        "Une recommandation de la CNCDH." + ("" if long else " Sans son HTML, dans une liste."),
        (
            link("url", URL, _recommendation_url),
            *_members(RECOMMENDATIONS, long=long),
            links(f"Liens{name}", *_RECOMMENDATION_LINKS, *(beside if long else ())),
        ),
    )


RECOMMENDATION_SUMMARY = _recommendation("RecommandationResume", long=False)
RECOMMENDATION = _recommendation("Recommandation", long=True)

# Measures

_MEASURE_LINKS = (
    EVALUATION,
    link("mesures", "Toutes les mesures.", within("api_measures")),
    link(
        "observations",
        "La mesure sous laquelle se lisent les observations, si elles portent sur les deux.",
        lambda row, origin: row.observations_in and measure_url(row.observations_in, origin),
        optional=True,
    ),
)


def _asked(row: Assessment, origin: Origin) -> list[dict]:
    """Return the recommendations on a measure, with those of observations it shares."""
    texts = {row.pk, row.observations_in_id}
    return [
        RECOMMENDATION_SUMMARY.of(each, origin)
        for each in origin.report.recommendations
        if each.assessment_id in texts
    ]


ANSWER = Shape(
    "Reponse",
    "Ce qu’un destinataire a répondu, dans ses propres termes.",
    (
        Member(
            "destinataire",
            "L’identifiant du destinataire.",
            TEXT,
            lambda row, _: row.addressee.slug,
        ),
        Member("nom", "Son nom.", TEXT, lambda row, _: row.addressee.name),
        Member(
            "date_reponse",
            "La date de sa réponse.",
            DATE,
            lambda row, _: row.given_on.isoformat(),
        ),
        Member(
            "texte",
            "Sa réponse, en texte seul : un paragraphe par ligne, sans les notes.",
            TEXT,
            lambda row, _: words(row.text),
        ),
        Member("html", "La même en HTML.", TEXT, lambda row, origin: origin.html(row.text)),
    ),
)


def _answers(row: Assessment, origin: Origin) -> list[dict]:
    return [ANSWER.of(each, origin) for each in answering.written(row)]


MEASURE_SUMMARY = Shape(
    "MesureResume",
    "Une mesure du plan et son degré de mise en œuvre. Sans les textes, dans une liste.",
    (
        link("url", URL, measure_url),
        *_members(MEASURES, long=False),
        links("LiensMesureResume", *_MEASURE_LINKS),
    ),
)
MEASURE = Shape(
    "Mesure",
    "Une mesure du plan : ce que l’État a fait, ce que la CNCDH observe et recommande.",
    (
        link("url", URL, measure_url),
        *_members(MEASURES, long=True),
        Member(
            "recommandations",
            "Les recommandations sur la mesure, y compris celles d’observations communes.",
            Several(RECOMMENDATION_SUMMARY),
            _asked,
        ),
        Member(
            "reponses",
            "Ce que des destinataires ont répondu au constat, dans l’ordre des dates.",
            Several(ANSWER),
            _answers,
        ),
        links(
            "LiensMesure",
            *_MEASURE_LINKS,
            *around(lambda origin: origin.report.assessments, measure_url),
        ),
    ),
)
