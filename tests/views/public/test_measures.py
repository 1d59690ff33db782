"""The page of a measure: what it promises, what the State did, what the CNCDH observes."""

import pytest
from lxml.html import HtmlElement

from measures.models import User
from tests import factories
from tests.factories import note, recommendation
from tests.report_2017 import EVALUATION, MEASURES, NOTES, PAGES, STATUSES
from tests.views.reader import all_words, by_class, links, one, read, words

Pages = dict[str, HtmlElement]

SMALL = "/plans/2019-2021/evaluations/2022/mesures/1/"


def page(number: int) -> str:
    return f"{EVALUATION}mesures/{number}/"


def test_each_measure_has_a_page_that_says_its_status_in_words(pages: Pages) -> None:
    for number in MEASURES:
        root = pages[page(number)]
        assert words(one(root, by_class("is-label"))) == STATUSES[number]
        assert words(one(root, "//title")).startswith(f"Mesure {number} : ")


def test_a_measure_has_its_long_title_as_heading_and_its_short_one_as_title(pages: Pages) -> None:
    root = pages[page(1)]
    long, short = "Aller au-devant des victimes pour favoriser", "Aller au devant des victimes"
    assert words(one(root, "//h1")).startswith(long)
    assert short in words(one(root, "//title"))


@pytest.mark.parametrize("number", PAGES)
def test_a_measure_says_its_page_in_the_adopted_report(number: int, pages: Pages) -> None:
    root = pages[page(number)]
    assert f"Page {PAGES[number]} du rapport adopté" in all_words(root, "//aside//li")


def test_a_measure_without_state_action_says_so(pages: Pages) -> None:
    root = pages[page(14)]
    assert "ne rapporte aucune action de l’État" in words(root)
    assert "évaluer" in all_words(root, "//div[@class='text']")[-1]
    assert not root.xpath("//div[starts-with(@id, 'r-')]")


def test_measures_18_and_19_show_the_same_observations_under_the_same_title(pages: Pages) -> None:
    both = [pages[page(number)] for number in (18, 19)]
    title = "Observations et recommandations de la CNCDH sur les mesures 18 et 19"
    for root in both:
        assert title in all_words(root, "//h2")
    texts = [all_words(root, "//div[@class='text'][last()]")[-1] for root in both]
    assert texts[0] == texts[1] != ""
    blocks = [root.xpath("//div[starts-with(@id, 'r-')]/@id") for root in both]
    assert blocks[0] == blocks[1] != []
    assert page(19) in links(one(both[0], "//p[@class='notice']"), "/")


def test_each_note_is_called_and_leads_there_and_back(pages: Pages) -> None:
    for number, notes in NOTES.items():
        root = pages[page(number)]
        assert [int(call) for call in all_words(root, by_class("call"))] == notes
        for note_number in notes:
            call = one(root, f"//a[@id='appel-{note_number}']")
            assert call.get("href") == f"#note-{note_number}"
            item = one(root, f"//li[@id='note-{note_number}']")
            assert item.get("value") == str(note_number)
            assert one(item, "." + by_class("back")).get("href") == f"#appel-{note_number}"


def test_a_measure_without_note_has_no_list_of_notes(pages: Pages) -> None:
    assert not pages[page(2)].xpath(by_class("notes"))


def test_every_paragraph_of_the_texts_has_an_anchor_and_a_link_to_itself(pages: Pages) -> None:
    for number in MEASURES:
        root = pages[page(number)]
        paragraphs = root.xpath(
            "//div[@class='text' or @class='box' or @class='recommendation']/p[not(@class)]"
            "[not(ancestor::*[contains(@class, 'notice')])]"
        )
        assert paragraphs
        for paragraph in paragraphs:
            link = one(paragraph, "./a[@class='permalink']")
            assert link.get("href") == f"#{paragraph.get('id')}"
            assert link.get("aria-label")


def test_each_recommendation_is_a_block_with_anchor_number_and_addressees(
    pages: Pages,
) -> None:
    numbers = []
    for number in MEASURES:
        root = pages[page(number)]
        for block in root.xpath("//div[@class='recommendation']"):
            assert block.get("id").startswith("r-")
            head = one(block, "." + by_class("recommendation-head") + "/a[1]")
            assert head.get("href") == f"#{block.get('id')}"
            assert words(one(block, "." + by_class("recommendation-to"))).startswith("Destinataire")
            if number != 18:  # those of 19
                numbers.append(int(words(head).removeprefix("Recommandation ")))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_the_margin_of_a_measure_leads_to_its_recommendations(pages: Pages) -> None:
    root = pages[page(1)]
    blocks = root.xpath("//div[@class='recommendation']/@id")
    assert [href for href in root.xpath("//aside//a/@href") if href.startswith("#")] == [
        f"#{block}" for block in blocks
    ]


