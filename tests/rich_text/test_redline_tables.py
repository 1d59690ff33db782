"""Tables are compared row by row and cell by cell, with their merged cells."""

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from measures.rich_text import clean, redline

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures/2014-2016/evaluations/2017"
HEAD = "<tr><th>Ville</th><th>2015</th></tr>"


def table(*rows: str) -> str:
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows
    )
    return clean(f"<table>{HEAD}{cells}</table>")


def compare(before: str, after: str) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(str(redline(before, after).html), create_parent="div")


def changed_cells(root: lxml_html.HtmlElement) -> list[str]:
    cells = [cell for cell in root.iter("td", "th") if list(cell.iter("ins", "del"))]
    for unseen in root.find_class("hidden"):
        unseen.text = ""
    return [" ".join(cell.text_content().split()) for cell in cells]


def test_one_figure_changed_marks_one_cell() -> None:
    root = compare(table("Paris|12", "Lyon|3"), table("Paris|13", "Lyon|3"))
    assert changed_cells(root) == ["1213"]
    assert len(list(root.iter("tr"))) == 3


def test_rows_added_and_taken_out_are_marked() -> None:
    root = compare(table("Paris|12", "Lyon|3"), table("Paris|12", "Lille|4", "Nice|1", "Lyon|3"))
    assert [row.get("class") for row in root.iter("tr")] == [
        None, None, "is-inserted", "is-inserted", None,
    ]  # fmt: skip
    root = compare(table("Paris|12", "Lille|4", "Lyon|3"), table("Paris|12", "Lyon|3"))
    assert [row.get("class") for row in root.iter("tr")] == [None, None, "is-deleted", None]
    assert root.find_class("is-deleted")[0].text_content().startswith("Ligne supprimée : ")


def test_a_row_whose_figures_all_changed_is_still_that_row() -> None:
    before = table("Paris|12|44", "Lyon|3|9")
    root = compare(before, table("Lille|1|1", "Paris|77|88", "Lyon|3|9"))
    assert [row.get("class") for row in root.iter("tr")] == [None, "is-inserted", None, None]


def test_a_column_added_marks_its_cells_only() -> None:
    root = compare(table("Paris|12", "Lyon|3"), table("Paris|12|99", "Lyon|3|98"))
    assert changed_cells(root) == ["99", "98"]


def test_captions_and_header_cells_tell_their_changes() -> None:
    before = clean("<table><caption>Titres</caption><tr><td>a</td></tr></table>")
    after = clean("<table><caption>Titres délivrés</caption><tr><th>a</th></tr></table>")
    root = compare(before, after)
    assert "délivrés" in root.find(".//caption/ins").text_content()
    assert "devenue cellule d’en-tête" in root.find_class("redline-remark")[0].text_content()


def real_table(name: str) -> str:
    text = (FIXTURES / f"mesures/{name}.txt").read_text(encoding="utf-8")
    return re.search(r"<table>.*?</table>", text, re.DOTALL)[0]


@pytest.mark.parametrize("name", ["05", "12"])
def test_one_figure_of_the_real_tables(name: str) -> None:
    before = real_table(name)
    figure = re.search(r"<td>(\d+)</td>", before)
    after = before.replace(figure[0], "<td>987654</td>", 1)
    root = compare(clean(before), clean(after))
    assert changed_cells(root) == [f"{figure[1]}987654"]
    assert not root.find_class("is-inserted")


def test_merged_cells_go_over_the_rows_taken_out() -> None:
    before = clean(
        '<table><tr><td rowspan="3">Total</td><td>un</td></tr><tr><td>deux</td></tr>'
        "<tr><td>trois</td></tr></table>"
    )
    after = clean(
        '<table><tr><td rowspan="2">Total</td><td>un</td></tr><tr><td>trois</td></tr></table>'
    )
    root = compare(before, after)
    assert root.find(".//td").get("rowspan") == "3"
    assert [row.get("class") for row in root.iter("tr")] == [None, "is-deleted", None]
