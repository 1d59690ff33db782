"""What those who write, publish and administer use, under `/redaction/`."""

from collections.abc import Callable

from django.urls import URLPattern, path

from measures.urls.downloads import data_of
from measures.urls.public import pages_of
from measures.views.staff import (
    addressees,
    desk,
    evaluations,
    history,
    journal,
    measures,
    plans,
    presence,
    preview,
    proofs,
    publication,
    sections,
    texts,
)

PLAN = "redaction/plans/<slug:plan>/"
EVALUATION = PLAN + "evaluations/<slug:evaluation>/"
MEASURE = EVALUATION + "mesures/<int:number>/"
SECTION = EVALUATION + "sections/<slug:section>/"

desk_urls = [
    path("redaction/", desk.desk, name="desk"),
    path(EVALUATION, desk.evaluation, name="staff_evaluation"),
    path(EVALUATION + "confier/", desk.assign, name="staff_assign"),
    path(EVALUATION + "presence/", presence.note, name="staff_presence"),
]

text_urls = [
    path(MEASURE, texts.assessment, name="staff_assessment"),
    path(SECTION, texts.section, name="staff_section"),
    path(PLAN + "priorites/<int:number>/", texts.priority, name="staff_priority"),
    path(PLAN + "presentation/", texts.plan_texts, name="staff_plan_texts"),
]


def history_of(at: str, noun: str, restore: Callable | None) -> list[URLPattern]:
    """Return the pages of the history of a text, and where a version is brought back."""
    version = at + "historique/<int:revision>/"
    names = {"noun": noun}
    found = [
        path(at + "historique/", history.versions, names, name=f"staff_{noun}_history"),
        path(version, history.version, names, name=f"staff_{noun}_revision"),
    ]
    if restore:
        found.append(path(version + "retablir/", restore, names, name=f"staff_{noun}_restore"))
    return found


history_urls = [
    *history_of(MEASURE, "assessment", history.restore_text),
    *history_of(SECTION, "section", history.restore_text),
    *history_of(PLAN + "priorites/<int:number>/", "priority", history.restore_plan),
    *history_of(PLAN + "presentation/", "plan", history.restore_plan),
    *history_of(EVALUATION, "evaluation", None),
    path(EVALUATION + "journal/", journal.journal, name="staff_journal"),
    path(EVALUATION + "journal/<int:revision>/", journal.revision, name="staff_journal_revision"),
]


def previews_of(pages: list[URLPattern]) -> list[URLPattern]:
    """Return where the public pages at these addresses are read before they are public.

    Files to cite them have no place there: a draft is not cited.
    """
    return [
        path(str(page.pattern), preview.preview(page.callback), name=f"preview_{page.name}")
        for page in pages
        if not str(page.pattern).endswith("citer.<slug:form>")
    ]


PREVIEW = EVALUATION + "apercu/"

preview_urls = [
    *previews_of([*pages_of(PREVIEW), *data_of(PREVIEW)]),
    # Where links of the preview find the report.
    path(PREVIEW + "rapport.pdf", preview.report_pdf, name="preview_report_pdf"),
]

proof_urls = [
    path(EVALUATION + "epreuves/", proofs.proofs, name="staff_proofs"),
    path(EVALUATION + "epreuves/<int:proof>/", proofs.proof, name="staff_proof"),
    path(EVALUATION + "epreuves/<int:proof>.pdf", proofs.file, name="staff_proof_file"),
]

publication_urls = [
    path(EVALUATION + "publication/", publication.publication, name="staff_publication"),
    path(EVALUATION + "publication/rectifier/", publication.rectify, name="staff_rectify"),
    path(EVALUATION + "publication/retirer/", publication.unpublish, name="staff_unpublish"),
    path(
        EVALUATION + "publication/retires/<int:document>.pdf",
        publication.withdrawn_report,
        name="staff_withdrawn_report",
    ),
    path(EVALUATION + "publication/abandonner/", publication.discard, name="staff_discard"),
]

plan_urls = [
    path("redaction/plans/", plans.listing, name="staff_plans"),
    path("redaction/nouveau-plan/", plans.new, name="staff_new_plan"),
    path(PLAN, plans.show, name="staff_plan"),
    path(PLAN + "identite/", plans.identity, name="staff_plan_identity"),
    path(PLAN + "deplacer/", plans.move, name="staff_plan_move"),
    path(PLAN + "nouvelle-priorite/", plans.new_priority, name="staff_new_priority"),
    path(PLAN + "priorites/<int:number>/titre/", plans.priority_title, name="staff_priority_title"),
    path(PLAN + "nouvelle-mesure/", measures.new, name="staff_new_measure"),
    path(PLAN + "mesures/<int:number>/", measures.edit, name="staff_measure"),
    path(PLAN + "importer/", measures.add_list, name="staff_import"),
    path(PLAN + "nouvelle-evaluation/", evaluations.new, name="staff_new_evaluation"),
    path("redaction/destinataires/", addressees.listing, name="staff_addressees"),
    path("redaction/destinataires/<slug:addressee>/", addressees.rename, name="staff_addressee"),
]

outline_urls = [
    path(EVALUATION + "reglages/", evaluations.settings, name="staff_evaluation_settings"),
    path(EVALUATION + "sections/", sections.listing, name="staff_sections"),
    path(EVALUATION + "nouvelle-section/", sections.new, name="staff_new_section"),
    path(SECTION + "place/", sections.place, name="staff_section_place"),
]

staff_urls = [
    *desk_urls,
    *text_urls,
    *history_urls,
    *preview_urls,
    *proof_urls,
    *publication_urls,
    *plan_urls,
    *outline_urls,
]
