"""The PDF of the report: what it says of itself, its contents, its marks."""

import re
from itertools import groupby

from measures.report import Report
from tests.exports.paper import Link, Paper, letters
from tests.report_2017 import MEASURES, PAGES, STATUSES


def entries(paper: Paper) -> list[Link]:
    """Return the lines of the contents: a line has a link for the whole, then for each part."""
    found = []
    for page in contents_pages(paper):
        for _, line in groupby(paper.links(page), key=lambda link: link.page):
            found.append(max(line, key=lambda link: len(link.words)))
    return found


def contents_pages(paper: Paper) -> list[int]:
    """Return the pages from the title « Sommaire » to the synthesis."""
    marks = {mark.title: mark.page for mark in paper.bookmarks() if mark.level == 0}
    pages = sorted(marks.values())
    first = marks["Sommaire"]
    return list(range(first, pages[pages.index(first) + 1]))


def page_of(paper: Paper, title: str, level: int) -> int:
    (page,) = [m.page for m in paper.bookmarks() if (m.title, m.level) == (title, level)]
    return page


def test_it_says_its_title_its_language_and_its_author(
    paper_2017: Paper, report_2017: Report
) -> None:
    assert paper_2017.metadata("Title") == report_2017.evaluation.title
    assert paper_2017.language() == "fr"
    assert "CNCDH" in paper_2017.metadata("Author")


def test_it_bears_the_date_of_its_publication_not_of_the_day(paper_2017: Paper) -> None:
    assert paper_2017.metadata("CreationDate").startswith("D:20170706")
    assert paper_2017.metadata("ModDate") in {"", paper_2017.metadata("CreationDate")}


def test_it_is_tagged_with_headings_lists_tables_and_links(paper_2017: Paper) -> None:
    assert paper_2017.is_tagged()
    found = set()
    for page in range(len(paper_2017.texts)):
        types = paper_2017.structure(page)
        assert types, f"page {page}"
        found |= set(types)
    assert {"H1", "H2", "H3", "H4", "P", "L", "LI", "Table", "TR", "TH", "TD", "Link"} <= found


def test_its_pages_are_numbered_one_by_one_after_the_cover(paper_2017: Paper) -> None:
    folios = [paper_2017.folio(page) for page in range(len(paper_2017.texts))]
    assert folios == [None, *range(2, len(folios) + 1)]


def test_its_cover_says_the_result(paper_2017: Paper) -> None:
    cover = paper_2017.letters[0]
    assert letters("4 mise en œuvre 14 partiellement mise en œuvre 5 non mise en œuvre") in cover
    targets = [link.page for link in paper_2017.links(0)]
    titles = [page_of_measure(paper_2017, number) for number in MEASURES]
    assert targets == titles


def page_of_measure(paper: Paper, number: int) -> int:
    """Return the page that begins with a measure."""
    start = letters(f"Mesure {number}")
    opening = re.compile(rf"(?:^){start}(?!\d)")
    pages = [p for p in range(len(paper.texts)) if opening.match(paper.letters[p])]
    (page,) = [p for p in pages if letters("mise en œuvre") in paper.letters[p]]
    return page


def test_every_line_of_the_contents_has_its_page(paper_2017: Paper, report_2017: Report) -> None:
    lines = entries(paper_2017)
    assert len(lines) == len(report_2017.contents)
    for line, entry in zip(lines, report_2017.contents, strict=True):
        printed = int(re.search(r"\d+$", line.words)[0])
        assert printed == paper_2017.folio(line.page), line.words
        said = letters(line.words)
        assert letters(entry.title) in said or letters(entry.label) in said


def test_the_contents_lead_where_the_headings_stand(paper_2017: Paper, report_2017: Report) -> None:
    titles = {f"mesure-{row.measure.number}": row.measure.title for row in report_2017.assessments}
    for line, entry in zip(entries(paper_2017), report_2017.contents, strict=True):
        page = paper_2017.letters[line.page]
        assert letters(titles.get(entry.anchor, entry.title)) in page, entry
        if entry.level == 1 or entry.anchor in titles:
            assert page.startswith(letters(entry.label or entry.title)), entry


def test_bookmarks_have_three_levels(paper_2017: Paper, report_2017: Report) -> None:
    found = [(mark.level, letters(mark.title)) for mark in paper_2017.bookmarks()]
    actions, observations = "Actions de l’État", "Observations et recommandations de la CNCDH"
    expected = []
    for part in report_2017.priorities:
        expected.append((0, part.priority.title))
        for row in part.assessments:
            shared = " sur les mesures 18 et 19" if row.measure.number in {18, 19} else ""
            expected.append((1, row.measure.title))
            expected += [(2, actions)] if row.measure.number != 14 else []
            expected.append((2, observations + shared))
    place = found.index((0, letters(report_2017.priorities[0].priority.title)))
    of_measures = found[place : place + len(expected)]
    assert of_measures == [(level, letters(title)) for level, title in expected]


def test_bookmarks_lead_where_their_headings_stand(paper_2017: Paper) -> None:
    for mark in paper_2017.bookmarks():
        assert letters(mark.title) in paper_2017.letters[mark.page], mark


def test_each_measure_begins_a_page_with_its_status_and_its_page_of_the_original(
    paper_2017: Paper,
) -> None:
    for number in MEASURES:
        start = paper_2017.letters[page_of_measure(paper_2017, number)]
        status = start.index(letters(STATUSES[number]))
        assert status < 300
        if number in PAGES:
            said = letters(f"{STATUSES[number]} Page {PAGES[number]} du rapport adopté")
            assert start[status:].startswith(said)


def test_running_heads_name_the_measure_of_their_page(paper_2017: Paper) -> None:
    for number in MEASURES:
        page = page_of_measure(paper_2017, number)
        assert f"Mesure {number}" in paper_2017.head(page)


def test_the_list_by_addressee_says_the_page_of_each_recommendation(
    paper_2017: Paper, report_2017: Report
) -> None:
    start = page_of(paper_2017, "Les recommandations par destinataire", 0)
    listed = 0
    for page in range(start, len(paper_2017.texts)):
        printed = re.findall(r"Recommandation (\d+)\s·[^·]*?, page\s(\d+)", paper_2017.bodies[page])
        targets = {link.words: link.page for link in paper_2017.links(page) if link.page}
        for number, folio in printed:
            target = targets[f"Recommandation {number}"]
            assert paper_2017.folio(target) == int(folio)
            assert letters(f"Recommandation {number}") in paper_2017.letters[target]
            listed += 1
    assert listed == sum(len(part.recommendations) for part in report_2017.addressees)


def test_no_internal_link_is_lost(paper_2017: Paper) -> None:
    for page in range(len(paper_2017.texts)):
        for link in paper_2017.links(page):
            if re.match(r"(mesure|Recommandation) \d+$", link.words):
                assert link.page is not None, (page, link)
