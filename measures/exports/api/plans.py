"""Plans as objects of the API."""

from collections.abc import Callable

from measures.exports.api.members import PAGE, URL, at, link, links
from measures.exports.api.shapes import DATE, TEXT, WHOLE, Member, Several, Shape
from measures.exports.texts import standalone, words
from measures.models import Plan, Priority


def _of_plan(row: Priority) -> Callable[[str], str]:
    """Return where the links of the presentation of a priority lead: into its plan."""

    def place(anchor: str) -> str:
        kind, _, number = anchor.partition("-")
        if kind == "mesure" and number.isdigit():
            return at("latest_measure", row.plan.slug, int(number))
        return f"{at('plan', row.plan.slug)}#{anchor}"

    return place


PRIORITY = Shape(
    "Priorite",
    "Une priorité d’un plan : un groupe de mesures.",
    (
        Member("numero", "Son numéro dans le plan.", WHOLE, lambda row, _: row.number),
        Member("titre", "Son titre.", TEXT, lambda row, _: row.title),
        Member(
            "en_clair_texte",
            "Ce qu’il faut en retenir, en langage simple, si cela a été écrit.",
            TEXT,
            lambda row, _: words(row.plain_summary) or None,
            optional=True,
        ),
        Member(
            "presentation_texte",
            "Sa présentation, en texte seul : un paragraphe par ligne, sans les notes.",
            TEXT,
            lambda row, _: words(row.presentation) or None,
            optional=True,
        ),
        Member(
            "presentation_html",
            "La même présentation en HTML.",
            TEXT,
            lambda row, _: standalone(row.presentation, _of_plan(row)) or None,
            optional=True,
        ),
    ),
)


def _priorities(row: Plan, _: None) -> list[dict]:
    found = list(row.priorities.all())
    for each in found:
        each.plan = row
    return [PRIORITY.of(each) for each in found]


PLAN = Shape(
    "Plan",
    "Un plan d’action national contre la traite.",
    (
        link("url", URL, lambda row, _: at("api_plan", row.slug)),
        link("adresse", PAGE, lambda row, _: at("plan", row.slug)),
        Member("plan", "Les années du plan, qui l’identifient.", TEXT, lambda row, _: row.slug),
        Member("titre", "Son intitulé.", TEXT, lambda row, _: row.title),
        Member("titre_court", "Le même en quelques mots.", TEXT, lambda row, _: row.short_title),
        Member("premiere_annee", "Sa première année.", WHOLE, lambda row, _: row.start_year),
        Member("derniere_annee", "Sa dernière année.", WHOLE, lambda row, _: row.end_year),
        Member(
            "date_adoption",
            "La date à laquelle il a été adopté, si elle est connue.",
            DATE,
            lambda row, _: row.adopted_on and row.adopted_on.isoformat(),
            optional=True,
        ),
        Member(
            "adopte_par",
            "Qui l’a adopté.",
            TEXT,
            lambda row, _: row.adopted_by or None,
            optional=True,
        ),
        Member("priorites", "Ses priorités, dans l’ordre.", Several(PRIORITY), _priorities),
        links(
            "LiensPlan",
            link("plans", "Tous les plans.", lambda row, _: at("api_plans")),
            link(
                "evaluations",
                "Ses évaluations publiées.",
                lambda row, _: at("api_evaluations", row.slug),
            ),
        ),
    ),
)
