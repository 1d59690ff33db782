"""The JSON API: an address for each of its operations, its description and what presents it."""

from django.urls import path

from measures.exports.api.operations import OPERATIONS, ROOT
from measures.views.api import presentation, resources

VIEWS = {
    "api_entry": resources.entry,
    "api_plans": resources.plans,
    "api_plan": resources.plan,
    "api_evaluations": resources.evaluations,
    "api_evaluation": resources.evaluation,
    "api_editions": resources.editions,
    "api_measures": resources.measures,
    "api_measure": resources.measure,
    "api_recommendations": resources.recommendations,
    "api_recommendation": resources.recommendation,
    "api_sections": resources.sections,
    "api_section": resources.section,
    "api_outcomes": resources.outcomes,
    "api_addressees": resources.addressees,
    "api_addressee": resources.addressee,
    "api_search": resources.search,
}

api_urls = [
    path("api/", presentation.presentation, name="api"),
    *(path(each.route, VIEWS[each.name], name=each.name) for each in OPERATIONS),
    path(ROOT + "openapi.json", resources.description, name="api_description"),
    path(ROOT + "<path:rest>", resources.lost, name="api_lost"),  # last
]
