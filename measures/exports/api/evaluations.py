"""Evaluations as objects of the API: each is an edition, with what replaced it."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from measures.exports.api.members import PAGE, URL, at, link, links
from measures.exports.api.shapes import (
    COUNT,
    DATE,
    MOMENT,
    TEXT,
    WHOLE,
    Member,
    Several,
    Shape,
)
from measures.exports.columns import STATUS_CODES, STATUS_LABELS, Origin
from measures.links import absolute, address, exact_address
from measures.models import Evaluation
from measures.report import PriorityPart
from measures.rich_text import plain
from measures.tally import Count


def _plain(name: str) -> Callable[[Evaluation, Any], str]:
    """Return what gives an address that leads to the edition in force."""
    return lambda row, _: at(name, row.plan.slug, row.slug)


def _here(name: str) -> Callable[[Evaluation, Any], str]:
    """Return what gives an address in the edition at hand."""
    return lambda row, _: absolute(address(name, row))


REPLACEMENT = Shape(
    "Remplacement",
    "L’édition qui a remplacé celle-ci.",
    (
        Member("edition", "Son numéro.", WHOLE, lambda row, _: row.replaced_by.edition),
        Member("motif", "Pourquoi.", TEXT, lambda row, _: row.replaced_by.rectification_reason),
        link(
            "url",
            "Où elle se lit dans l’API.",
            lambda row, _: absolute(exact_address("api_evaluation", row.replaced_by)),
        ),
        link("en_vigueur", "L’édition en vigueur dans l’API.", _plain("api_evaluation")),
    ),
)
_LINKS = links(
    "LiensEvaluation",
    link("plan", "Le plan évalué.", lambda row, _: at("api_plan", row.plan.slug)),
    link("mesures", "Les mesures, avec leur degré de mise en œuvre.", _here("api_measures")),
    link("recommandations", "Les recommandations.", _here("api_recommendations")),
    link("sections", "Les autres parties du rapport.", _here("api_sections")),
    link("destinataires", "Les destinataires.", _here("api_addressees")),
    link(
        "suites",
        "Ce que sont devenues les recommandations de l’évaluation précédente.",
        _here("api_outcomes"),
    ),
    link("editions", "Toutes ses éditions publiées.", _plain("api_editions")),
    link("rapport", "Le rapport sur une page du site.", _here("report")),
    link("rapport_pdf", "Le rapport en PDF.", _here("report_pdf")),
    link("donnees", "La page des fichiers de données.", _here("data")),
)
_SUMMARY = (
    link("url", URL, _here("api_evaluation")),
    link("adresse", PAGE, _here("evaluation")),
    Member("plan", "Les années du plan, qui l’identifient.", TEXT, lambda row, _: row.plan.slug),
    Member("evaluation", "L’identifiant dans son plan.", TEXT, lambda row, _: row.slug),
    Member(
        "edition",
        "1 pour l’évaluation telle qu’elle a d’abord été publiée ; une rectification en fait une "
        "édition de plus.",
        WHOLE,
        lambda row, _: row.edition,
    ),
    Member("titre", "Son titre.", TEXT, lambda row, _: row.title),
    Member(
        "date_adoption",
        "La date à laquelle la CNCDH l’a adoptée.",
        DATE,
        lambda row, _: row.adopted_on.isoformat(),
    ),
    Member("adoption", "Comment elle a été adoptée.", TEXT, lambda row, _: row.adoption),
    Member(
        "publication",
        "Quand cette édition a été publiée ici.",
        MOMENT,
        lambda row, _: timezone.localtime(row.published_at).isoformat(timespec="seconds"),
    ),
    Member(
        "motif_de_la_rectification",
        "Pourquoi il y a eu une rectification, si c’en est une.",
        TEXT,
        lambda row, _: row.rectification_reason or None,
        optional=True,
    ),
    Member(
        "avertissement",
        "Ce qu’il faut savoir avant de citer ce texte.",
        TEXT,
        lambda row, _: plain(row.notice) or None,
        optional=True,
    ),
    Member(
        "remplacee_par",
        "L’édition qui l’a remplacée ; null pour celle qui est en vigueur.",
        REPLACEMENT,
        lambda row, _: REPLACEMENT.of(row) if row.replaced_by else None,
        optional=True,
    ),
)
DEGREE = Shape(
    "Degre",
    "Combien de mesures ont un degré de mise en œuvre.",
    (
        Member(
            "statut",
            "Le degré.",
            TEXT | STATUS_LABELS,
            lambda row, _: row.status.label.capitalize(),
        ),
        Member(
            "statut_code", "Le même en code.", TEXT | STATUS_CODES, lambda row, _: row.status.value
        ),
        Member("nombre", "Combien de mesures.", COUNT, lambda row, _: row.count),
        Member(
            "part",
            "Leur part en pour cent : la somme des parts fait 100.",
            COUNT | {"maximum": 100},
            lambda row, _: row.share,
        ),
    ),
)
_DEGREES = "Le compte des mesures par degré, de tout à rien."


def _degrees(counts: list[Count]) -> list[dict]:
    return [DEGREE.of(each) for each in counts]


PART = Shape(
    "PrioriteEvaluee",
    "Une priorité dans une évaluation.",
    (
        link(
            "adresse",
            PAGE,
            lambda row, origin: origin.page("priority", row.priority.number),
        ),
        Member("numero", "Son numéro dans le plan.", WHOLE, lambda row, _: row.priority.number),
        Member("titre", "Son titre.", TEXT, lambda row, _: row.priority.title),
        Member("degres", _DEGREES, Several(DEGREE), lambda row, _: _degrees(row.tally.counts)),
        link(
            "mesures",
            "Ses mesures dans l’API.",
            lambda row, origin: origin.page("api_measures") + f"?priorite={row.priority.number}",
        ),
    ),
)


def _parts(row: Evaluation, origin: Origin) -> list[dict]:
    parts: list[PriorityPart] = origin.report.priorities
    return [PART.of(part, origin) for part in parts]


EVALUATION_SUMMARY = Shape(
    "EvaluationResume", "Une édition publiée d’une évaluation.", (*_SUMMARY, _LINKS)
)
EVALUATION = Shape(
    "Evaluation",
    "Une édition publiée d’une évaluation, avec ses chiffres.",
    (
        *_SUMMARY,
        Member(
            "nombre_mesures",
            "Combien de mesures elle évalue.",
            COUNT,
            lambda row, origin: origin.report.tally.total,
        ),
        Member(
            "nombre_recommandations",
            "Combien de recommandations elle fait.",
            COUNT,
            lambda row, origin: len(origin.report.recommendations),
        ),
        Member(
            "degres",
            _DEGREES,
            Several(DEGREE),
            lambda row, origin: _degrees(origin.report.tally.counts),
        ),
        Member("priorites", "Les mêmes comptes par priorité.", Several(PART), _parts),
        _LINKS,
    ),
)
