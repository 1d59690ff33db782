"""The overview of an evaluation, its priorities, its sections, and its report on one page."""

import pytest
from lxml.html import HtmlElement

from measures.models import Evaluation, User
from measures.rich_text import plain
from tests import bulk, factories
from tests.factories import note, recommendation
from tests.report_2017 import (
    EVALUATION,
    MEASURES,
    NOTES,
    NOTES_OF_INTRODUCTION,
    PAGES,
    PLAN,
    PRIORITIES,
    STATUSES,
)
from tests.views.reader import all_words, by_class, links, one, read, words

Pages = dict[str, HtmlElement]

SMALL = "/plans/2019-2021/evaluations/2022/"


def test_the_overview_says_the_result_the_adoption_and_where_to_read_all(pages: Pages) -> None:
    root = pages[EVALUATION]
    assert words(one(root, "//h1")) == "Quatre mesures sur vingt-trois ont été mises en œuvre"
    assert "adoptée à l’unanimité" in words(one(root, by_class("lead")))
    assert "6 juillet 2017" in words(one(root, by_class("lead")))
    assert {f"{EVALUATION}rapport.pdf", f"{EVALUATION}rapport/", PLAN} <= set(links(root, "/"))
    assert "recommandations" in words(root)


def test_the_overview_says_the_status_of_each_measure_in_words(pages: Pages) -> None:
    rows = pages[EVALUATION].xpath(by_class("measure-list") + "/li")
    said = {words(one(row, ".//a")): words(one(row, "." + by_class("status"))) for row in rows}
    assert list(said.values()) == list(STATUSES.values())
    assert [key.partition(" : ")[0] for key in said] == [f"Mesure {n}" for n in MEASURES]


def test_the_overview_leads_to_each_priority_and_section(pages: Pages) -> None:
    found = links(pages[EVALUATION], "/")
    for number in PRIORITIES:
        assert f"{EVALUATION}priorites/{number}/" in found
    for slug in ("introduction", "definition", "normes", "partie-1", "partie-2", "cncdh"):
        assert f"{EVALUATION}sections/{slug}/" in found


@pytest.mark.parametrize("number", PRIORITIES)
def test_a_priority_shows_its_measures_their_status_and_first_words(
    number: int, pages: Pages
) -> None:
    first, last = PRIORITIES[number]
    root = pages[f"{EVALUATION}priorites/{number}/"]
    rows = root.xpath(by_class("measure-list") + "/li")
    assert [one(row, ".//h3/a").get("href") for row in rows] == [
        f"{EVALUATION}mesures/{n}/" for n in range(first, last + 1)
    ]
    for row, measure in zip(rows, range(first, last + 1), strict=True):
        assert words(one(row, "." + by_class("status"))) == STATUSES[measure]
        lines = words(one(row, "." + by_class("first-lines")))
        assert len(lines) > 60
        assert not set(lines) & set("<>&")


