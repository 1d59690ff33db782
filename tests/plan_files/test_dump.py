"""A plan written as files, and read back from them."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from measures.actions import sections
from measures.models import Plan, Section, User
from measures.plan_files.dump import dump
from measures.plan_files.load import load
from tests import factories
from tests.plan_files.sample import SLUG, contents, sample_folder, state


def test_a_plan_is_written_in_files_that_bear_the_names_of_what_they_hold(
    writer: User, tmp_path: Path
) -> None:
    folder = sample_folder(tmp_path)

    expected = {"plan.txt", "destinataires.txt", "mesures.txt", "priorites/1.txt"}
    expected.add("priorites/2.txt")
    for edition in ("2022", "2022.2", "2024"):
        names = ["evaluation"]
        if edition != "2024":  # only opened
            names += ["mesures/01", "mesures/02", "mesures/03"]
            names += ["sections/01-conclusion", "sections/02-normes", "sections/05-partie-1"]
        expected |= {f"evaluations/{edition}/{name}.txt" for name in names}
    assert set(contents(folder)) == expected


def test_a_file_reads_as_a_person_would_write_it(writer: User, tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)

    section = (folder / "evaluations/2022.2/sections/02-normes.txt").read_text(encoding="utf-8")
    assert section == (
        "titre: Section normes\n"
        "place: avant les mesures\n"
        "dans: partie-1\n"
        "page: 3\n"
        "travail: relu\n"
        "\n"
        '<div class="box">\n'
        "<h3>À Paris</h3>\n"
        "<p>Une convention.\n"
        "Elle a été signée.</p>\n"
        "</div>\n"
    )
    shared = (folder / "evaluations/2022.2/mesures/02.txt").read_text(encoding="utf-8")
    assert shared == (
        "statut: partiellement mise en œuvre\n"
        "observations communes avec: 3\n"
        "travail: relu\n"
        "\n"
        "== Actions de l’État\n"
        "\n"
        "<p>Une action.</p>\n"
    )


def test_what_is_loaded_from_the_files_of_a_plan_is_written_in_the_same_bytes(
    writer: User, tmp_path: Path
) -> None:
    folder = sample_folder(tmp_path)
    # Under another address, where nothing is yet.
    copy = Path(shutil.copytree(folder, tmp_path / "2019-2022"))
    plan = load(copy, print_publication=factories.smallest_report, by=writer).plan

    dump(plan, tmp_path / "again")

    assert contents(tmp_path / "again/2019-2022") == contents(folder)
    assert (
        load(
            tmp_path / "again/2019-2022", print_publication=factories.smallest_report, by=writer
        ).written
        == 0
    )


def test_what_is_loaded_is_what_was_written(writer: User, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(sample_folder(tmp_path), tmp_path / "2019-2022"))
    plan, original = (
        load(copy, print_publication=factories.smallest_report, by=writer).plan,
        Plan.objects.get(slug=SLUG),
    )

    assert plan.measures.get(number=1).continues.get().plan.slug == "2014-2016"
    published, rectified, opened = plan.evaluations.order_by("slug", "edition")
    assert published.published_at == original.evaluations.get(slug="2022", edition=1).published_at
    assert rectified.rectification_reason == "Le tableau était inexact."
    assert not rectified.is_published
    assert {row.status for row in opened.assessments.all()} == {"a-evaluer"}
    for edition in (published, rectified):
        assert edition.sections.get(slug="normes").parent.slug == "partie-1"
        assert edition.assessments.get(measure__number=2).observations_in.measure.number == 3
        keys = edition.recommendations.order_by("number").values_list("key", flat=True)
        assert list(keys) == ["former", "poursuivre"]
        row = edition.assessments.get(measure__number=1)
        assert (row.state_actions_note_count, row.page) == (1, 12)
        assert "<caption>Titres de séjour</caption>" in row.state_actions


def test_writing_a_plan_again_changes_no_byte(writer: User, tmp_path: Path) -> None:
    before = contents(sample_folder(tmp_path))

    dump(Plan.objects.get(slug=SLUG), tmp_path)

    assert contents(tmp_path / SLUG) == before


def test_a_section_that_changed_rank_leaves_no_file_at_its_former_rank(
    writer: User, tmp_path: Path
) -> None:
    folder = sample_folder(tmp_path)
    (folder / "notes.md").write_text("À relire.", encoding="utf-8")
    section = Section.objects.get(evaluation__edition=2, slug="normes")
    sections.save(
        section,
        **{name: getattr(section, name) for name in ("label", "title", "place", "parent", "page")},
        body=section.body,
        order=9,
        expected_version=section.version,
        by=writer,
    )

    dump(Plan.objects.get(slug=SLUG), tmp_path)

    named = sorted(path.name for path in (folder / "evaluations/2022.2/sections").iterdir())
    assert named == ["01-conclusion.txt", "05-partie-1.txt", "09-normes.txt"]
    assert (folder / "notes.md").exists()
    assert load(folder, print_publication=factories.smallest_report, by=writer).written == 0


def test_a_reason_of_several_lines_is_read_back(writer: User, tmp_path: Path) -> None:
    plan = factories.plan(SLUG, measures=1)
    factories.evaluation(
        plan, "2022", edition=2, rectification_reason="Un tableau\n\nétait : faux.\n"
    )
    before = state(tmp_path)

    assert (
        load(
            tmp_path / "state" / SLUG, print_publication=factories.smallest_report, by=writer
        ).written
        == 0
    )
    assert state(tmp_path) == before


def test_an_empty_plan_is_read_back(writer: User, tmp_path: Path) -> None:
    plan = factories.plan(SLUG, measures=0, priorities=0)
    dump(plan, tmp_path)

    assert (
        load(tmp_path / SLUG, print_publication=factories.smallest_report, by=writer).written == 0
    )


def test_the_command_writes_a_plan_and_names_those_there_are(writer: User, tmp_path: Path) -> None:
    factories.plan(SLUG, measures=1)
    said = StringIO()

    call_command("dump_plan", SLUG, tmp_path, stdout=said)

    assert (tmp_path / SLUG / "plan.txt").exists()
    assert str(tmp_path / SLUG) in said.getvalue()
    with pytest.raises(CommandError, match=SLUG):
        call_command("dump_plan", "1999-2001", tmp_path)
