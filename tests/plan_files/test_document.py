"""One file of a plan: its headers, its parts, and the sentences of its text."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from measures.plan_files.document import Document, FileRefused, break_sentences, read, write
from measures.rich_text import clean


def document(tmp_path: Path, text: str | bytes) -> Document:
    path = tmp_path / "fichier.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path)


def test_a_file_has_headers_then_a_text(tmp_path: Path) -> None:
    file = document(tmp_path, "titre: Former : oui\npage:  41 \n\n<p>Une.\nDeux.</p>\n")

    assert file.text("titre") == "Former : oui"
    assert file.number("page") == 41
    assert file.rich() == "<p>Une. Deux.</p>"
    assert (file.line("titre"), file.line("page")) == (1, 2)


def test_a_file_may_have_titled_parts(tmp_path: Path) -> None:
    file = document(tmp_path, "page: 1\n\n== Une\n\n<p>A</p>\n<p>B</p>\n\n== Deux\n")

    assert list(file.parts) == ["Une", "Deux"]
    assert file.rich("Une") == "<p>A</p>\n<p>B</p>"
    assert file.rich("Deux") == file.rich("Trois") == ""
    assert file.parts["Deux"].title_line == 8


def test_an_absent_header_has_no_value(tmp_path: Path) -> None:
    file = document(tmp_path, "titre: Former\n")

    assert file.text("page") == ""
    assert file.number("page") is None
    assert file.date("adopté le") is None
    assert file.moment("publiée le") is None


def test_dates_and_instants_are_read_as_such(tmp_path: Path) -> None:
    file = document(tmp_path, "adopté le: 2017-07-06\npublié le: 2017-07-06T12:00:00+02:00\n")

    summer = timezone(timedelta(hours=2))
    assert file.date("adopté le") == date(2017, 7, 6)
    assert file.moment("publié le") == datetime(2017, 7, 6, 12, tzinfo=summer)


@pytest.mark.parametrize("written", ["\ufefftitre: Former\n", "titre: Former\r\n"])
def test_a_file_saved_on_windows_is_read(tmp_path: Path, written: str) -> None:
    file = document(tmp_path, written + "\r\n<p>Une.\r\nDeux.</p>\r\n")

    assert file.text("titre") == "Former"
    assert file.rich() == "<p>Une. Deux.</p>"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("titre: A\nsans deux-points\n", 2, "« sans deux-points » n’est pas de la forme"),
        ("titre: A\npage: 1\ntitre: B\n", 3, "l’en-tête « titre » se répète"),
        ("titre: A\n<p>Texte</p>\n", 2, "il manque une ligne vide"),
        ("titre: A\n== Partie\n", 2, "il manque une ligne vide"),
        ("titre: A\n\n== Une\n\n== Deux\n\n== Une\n", 7, "la partie « Une » se répète"),
        (b"titre: Mis en \x9cuvre\n", 1, "pas en UTF-8"),
    ],
)
def test_what_is_not_a_file_of_ours_is_refused_at_its_line(
    tmp_path: Path, text: str | bytes, line: int, message: str
) -> None:
    with pytest.raises(FileRefused) as refusal:
        document(tmp_path, text)

    assert str(refusal.value).startswith(f"{tmp_path / 'fichier.txt'}, ligne {line} : ")
    assert message in str(refusal.value)


@pytest.mark.parametrize("value", ["douze", "-1", "1,5", "²", "१२"])
def test_a_number_is_written_in_plain_figures(tmp_path: Path, value: str) -> None:
    with pytest.raises(FileRefused, match=f"ligne 1 : « page » attend un nombre.*{value}"):
        document(tmp_path, f"page: {value}\n").number("page")


@pytest.mark.parametrize("value", ["6 juillet 2017", "2017-13-01", "06/07/2017"])
def test_a_date_is_written_year_first(tmp_path: Path, value: str) -> None:
    with pytest.raises(FileRefused, match="ligne 1 : « adopté le » attend une date"):
        document(tmp_path, f"adopté le: {value}\n").date("adopté le")


@pytest.mark.parametrize("value", ["hier", "2017-07-06", "2017-07-06T12:00:00"])
def test_an_instant_has_its_hour_and_its_zone(tmp_path: Path, value: str) -> None:
    with pytest.raises(FileRefused, match="ligne 1 : « publié le » attend un instant"):
        document(tmp_path, f"publié le: {value}\n").moment("publié le")


def test_headers_are_those_expected(tmp_path: Path) -> None:
    file = document(tmp_path, "titre: A\ncouleur: bleu\n")

    file.expect(required=["titre"], optional=["couleur", "page"])
    with pytest.raises(FileRefused, match=r"ligne 2 : en-tête « couleur » inconnu.*: titre, page"):
        file.expect(required=["titre"], optional=["page"])
    with pytest.raises(FileRefused, match="ligne 1 : il manque l’en-tête « place"):
        file.expect(required=["place"], optional=["titre", "couleur"])


def test_parts_are_those_expected(tmp_path: Path) -> None:
    file = document(tmp_path, "titre: A\n\n== Une\n<p>A</p>\n")

    file.expect_parts(["Une", "Deux"])
    with pytest.raises(FileRefused, match=r"ligne 3 : partie « Une » inconnue.*== Deux"):
        file.expect_parts(["Deux"])


def test_empty_headers_are_not_written_and_empty_parts_are() -> None:
    written = write([("titre", "A"), ("page", None), ("dans", ""), ("rang", 0)], [("Une", "")])

    assert written == "titre: A\nrang: 0\n\n== Une\n"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    stored = clean("<h3>Un titre</h3><p>Une phrase. « Deux » ? Trois&nbsp;!</p><ul><li>A</li></ul>")

    file = document(tmp_path, write([("titre", "A : b")], [("", stored), ("Une", stored)]))

    assert file.text("titre") == "A : b"
    assert file.rich() == file.rich("Une") == stored


@pytest.mark.parametrize(
    ("stored", "lines"),
    [
        ("<p>Une phrase. Une autre ! Une troisième.</p>", 3),
        ("<p>Elle a dit « Oui. » Puis rien.</p>", 2),
        ("<p>L’article L. 316-1 du CESEDA, p. ex. celui-ci.</p>", 1),
        ("<p>Une loi. <strong>Deux</strong> décrets.</p>", 2),
        ('<p>Une<span class="footnote">Voir. Lire.</span>. Deux.</p>', 3),
        ('<div class="recommendation" data-key="a" data-to="b">\n<p>Un. Deux.</p>\n</div>', 4),
    ],
)
def test_each_sentence_has_a_line_and_reading_joins_them_again(stored: str, lines: int) -> None:
    broken = break_sentences(stored)

    assert len(broken.split("\n")) == lines
    assert clean(broken) == stored == clean(stored)
