"""Where one begins, and what a search finds, as objects of the API."""

import html

from django.utils.html import strip_tags

from measures.exports.api.members import PAGE, URL, at, link
from measures.exports.api.shapes import TEXT, Member, Several, Shape
from measures.links import absolute, address
from measures.search.results import Hit, Result

# Search


def _found_url(row: Result, _: None) -> str:
    if row.assessment:
        return absolute(address("api_measure", row.evaluation, row.page.measure.number))
    return absolute(address("api_section", row.evaluation, row.page.slug))


def _text(row: Hit, _: None) -> str:
    return html.unescape(strip_tags(row.html))


def _title(row: Result, _: None) -> str:
    return str(row.page.measure if row.assessment else row.page)


PASSAGE = Shape(
    "Passage",
    "Un passage qui répond à la recherche.",
    (
        link("adresse", "Où lire ce passage même.", lambda row, _: absolute(row.address)),
        Member("nature", "Ce qu’il est.", TEXT, lambda row, _: row.label),
        Member("extrait", "La phrase qui répond.", TEXT, _text),
        Member(
            "extrait_html",
            "La même phrase, les mots cherchés dans des éléments « mark ».",
            TEXT,
            lambda row, _: str(row.html),
        ),
    ),
)


RESULT = Shape(
    "Resultat",
    "Une mesure ou une section où quelque chose répond à la recherche.",
    (
        link("url", "La mesure ou la section dans l’API.", _found_url),
        link("adresse", PAGE, lambda row, _: absolute(row.address)),
        Member(
            "nature",
            "Ce que c’est.",
            TEXT | {"enum": ["mesure", "section"]},
            lambda row, _: "mesure" if row.assessment else "section",
        ),
        Member("titre", "Son titre.", TEXT, _title),
        Member("plan", "L’identifiant du plan.", TEXT, lambda row, _: row.evaluation.plan.slug),
        Member(
            "evaluation",
            "L’identifiant de l’évaluation dans son plan.",
            TEXT,
            lambda row, _: row.evaluation.slug,
        ),
        Member(
            "passages",
            "Ses passages, le meilleur d’abord ; une section trouvée par son titre n’en a pas.",
            Several(PASSAGE),
            lambda row, _: [PASSAGE.of(hit) for hit in row.hits],
        ),
    ),
)

# Where one begins

ENTRY = Shape(
    "Entree",
    "Où commencer.",
    (
        link("url", URL, lambda row, _: at("api_entry")),
        link("plans", "Tous les plans.", lambda row, _: at("api_plans")),
        link("recherche", "La recherche ; « q » dit les mots.", lambda row, _: at("api_search")),
        link("description", "La description OpenAPI.", lambda row, _: at("api_description")),
        link("documentation", "La page qui présente l’API.", lambda row, _: at("api")),
        Member("source", "Qui publie.", TEXT, lambda row, _: row["source"]),
        Member("licence", "La licence des données.", TEXT, lambda row, _: row["licence"]),
        link("licence_adresse", "Le texte de la licence.", lambda row, _: row["address"]),
    ),
)
