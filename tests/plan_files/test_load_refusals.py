"""Each kind of refusal, with the file and the line that it names."""

from pathlib import Path

import pytest

from measures.actions.accounts import loader_account
from measures.models import Plan
from measures.plan_files.document import FileRefused
from measures.plan_files.load import load
from tests import factories
from tests.plan_files.sample import FILES, edit, line_of, written_folder

EVALUATION = "evaluations/2022/evaluation.txt"
INTRODUCTION = "evaluations/2022/sections/01-introduction.txt"
NORMES = "evaluations/2022/sections/02-normes.txt"
FIRST = "evaluations/2022/mesures/01.txt"
SECOND = "evaluations/2022/mesures/02.txt"


@pytest.fixture
def folder(db: None, tmp_path: Path) -> Path:
    return written_folder(tmp_path)


def refusal_of(folder: Path) -> str:
    """Load a folder that is refused, and return why."""
    with pytest.raises(FileRefused) as refusal:
        load(folder, print_publication=factories.smallest_report, by=loader_account())
    return str(refusal.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("plan.txt", "début: 2019", "début: deux mille", "nombre entier, pas « deux mille »"),
        ("plan.txt", "adopté le: 2019-10-18", "adopté le: octobre", "une date comme 2017-07-06"),
        ("plan.txt", "Deux priorités.", "<u>Deux</u>", "la balise <u> n’est pas permise"),
        ("plan.txt", "<p>Un plan.", "== Annexe\n<p>", "partie « Annexe » inconnue"),
        ("mesures.txt", "priorité: 1\ntitre: I", "priorité: 2\ntitre: I", "priorité n’existe pas"),
        ("mesures.txt", "priorité: 1\n", "priorité: une\n", "nombre entier, pas « une »"),
        ("mesures.txt", "titre court: F", "prolonge: 2014-2016/9\ntitre court: F", "2014-2016/9"),
        ("mesures.txt", "titre court: F", "couleur: bleu\ntitre court: F", "« couleur » inconnu"),
        ("mesures.txt", "titre court: F", "titre: Autre\ntitre court: F", "« titre » se répète"),
        ("mesures.txt", "titre court: F", "titre court F", "n’est pas de la forme"),
        ("mesures.txt", "titre court: F", "titre court: \x02F", "un signe qui ne peut être lu"),
        ("destinataires.txt", "parlement:", "le parlement:", "traits d’union"),
        ("destinataires.txt", "parlement: Parlement", "parlement:", "vide"),
        ("destinataires.txt", "parlement: Parlement", "parlement: MIPROF", "existe déjà"),
        (EVALUATION, "adoptée le: 2022-06-01", "adoptée le: juin", "une date comme"),
        (EVALUATION, "publiée le: 2022", "publiée le: hier 2022", "un instant comme"),
        (EVALUATION, "publiée le: 2022-06-02T10:00:00+02:00", "publiée le: 2022-06-02", "instant"),
        (EVALUATION, "publiée le: 2022-06-02", "publiée le: 2022-05-02", "avant d’avoir été"),
        (INTRODUCTION, "place: avant", "place: pendant", "avant les mesures ou après les"),
        (INTRODUCTION, "page: 3", "page: trois", "nombre entier, pas « trois »"),
        (NORMES, "dans: introduction", "dans: partie-9", "section « partie-9 » inconnue"),
        (NORMES, "dans: introduction", "dans: normes", "se contient elle-même"),
        (FIRST, "statut: partiellement", "statut: peut-être", "attendu : à évaluer, non mise"),
        (FIRST, "#mesure-2", "#mesure-23", "#mesure-23 ne mène à aucune mesure"),
        (FIRST, "<p>Former.", "<p onclick='x'>Former.", "l’attribut onclick n’est pas permis"),
        (SECOND, "observations communes avec: 1", "observations communes avec: 7", "n’existe pas"),
    ],
)
def test_what_is_wrong_is_refused_at_its_line(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    edit(folder / file, old, new)

    said = refusal_of(folder)

    line = line_of(folder / file, new.partition("\n")[0])
    assert said.startswith(f"{folder / file}, ligne {line} : ")
    assert message in said


@pytest.mark.parametrize(
    ("file", "old", "message"),
    [
        ("plan.txt", "titre court: Plan 2019-2021\n", "il manque l’en-tête « titre court"),
        ("priorites/1.txt", "titre: Identifier les victimes", "« titre"),
        (EVALUATION, "titre: Évaluation du plan\n", "« titre"),
        (EVALUATION, "adoptée le: 2022-06-01\n", "date d’adoption"),
        (EVALUATION, "mention d’adoption: adoptée à l’unanimité\n", "mention d’adoption"),
        (EVALUATION, "publiée le: 2022-06-02T10:00:00+02:00\n", "ne va pas sans « publiée le »"),
        (INTRODUCTION, "place: avant les mesures\n", "« place"),
        (FIRST, "statut: partiellement mise en œuvre\n", "« statut"),
    ],
)
def test_what_is_missing_is_refused_in_its_file(
    folder: Path, file: str, old: str, message: str
) -> None:
    edit(folder / file, old, "")

    said = refusal_of(folder)

    assert said.startswith(f"{folder / file}, ligne ")
    assert message in said


def test_a_header_missing_from_a_measure_is_refused_at_that_measure(folder: Path) -> None:
    edit(folder / "mesures.txt", "titre court: Informer\n", "")

    line = line_of(folder / "mesures.txt", "== Mesure 2")
    assert f"mesures.txt, ligne {line} : il manque" in refusal_of(folder)


def test_headers_before_the_first_measure_are_refused(folder: Path) -> None:
    edit(folder / "mesures.txt", "", "note: à relire\n")

    assert "mesures.txt, ligne 1 : en-tête « note » inconnu" in refusal_of(folder)


@pytest.mark.parametrize("title", ["Mesure", "Mesure 0", "Mesure 01", "Mesure deux", "Action 1"])
def test_a_measure_is_titled_by_its_number(folder: Path, title: str) -> None:
    edit(folder / "mesures.txt", "== Mesure 1", f"== {title}")

    assert "mesures.txt, ligne 2 : attendu : « == Mesure 1 »" in refusal_of(folder)


@pytest.mark.parametrize("file", ["plan.txt", "mesures.txt", EVALUATION])
def test_a_file_that_is_not_there_is_refused(folder: Path, file: str) -> None:
    (folder / file).unlink()

    assert f"{folder / file}, ligne 1 : ce fichier manque" in refusal_of(folder)


def test_a_plan_that_is_not_there_is_refused(db: None, tmp_path: Path) -> None:
    assert "plan.txt, ligne 1 : ce fichier manque" in refusal_of(tmp_path / "1999-2001")


@pytest.mark.parametrize(
    ("file", "renamed", "message"),
    [
        ("priorites/1.txt", "priorites/une.txt", "numéro de la priorité"),
        ("priorites/1.txt", "priorites/01.txt", "numéro de la priorité"),
        (INTRODUCTION, "evaluations/2022/sections/introduction.txt", "un rang et une adresse"),
        (NORMES, "evaluations/2022/sections/02-introduction.txt", "déjà dans 01-introduction.txt"),
        (NORMES, "evaluations/2022/sections/01-normes.txt", "même rang"),
        (FIRST, "evaluations/2022/mesures/1.txt", "se nomme 01.txt"),
        (FIRST, "evaluations/2022/mesures/09.txt", "pas de mesure de ce numéro"),
        (FIRST, "evaluations/2022/mesures/une.txt", "pas de mesure de ce numéro"),
    ],
)
def test_a_file_is_named_after_what_it_holds(
    folder: Path, file: str, renamed: str, message: str
) -> None:
    (folder / file).rename(folder / renamed)

    said = refusal_of(folder)

    assert said.startswith(f"{folder / renamed}, ligne 1 : ")
    assert message in said


@pytest.mark.parametrize("name", ["2022.x", "2022.1", "2022.02", "2022.2.3"])
def test_the_folder_of_an_edition_is_named_by_its_address_and_number(
    folder: Path, name: str
) -> None:
    (folder / "evaluations/2022").rename(folder / "evaluations" / name)

    assert f"{name}/evaluation.txt, ligne 1 : le nom du dossier" in refusal_of(folder)


def test_a_second_edition_without_a_reason_is_refused(folder: Path) -> None:
    (folder / "evaluations/2022").rename(folder / "evaluations/2022.2")

    assert "2022.2/evaluation.txt, ligne 1 : Une rectification" in refusal_of(folder)


def test_an_evaluation_adopted_before_its_plan_is_refused(folder: Path) -> None:
    edit(folder / EVALUATION, "2022-06-01", "2019-10-17")

    assert f"{EVALUATION}, ligne 4 : La date d’adoption précède" in refusal_of(folder)


def test_an_evaluation_published_with_a_measure_to_assess_is_refused(folder: Path) -> None:
    edit(folder / SECOND, "non mise en œuvre", "à évaluer")

    assert f"{EVALUATION}, ligne 4 : Mesure 2 : degré de mise en œuvre à donner." in refusal_of(
        folder
    )


def test_observations_both_shared_and_own_are_refused(folder: Path) -> None:
    with (folder / SECOND).open("a", encoding="utf-8") as file:
        file.write("== Observations et recommandations de la CNCDH\n\n<p>Propres.</p>\n")

    assert f"{SECOND}, ligne 1 : Une mesure dont les observations" in refusal_of(folder)


def test_a_text_outside_the_parts_of_an_assessment_is_refused(folder: Path) -> None:
    edit(folder / FIRST, "== Actions", "<p>Perdu.</p>\n\n== Actions")

    assert f"{FIRST}, ligne 4 : texte sans titre" in refusal_of(folder)


def test_an_empty_line_among_addressees_is_refused(folder: Path) -> None:
    edit(folder / "destinataires.txt", "parlement", "\nparlement")

    assert "destinataires.txt, ligne 3 : une ligne par destinataire" in refusal_of(folder)


def test_an_unknown_addressee_is_refused(folder: Path) -> None:
    edit(folder / FIRST, 'data-to="miprof"', 'data-to="senat"')

    assert f"{FIRST}, ligne 1 : Le destinataire « senat »" in refusal_of(folder)


def test_one_key_in_two_files_is_refused(folder: Path) -> None:
    mark = factories.recommendation("Encore.", key="former")
    with (folder / INTRODUCTION).open("a", encoding="utf-8") as file:
        file.write(mark)

    line = line_of(folder / FIRST, 'data-key="former"')
    assert f"{FIRST}, ligne {line} : l’identifiant « former » est déjà" in refusal_of(folder)


def test_a_key_that_moves_to_a_text_loaded_before_the_one_it_leaves_is_refused(
    folder: Path,
) -> None:
    (folder / EVALUATION).write_text("titre: Brouillon\n", encoding="utf-8")
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    mark = FILES[FIRST][FILES[FIRST].index("<div") :]
    edit(folder / FIRST, mark, "")
    with (folder / INTRODUCTION).open("a", encoding="utf-8") as file:
        file.write(mark)

    line = line_of(folder / INTRODUCTION, 'data-key="former"')
    said = refusal_of(folder)
    assert f"{INTRODUCTION}, ligne {line} : l’identifiant « former » appartient encore" in said


def test_a_plan_already_there_is_refused_what_a_new_one_is(folder: Path) -> None:
    load(folder, print_publication=factories.smallest_report, by=loader_account())
    edit(folder / "plan.txt", "fin: 2021", "fin: 2018")

    assert "plan.txt, ligne 1 : La dernière année d’un plan" in refusal_of(folder)
    assert Plan.objects.get().end_year == 2021
