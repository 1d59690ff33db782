"""What those who write, publish and administer use, under `/redaction/`."""

from django.urls import path

from measures.views.staff import desk, texts

PLAN = "redaction/plans/<slug:plan>/"
EVALUATION = PLAN + "evaluations/<slug:evaluation>/"
MEASURE = EVALUATION + "mesures/<int:number>/"
SECTION = EVALUATION + "sections/<slug:section>/"

desk_urls = [
    path("redaction/", desk.desk, name="desk"),
    path(EVALUATION, desk.evaluation, name="staff_evaluation"),
]

text_urls = [
    path(MEASURE, texts.assessment, name="staff_assessment"),
    path(SECTION, texts.section, name="staff_section"),
    path(PLAN + "priorites/<int:number>/", texts.priority, name="staff_priority"),
    path(PLAN + "presentation/", texts.plan_texts, name="staff_plan_texts"),
]

staff_urls = [*desk_urls, *text_urls]
