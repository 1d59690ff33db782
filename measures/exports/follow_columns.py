"""The columns of the tables of follow-ups and of answers: what an evaluation says besides."""

from measures import french
from measures.exports.columns import COMMON, NUMBER, REQUIRED, Column, Kind
from measures.exports.texts import words
from measures.models import FollowUp

_OUTCOMES = [one for one in FollowUp.Outcome if one != FollowUp.Outcome.TO_JUDGE]

FOLLOW_UPS = (
    Column(
        "recommandation_numero",
        "N° de la recommandation",
        Kind.INTEGER,
        17,
        "Le rang de la recommandation dans l’évaluation précédente.",
        lambda row, origin: row.recommendation.number,
        REQUIRED | NUMBER,
    ),
    Column(
        "suite",
        "Suite donnée",
        Kind.TEXT,
        22,
        "Ce que la recommandation est devenue, d’après cette évaluation.",
        lambda row, origin: row.outcome.label.capitalize(),
        REQUIRED | {"enum": [one.label.capitalize() for one in _OUTCOMES]},
    ),
    Column(
        "explication",
        "Explication",
        Kind.TEXT,
        60,
        "La phrase qui l’explique.",
        lambda row, origin: row.comment,
        REQUIRED,
    ),
    Column(
        "recommandation_texte",
        "Recommandation",
        Kind.TEXT,
        60,
        "Ce que la CNCDH demandait, en texte seul : un paragraphe par ligne, sans les notes.",
        lambda row, origin: words(row.recommendation.html),
        REQUIRED,
    ),
    Column(
        "destinataires",
        "Destinataires",
        Kind.LIST,
        34,
        "Les autorités à qui elle s’adressait, par ordre alphabétique.",
        lambda row, origin: tuple(
            sorted((each.name for each in row.recommendation.addressees.all()), key=_alphabetical)
        ),
    ),
    Column(
        "mesure_numero",
        "N° de la mesure",
        Kind.INTEGER,
        9,
        "La mesure où elle se trouve et se suit ; vide si c’est une section.",
        lambda row, origin: (
            row.recommendation.assessment and row.recommendation.assessment.measure.number
        ),
        NUMBER,
    ),
    Column(
        "section",
        "Section (identifiant)",
        Kind.TEXT,
        16,
        "L’identifiant de la section où elle se trouve et se suit ; vide si c’est une mesure.",
        lambda row, origin: row.recommendation.section and row.recommendation.section.slug,
    ),
    Column(
        "suite_code",
        "Suite donnée (code)",
        Kind.TEXT,
        20,
        "La même suite sous une forme sans accent ni espace.",
        lambda row, origin: row.outcome.value,
        REQUIRED | {"enum": [one.value for one in _OUTCOMES]},
    ),
    Column(
        "recommandation_evaluation",
        "Évaluation de la recommandation",
        Kind.TEXT,
        14,
        "L’identifiant de l’évaluation qui la faisait.",
        lambda row, origin: row.recommendation.evaluation.slug,
        REQUIRED,
    ),
    Column(
        "cle",
        "Clé",
        Kind.TEXT,
        12,
        "L’identifiant de la recommandation dans cette évaluation-là : la clé de la table des "
        "recommandations.",
        lambda row, origin: row.recommendation.key,
        REQUIRED,
    ),
    *COMMON,
    Column(
        "recommandation_adresse",
        "Adresse de la recommandation",
        Kind.ADDRESS,
        66,
        "L’adresse durable de la recommandation, dans l’évaluation qui la faisait.",
        lambda row, origin: origin.elsewhere(row.recommendation),
        REQUIRED,
    ),
)

ANSWERS = (
    Column(
        "mesure_numero",
        "N° de la mesure",
        Kind.INTEGER,
        9,
        "La mesure à laquelle l’autorité a répondu.",
        lambda row, origin: row.assessment.measure.number,
        REQUIRED | NUMBER,
    ),
    Column(
        "destinataire",
        "Destinataire",
        Kind.TEXT,
        34,
        "L’autorité qui a répondu.",
        lambda row, origin: row.addressee.name,
        REQUIRED,
    ),
    Column(
        "texte",
        "Réponse",
        Kind.TEXT,
        80,
        "Les mots de l’autorité, qui n’engagent pas la CNCDH, en texte seul : un paragraphe par "
        "ligne.",
        lambda row, origin: words(row.text),
        REQUIRED,
    ),
    Column(
        "date_reponse",
        "Date de la réponse",
        Kind.DATE,
        12,
        "La date à laquelle la réponse a été publiée ou reçue.",
        lambda row, origin: row.given_on,
        REQUIRED,
    ),
    Column(
        "mesure_titre_court",
        "Mesure",
        Kind.TEXT,
        36,
        "Le titre court de cette mesure.",
        lambda row, origin: row.assessment.measure.short_title,
        REQUIRED,
    ),
    Column(
        "destinataire_identifiant",
        "Destinataire (identifiant)",
        Kind.TEXT,
        20,
        "L’identifiant de cette autorité.",
        lambda row, origin: row.addressee.slug,
        REQUIRED,
    ),
    *COMMON,
    Column(
        "adresse",
        "Adresse",
        Kind.ADDRESS,
        66,
        "L’adresse durable de la mesure dans cette évaluation, où la réponse se lit.",
        lambda row, origin: origin.place(f"mesure-{row.assessment.measure.number}"),
        REQUIRED,
    ),
    Column(
        "html",
        "Réponse (HTML)",
        Kind.HTML,
        30,
        "Le même texte en HTML.",
        lambda row, origin: origin.html(row.text),
        REQUIRED,
    ),
)


def _alphabetical(name: str) -> tuple[str, str]:
    return french.alphabetical(name)
