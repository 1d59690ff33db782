"""What became of earlier recommendations, in the files of a plan."""

from pathlib import Path

import pytest

from measures.models import Evaluation, FollowUp, User
from measures.plan_files.document import FileRefused
from measures.plan_files.dump import dump
from measures.plan_files.load import load
from tests import factories, once
from tests.followed import SAID, first_evaluation, follow, follow_section, next_evaluation
from tests.plan_files.sample import contents, edit, line_of

MEASURE = "evaluations/2022/mesures/01.txt"
SECTION = "evaluations/2022/sections/01-suites.txt"


@once.fixture
def draft() -> Evaluation:
    made = next_evaluation(first_evaluation())
    follow(made, 1, former=SAID, voter={"outcome": "non-suivie", "comment": ""})
    follow_section(made, "suites", poursuivre={"outcome": "suivie", "comment": "Une fois : oui."})
    return made


@pytest.fixture
def folder(draft: Evaluation, tmp_path: Path) -> Path:
    dump(draft.plan, tmp_path)
    return tmp_path / draft.plan.slug


def test_they_are_written_a_line_each_as_a_person_would_write_them(folder: Path) -> None:
    written = (folder / MEASURE).read_text(encoding="utf-8")
    assert written.endswith(
        "\n== Suites données aux recommandations\n\n"
        "2020/former: partiellement suivie – La loi est votée, le décret manque.\n"
        "2020/voter: non suivie\n"
    )
    written = (folder / SECTION).read_text(encoding="utf-8")
    assert written.endswith("2020/poursuivre: suivie – Une fois : oui.\n")
    assert "Suites données" not in (folder / "evaluations/2022/mesures/02.txt").read_text()


def test_loading_them_again_changes_nothing_and_gives_the_same_bytes(
    folder: Path, writer: User, tmp_path: Path
) -> None:
    before = contents(folder)
    assert load(folder, print_publication=factories.smallest_report, by=writer).written == 0
    FollowUp.objects.all().delete()
    assert load(folder, print_publication=factories.smallest_report, by=writer).written == 2
    dump(
        load(folder, print_publication=factories.smallest_report, by=writer).plan,
        tmp_path / "again",
    )
    assert contents(tmp_path / "again" / folder.name) == before


def test_they_may_be_changed_and_taken_out_in_the_files(folder: Path, writer: User) -> None:
    edit(folder / MEASURE, "2020/voter: non suivie\n", "")
    edit(folder / MEASURE, "partiellement suivie", "suivie")
    load(folder, print_publication=factories.smallest_report, by=writer)
    rows = {row.name: row.outcome for row in FollowUp.objects.all()}
    assert rows == {"2020/former": "suivie", "2020/poursuivre": "suivie"}


def test_a_published_evaluation_is_loaded_with_them(
    folder: Path, writer: User, tmp_path: Path
) -> None:
    edit(folder / MEASURE, "2020/voter: non suivie", "2020/voter: non suivie – Aucun texte.")
    load(folder, print_publication=factories.smallest_report, by=writer)
    draft = Evaluation.objects.get(slug="2022")
    factories.publish(draft)
    dump(draft.plan, tmp_path / "published")
    before = contents(tmp_path / "published" / folder.name)
    moved = tmp_path / "published" / "2029-2031"
    (tmp_path / "published" / folder.name).rename(moved)
    made = load(moved, print_publication=factories.smallest_report, by=writer).plan
    assert FollowUp.objects.filter(evaluation__plan=made).count() == 3
    dump(made, tmp_path / "again")
    assert contents(tmp_path / "again" / "2029-2031") == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("partiellement suivie", "presque suivie", "« presque suivie » n’est pas une suite"),
        ("2020/former", "former", "« former » n’est pas une recommandation"),
        ("2020/former", "2020/perdue", "« 2020/perdue » n’est pas de celles"),
        ("2020/voter", "2020/former", "se répète"),
        ("La loi", "long " * 200, "600"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_file_and_line(
    folder: Path, writer: User, old: str, new: str, message: str
) -> None:
    edit(folder / MEASURE, old, new)
    with pytest.raises(FileRefused, match=message) as refusal:
        load(folder, print_publication=factories.smallest_report, by=writer)
    first = line_of(folder / MEASURE, "== Suites")
    assert (
        f"01.txt, ligne {first}" in str(refusal.value)
        or f"ligne {first + 2}" in str(refusal.value)
        or f"ligne {first + 3}" in str(refusal.value)
    )
    assert FollowUp.objects.get(key="former").comment == SAID["comment"]
