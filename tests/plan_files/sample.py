"""A small plan with everything that a file can hold, and its folder."""

from pathlib import Path

from measures.actions import plans
from measures.models import Evaluation, Plan, Revision, Section
from measures.plan_files.dump import dump
from tests import factories
from tests.factories import note, recommendation

SLUG = "2019-2021"
TABLE = (
    '<table><caption>Titres de séjour</caption><thead><tr><td rowspan="2"></td>'
    '<th colspan="2">2021</th></tr><tr><th>Première délivrance</th><th>Renouvellement</th></tr>'
    "</thead><tbody><tr><th>Femmes</th><td>61</td><td>122</td></tr></tbody></table>"
    '<p class="source">Source : ministère de l’Intérieur. Données provisoires.</p>'
)
BOX = '<div class="box"><h3>À Paris</h3><p>Une convention. Elle a été signée.</p></div>'
LIST = "<ul><li>Former<ul><li>les juges</li></ul></li><li>Informer « Tous ». Vite.</li></ul>"


def sample_plan() -> Plan:
    """Return a plan that continues another, with three editions of evaluations.

    One is published, its rectification is in preparation, the third was only opened.
    """
    former = factories.plan("2014-2016", measures=1).measures.get()
    plan = factories.plan(SLUG, measures=3, priorities=2)
    first = plan.measures.get(number=1)
    plans.save_measure(
        first,
        priority=first.priority,
        title=first.title,
        short_title=first.short_title,
        continues=[former],
        expected_version=first.version,
        by=factories.user(),
    )
    factories.addressee("miprof", "MIPROF")
    factories.addressee("parlement", "Parlement")
    factories.publish(_assessed(factories.evaluation(plan, "2022", notice="<p>Extrait.</p>")))
    _assessed(
        factories.evaluation(
            plan, "2022", edition=2, rectification_reason="Le tableau était inexact."
        )
    )
    factories.evaluation(plan, "2024")
    return plan


def _assessed(evaluation: Evaluation) -> Evaluation:
    part = factories.section(
        evaluation,
        "partie-1",
        order=5,
        label="Partie I",
        body=f"<p>Voir la <a href='#mesure-2'>mesure 2</a>{note('Et <em>la suite</em>.')}.</p>",
    )
    # Read before the section that holds it.
    factories.section(evaluation, "normes", order=2, parent=part, page=3, body=BOX)
    factories.section(
        evaluation,
        "conclusion",
        place=Section.Place.AFTER_MEASURES,
        body=recommendation("Poursuivre. Sans délai.", key="poursuivre", to="parlement"),
    )
    factories.assess(
        evaluation,
        1,
        state_actions=f"<p>Une loi{note('Loi n° 2016-444.')}. Deux décrets.</p>{TABLE}{LIST}",
        observations="<p>« Oui &amp; non » ? Donc :</p>"
        + recommendation("Former <strong>tous</strong>.", key="former", to="miprof parlement"),
        page=12,
    )
    shared = factories.assess(evaluation, 3, status="non", state_actions="")
    factories.assess(evaluation, 2, observations="", observations_in=shared)
    return evaluation


def sample_folder(root: Path) -> Path:
    """Write the sample plan and return its folder."""
    dump(sample_plan(), root)
    return root / SLUG


def contents(folder: Path) -> dict[str, bytes]:
    """Return all that the files of a folder hold, by their path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def state(root: Path) -> tuple[dict[str, bytes], int]:
    """Return all that the database holds of the sample plan, and how many changes led there."""
    folder = root / "state"
    dump(Plan.objects.get(slug=SLUG), folder)
    return contents(folder), Revision.objects.count()


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first `old` of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"« {old} » is not in {path}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path: Path, sought: str) -> int:
    """Return the line of a file where a string begins."""
    text = path.read_text(encoding="utf-8")
    return text[: text.index(sought)].count("\n") + 1


FILES = {
    "plan.txt": """\
intitulé: Plan d’action national contre la traite
titre court: Plan 2019-2021
adopté le: 2019-10-18
adopté par: Gouvernement
début: 2019
fin: 2021

<p>Un plan.
Deux priorités.</p>
""",
    "priorites/1.txt": "titre: Identifier les victimes\n\n<p>But.</p>\n",
    "mesures.txt": """\

== Mesure 1

priorité: 1
titre: Former tous les professionnels
titre court: Former

== Mesure 2

priorité: 1
titre: Informer tout le public
titre court: Informer
""",
    "destinataires.txt": "miprof: MIPROF\nparlement: Parlement\n",
    "evaluations/2022/evaluation.txt": """\
titre: Évaluation du plan
adoptée le: 2022-06-01
mention d’adoption: adoptée à l’unanimité
publiée le: 2022-06-02T10:00:00+02:00

<p>Extrait.</p>
""",
    "evaluations/2022/sections/01-introduction.txt": """\
titre: Introduction
intitulé: Avant-propos
place: avant les mesures
page: 3

<p>Une phrase.
Une autre<span class="footnote">Une note.</span>.</p>
""",
    "evaluations/2022/sections/02-normes.txt": """\
titre: Normes
place: avant les mesures
dans: introduction

<p>Des conventions.</p>
""",
    "evaluations/2022/mesures/01.txt": """\
statut: partiellement mise en œuvre
page: 12

== Actions de l’État

<p>Voir la <a href="#mesure-2">mesure 2</a>.</p>

== Observations et recommandations de la CNCDH

<div class="recommendation" data-key="former" data-to="miprof">
<p>Former.</p>
</div>
""",
    "evaluations/2022/mesures/02.txt": """\
statut: non mise en œuvre
observations communes avec: 1

== Actions de l’État

""",
}


def written_folder(root: Path) -> Path:
    """Write a plan of two measures as a person would, its evaluation published elsewhere."""
    for name, text in FILES.items():
        path = root / SLUG / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / SLUG
