"""The columns of the table of recommendations: one row for each, wherever it stands."""

from collections.abc import Callable

from measures import french
from measures.exports.cells import Value
from measures.exports.columns import (
    COMMON,
    NUMBER,
    REQUIRED,
    STATUS_CODES,
    STATUS_LABELS,
    Column,
    Kind,
    Origin,
)
from measures.exports.texts import words
from measures.models import Addressee, Assessment, Recommendation, Section


def _of_measure(
    take: Callable[[Assessment], Value],
) -> Callable[[Recommendation, Origin], Value]:
    return lambda row, origin: take(row.assessment) if row.assessment else None


def _of_section(take: Callable[[Section], Value]) -> Callable[[Recommendation, Origin], Value]:
    return lambda row, origin: take(row.section) if row.section else None


def _addressees(row: Recommendation) -> list[Addressee]:
    return sorted(row.addressees.all(), key=lambda each: french.alphabetical(each.name))


RECOMMENDATIONS = (
    Column(
        "numero",
        "N° de la recommandation",
        Kind.INTEGER,
        17,
        "Le rang de la recommandation dans le rapport.",
        lambda row, origin: row.number,
        REQUIRED | NUMBER,
    ),
    Column(
        "texte",
        "Recommandation",
        Kind.TEXT,
        72,
        "Ce que la CNCDH demande, en texte seul : un paragraphe par ligne, sans les notes.",
        lambda row, origin: words(row.html),
        REQUIRED,
    ),
    Column(
        "destinataires",
        "Destinataires",
        Kind.LIST,
        26,
        "Les autorités à qui elle s’adresse, par ordre alphabétique.",
        lambda row, origin: tuple(each.name for each in _addressees(row)),
    ),
    Column(
        "mesure_numero",
        "N° de la mesure",
        Kind.INTEGER,
        9,
        "La mesure dans les observations de laquelle elle se trouve ; vide si c’est une section.",
        _of_measure(lambda row: row.measure.number),
        NUMBER,
    ),
    Column(
        "mesure_titre_court",
        "Mesure",
        Kind.TEXT,
        30,
        "Le titre court de cette mesure.",
        _of_measure(lambda row: row.measure.short_title),
    ),
    Column(
        "mesure_statut",
        "Mise en œuvre de la mesure",
        Kind.TEXT,
        17,
        "Le degré de mise en œuvre de cette mesure.",
        _of_measure(lambda row: row.degree.label.capitalize()),
        STATUS_LABELS,
    ),
    Column(
        "section_titre",
        "Section",
        Kind.TEXT,
        26,
        "La partie du rapport où elle se trouve ; vide si c’est une mesure.",
        _of_section(str),
    ),
    Column(
        "mesure_statut_code",
        "Mise en œuvre (code)",
        Kind.TEXT,
        16,
        "Le même degré sous la forme qui sert dans les adresses.",
        _of_measure(lambda row: row.status),
        STATUS_CODES,
    ),
    Column(
        "priorite_numero",
        "N° de la priorité",
        Kind.INTEGER,
        9,
        "Le numéro, en chiffres arabes, de la priorité dont cette mesure relève.",
        _of_measure(lambda row: row.measure.priority.number),
        NUMBER,
    ),
    Column(
        "priorite_titre",
        "Priorité",
        Kind.TEXT,
        30,
        "Le titre de cette priorité.",
        _of_measure(lambda row: row.measure.priority.title),
    ),
    Column(
        "section",
        "Section (identifiant)",
        Kind.TEXT,
        16,
        "L’identifiant de cette section, qui sert dans son adresse.",
        _of_section(lambda row: row.slug),
    ),
    Column(
        "cle",
        "Clé",
        Kind.TEXT,
        12,
        "L’identifiant de la recommandation dans cette évaluation. Le numéro dit un rang ; la "
        "clé ne change pas.",
        lambda row, origin: row.key,
        REQUIRED,
    ),
    Column(
        "destinataires_identifiants",
        "Destinataires (identifiants)",
        Kind.LIST,
        30,
        "Les identifiants des destinataires, dans le même ordre.",
        lambda row, origin: tuple(each.slug for each in _addressees(row)),
    ),
    *COMMON,
    Column(
        "adresse",
        "Adresse",
        Kind.ADDRESS,
        66,
        "L’adresse durable de la recommandation, qui mène à sa place dans le texte.",
        lambda row, origin: origin.place(row.anchor),
        REQUIRED | {"unique": True},
    ),
    Column(
        "html",
        "Recommandation (HTML)",
        Kind.HTML,
        30,
        "Le même passage en HTML, sans les notes.",
        lambda row, origin: origin.html(row.html),
        REQUIRED,
    ),
)
