"""The search of the demonstration: real questions, and where each passage of it leads."""

import re

import pytest

from measures.models import Passage
from measures.search_words import fold
from tests.report_2017 import EVALUATION
from tests.views.reader import all_words, by_class, one, read, words
from tests.views.searching import SEARCH, hits, results, said, titles


@pytest.mark.usefixtures("evaluation_2017")
@pytest.mark.parametrize(
    ("asked", "first", "count"),
    [
        ("ministère de la Justice", "Mesure 12 –", "8 passages dans 7 mesures"),
        ("mineurs non accompagnés", "Mesure 10 –", "4 passages dans 3 mesures"),
        ('"parcours de sortie"', "Mesure 9 –", "7 passages dans 1 mesure"),
        ("Tracfin", "Mesure 14 –", "1 passage dans 1 mesure"),
        ("L. 316-1", "Mesure 5 –", "10 passages dans 2 mesures et 1 section"),
        ("mesure 9", "Mesure 9 –", "1 passage dans 1 mesure"),
    ],
)
def test_real_questions_find_their_measure(asked: str, first: str, count: str) -> None:
    root = results(asked)
    assert titles(root)[0].startswith(first)
    assert said(root) == count
    shown = {fold(words(mark)) for mark in root.xpath("//mark")}
    assert fold(asked.strip('"')) in shown


@pytest.mark.usefixtures("evaluation_2017")
def test_the_justice_ministry_is_also_found_as_an_addressee() -> None:
    root = results("ministère de la justice")
    (link,) = root.xpath(by_class("see-also") + "/a/@href")
    assert link == f"{EVALUATION}recommandations/?destinataire=ministere-justice"
    assert "Recommandation" in words(read(link))


@pytest.mark.usefixtures("evaluation_2017")
def test_what_was_asked_of_whom_is_found_in_recommendations_only() -> None:
    root = results("circulaire", "&destinataire=ministere-justice")
    found = hits(root)
    assert found
    assert all(re.fullmatch(r"(Recommandation|Note) \d+", label) for label, _ in found)


@pytest.mark.usefixtures("evaluation_2017")
def test_every_passage_leads_to_the_very_block_that_holds_it() -> None:
    """Of all passages of the demonstration, not only of those that a test asks for."""
    places: dict[str, list[Passage]] = {}
    rows = Passage.objects.exclude(anchor="").select_related("assessment__measure", "section")
    for row in rows:
        page = (
            f"mesures/{row.assessment.measure.number}/"
            if row.assessment
            else f"sections/{row.section.slug}/"
        )
        places.setdefault(f"{EVALUATION}{page}", []).append(row)
    assert len(places) > 30
    for path, found in places.items():
        root = read(path)
        blocks = {element.get("id"): element for element in root.xpath("//main//*[@id]")}
        for row in found:
            block = blocks[row.anchor]
            if block.tag == "table":
                assert fold(row.text) == fold(" ".join(all_words(block, ".//caption|.//th|.//td")))
                continue
            for call in block.xpath(".//sup[@class='call']"):
                call.drop_tree()
            for line_break in block.iter("br"):
                line_break.tail = f" {line_break.tail or ''}"
            assert fold(row.text) in fold(words(block)), f"{path}#{row.anchor}"


@pytest.mark.usefixtures("evaluation_2017")
def test_a_slip_on_the_demonstration_is_put_right() -> None:
    root = results("exploitaton")
    help_ = one(root, by_class("help"))
    assert "« exploitaton » ne figure dans aucun texte publié" in words(help_)
    assert all_words(help_, ".//a") == ["exploitation"]
    assert titles(read(SEARCH + help_.xpath(".//a/@href")[0]))


@pytest.mark.usefixtures("evaluation_2017")
def test_results_bear_the_notice_of_their_evaluation_once() -> None:
    notice = by_class("notice")
    assert words(one(results("tracfin"), notice)).startswith("Texte condensé.")
    assert len(results("exploitation").xpath(notice)) == 1
    assert not read(SEARCH).xpath(notice)
