"""The PDF of the report: what it says of itself, its contents, its marks."""

import re

from measures.exports import lists
from measures.report import Report
from tests.exports.paper import Link, Paper, letters
from tests.report_2017 import MEASURES, PAGES, STATUSES


def entries(paper: Paper) -> list[Link]:
    """Return the lines of the contents, each a link."""
    return [link for page in contents_pages(paper) for link in paper.links(page)]


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
        assert types or is_blank(paper_2017, page), f"page {page}"
        found |= set(types)
    assert {"H1", "H2", "H3", "H4", "P", "L", "LI", "Table", "TR", "TH", "TD", "Link"} <= found


def test_its_pages_are_numbered_one_by_one_after_the_cover(paper_2017: Paper) -> None:
    folios = [paper_2017.folio(page) for page in range(len(paper_2017.texts))]
    cover_and_blank = [0, *(page for page in range(len(folios)) if is_blank(paper_2017, page))]
    expected = range(1, len(folios) + 1)
    assert folios == [None if n - 1 in cover_and_blank else n for n in expected]


def is_blank(paper: Paper, page: int) -> bool:
    return not paper.texts[page].get_text_bounded().strip()


def test_parts_begin_on_a_right_hand_page_and_only_the_page_before_may_be_blank(
    paper_2017: Paper, report_2017: Report
) -> None:
    titles = [part.priority.title for part in report_2017.priorities]
    titles += [
        row.title for row in [*report_2017.front, *report_2017.back] if row.label[:6] == "Partie"
    ]
    starts = [page_of(paper_2017, title, 0) for title in titles]
    assert all(page % 2 == 0 for page in starts)  # counted from 0
    blank = [page for page in range(len(paper_2017.texts)) if is_blank(paper_2017, page)]
    assert set(blank) <= {page - 1 for page in starts}


def test_its_cover_says_the_result(paper_2017: Paper, report_2017: Report) -> None:
    cover = paper_2017.letters[0]
    assert letters("4 mise en œuvre 14 partiellement mise en œuvre 5 non mise en œuvre") in cover
    targets = [link.page for link in paper_2017.links(0)]
    assert targets == list(pages_of_measures(paper_2017, report_2017).values())


def pages_of_measures(paper: Paper, report: Report) -> dict[int, int]:
    """Return the page where each measure begins, by number: that of the title in the outline."""
    titles = {letters(row.measure.title): row.measure.number for row in report.assessments}
    return {
        titles[letters(mark.title)]: mark.page
        for mark in paper.bookmarks()
        if mark.level == 1 and letters(mark.title) in titles
    }


def test_every_line_of_the_contents_has_its_page(paper_2017: Paper, report_2017: Report) -> None:
    lines = entries(paper_2017)
    for line, entry in zip(lines, lists.entries(report_2017), strict=True):
        printed = int(re.search(r"\d+$", line.words)[0])
        assert printed == paper_2017.folio(line.page), line.words
        said = letters(line.words)
        assert letters(entry.title) in said or letters(entry.label) in said


def test_the_contents_lead_where_the_headings_stand(paper_2017: Paper, report_2017: Report) -> None:
    titles = {f"mesure-{row.measure.number}": row.measure.title for row in report_2017.assessments}
    for line, entry in zip(entries(paper_2017), lists.entries(report_2017), strict=True):
        page = paper_2017.letters[line.page]
        assert letters(titles.get(entry.anchor, entry.title)) in page, entry
        if entry.level == 1 and entry.anchor not in {"textes-cites", "sigles"}:
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


def test_each_measure_opens_with_its_title_its_status_and_its_page_of_the_original(
    paper_2017: Paper, report_2017: Report
) -> None:
    pages = pages_of_measures(paper_2017, report_2017)
    assert list(pages) == list(MEASURES)
    for row in report_2017.assessments:
        number = row.measure.number
        said = f"Mesure {number} {row.measure.title} {STATUSES[number]}"
        if number in PAGES:
            said += f" Page {PAGES[number]} du rapport adopté"
        assert letters(said) in paper_2017.letters[pages[number]]


def test_no_measure_opens_at_the_foot_of_a_page(paper_2017: Paper, report_2017: Report) -> None:
    """Under its heading stand two lines of its text at least."""
    for number, page in pages_of_measures(paper_2017, report_2017).items():
        body = paper_2017.bodies[page]
        after = body[body.index(f"Page {PAGES[number]}") :] if number in PAGES else body
        assert len(after.splitlines()) > 4, number


def test_running_heads_name_the_measure_of_their_page(
    paper_2017: Paper, report_2017: Report
) -> None:
    """A left-hand page that of its first line, a right-hand page that of its last."""
    begins = {page: number for number, page in pages_of_measures(paper_2017, report_2017).items()}
    openings = [page_of(paper_2017, part.priority.title, 0) for part in report_2017.priorities]
    current, seen = None, 0
    for page in range(openings[0], page_of(paper_2017, report_2017.back[0].title, 0)):
        if page in openings:
            current = None
        is_first = paper_2017.letters[page].startswith(letters(f"Mesure {begins.get(page)}"))
        before, current = current, begins.get(page, current)
        named = current if page % 2 == 0 or is_first else before
        if named is not None and not is_blank(paper_2017, page):
            assert re.search(rf"Mesure {named}\b", paper_2017.head(page)), page
            seen += 1
    assert seen > 30


def test_the_list_by_addressee_says_the_page_of_each_recommendation(
    paper_2017: Paper, report_2017: Report
) -> None:
    start = page_of(paper_2017, "Les recommandations par destinataire", 0)
    end = page_of(paper_2017, "Les mesures et leur degré de mise en œuvre", 0)
    numbers = {str(row.number) for row in report_2017.recommendations}
    listed = 0
    for page in range(start, end):
        printed = re.findall(r", p\.\s(\d+)\r?$", paper_2017.bodies[page], re.MULTILINE)
        links = [link for link in paper_2017.links(page) if link.words in numbers]
        for folio, link in zip(printed, links, strict=True):
            assert paper_2017.folio(link.page) == int(folio)
            assert letters(f"Recommandation {link.words}") in paper_2017.letters[link.page]
            listed += 1
    assert listed == sum(len(part.recommendations) for part in report_2017.addressees)


def test_no_internal_link_is_lost(paper_2017: Paper) -> None:
    for page in range(len(paper_2017.texts)):
        for link in paper_2017.links(page):
            if re.match(r"(mesure|Recommandation) \d+$", link.words):
                assert link.page is not None, (page, link)
