"""The search of what is published: what a reader asks, sees and follows."""

import pytest
from django.test import Client

from measures.actions import passages
from measures.models import Evaluation, User
from measures.views.public.search import PER_PAGE
from tests import bulk, factories, once
from tests.factories import note, recommendation
from tests.views.reader import HEADINGS, all_words, by_class, fetch, one, read, words
from tests.views.searching import SEARCH, block_at, hits, results, said, titles

ADVICE = by_class("is-error")


@once.fixture
def evaluation() -> Evaluation:
    factories.addressee("ecole", "École & université")
    made = factories.evaluation(factories.plan(measures=3, priorities=2))
    factories.section(
        made,
        "introduction",
        label="Partie I",
        body=f"<p>Rien ici. Les œuvres d'art{note('Voir l’œuvre.')} & <em>autres</em>.</p>",
    )
    factories.assess(
        made,
        1,
        status="non",
        state_actions="<h3>Les œuvres</h3><p>Sans objet. Une œuvre < deux : ici. Fin.</p>",
        observations=recommendation("Former à l’œuvre.", key="former", to="ecole")
        + "<ul><li>L’œuvre, <strong>encore</strong></li></ul>",
    )
    factories.assess(made, 2, status="partiellement", state_actions="<p>Des travaux.</p>")
    return factories.publish(made)


@pytest.mark.usefixtures("evaluation")
def test_each_passage_is_named_and_shows_its_words_in_their_sentence() -> None:
    root = results("œuvre")
    assert said(root) == "6 passages dans 1 mesure et 1 section"
    assert titles(root) == ["Mesure 1 – Mesure courte 1", "Partie I – Section introduction"]
    assert hits(root) == [
        ("Actions de l’État", "Les œuvres"),
        ("Actions de l’État", "Une œuvre < deux : ici."),
        ("Recommandation 1", "Former à l’œuvre."),
        ("Observations", "L’œuvre, encore"),
        ("Texte", "Les œuvres d’art & autres."),
        ("Note 1", "Voir l’œuvre."),
    ]
    assert {words(mark) for mark in root.xpath("//mark")} == {"œuvres", "œuvre"}
    assert len(root.xpath("//mark")) == 6


@pytest.mark.usefixtures("evaluation")
def test_each_passage_leads_to_its_block() -> None:
    for link in results("oeuvres").xpath(by_class("hit-where") + "/@href"):
        assert "œuvre" in words(block_at(link))


@pytest.mark.usefixtures("evaluation")
def test_all_passages_are_there_the_first_three_at_once() -> None:
    result = results("œuvre").xpath(by_class("result"))[0]
    assert len(result.xpath("ul/li")) == 3
    assert words(one(result, "details/summary")) == "1 autre passage"
    assert len(result.xpath("details/ul/li")) == 1


@pytest.mark.usefixtures("evaluation")
def test_a_result_says_its_evaluation_and_its_status() -> None:
    root = results("œuvre")
    where = all_words(root, by_class("result-where"))
    assert where == [
        "Plan 2019-2021, évaluation 2022 Non mise en œuvre",
        "Plan 2019-2021, évaluation 2022",
    ]
    assert all_words(root, by_class("result") + by_class("status")) == ["Non mise en œuvre"]


@pytest.mark.usefixtures("evaluation")
def test_results_are_a_list_with_a_heading_each() -> None:
    root = results("œuvre")
    assert root.xpath("//main//ol[contains(@class, 'results')]/li/h2")
    levels = [heading.tag for heading in root.xpath(HEADINGS)]
    assert levels == ["h1", "h2", "h2"]
    assert words(one(root, "//title")).startswith("Recherche : œuvre")


