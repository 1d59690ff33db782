"""Block flow: paragraphs around stray words, lists, cells and tables brought into shape."""

import pytest

from measures.rich_text import clean


def flat(text):
    return clean(text).replace("\n", "")


def table(rows):
    return f"<table>{rows}</table>"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("un <b>deux</b> trois", "<p>un <strong>deux</strong> trois</p>"),
        ("un<p>deux</p>trois", "<p>un</p><p>deux</p><p>trois</p>"),
        ("<blockquote>un</blockquote>", "<blockquote><p>un</p></blockquote>"),
        ("<b><p>un</p><p>deux</p></b>", "<p>un</p><p>deux</p>"),
        ('<a href="#x"><h3>un</h3></a>', "<h3>un</h3>"),
        ("<h3>un<p>deux</p></h3>", "<h3>un</h3><p>deux</p>"),
        ("<li>un</li>", "<p>un</p>"),
    ],
    ids="inline around quotation bold link heading item".split(),
)
def test_words_stand_in_blocks_and_no_inline_element_holds_a_block(text, stored):
    assert flat(text) == stored


@pytest.mark.parametrize(
    "empty",
    [
        "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<p><b><i><br></i></b></p>", "<h3></h3>",
        "<ul><li></li></ul>", "<ul><ul><li> </li></ul></ul>", "<div></div>", "<br><br>",
        "<blockquote><p></p></blockquote>", '<div class="box"></div>', "<table></table>",
        "<table><caption> </caption><tr></tr></table>", '<a href="#x"> </a>',
    ],
)  # fmt: skip
def test_what_is_empty_is_dropped(empty):
    assert clean(f"{empty}<p>un</p>{empty}<p>deux</p>{empty}") == "<p>un</p>\n<p>deux</p>"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<p> un \n\t deux </p>", "<p>un deux</p>"),
        ("<p>5\u00a0% ;\u202fun\u2009; &nbsp; deux</p>", "<p>5 % ; un ; deux</p>"),
        (
            "<p><b>un</b>\u00a0: <b>deux</b> </p>",
            "<p><strong>un</strong> : <strong>deux</strong></p>",
        ),
        ("<p>un <b> </b> deux</p>", "<p>un deux</p>"),
        ("<p>un<b></b>deux</p>", "<p>undeux</p>"),
        ("<p><br>un<br>deux<br> <br></p>", "<p>un<br>deux</p>"),
        ("<p>un<b>deux<i><br></i></b></p>", "<p>un<strong>deux<br></strong></p>"),
        ("<ul><li>a  b <ul><li>c</ul></ul>", "<ul><li>a b<ul><li>c</li></ul></li></ul>"),
    ],
    ids="folded French between blank empty breaks inner item".split(),
)
def test_spaces_are_plain_and_single_and_none_at_the_ends(text, stored):
    assert flat(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<h1>a</h1><h2>b</h2><h3>c</h3>", "<h3>a</h3><h3>b</h3><h3>c</h3>"),
        ("<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6>", "<h3>a</h3><h4>b</h4><h4>c</h4><h4>d</h4>"),
        ("<h4>a</h4><h4>b</h4>", "<h3>a</h3><h4>b</h4>"),
        ("<p>un</p><h6>a</h6>", "<p>un</p><h3>a</h3>"),
    ],
)
def test_there_are_two_levels_of_headings_and_the_first_is_the_higher(text, stored):
    assert flat(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<ul><li><p>un</p></li></ul>", "<ul><li>un</li></ul>"),
        ("<ul><li><p>un</p><p>deux</p></li></ul>", "<ul><li><p>un</p><p>deux</p></li></ul>"),
        (
            "<ul><li><p>un</p><ul><li>deux</li></ul></li></ul>",
            "<ul><li>un<ul><li>deux</li></ul></li></ul>",
        ),
        (
            "<ul><li>un<ol><li>deux</li></ol>trois</li></ul>",
            "<ul><li><p>un</p><ol><li>deux</li></ol><p>trois</p></li></ul>",
        ),
        (
            "<ul><li>un</li><ul><li>deux</li></ul><li>trois</li></ul>",
            "<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>",
        ),
        ("<ol><ul><li>un</li></ul></ol>", "<ol><li><ul><li>un</li></ul></li></ol>"),
        ("<ul>un <b>deux</b></ul>", "<ul><li>un <strong>deux</strong></li></ul>"),
        (
            "<ul><li><ul><li>un</li></ul>deux</li></ul>",
            "<ul><li><ul><li>un</li></ul><p>deux</p></li></ul>",
        ),
        ("<ul><li>un</li>deux</ul>", "<ul><li>un</li><li>deux</li></ul>"),
        ("<ul><li>un</li><p>deux</p></ul>", "<ul><li>un</li><li>deux</li></ul>"),
        ("<ul>un<ul><li>deux</li></ul></ul>", "<ul><li>un<ul><li>deux</li></ul></li></ul>"),
    ],
    ids=(
        "Tiptap paragraphs then-a-list around-a-list list-in-list "
        "list-first words words-after-a-list words-after block words-then-list"
    ).split(),
)
def test_a_list_holds_items_and_an_item_words_then_lists(text, stored):
    assert flat(text) == stored


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("<p>un</p>", "<td>un</td>"),
        ("<p>un</p><p>deux</p>", "<td><p>un</p><p>deux</p></td>"),
        ('<p class="source">un</p>', '<td><p class="source">un</p></td>'),
        ("", "<td></td>"),
        ("<table><tr><td>un</td><td>deux</td></tr></table>", "<td>un deux</td>"),
        ("un<table><tr><td>deux</td></tr></table>trois", "<td>un deux trois</td>"),
        ("un<ul><li>deux</li></ul>", "<td>un<ul><li>deux</li></ul></td>"),
    ],
    ids=["Tiptap", "paragraphs", "source", "empty", "table", "words around a table", "list"],
)
def test_a_cell_holds_words_or_blocks_but_no_table(cell, stored):
    assert flat(table(f"<tr><td>{cell}</td></tr>")) == table(f"<tbody><tr>{stored}</tr></tbody>")


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        (
            "<tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr>",
            '<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
            "<tbody><tr><td>1</td><td>2</td></tr></tbody>",
        ),
        (
            "<tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><th>C</th><th>D</th></tr>"
            "<tr><td>1</td><td>2</td><td>3</td></tr>",
            '<thead><tr><th scope="col" rowspan="2">A</th><th scope="colgroup" colspan="2">B</th>'
            '</tr><tr><th scope="col">C</th><th scope="col">D</th></tr></thead>'
            "<tbody><tr><td>1</td><td>2</td><td>3</td></tr></tbody>",
        ),
        (
            "<tr><th>A</th></tr><tr><th>B</th></tr><tr><td>1</td></tr>",
            '<thead><tr><th scope="col">A</th></tr></thead>'
            '<tbody><tr><th scope="row">B</th></tr><tr><td>1</td></tr></tbody>',
        ),
        (
            "<tr></tr><tr><th>A</th></tr><tr><td>1</td></tr>",
            '<thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>1</td></tr></tbody>',
        ),
        (
            "<tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr>",
            '<tbody><tr><th scope="row">A</th><td>1</td></tr>'
            '<tr><th scope="row">B</th><td>2</td></tr></tbody>',
        ),
        (
            "<tr><th rowspan=2>A</th></tr><tr><td>1</td></tr>",
            '<tbody><tr><th scope="row" rowspan="2">A</th></tr><tr><td>1</td></tr></tbody>',
        ),
        (
            "<thead><tr><th>A</th></tr></thead><tr><th>B</th></tr><tr><td>1</td></tr>",
            '<thead><tr><th scope="col">A</th></tr></thead>'
            '<tbody><tr><th scope="row">B</th></tr><tr><td>1</td></tr></tbody>',
        ),
        ("<tr><th>A</th></tr>", '<tbody><tr><th scope="row">A</th></tr></tbody>'),
        (
            "<tr><th scope=rowgroup>A</th><th scope=x>B</th><td scope=row>1</td></tr>",
            '<tbody><tr><th scope="rowgroup">A</th><th scope="row">B</th><td>1</td></tr></tbody>',
        ),
    ],
    ids=(
        "header-row merged-header second-row-of-headers empty-row "
        "header-column header-over-the-rows header-there-already alone scope"
    ).split(),
)
def test_header_cells_say_what_they_head_and_header_rows_stand_apart(rows, stored):
    assert flat(table(rows)) == table(stored)


def test_a_caption_is_a_run_of_words():
    rows = "<tr><td>1</td></tr>"
    stored = table(f"<caption>un deux</caption><tbody>{rows}</tbody>")
    assert flat(table(f"<caption><p>un</p><p>deux</p></caption>{rows}")) == stored


def test_a_table_foot_becomes_rows_like_the_others():
    assert flat(table("<tfoot><tr><td>1</td></tr></tfoot>")) == table(
        "<tbody><tr><td>1</td></tr></tbody>"
    )
