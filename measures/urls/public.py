"""What everybody may read: in the edition in force, or in one that it replaced."""

from django.urls import URLPattern, path

from measures.views.public import (
    citations,
    data,
    evaluations,
    evolutions,
    measures,
    pages,
    plans,
    recommendations,
    rectifications,
    search,
    sharing,
    syndication,
)

EVALUATION = "plans/<slug:plan>/evaluations/<slug:evaluation>/"
EDITION = EVALUATION + "editions/<int:edition>/"


def pages_of(at: str) -> list[URLPattern]:
    """Return the pages of an evaluation: of the edition in force, or of one it replaced.

    Both have the same names; `links.address` gives the address in the edition at hand.
    """
    return [
        path(at, evaluations.evaluation, name="evaluation"),
        path(at + "priorites/<int:number>/", evaluations.priority, name="priority"),
        path(at + "mesures/", measures.measures, name="measures"),
        path(at + "mesures/<int:number>/", measures.measure, name="measure"),
        path(at + "sections/<slug:section>/", evaluations.section, name="section"),
        path(at + "recommandations/", recommendations.recommendations, name="recommendations"),
        path(
            at + "recommandations/<slug:key>/",
            recommendations.recommendation,
            name="recommendation",
        ),
        path(at + "rapport/", evaluations.report, name="report"),
        path(at + "rectification/", rectifications.rectification, name="rectification"),
        path(at + "donnees/", data.data, name="data"),
        path(at + "evolutions/", evolutions.evolutions, name="evolutions"),
        path(at + "mesures/<int:number>/evolution/", evolutions.evolution, name="evolution"),
        *citations_of(at, "evaluation"),
        *citations_of(at + "mesures/<int:number>/", "measure"),
        *citations_of(at + "sections/<slug:section>/", "section"),
        *citations_of(at + "recommandations/<slug:key>/", "recommendation"),
    ]


def pictures_of(at: str) -> list[URLPattern]:
    """Return the pictures that one shares of an evaluation."""
    return [
        path(at + "statuts.svg", sharing.picture_svg, name="picture_svg"),
        path(at + "statuts.png", sharing.picture_png, name="picture_png"),
    ]


def citations_of(at: str, name: str) -> list[URLPattern]:
    """Return where one reads how to cite what has a page, and the files for software."""
    return [
        path(at + "citer/", citations.cite, name=f"cite_{name}"),
        path(at + "citer.<slug:form>", citations.cite_file, name=f"cite_{name}_file"),
    ]


public_urls = [
    path("", plans.home, name="home"),
    path("plans/<slug:plan>/", plans.plan, name="plan"),
    path("plans/<slug:plan>/mesures/<int:number>/", plans.latest_measure, name="latest_measure"),
    *pages_of(EVALUATION),
    *pages_of(EDITION),
    *pictures_of(EVALUATION),
    *pictures_of(EDITION),
    path(EVALUATION + "partager/", sharing.share, name="share"),
    path(EVALUATION + "integrer/", sharing.embed, name="embed"),
    path("recherche/", search.search, name="search"),
    path("a-propos/", pages.about, name="about"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("plan-du-site/", pages.site_map, name="site_map"),
    path("flux.atom", syndication.feed, name="feed"),
    path("sitemap.xml", syndication.sitemap, name="sitemap"),
    path("robots.txt", syndication.robots, name="robots"),
]