@pytest.mark.usefixtures("evaluation")
def test_the_filters_in_force_are_shown_and_can_be_removed() -> None:
    root = results("œuvre", "&statut=non&priorite=1")
    assert said(root) == "4 passages dans 1 mesure"
    removed = root.xpath(by_class("chips") + "//a/@href")
    assert removed == ["?q=%C5%93uvre&statut=non", "?q=%C5%93uvre&priorite=1", "?q=%C5%93uvre"]
    assert root.xpath("//main//select[@name='statut']/option[@selected]/@value") == ["non"]
    assert said(read(SEARCH + removed[-1])) == "6 passages dans 1 mesure et 1 section"


@pytest.mark.usefixtures("evaluation")
def test_an_unknown_filter_is_said_and_leaves_the_whole() -> None:
    root = results("œuvre", "&statut=perdu")
    assert "n’existe pas" in words(one(root, ADVICE))
    assert said(root) == "6 passages dans 1 mesure et 1 section"


# Nothing found, nothing asked, nothing that can be answered


@pytest.mark.usefixtures("evaluation")
def test_where_nothing_is_found_the_nearest_words_lead_on() -> None:
    root = results("travaus")  # known by its plural
    assert titles(root) == []
    (link,) = one(root, by_class("help")).xpath(".//a/@href")
    assert titles(read(SEARCH + link)) == ["Mesure 2 – Mesure courte 2"]


@pytest.mark.usefixtures("evaluation")
@pytest.mark.parametrize(
    "path", [SEARCH, f"{SEARCH}?q=", f"{SEARCH}?q=%20%00", f"{SEARCH}?statut=non"]
)
def test_an_empty_question_is_told_how_to_ask(path: str) -> None:
    root = read(path)
    examples = one(root, by_class("help"))
    assert words(one(examples, "h2")) == "Comment chercher"
    for link in examples.xpath(".//a/@href"):
        fetch(SEARCH + link)
    assert words(one(root, "//title")).startswith("Recherche –")


@pytest.mark.usefixtures("evaluation")
@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ("a" * 10_000, "compte 10000 signes"),
        ("é" * 201, "compte 201 signes"),
        ("\x00" * 300, "compte 300 signes"),
        ("%", "ni lettre ni chiffre"),
        ("_", "ni lettre ni chiffre"),
        ("*", "ni lettre ni chiffre"),
        ('""', "ni lettre ni chiffre"),
        ("«»", "ni lettre ni chiffre"),
        ("ab cd ef gh ij kl mn op qr st uv wx yz ba dc fe hg ji lk nm po", "compte 21 mots"),
    ],
)
def test_what_cannot_be_answered_is_told_why(asked: str, advice: str) -> None:
    root = results(asked)
    assert advice in words(one(root, ADVICE))
    assert titles(root) == []


@pytest.mark.usefixtures("evaluation")
@pytest.mark.parametrize(
    "query",
    [
        "q=%ff%fe",
        "q=%ED%A0%80",
        "q=oeuvre%00",
        "q=oeuvre&q=travaux",
        "q=<script>alert(1)</script>",
        "q=%22%3E%3Cimg%20src=x%3E",
        "q=oeuvre&plan=%00&destinataire=%27",
        "q=" + "oeuvre " * 20,
        "q=%F0%9F%92%AC+oeuvre",
        "q='+OR+1=1--",
        "q=%5Coeuvre%5C",
        "q[]=oeuvre",
        "q=%E2%80%AEoeuvre",
    ],
)
def test_whatever_is_asked_the_page_answers(query: str) -> None:
    root = read(f"{SEARCH}?{query}")
    assert not root.xpath("//main//script | //main//img")
    assert said(root) is not None


@pytest.mark.usefixtures("evaluation")
def test_the_question_stays_in_the_field() -> None:
    field = one(results('l’"œuvre" <b> & fils'), "//main//input[@name='q']")
    assert field.get("value") == 'l’"œuvre" <b> & fils'


@pytest.mark.django_db
def test_where_nothing_is_published_the_page_stands() -> None:
    assert "ne figure dans aucun texte publié" in words(results("œuvre"))
    assert words(one(read(SEARCH), "//h1")) == "Recherche"


