"""Cells as spreadsheets put them in the clipboard and in files."""

import pytest

from measures.pasted import as_text, cells, decode


def said(text: str) -> list[tuple[int, ...]]:
    return [(row.line, *row.cells) for row in cells(text)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("I\t1\tUn titre, long ; très", [(1, "I", "1", "Un titre, long ; très")]),
        ("I;1;Un titre, long", [(1, "I", "1", "Un titre, long")]),
        ("I,1,Un titre", [(1, "I", "1", "Un titre")]),
        ('I,1,"Un titre, long"', [(1, "I", "1", "Un titre, long")]),
        (
            'I\t1\t"Sur deux\nlignes"\r\nI\t2\tB',
            [(1, "I", "1", "Sur deux\nlignes"), (3, "I", "2", "B")],
        ),
        ('I;1;"Dire ""non"""', [(1, "I", "1", 'Dire "non"')]),
        ('I\t1\t"Traite" : informer', [(1, "I", "1", '"Traite" : informer')]),
        ('I\t1\t"jamais fermé\nI\t2\tB', [(1, "I", "1", '"jamais fermé'), (2, "I", "2", "B")]),
        ("\n\nI\t1\tA\n\t\t\n\nI\t2\tB\n", [(3, "I", "1", "A"), (6, "I", "2", "B")]),
        ("", []),
        (" \n\t\n", []),
    ],
)  # fmt: skip
def test_rows_of_cells_with_the_line_where_each_begins(text: str, rows: list[tuple]) -> None:
    assert said(text) == rows


def test_rows_written_as_text_are_read_again_one_line_each() -> None:
    rows = [["I", "1", "Sur deux\nlignes"], [], ["", "2", "B\tC"]]
    assert said(as_text(rows)) == [(1, "I", "1", "Sur deux lignes"), (3, "", "2", "B C")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    assert decode("Écoles – œuvre".encode(encoding)) == "Écoles – œuvre"
