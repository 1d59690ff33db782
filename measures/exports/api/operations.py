"""What one may ask of the API: each operation with its address, parameters and answer.

Addresses, the checks of parameters, the description and the page that presents the API are all
made from this list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from measures.exports.api import evaluations, found, outcomes, plans, sections, texts
from measures.exports.api.shapes import TEXT, Json, Shape
from measures.filters import STATUSES, AddressFilter, MeasureFilter, RecommendationFilter

ROOT = "api/v1/"
PER_PAGE, MOST_PER_PAGE = 50, 100


@dataclass(frozen=True)
class Parameter:
    """What an address or a query says; `argument` is what a view calls it."""

    name: str
    description: str
    example: str = ""
    schema: Json = field(default_factory=lambda: TEXT)
    argument: str = ""

    @property
    def converter(self) -> str:
        """The parameter as Django reads it in an address."""
        kind = "int" if self.schema["type"] == "integer" else "slug"
        return f"<{kind}:{self.argument or self.name}>"


_NUMBER: Json = {"type": "integer", "minimum": 1}
PATH = {
    each.name: each
    for each in (
        Parameter("plan", "Les années du plan, qui l’identifient.", "2014-2016"),
        Parameter("evaluation", "L’identifiant de l’évaluation dans son plan.", "2017"),
        Parameter(
            "edition",
            "Le numéro d’une édition. Celui de l’édition en vigueur redirige vers son adresse "
            "sans numéro.",
            "1",
            _NUMBER,
        ),
        Parameter("numero", "Le numéro de la mesure dans le plan.", "13", _NUMBER, "number"),
        Parameter("cle", "La clé de la recommandation.", "13a", argument="key"),
        Parameter("section", "L’identifiant de la section.", "introduction"),
        Parameter("destinataire", "L’identifiant du destinataire.", argument="addressee"),
    )
}
PAGES = (
    Parameter("page", "Le numéro de la page de la liste, 1 si rien n’est dit.", "1", _NUMBER),
    Parameter(
        "taille",
        f"Combien d’objets par page : {PER_PAGE} si rien n’est dit, {MOST_PER_PAGE} au plus.",
        schema=_NUMBER | {"maximum": MOST_PER_PAGE, "default": PER_PAGE},
    ),
)
_FILTERS = {
    each.name: each
    for each in (
        Parameter("priorite", "Seulement d’une priorité, par son numéro.", schema=_NUMBER),
        Parameter(
            "statut",
            "Seulement d’un degré de mise en œuvre, par son code.",
            schema=TEXT | {"enum": [code for code, _ in STATUSES]},
        ),
        Parameter("destinataire", "Seulement à un destinataire, par son identifiant."),
        Parameter("plan", "Seulement dans un plan."),
        Parameter("evaluation", "Seulement dans les évaluations de cet identifiant."),
    )
}
_QUESTION = Parameter(
    "q",
    "Les mots cherchés : tous, sans égard aux majuscules, aux accents ni aux pluriels ; une suite "
    "de mots entre guillemets.",
    "hébergement",
)


@dataclass(frozen=True)
class Operation:
    """One thing to ask; `name` is that of its address, common to every edition."""

    name: str
    word: str  # what names it for a reader
    path: str  # below ROOT, with `{names}` of parameters
    title: str
    shape: Shape
    listed: bool = False  # a page of a list of such objects
    query: tuple[Parameter, ...] = ()

    @property
    def identifier(self) -> str:
        """What names it among all, in the description."""
        return f"{self.word}_edition" if "{edition}" in self.path else self.word

    @property
    def may_move(self) -> bool:
        """Whether what is asked for may be read in another edition."""
        return "{edition}" in self.path or self.name in {"api_section", "api_recommendation"}

    @property
    def in_path(self) -> list[Parameter]:
        """The parameters of its address, in order."""
        return [PATH[part[1:-1]] for part in self.path.split("/") if part.startswith("{")]

    @property
    def in_query(self) -> tuple[Parameter, ...]:
        """The parameters after the question mark."""
        return self.query + (PAGES if self.listed else ())

    @property
    def route(self) -> str:
        """The address as Django reads it."""
        path = self.path
        for each in self.in_path:
            path = path.replace(f"{{{each.name}}}", each.converter)
        return ROOT + path

    def address(self, values: dict[str, str]) -> str:
        """Return the path that asks for something, given the values of parameters."""
        path = self.path
        for each in self.in_path:
            path = path.replace(f"{{{each.name}}}", quote(values[each.name], safe=""))
        asked = {each.name: values.get(each.name, "") for each in self.in_query}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"/{ROOT}{path}" + (f"?{query}" if query else "")


def _filters_of(filters: type[AddressFilter], *, but: str = "") -> tuple[Parameter, ...]:
    return tuple(
        _FILTERS.get(name) or Parameter(name, each.label)
        for name, each in filters.base_filters.items()
        if name != but
    )


_PLAN = "plans/{plan}/"
_EVALUATION = _PLAN + "evaluations/{evaluation}/"
_EDITION = _EVALUATION + "editions/{edition}/"


def _of_edition(at: str) -> Iterator[Operation]:
    """Yield what one asks of an edition: of the one in force, or of one by its number."""
    yield Operation(
        "api_evaluation", "evaluation", at, "Une évaluation et ses chiffres", evaluations.EVALUATION
    )
    yield Operation(
        "api_measures",
        "mesures",
        at + "mesures/",
        "Les mesures et leur degré de mise en œuvre",
        texts.MEASURE_SUMMARY,
        listed=True,
        query=_filters_of(MeasureFilter),
    )
    yield Operation(
        "api_measure",
        "mesure",
        at + "mesures/{numero}/",
        "Une mesure, avec ses textes",
        texts.MEASURE,
    )
    yield Operation(
        "api_recommendations",
        "recommandations",
        at + "recommandations/",
        "Les recommandations",
        texts.RECOMMENDATION_SUMMARY,
        listed=True,
        query=_filters_of(RecommendationFilter, but="classement"),
    )
    yield Operation(
        "api_recommendation",
        "recommandation",
        at + "recommandations/{cle}/",
        "Une recommandation",
        texts.RECOMMENDATION,
    )
    yield Operation(
        "api_sections",
        "sections",
        at + "sections/",
        "Les parties du rapport qui ne portent pas sur une mesure",
        sections.SECTION_SUMMARY,
        listed=True,
    )
    yield Operation(
        "api_section",
        "section",
        at + "sections/{section}/",
        "Une section, avec son texte",
        sections.SECTION,
    )
    yield Operation(
        "api_addressees",
        "destinataires",
        at + "destinataires/",
        "Les destinataires des recommandations",
        sections.ADDRESSEE,
        listed=True,
    )
    yield Operation(
        "api_outcomes",
        "suites",
        at + "suites/",
        "Ce que sont devenues les recommandations de l’évaluation précédente",
        outcomes.OUTCOME,
        listed=True,
    )
    yield Operation(
        "api_addressee",
        "destinataire",
        at + "destinataires/{destinataire}/",
        "Un destinataire",
        sections.ADDRESSEE,
    )


OPERATIONS = (
    Operation("api_entry", "entree", "", "Où commencer", found.ENTRY),
    Operation("api_plans", "plans", "plans/", "Les plans", plans.PLAN, listed=True),
    Operation("api_plan", "plan", _PLAN, "Un plan et ses priorités", plans.PLAN),
    Operation(
        "api_evaluations",
        "evaluations",
        _PLAN + "evaluations/",
        "Les évaluations publiées d’un plan",
        evaluations.EVALUATION_SUMMARY,
        listed=True,
    ),
    *_of_edition(_EVALUATION),
    Operation(
        "api_editions",
        "editions",
        _EVALUATION + "editions/",
        "Les éditions publiées d’une évaluation, la dernière d’abord",
        evaluations.EVALUATION_SUMMARY,
        listed=True,
    ),
    *_of_edition(_EDITION),
    Operation(
        "api_search",
        "recherche",
        "recherche/",
        "Les passages qui répondent à une recherche",
        found.RESULT,
        listed=True,
        query=(
            _QUESTION,
            *(_FILTERS[n] for n in ("plan", "evaluation", "priorite", "statut", "destinataire")),
        ),
    ),
)
# Those that need no edition, and what they are once one is named.
IN_FORCE = tuple(each for each in OPERATIONS if "{edition}" not in each.path)
BY_NAME = {each.name: each for each in IN_FORCE}
BY_WORD = {each.word: each for each in IN_FORCE}
OF_EDITION = {each.name: each for each in OPERATIONS if "{edition}" in each.path}