def test_the_first_words_of_a_priority_are_plain(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    actions = (
        f"<p>L’État &amp; <em>l’école</em>{note('Une note.')} agissent.</p><ul><li>Bien.</li></ul>"
    )
    factories.assess(evaluation, 1, state_actions=actions)
    factories.assess(evaluation, 2, state_actions="", observations="<p>Rien n’a été fait.</p>")
    factories.publish(evaluation)
    lines = all_words(read(f"{SMALL}priorites/1/"), by_class("first-lines"))
    assert lines == ["L’État & l’école agissent. Bien.", "Rien n’a été fait."]


def test_a_priority_leads_to_the_others(pages: Pages) -> None:
    found = links(pages[f"{EVALUATION}priorites/2/"], "/")
    assert {f"{EVALUATION}priorites/1/", f"{EVALUATION}priorites/3/"} <= set(found)


def test_a_priority_of_many_measures_is_paged(db: None) -> None:
    bulk.evaluation(330)
    base = "/plans/2031-2033/evaluations/2031/priorites/2/"
    numbers = all_words(read(f"{base}?page=2"), by_class("measure-number"))
    assert numbers == [str(n) for n in range(211, 221)]
    assert "pas de page 3" in words(read(f"{base}?page=3", status=404))


def test_a_section_has_its_text_its_notes_and_its_page_of_the_original(pages: Pages) -> None:
    root = pages[f"{EVALUATION}sections/introduction/"]
    assert words(one(root, "//h1")) == "Introduction"
    assert [int(call) for call in all_words(root, by_class("call"))] == NOTES_OF_INTRODUCTION
    assert "Page 4 du rapport adopté" in words(root)


def test_sections_lead_to_the_one_before_and_the_one_after(pages: Pages) -> None:
    root = pages[f"{EVALUATION}sections/definition/"]
    assert one(root, "//a[@rel='prev']").get("href") == f"{EVALUATION}sections/introduction/"
    assert one(root, "//a[@rel='next']").get("href") == f"{EVALUATION}sections/normes/"
    assert not pages[f"{EVALUATION}sections/introduction/"].xpath("//a[@rel='prev']")
    assert not pages[f"{EVALUATION}sections/cncdh/"].xpath("//a[@rel='next']")


def test_a_section_leads_to_those_inside_it_and_these_lead_back(pages: Pages) -> None:
    inner = f"{EVALUATION}sections/partie-2-priorite-1/"
    assert inner in links(pages[f"{EVALUATION}sections/partie-2/"], "/")
    trail = one(pages[inner], by_class("breadcrumb"))
    assert trail.xpath(".//a/@href")[-1] == f"{EVALUATION}sections/partie-2/"


def test_a_recommendation_of_a_section_is_a_numbered_addressed_block(
    pages: Pages,
) -> None:
    root = pages[f"{EVALUATION}sections/partie-2/"]
    blocks = root.xpath("//div[starts-with(@id, 'r-')]")
    assert blocks
    for block in blocks:
        assert words(one(block, "." + by_class("recommendation-head"))).startswith(
            "Recommandation "
        )
        assert words(one(block, "." + by_class("recommendation-to"))).startswith("Destinataire")


def test_the_whole_report_has_every_measure_with_status_notes_and_page(pages: Pages) -> None:
    root = pages[f"{EVALUATION}rapport/"]
    for number in MEASURES:
        article = one(root, f"//article[@id='mesure-{number}']")
        assert words(one(article, "." + by_class("is-label"))) == STATUSES[number]
        calls = [int(call) for call in all_words(article, "." + by_class("call"))]
        assert calls == NOTES.get(number, [])
        if number in PAGES:
            assert f"Page {PAGES[number]} du rapport adopté" in words(article)
    assert [int(value) for value in root.xpath(by_class("notes") + "/li/@value")] == list(
        range(1, 23)
    )


def test_the_whole_report_prints_the_observations_on_18_and_19_once_under_19(pages: Pages) -> None:
    root = pages[f"{EVALUATION}rapport/"]
    assert all_words(root, "//article[@id='mesure-18']/h4")[-1].endswith("les mesures 18 et 19")
    assert all_words(root, "//article[@id='mesure-19']/h4")[-1].endswith("les mesures 18 et 19")
    assert "#mesure-19" in root.xpath("//article[@id='mesure-18']//a/@href")
    assert not root.xpath("//article[@id='mesure-18']//div[starts-with(@id, 'r-')]")
    assert root.xpath("//article[@id='mesure-19']//div[starts-with(@id, 'r-')]")


def test_the_whole_report_lists_recommendations_by_addressee_once_for_each(pages: Pages) -> None:
    root = pages[f"{EVALUATION}rapport/"]
    blocks = set(root.xpath("//div[contains(@class, 'recommendation')]/@id"))
    listed = {href.lstrip("#") for href in root.xpath(by_class("asked-where") + "/a/@href")}
    assert listed == blocks


def test_the_table_of_the_synthesis_adds_up(pages: Pages) -> None:
    (table,) = pages[f"{EVALUATION}rapport/"].xpath("//section[@id='synthese']//table")
    rows = [all_words(row, "td") for row in table.xpath("tbody/tr")]
    assert rows[-1] == ["4 (17 %)", "14 (61 %)", "5 (22 %)", "23"]
    assert rows[:-1] == [["0", "7", "4", "11"], ["3", "4", "1", "8"], ["1", "3", "0", "4"]]


def test_a_section_may_bear_the_name_of_a_part_of_ours(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=1))
    for order, slug in enumerate(("synthese", "par-destinataire", "mesure-1", "priorite-1")):
        factories.section(evaluation, slug, order=order + 1, body="<p>Un texte.</p>")
    factories.publish(evaluation)
    anchors = read(f"{SMALL}rapport/").xpath("//@id")
    assert len(anchors) == len(set(anchors))


def test_a_measure_that_observations_are_shared_with_comes_in_order_of_numbers(
    writer: User,
) -> None:
    evaluation = factories.evaluation(factories.plan(measures=3))
    shared = factories.assess(evaluation, 1, observations=recommendation("Agir.", key="agir"))
    for number in (2, 3):
        factories.assess(evaluation, number, observations="", observations_in=shared)
    factories.publish(evaluation)
    expected = "Observations et recommandations de la CNCDH sur les mesures 1, 2 et 3"
    root = read(f"{SMALL}rapport/")
    assert all_words(root, "//article/h4[2]") == [expected] * 3
    for number in (1, 2, 3):
        assert expected in all_words(read(f"{SMALL}mesures/{number}/"), "//h2")


def test_a_long_overview_leads_to_the_table_instead_of_listing_every_measure(db: None) -> None:
    bulk.evaluation(230)
    root = read("/plans/2031-2033/evaluations/2031/")
    assert not root.xpath(by_class("measure-list"))
    assert len(root.xpath(by_class("tile"))) == 230
    assert "/plans/2031-2033/evaluations/2031/mesures/" in links(root, "/")


def test_an_evaluation_without_section_or_recommendation_reads_well(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=1))
    factories.publish(evaluation)
    assert Evaluation.objects.published().count() == 1
    for path in ("", "priorites/1/", "mesures/", "mesures/1/", "recommandations/", "rapport/"):
        assert one(read(SMALL + path), "//h1") is not None


def test_the_overview_opens_with_the_first_words_of_the_front_matter(
    pages: Pages, evaluation_2017: Evaluation
) -> None:
    introduction = evaluation_2017.sections.get(slug="introduction")
    opening = " ".join(plain(introduction.body).split()[:8])
    assert opening in words(one(pages[EVALUATION], "//main"))
