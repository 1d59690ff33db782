"""What those who write, publish and administer use, under `/redaction/`."""

from django.urls import path

from measures.views.staff import desk

PLAN = "redaction/plans/<slug:plan>/"
EVALUATION = PLAN + "evaluations/<slug:evaluation>/"
MEASURE = EVALUATION + "mesures/<int:number>/"
SECTION = EVALUATION + "sections/<slug:section>/"

desk_urls = [
    path("redaction/", desk.desk, name="desk"),
    path(EVALUATION, desk.evaluation, name="staff_evaluation"),
]

staff_urls = [*desk_urls]
