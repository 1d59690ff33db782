"""Every recommendation of an evaluation: the list, its filters, and lasting addresses."""

import pytest
from django.test import Client
from lxml.html import HtmlElement

from measures.models import Evaluation, Recommendation
from tests import bulk, factories, once
from tests.factories import note, recommendation
from tests.report_2017 import EVALUATION, FULLY_DONE, PRIORITIES
from tests.views.conftest import Answer
from tests.views.reader import all_words, by_class, fetch, one, read, words

LIST = f"{EVALUATION}recommandations/"
SMALL = "/plans/2019-2021/evaluations/2022/recommandations/"
HEAD = by_class("recommendation-head") + "/a[1]"  # leads to the block; the next, to its reference
LONG = "/plans/2031-2033/evaluations/2031/recommandations/"


@once.fixture
def evaluation() -> Evaluation:
    """Five recommendations: two in measure 1, one in measures 2 and 3, one in a section."""
    factories.addressee("ecole", "École")
    factories.addressee("gouvernement", "Gouvernement")
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(measures=3, priorities=2))
    section = recommendation("Poursuivre.", key="poursuivre", to="parlement")
    factories.section(made, "suites", place=2, label="Partie II", body=section)
    first = recommendation(
        f"Former{note('Une note.')} & <strong>outiller</strong>.",
        key="former",
        to="parlement ecole",
    )
    factories.assess(
        made,
        1,
        observations=first + recommendation("Oser.", key="oser", to="gouvernement"),
        status="non",
    )
    link = recommendation("Voir la <a href='#mesure-1'>mesure 1</a>.", key="voir", to="ecole")
    factories.assess(made, 2, observations=link, status="mise-en-oeuvre")
    factories.assess(
        made, 3, observations=recommendation("Agir.", key="agir", to="ecole"), status="non"
    )
    return factories.publish(made)


def listed(path: str) -> list[int]:
    """Return the numbers of the recommendations listed at an address."""
    heads = all_words(read(path), by_class("group") + HEAD)
    return [int(head.removeprefix("Recommandation ")) for head in heads]


def groups(root: HtmlElement) -> dict[str, list[int]]:
    return {
        words(one(group, "h2")): [
            int(words(head).removeprefix("Recommandation ")) for head in group.xpath("." + HEAD)
        ]
        for group in root.xpath(by_class("group"))
    }


@pytest.mark.usefixtures("evaluation_2017")
def test_every_recommendation_of_2017_is_listed_in_the_order_of_the_report() -> None:
    total = Recommendation.objects.count()
    assert total > 50
    assert listed(LIST) == list(range(1, total + 1))
    assert words(one(read(LIST), by_class("found"))) == f"{total} recommandations"


@pytest.mark.usefixtures("evaluation")
def test_recommendations_stand_under_their_priority_or_section() -> None:
    assert groups(read(SMALL)) == {
        "Priorité I – Priorité numéro 1": [1, 2, 3],
        "Priorité II – Priorité numéro 2": [4],
        "Partie II – Section suites": [5],
    }


@pytest.mark.usefixtures("evaluation")
def test_recommendations_may_stand_under_each_addressee_in_alphabetical_order() -> None:
    assert groups(read(f"{SMALL}?classement=destinataire")) == {
        "École": [1, 3, 4],
        "Gouvernement": [2],
        "Parlement": [1, 5],
    }


@pytest.mark.usefixtures("evaluation")
def test_a_recommendation_says_its_words_its_addressees_and_where_it_stands() -> None:
    blocks = read(SMALL).xpath(by_class("group") + "/div")
    base = "/plans/2019-2021/evaluations/2022/"

    first = blocks[0]
    assert one(first, "." + HEAD).get("href") == f"{SMALL}former/"
    assert all_words(first, "./p[not(@class)]") == ["Former & outiller."]
    assert (
        words(one(first, "." + by_class("recommendation-to"))) == "Destinataires : École, Parlement"
    )
    where = one(first, "." + by_class("recommendation-where"))
    assert words(where) == "Mesure 1 – Mesure courte 1 Non mise en œuvre"
    assert one(where, "a").get("href") == f"{base}mesures/1/#r-former"

    one_only = one(blocks[1], "." + by_class("recommendation-to"))
    assert words(one_only) == "Destinataire : Gouvernement"
    assert blocks[2].xpath("./p[not(@class)]/a/@href") == [f"{base}mesures/1/"]
    where = one(blocks[4], "." + by_class("recommendation-where"))
    assert words(where) == "Partie II – Section suites"
    assert one(where, "a").get("href") == f"{base}sections/suites/#r-poursuivre"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("destinataire=parlement", [1, 5]),
        ("priorite=1", [1, 2, 3]),
        ("statut=non", [1, 2, 4]),
        ("statut=partiellement", []),
        ("destinataire=ecole&statut=non", [1, 4]),
        ("destinataire=ecole&statut=non&priorite=2", [4]),
        ("destinataire=&statut=&priorite=&classement=", [1, 2, 3, 4, 5]),
    ],
)
@pytest.mark.usefixtures("evaluation")
def test_the_address_filters_the_recommendations(query: str, expected: list[int]) -> None:
    assert listed(f"{SMALL}?{query}") == expected
    said = words(one(read(f"{SMALL}?{query}"), by_class("found")))
    noun = "recommandations" if len(expected) > 1 else "recommandation"
    assert said == f"{len(expected)} {noun}" + (" sur 5" if len(expected) < 5 else "")