def test_a_mention_of_another_measure_leads_to_its_page(pages: Pages) -> None:
    assert pages[page(2)].xpath(f"//div[@class='text']//a[@href='{page(1)}']")
    assert pages[page(4)].xpath(f"//div[@class='text']//a[@href='{page(3)}']")


def test_links_inside_a_text_lead_to_pages(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    factories.section(evaluation, "normes")
    body = (
        "<p>Voir <a href='#mesure-2'>la mesure 2</a>, <a href='#section-normes'>les normes</a>, "
        "<a href='#r-agir'>la recommandation</a>, <a href='https://www.cncdh.fr'>le site</a>.</p>"
    )
    factories.assess(evaluation, 1, state_actions=body)
    factories.assess(evaluation, 2, observations=recommendation("Agir.", key="agir"))
    factories.publish(evaluation)
    base = "/plans/2019-2021/evaluations/2022/"
    hrefs = read(SMALL).xpath("//div[@class='text']/p/a[not(@class)]/@href")
    assert hrefs[:4] == [
        f"{base}mesures/2/",
        f"{base}sections/normes/",
        f"{base}recommandations/agir/",
        "https://www.cncdh.fr",
    ]


def test_measures_lead_to_the_one_before_and_the_one_after_across_priorities(pages: Pages) -> None:
    for number in MEASURES:
        root = pages[page(number)]
        before, after = (root.xpath(f"//a[@rel='{way}']/@href") for way in ("prev", "next"))
        assert before == ([page(number - 1)] if number > 1 else [])
        assert after == ([page(number + 1)] if number < 23 else [])


def test_the_trail_of_a_measure_leads_to_priority_evaluation_and_plan(
    pages: Pages,
) -> None:
    trail = one(pages[page(12)], by_class("breadcrumb"))
    assert trail.xpath(".//a/@href") == [
        "/plans/2014-2016/",
        EVALUATION,
        f"{EVALUATION}priorites/2/",
    ]


def test_tables_keep_their_headers_and_their_source(pages: Pages) -> None:
    root = pages[page(5)]
    (table,) = root.xpath("//table")
    assert {cell.get("scope") for cell in table.xpath("thead//th")} == {"col", "colgroup"}
    assert table.xpath("thead//th[@colspan='2']")
    frame = table.getparent()
    assert frame.get("role") == "region"
    assert one(root, f"//*[@id='{frame.get('aria-labelledby')}']").tag == "caption"
    assert all_words(root, by_class("source"))[0].startswith("Source : ")


def test_the_boxed_text_of_measure_1_is_set_apart(pages: Pages) -> None:
    box = one(pages[page(1)], by_class("box"))
    assert box.get("role") == "note"
    assert "National Referral Mechanism" in words(one(box, "./h3"))


def test_headings_of_a_text_follow_those_of_the_page(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=1))
    factories.assess(
        evaluation, 1, state_actions=f"<h3>A</h3><p>B{note('C')}</p><h4>D</h4><p>E</p>"
    )
    factories.publish(evaluation)
    root = read(SMALL)
    assert all_words(root, "//div[@class='text']/h3 | //div[@class='text']/h4") == ["A", "D"]
    assert [h.tag for h in root.xpath("//div[@class='text']/*[starts-with(name(), 'h')]")] == [
        "h3",
        "h4",
    ]


def test_the_description_of_a_measure_is_its_status_and_its_first_words(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    factories.assess(evaluation, 1, status="non", state_actions="<p>L’État a agi.</p>")
    factories.assess(
        evaluation, 2, status="non", state_actions="", observations="<p>Rien n’est fait.</p>"
    )
    factories.publish(evaluation)
    described = "//meta[@name='description']/@content"
    assert read(SMALL).xpath(described) == ["Non mise en œuvre. L’État a agi."]
    other = SMALL.replace("/1/", "/2/")
    assert read(other).xpath(described) == ["Non mise en œuvre. Rien n’est fait."]
