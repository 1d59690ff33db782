"""The answers of addressees in the files of a plan."""

from pathlib import Path

import pytest

from measures.models import Answer, User
from measures.plan_files.document import FileRefused
from measures.plan_files.dump import dump
from measures.plan_files.load import load
from tests import factories
from tests.answered import SAID, answer
from tests.plan_files.sample import contents, edit

FILE = "evaluations/2022/mesures/01.txt"
TITLE = "== Réponse : miprof (2022-03-01)"


@pytest.fixture
def folder(writer: User, tmp_path: Path) -> Path:
    draft = factories.evaluation(factories.plan(measures=1))
    answer(draft, 1, miprof=SAID | {"text": "<p>Signé. Deux fois.</p>"})
    dump(draft.plan, tmp_path)
    return tmp_path / draft.plan.slug


def test_they_are_parts_of_the_file_of_their_measure(folder: Path) -> None:
    written = (folder / FILE).read_text(encoding="utf-8")
    assert written.endswith(f"\n{TITLE}\n\n<p>Signé.\nDeux fois.</p>\n")
    assert "miprof: " in (folder / "destinataires.txt").read_text(encoding="utf-8")


def test_loading_them_again_changes_nothing_and_gives_the_same_bytes(
    folder: Path, writer: User, tmp_path: Path
) -> None:
    before = contents(folder)
    again = {"print_publication": factories.smallest_report, "by": writer}
    assert load(folder, **again).written == 0
    Answer.objects.all().delete()
    assert load(folder, **again).written == 1
    dump(load(folder, **again).plan, tmp_path / "again")
    assert contents(tmp_path / "again" / folder.name) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (TITLE, "== Réponse : miprof", "attendu, comme"),
        (TITLE, "== Réponse : miprof (2022-13-01)", "attendu, comme"),
        ("miprof (", "inconnu (", "n’existe pas"),
        ("<p>Signé.\nDeux fois.</p>\n", "", "n’a pas de texte"),
        ("<p>Signé.", '<p>Signé.<span class="footnote">Note.</span>', "footnote|note"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    folder: Path, writer: User, old: str, new: str, message: str
) -> None:
    edit(folder / FILE, old, new)
    with pytest.raises(FileRefused, match=message):
        load(folder, print_publication=factories.smallest_report, by=writer)
    assert Answer.objects.get().text == "<p>Signé. Deux fois.</p>"