def test_nothing_of_a_draft_is_found(evaluation: Evaluation) -> None:
    draft = factories.evaluation(evaluation.plan, "2023", title="Secrète")
    factories.assess(draft, 1, state_actions="<p>Le secret de l’œuvre.</p>")
    assert "ne figure dans aucun texte" in words(results("secret"))
    assert said(results("œuvre")) == "6 passages dans 1 mesure et 1 section"
    root = results("œuvre", "&evaluation=2023")
    assert "n’existe pas" in words(one(root, ADVICE))


# Pages, header, cost


def test_results_are_paged_by_measures_and_sections(writer: User) -> None:
    bulk.evaluation(PER_PAGE * 2 + 1)
    list(passages.rebuild())
    first = results("action")
    assert said(first) == f"{PER_PAGE * 2 + 1} passages dans {PER_PAGE * 2 + 1} mesures"
    assert len(titles(first)) == PER_PAGE
    assert titles(first)[0] == "Mesure 1 – Mesure courte 1"
    (after,) = first.xpath("//a[@rel='next']/@href")
    assert after == "?q=action&page=2"
    assert (
        titles(read(SEARCH + after))[0] == f"Mesure {PER_PAGE + 1} – Mesure courte {PER_PAGE + 1}"
    )
    assert len(titles(results("action", "&page=3"))) == 1
    fetch(f"{SEARCH}?q=action&page=4", status=404)
    fetch(f"{SEARCH}?q=action&page=x", status=404)


@pytest.mark.usefixtures("evaluation")
@pytest.mark.parametrize(
    "path", ["/", "/a-propos/", "/plans/2019-2021/evaluations/2022/mesures/1/"]
)
def test_every_page_has_the_field_and_the_way_to_the_search(path: str) -> None:
    header = one(read(path), "//header")
    form = one(header, ".//form[@role='search']")
    assert (form.get("action"), form.get("method")) == (SEARCH, "get")
    field = one(form, ".//input[@name='q']")
    assert words(one(header, f".//label[@for='{field.get('id')}']"))
    assert SEARCH in header.xpath(".//a/@href")


@pytest.mark.usefixtures("evaluation")
def test_the_page_of_the_search_has_one_field_only() -> None:
    assert len(results("œuvre").xpath("//input[@name='q']")) == 1


@pytest.mark.usefixtures("evaluation")
def test_results_are_for_all_and_for_no_robot() -> None:
    answer = fetch(f"{SEARCH}?q=oeuvre")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert "noindex" not in fetch(SEARCH).content.decode()


# Evaluations to choose from; then words, passages, and for one page of results their measures and
# texts. Where nothing is found: the nearest words; or nothing more where the words never meet; or
# the pages where they do, then all passages without filters. The priorities and addressees to
# choose from take two more, once after each change of what is public.
QUERIES = {
    "": 1,
    "?q=%25": 1,
    "?q=action": 5,
    "?q=action&page=2": 5,
    "?q=mesure+9": 5,
    "?q=texte": 5,
    "?q=%22une+action%22&statut=non&priorite=2": 5,
    "?q=acton": 3,
    "?q=zzzzzz": 3,
    "?q=action&destinataire=parlement": 4,
    "?q=action+introduction": 2,
    "?q=%22mesure+action%22": 3,
    "?q=action+observation&priorite=2": 6,
    "?q=%22une+observation%22+action&statut=non": 6,
    "?q=introduction&statut=non": 4,
}


@pytest.mark.parametrize("measures", [23, 2300])
def test_a_search_takes_the_same_queries_at_every_size(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    bulk.evaluation(measures)
    list(passages.rebuild())
    with django_assert_num_queries(QUERIES[""] + 2):
        client.get(SEARCH)
    for query, count in QUERIES.items():
        with django_assert_num_queries(count, info=query):
            assert client.get(SEARCH + query).status_code == 200
