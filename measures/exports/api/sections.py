"""Sections of a report, and those whom it speaks to, as objects of the API."""

from collections.abc import Callable

from measures.exports.api.members import EVALUATION, PAGE, URL, around, link, links, within
from measures.exports.api.shapes import COUNT, TEXT, WHOLE, Member, Shape, of_column
from measures.exports.api.texts import section_url
from measures.exports.columns import COMMON, Origin
from measures.exports.texts import words
from measures.models import Section
from measures.report import AddresseePart

# Sections


def _parent(row: Section, origin: Origin) -> Section | None:
    return next((each for each in origin.report.sections if each.pk == row.parent_id), None)


_SECTION = (
    link("url", URL, section_url),
    link("adresse", PAGE, lambda row, origin: origin.place(f"section-{row.slug}")),
    Member("section", "Son identifiant dans l’évaluation.", TEXT, lambda row, _: row.slug),
    Member(
        "intitule",
        "Ce qui la désigne avant son titre, comme « Partie II ».",
        TEXT,
        lambda row, _: row.label or None,
        optional=True,
    ),
    Member("titre", "Son titre.", TEXT, lambda row, _: row.title),
    Member(
        "place",
        "Où elle se trouve dans le rapport.",
        TEXT | {"enum": [place.label for place in Section.Place]},
        lambda row, _: Section.Place(row.place).label,
    ),
    Member(
        "page",
        "La page du rapport adopté où elle commence, si elle est connue.",
        WHOLE,
        lambda row, _: row.page,
        optional=True,
    ),
    *(of_column(column) for column in COMMON),
)
_SECTION_TEXTS = (
    Member(
        "texte",
        "Son texte seul : un paragraphe par ligne, sans les notes.",
        TEXT,
        lambda row, _: words(row.body) or None,
        optional=True,
    ),
    Member(
        "html",
        "Le même texte en HTML ; chaque note s’y trouve à son appel.",
        TEXT,
        lambda row, origin: origin.html(row.body) or None,
        optional=True,
    ),
)
_SECTION_LINKS = (
    EVALUATION,
    link("sections", "Toutes les sections.", within("api_sections")),
    link(
        "dans",
        "La section qui la contient.",
        lambda row, origin: (found := _parent(row, origin)) and section_url(found, origin),
        optional=True,
    ),
)
SECTION_SUMMARY = Shape(
    "SectionResume",
    "Une partie du rapport qui ne porte pas sur une mesure. Sans le texte, dans une liste.",
    (*_SECTION, links("LiensSectionResume", *_SECTION_LINKS)),
)
SECTION = Shape(
    "Section",
    "Une partie du rapport qui ne porte pas sur une mesure.",
    (
        *_SECTION,
        *_SECTION_TEXTS,
        links(
            "LiensSection",
            *_SECTION_LINKS,
            *around(lambda origin: origin.report.sections, section_url),
        ),
    ),
)

# Addressees


def _of_addressee(name: str) -> Callable[[AddresseePart, Origin], str]:
    return lambda row, origin: origin.page(name) + f"?destinataire={row.addressee.slug}"


ADDRESSEE = Shape(
    "Destinataire",
    "Une autorité à qui l’évaluation adresse des recommandations.",
    (
        link("url", URL, lambda row, origin: origin.page("api_addressee", row.addressee.slug)),
        link("adresse", "Ses recommandations sur le site.", _of_addressee("recommendations")),
        Member("destinataire", "Son identifiant.", TEXT, lambda row, _: row.addressee.slug),
        Member("nom", "Son nom.", TEXT, lambda row, _: row.addressee.name),
        Member(
            "nombre_recommandations",
            "Combien de recommandations lui sont adressées, seule ou avec d’autres.",
            COUNT,
            lambda row, _: len(row.recommendations),
        ),
        links(
            "LiensDestinataire",
            EVALUATION,
            link("destinataires", "Tous les destinataires.", within("api_addressees")),
            link(
                "recommandations",
                "Les recommandations qui lui sont adressées.",
                _of_addressee("api_recommendations"),
            ),
        ),
    ),
)