@pytest.mark.usefixtures("evaluation_2017")
def test_the_recommendations_of_2017_are_filtered_by_priority_and_status() -> None:
    def measures(query: str) -> set[int]:
        where = all_words(read(f"{LIST}?{query}"), by_class("recommendation-where") + "/a")
        return {int(words.split()[1]) for words in where}

    first, last = PRIORITIES[3]
    assert measures("priorite=3") <= set(range(first, last + 1))
    assert measures("statut=mise-en-oeuvre") <= FULLY_DONE
    assert measures("statut=mise-en-oeuvre&priorite=3") == {23}


@pytest.mark.usefixtures("evaluation")
def test_filters_in_force_are_removed_one_by_one_and_the_order_is_kept() -> None:
    path = f"{SMALL}?destinataire=ecole&priorite=1&classement=destinataire"
    hrefs = {words(a): a.get("href") for a in read(path).xpath(by_class("chips") + "//a")}
    assert hrefs == {
        "Destinataire : École – retirer ce filtre×": "?priorite=1&classement=destinataire",
        "Priorité : I – Priorité numéro 1 – retirer ce filtre×": (
            "?destinataire=ecole&classement=destinataire"
        ),
        "Tout retirer": "?",
    }


@pytest.mark.usefixtures("evaluation")
def test_an_order_is_no_filter() -> None:
    root = read(f"{SMALL}?classement=destinataire")
    assert not root.xpath(by_class("chips"))
    assert words(one(root, by_class("found"))) == "5 recommandations"


@pytest.mark.parametrize("query", ["destinataire=lune", "statut=non&classement=taille"])
@pytest.mark.usefixtures("evaluation")
def test_an_unknown_filter_says_so_in_french_and_filters_nothing(query: str) -> None:
    assert listed(f"{SMALL}?{query}") == [1, 2, 3, 4, 5]
    root = read(f"{SMALL}?{query}")
    assert "demande un filtre qui n’existe pas" in words(one(root, by_class("is-error")))


@pytest.mark.usefixtures("evaluation")
def test_a_list_without_any_recommendation_leads_to_all_of_them() -> None:
    root = read(f"{SMALL}?statut=partiellement")
    empty = one(root, by_class("empty"))
    assert "Aucune recommandation ne répond à ces filtres" in words(empty)
    assert one(empty, "a").get("href") == "?"


def test_only_addressees_of_this_evaluation_are_proposed(evaluation: Evaluation) -> None:
    factories.addressee("lune", "Ministère de la Lune")
    other = factories.evaluation(factories.plan("2027-2029", measures=1), "2028")
    factories.assess(other, 1, observations=recommendation("Agir.", key="a", to="lune"))
    options = read(SMALL).xpath("//select[@name='destinataire']/option/@value")
    assert options == ["", "ecole", "gouvernement", "parlement"]


@pytest.mark.parametrize(
    ("key", "place"), [("agir", "mesures/3/"), ("poursuivre", "sections/suites/")]
)
@pytest.mark.usefixtures("evaluation")
def test_the_lasting_address_of_a_recommendation_leads_to_its_block(key: str, place: str) -> None:
    answer = fetch(f"{SMALL}{key}/", status=302)
    target = f"/plans/2019-2021/evaluations/2022/{place}"
    assert answer["Location"] == f"{target}#r-{key}"
    assert one(read(target), f"//div[@id='r-{key}']").get("class") == "recommendation"


def test_every_recommendation_of_2017_has_its_block_where_its_address_leads(
    site: dict[str, Answer],
) -> None:
    led = {path: found.headers["Location"] for path, found in site.items() if found.status == 302}
    addresses = [path for path in led if path.startswith(LIST)]
    assert len(addresses) > 50
    for address in addresses:
        path, _, anchor = led[address].partition("#")
        assert anchor == f"r-{address.removeprefix(LIST).rstrip('/')}"
        assert one(site[path].root, f"//div[@id='{anchor}']").get("class") == "recommendation"


def test_a_long_list_is_paged(db: None) -> None:
    bulk.evaluation(230)
    assert listed(f"{LONG}?page=3") == list(range(201, 231))
    root = read(f"{LONG}?page=2&statut=&priorite=")
    assert one(root, "//a[@rel='next']").get("href") == "?page=3&statut=&priorite="
    read(f"{LONG}?page=4", status=404)


@pytest.mark.usefixtures("evaluation")
def test_a_lasting_address_takes_three_queries(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):
        assert client.get(f"{SMALL}agir/").status_code == 302
