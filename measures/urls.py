"""The addresses of the application: what everybody may read, and what may be downloaded."""

from django.urls import path

from measures.views import downloads
from measures.views.public import evaluations, measures, pages, plans, recommendations

EVALUATION = "plans/<slug:plan>/evaluations/<slug:evaluation>/"

public_urls = [
    path("", plans.home, name="home"),
    path("plans/<slug:plan>/", plans.plan, name="plan"),
    path("plans/<slug:plan>/mesures/<int:number>/", plans.latest_measure, name="latest_measure"),
    path(EVALUATION, evaluations.evaluation, name="evaluation"),
    path(EVALUATION + "priorites/<int:number>/", evaluations.priority, name="priority"),
    path(EVALUATION + "mesures/", measures.measures, name="measures"),
    path(EVALUATION + "mesures/<int:number>/", measures.measure, name="measure"),
    path(EVALUATION + "sections/<slug:section>/", evaluations.section, name="section"),
    path(EVALUATION + "recommandations/", recommendations.recommendations, name="recommendations"),
    path(
        EVALUATION + "recommandations/<slug:key>/",
        recommendations.recommendation,
        name="recommendation",
    ),
    path(EVALUATION + "rapport/", evaluations.report, name="report"),
    path("a-propos/", pages.about, name="about"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("mentions-legales/", pages.legal, name="legal"),
    path("plan-du-site/", pages.site_map, name="site_map"),
]

download_urls = [
    path(EVALUATION + "rapport.pdf", downloads.report_pdf, name="report_pdf"),
]

urlpatterns = public_urls + download_urls
