"""Summaries in plain language travel in the files of a plan."""

from pathlib import Path

import pytest

from measures.actions import plans
from measures.models import Assessment, Plan, Priority, User
from measures.plan_files.document import FileRefused
from measures.plan_files.dump import dump
from measures.plan_files.load import load
from tests import factories
from tests.plan_files.sample import edit, line_of

SLUG = "2019-2021"
WORDS = "<p>L’État forme des juges. Il en reste beaucoup.</p>\n<p>C’est trop peu.</p>"


def load_folder(folder: Path) -> int:
    return load(folder, print_publication=factories.smallest_report, by=factories.user()).written


@pytest.fixture
def folder(writer: User, tmp_path: Path) -> Path:
    """The files of a draft whose first measure and priority are summed up."""
    plan = factories.plan(SLUG, measures=2)
    priority = plan.priorities.get()
    plans.save_priority(
        priority,
        title=priority.title,
        presentation=priority.presentation,
        plain_summary=WORDS,
        expected_version=priority.version,
        by=writer,
    )
    factories.assess(factories.evaluation(plan), 1, plain_summary=WORDS)
    dump(plan, tmp_path)
    return tmp_path / SLUG


def test_they_read_as_a_person_would_write_them(folder: Path) -> None:
    said = "== En clair\n\n<p>L’État forme des juges.\nIl en reste beaucoup.</p>\n"
    assert said in (folder / "evaluations/2022/mesures/01.txt").read_text(encoding="utf-8")
    assert said in (folder / "priorites/1.txt").read_text(encoding="utf-8")


def test_they_are_loaded_back_and_cleared(folder: Path) -> None:
    edit(folder / "evaluations/2022/mesures/01.txt", "C’est trop peu.", "C’est peu.")
    load_folder(folder)
    assert Assessment.objects.get(measure__number=1).plain_summary.endswith("<p>C’est peu.</p>")

    path = folder / "priorites/1.txt"
    path.write_text(path.read_text(encoding="utf-8").split("\n== ")[0], encoding="utf-8")
    load_folder(folder)
    assert Priority.objects.get().plain_summary == ""


def test_what_is_there_already_changes_nothing(folder: Path, tmp_path: Path) -> None:
    before = [row.version for row in Assessment.objects.order_by("pk")]
    load_folder(folder)
    assert [row.version for row in Assessment.objects.order_by("pk")] == before
    dump(Plan.objects.get(), tmp_path / "again")
    for path in folder.rglob("*.txt"):
        again = tmp_path / "again" / SLUG / path.relative_to(folder)
        assert again.read_bytes() == path.read_bytes()


def test_anything_but_paragraphs_is_refused_with_its_line(folder: Path) -> None:
    path = folder / "evaluations/2022/mesures/01.txt"
    edit(path, "<p>C’est trop peu.</p>", "<ul><li>C’est trop peu.</li></ul>")
    with pytest.raises(FileRefused, match="ne contient que des paragraphes") as refusal:
        load_folder(folder)
    assert f"ligne {line_of(path, '== En clair') + 1}" in str(refusal.value)
