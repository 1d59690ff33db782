"""What became of recommendations, as objects of the API."""

from measures.exports.api.members import PAGE, at, link, links
from measures.exports.api.shapes import TEXT, Member, Shape
from measures.exports.texts import words
from measures.following import Followed
from measures.links import absolute, address
from measures.models import Evaluation, FollowUp

_OUTCOMES = [outcome for outcome in FollowUp.Outcome if outcome != FollowUp.Outcome.TO_JUDGE]


def _of(name: str, row: Followed, former: Evaluation) -> str:
    return absolute(address(name, former, row.recommendation.key))


def _is_said(row: Followed) -> bool:
    return row.outcome in _OUTCOMES


OUTCOME = Shape(
    "Suite",
    "Ce qu’est devenue une recommandation de l’évaluation précédente.",
    (
        link(
            "url",
            "La recommandation, dans l’évaluation précédente, dans l’API.",
            lambda row, former: _of("api_recommendation", row, former),
        ),
        link("adresse", PAGE, lambda row, former: _of("recommendation", row, former)),
        Member(
            "evaluation",
            "L’identifiant de cette évaluation précédente.",
            TEXT,
            lambda row, former: former.slug,
        ),
        Member("cle", "La clé de la recommandation.", TEXT, lambda row, _: row.recommendation.key),
        Member("texte", "Ce qu’elle demande.", TEXT, lambda row, _: words(row.recommendation.html)),
        Member(
            "suite",
            "Ce qu’elle est devenue ; null si rien n’en est dit.",
            TEXT | {"enum": [outcome.label.capitalize() for outcome in _OUTCOMES]},
            lambda row, _: row.outcome.label.capitalize() if _is_said(row) else None,
            optional=True,
        ),
        Member(
            "suite_code",
            "Le même en code.",
            TEXT | {"enum": [outcome.value for outcome in _OUTCOMES]},
            lambda row, _: row.outcome.value if _is_said(row) else None,
            optional=True,
        ),
        Member(
            "explication",
            "La phrase qui l’explique.",
            TEXT,
            lambda row, _: row.comment or None,
            optional=True,
        ),
        links(
            "LiensSuite",
            link(
                "evaluation",
                "L’évaluation précédente.",
                lambda row, former: at("api_evaluation", former.plan.slug, former.slug),
            ),
        ),
    ),
)
