"""Hostile texts in files of a plan: kept as they are written, or refused at their line."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from measures.actions.accounts import loader_account
from measures.models import Plan, Revision
from measures.plan_files.document import FileRefused, read
from measures.plan_files.load import load
from measures.plan_files.strict import NotKept, clean_all
from tests import factories
from tests.hostile import LINES, TEXTS
from tests.plan_files.sample import FILES, written_folder
from tests.rich_text.corpus import outside_subset, words


def headers() -> Iterator[tuple[str, str]]:
    """Yield each line of a header, with its file."""
    for file, text in FILES.items():
        for line in text.split("\n"):
            name, colon, _ = line.partition(": ")
            if colon and not line.startswith("<"):
                yield file, f"{name}: "


@pytest.mark.parametrize(("file", "header"), dict.fromkeys(headers()))
def test_a_hostile_header_is_kept_or_refused_and_then_nothing_is_loaded(
    file: str, header: str, db: None, tmp_path: Path
) -> None:
    folder = written_folder(tmp_path)
    path, hostile = folder / file, LINES["attribute"]
    written = FILES[file].split("\n")
    place = next(place for place, line in enumerate(written) if line.startswith(header))
    written[place] = f"{header}{hostile}"
    path.write_text("\n".join(written), encoding="utf-8")

    refusal = refusal_of(folder)

    if refusal:
        assert refusal.startswith(f"{folder}/")
        assert not Plan.objects.exists()
        assert not Revision.objects.exists()
    else:
        contents = Revision.objects.values_list("content", flat=True)
        assert any(hostile in map(str, content.values()) for content in contents)


def refusal_of(folder: Path) -> str:
    """Load a folder; return why it is refused, if it is."""
    try:
        load(folder, print_publication=factories.smallest_report, by=loader_account())
    except FileRefused as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("name", LINES)
def test_a_hostile_line_is_read_as_it_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"intitulé: {LINES[name]}\n\n<p>Un plan.</p>\n", encoding="utf-8")
    if name in {"controls", "no sign", "header"}:
        with pytest.raises(FileRefused, match=r"plan.txt, ligne \d : "):
            read(path).expect(required=["intitulé"])
    else:
        assert read(path).text("intitulé") == LINES[name].strip()


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "a million"])  # seconds
def test_a_hostile_text_is_kept_with_all_its_words_or_refused(name: str) -> None:
    with suppress(NotKept):
        stored = clean_all(TEXTS[name])
        assert outside_subset(stored) == []
        assert words(stored) == words(TEXTS[name])
