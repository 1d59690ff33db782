"""What loading a plan writes, what it leaves alone, and that it is all or nothing."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from measures.actions import plans
from measures.actions.accounts import LOADER, loader_account
from measures.models import Addressee, Evaluation, Plan, Revision, User
from measures.plan_files.document import FileRefused
from measures.plan_files.load import load
from tests import factories
from tests.plan_files.sample import SLUG, edit, state, written_folder


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Path:
    return written_folder(tmp_path)


def unpublish(folder: Path) -> None:
    """Make the evaluation of the files one in preparation."""
    path = folder / "evaluations/2022/evaluation.txt"
    path.write_text("titre: Évaluation du plan\n", encoding="utf-8")


def retitle(plan: Plan, title: str, *, by: User) -> None:
    values = {name: getattr(plan, name) for name in plans.PLAN_FIELDS} | {"title": title}
    plans.save_plan(plan, **values, expected_version=plan.version, by=by)


def test_a_plan_is_loaded_with_its_evaluation_published_at_its_moment(folder: Path) -> None:
    loaded = load(folder, print_publication=factories.smallest_report, by=loader_account())

    assert loaded.plan.slug == SLUG
    assert loaded.plan.presentation == "<p>Un plan. Deux priorités.</p>"
    evaluation = Evaluation.objects.published().get(plan=loaded.plan)
    assert evaluation.published_at == datetime(2022, 6, 2, 8, tzinfo=UTC)
    assert evaluation.statement == "adoptée à l’unanimité"
    assert evaluation.sections.get(slug="normes").parent.note_count == 1
    recommendation = evaluation.recommendations.get()
    assert (recommendation.key, recommendation.number) == ("former", 1)
    assert [to.name for to in recommendation.addressees.all()] == ["MIPROF"]


def test_all_that_is_loaded_is_signed_by_who_loads(folder: Path, writer: User) -> None:
    loaded = load(folder, print_publication=factories.smallest_report, by=writer)

    assert {row.by for row in Revision.objects.all()} == {writer}
    changed = {type(row.target).__name__ for row in Revision.objects.all()}
    assert changed == {
        *("Plan", "Priority", "Measure", "Addressee", "Evaluation", "Section", "Assessment")
    }
    assert Evaluation.objects.get().published_by == writer
    assert loaded.written == Revision.objects.count() - Addressee.objects.count()


def test_loading_again_writes_nothing_and_adds_no_revision(folder: Path, tmp_path: Path) -> None:
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    before = state(tmp_path)

    assert (
        load(folder, print_publication=factories.smallest_report, by=loader_account()).written == 0
    )
    assert state(tmp_path) == before


def test_loading_edited_files_of_a_draft_writes_only_what_changed(
    folder: Path, writer: User
) -> None:
    unpublish(folder)
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    revisions = Revision.objects.count()
    assessment = folder / "evaluations/2022/mesures/01.txt"
    edit(assessment, "<p>Former.</p>", "<p>Former mieux.</p>")
    edit(folder / "mesures.txt", "titre court: Informer", "titre court: Sensibiliser")

    assert load(folder, print_publication=factories.smallest_report, by=writer).written == 2

    assert Plan.objects.get().measures.get(number=2).short_title == "Sensibiliser"
    evaluation = Evaluation.objects.get()
    assert evaluation.recommendations.get(key="former").text == "Former mieux."
    assert Revision.objects.count() == revisions + 2
    assert Revision.objects.latest("pk").by == writer


def test_a_draft_is_published_when_its_files_say_so(folder: Path) -> None:
    published = (folder / "evaluations/2022/evaluation.txt").read_text(encoding="utf-8")
    unpublish(folder)
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    assert not Evaluation.objects.published().exists()

    (folder / "evaluations/2022/evaluation.txt").write_text(published, encoding="utf-8")
    load(folder, print_publication=factories.smallest_report, by=loader_account())

    assert Evaluation.objects.published().get().notice == "<p>Extrait.</p>"


def test_a_measure_added_to_the_files_is_to_assess_in_the_draft(folder: Path) -> None:
    unpublish(folder)
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    with (folder / "mesures.txt").open("a", encoding="utf-8") as listing:
        listing.write("\n== Mesure 3\n\npriorité: 1\ntitre: Loger\ntitre court: Loger\n")

    assert (
        load(folder, print_publication=factories.smallest_report, by=loader_account()).written == 1
    )
    assert Evaluation.objects.get().assessments.get(measure__number=3).status == "a-evaluer"


def test_a_refusal_anywhere_leaves_everything_as_it_was(folder: Path, tmp_path: Path) -> None:
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    before = state(tmp_path)
    edit(folder / "plan.txt", "Gouvernement", "Conseil des ministres")
    edit(folder / "destinataires.txt", "MIPROF", "Mission interministérielle")
    edit(folder / "evaluations/2022/mesures/02.txt", "non mise", "pas mise")

    with pytest.raises(FileRefused, match=r"02\.txt"):
        load(folder, print_publication=factories.smallest_report, by=loader_account())

    assert state(tmp_path) == before


def test_a_first_load_that_is_refused_leaves_nothing(folder: Path, writer: User) -> None:
    edit(folder / "evaluations/2022/mesures/01.txt", 'data-to="miprof"', 'data-to="inconnu"')

    with pytest.raises(FileRefused, match="inconnu"):
        load(folder, print_publication=factories.smallest_report, by=writer)

    assert not Plan.objects.exists()
    assert not Addressee.objects.exists()
    assert not Revision.objects.exists()


NOTE = '<span class="footnote">Une note.</span>'
DIFFERENCES = [
    ("evaluation.txt", "Évaluation du plan", "Évaluation"),
    ("evaluation.txt", "Extrait", "Extraits"),
    ("evaluation.txt", "2022-06-01", "2022-05-31"),
    ("evaluation.txt", "unanimité", "majorité"),
    ("evaluation.txt", "10:00", "11:00"),
    ("evaluation.txt", "publiée le: 2022-06-02T10:00:00+02:00\n", ""),
    ("evaluation.txt", "titre:", "motif de la rectification: Erreur\ntitre:"),
    ("sections/01-introduction.txt", "titre: Introduction", "titre: Avant-propos"),
    ("sections/01-introduction.txt", "Une autre", "Une troisième"),
    ("sections/01-introduction.txt", NOTE, ""),
    ("sections/01-introduction.txt", "page: 3", "page: 4"),
    ("mesures/01.txt", "partiellement mise", "mise"),
    ("mesures/01.txt", "page: 12", "page: 13"),
    ("mesures/01.txt", "Voir la", "Voir aussi la"),
    ("mesures/01.txt", "Former.", "Mieux former."),
    ("mesures/01.txt", "miprof", "parlement"),
    ("mesures/02.txt", "observations communes avec: 1\n", ""),
]


def test_a_published_evaluation_whose_files_differ_is_refused_and_nothing_changes(
    folder: Path, tmp_path: Path
) -> None:
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    before = state(tmp_path)

    for file, old, new in DIFFERENCES:
        path = folder / "evaluations/2022" / file
        as_published = path.read_bytes()
        edit(path, old, new)
        with pytest.raises(FileRefused, match=f"{file}, ligne .* publiée"):
            load(folder, print_publication=factories.smallest_report, by=loader_account())
        path.write_bytes(as_published)

    assert state(tmp_path) == before


@pytest.mark.parametrize("file", ["sections/02-normes.txt", "mesures/02.txt"])
def test_a_published_evaluation_that_lacks_a_file_is_refused(folder: Path, file: str) -> None:
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    (folder / "evaluations/2022" / file).unlink()

    with pytest.raises(FileRefused, match="Il manque le fichier"):
        load(folder, print_publication=factories.smallest_report, by=loader_account())


def test_a_section_added_to_a_published_evaluation_is_refused(folder: Path) -> None:
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    added = folder / "evaluations/2022/sections/03-annexe.txt"
    added.write_text("titre: Annexe\nplace: après les mesures\n", encoding="utf-8")

    with pytest.raises(FileRefused, match=r"03-annexe\.txt, ligne 1 : .*publiée"):
        load(folder, print_publication=factories.smallest_report, by=loader_account())


def test_the_command_loads_and_signs(folder: Path) -> None:
    said = StringIO()
    call_command("load_plan", folder, stdout=said)

    assert f"Plan {SLUG} : 2 mesures" in said.getvalue()
    assert {row.by.username for row in Revision.objects.all()} == {LOADER}


def test_the_command_signs_with_the_account_that_it_is_given(folder: Path) -> None:
    factories.user("dominique")
    call_command("load_plan", folder, by="dominique", stdout=StringIO())

    assert {row.by.username for row in Revision.objects.all()} == {"dominique"}
    with pytest.raises(CommandError, match="« personne »"):
        call_command("load_plan", folder, by="personne")


def test_the_command_says_a_refusal_with_file_and_line(folder: Path) -> None:
    edit(folder / "plan.txt", "fin: 2021", "fin: bientôt")

    with pytest.raises(CommandError, match=r"plan\.txt, ligne 6 : .*bientôt"):
        call_command("load_plan", folder)


def test_if_missing_loads_a_missing_plan_and_leaves_an_edited_one_alone(
    folder: Path, tmp_path: Path, writer: User
) -> None:
    call_command("load_plan", folder, if_missing=True, stdout=StringIO())
    retitle(Plan.objects.get(), "Titre corrigé à l’écran", by=writer)
    before = state(tmp_path)

    said = StringIO()
    call_command("load_plan", folder, if_missing=True, stdout=said)

    assert "laissé tel quel" in said.getvalue()
    assert state(tmp_path) == before
    call_command("load_plan", folder, stdout=StringIO())
    assert Plan.objects.get().title == "Plan d’action national contre la traite"
