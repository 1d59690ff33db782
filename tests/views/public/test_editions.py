"""Editions of an evaluation: the plain address shows the one in force, earlier ones stay."""

from datetime import UTC, date, datetime

import pytest

from measures.models import Evaluation, Plan, User
from tests import factories, once
from tests.factories import recommendation
from tests.views.reader import all_words, by_class, fetch, links, one, read, words

BASE = "/plans/2019-2021/evaluations/2022/"
FIRST, SECOND, THIRD = (f"{BASE}editions/{n}/" for n in (1, 2, 3))
REASON = "Le chiffre de la mesure 1 était faux"


def edition(plan: Plan, number: int, *, key: str, section: str, status: str = "non") -> Evaluation:
    """Return an edition in preparation, with texts of its own."""
    made = factories.evaluation(
        plan, edition=number, rectification_reason=f"{REASON} ({number})" if number > 1 else ""
    )
    factories.section(made, "introduction", body=f"<p>Introduction {number}.</p>")
    factories.section(made, section, order=2, body=f"<p>Section {number}.</p>")
    marked = recommendation(f"Agir {number}.", key="agir") + recommendation("Plus.", key=key)
    factories.assess(
        made,
        1,
        status=status,
        state_actions=f"<p>Action {number}.</p>",
        observations=f'<p>Voir la <a href="#mesure-2">mesure 2</a>.</p>{marked}',
    )
    return made


@once.fixture
def rectified() -> Plan:
    """An evaluation published on 1 June 2022, rectified on 3 March 2023."""
    plan = factories.plan(measures=2)
    for number, day, key, section, status in (
        (1, datetime(2022, 6, 2, 10, tzinfo=UTC), "perdue", "retiree", "non"),
        (2, datetime(2023, 3, 3, 10, tzinfo=UTC), "neuve", "ajoutee", "mise-en-oeuvre"),
    ):
        made = edition(plan, number, key=key, section=section, status=status)
        factories.publish(made, adopted_on=date(2022, 6, 1), at=day)
    return plan


@pytest.mark.usefixtures("rectified")
def test_the_plain_address_shows_the_edition_in_force() -> None:
    assert "Action 2." in words(read(f"{BASE}mesures/1/"))
    assert not read(f"{BASE}mesures/1/").xpath(by_class("replaced"))


PAGES = (
    "",
    "priorites/1/",
    "mesures/",
    "mesures/1/",
    "sections/introduction/",
    "recommandations/",
    "rapport/",
    "citer/",
    "mesures/1/citer/",
    "sections/introduction/citer/",
    "recommandations/agir/citer/",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("rectified")
def test_each_page_of_an_earlier_edition_says_what_replaced_it(page: str) -> None:
    root = read(FIRST + page)
    banner = one(root, by_class("replaced"))
    assert words(banner) == (
        f"Édition remplacée le 3 mars 2023 : {REASON} (2). Voir l’édition en vigueur"
    )
    assert one(banner, ".//a").get("href") == BASE + page
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert root.xpath("//link[@rel='canonical']/@href") == [f"http://127.0.0.1:8000{FIRST}{page}"]


@pytest.mark.usefixtures("rectified")
def test_an_earlier_edition_stays_as_it_was() -> None:
    root = read(f"{FIRST}mesures/1/")
    assert "Action 1." in words(root)
    assert words(one(root, by_class("is-label"))) == "Non mise en œuvre"
    assert "Introduction 1." in words(read(f"{FIRST}sections/introduction/"))
    assert "Agir 1." in words(read(f"{FIRST}rapport/"))
    assert fetch(f"{FIRST}recommandations/perdue/", status=302)["Location"] == (
        f"{FIRST}mesures/1/#r-perdue"
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("rectified")
def test_links_of_an_earlier_edition_stay_within_it(page: str) -> None:
    root = read(FIRST + page)
    for banner in root.xpath(by_class("replaced")):
        banner.getparent().remove(banner)
    inside = [link for link in links(root, FIRST + page) if link.startswith(BASE)]
    assert inside
    assert all(link.startswith(FIRST) for link in inside)


@pytest.mark.usefixtures("rectified")
def test_a_filtered_list_keeps_its_filter_across_editions() -> None:
    answer = fetch(f"{SECOND}mesures/?statut=non", status=302)
    assert answer["Location"] == f"{BASE}mesures/?statut=non"


@pytest.mark.parametrize("page", [*PAGES, "recommandations/agir/", "statuts.png", "citer.bib"])
@pytest.mark.usefixtures("rectified")
def test_the_number_of_the_edition_in_force_leads_to_the_plain_address(page: str) -> None:
    assert fetch(SECOND + page, status=302)["Location"] == BASE + page


@pytest.mark.parametrize("number", ["0", "3", "9", "99999999999999999999999"])
@pytest.mark.usefixtures("rectified")
def test_an_edition_that_does_not_exist_is_not_to_be_found(number: str) -> None:
    for page in PAGES:
        read(f"{BASE}editions/{number}/{page}", status=404)


def test_an_edition_in_preparation_is_never_shown_nor_told_of(rectified: Plan) -> None:
    edition(rectified, 3, key="secrete", section="secrete")
    for page in PAGES:
        read(THIRD + page, status=404)
        said = words(read(BASE + page)) + words(read(FIRST + page))
        assert "(3)" not in said
    read(f"{BASE}sections/secrete/", status=404)
    read(f"{BASE}recommandations/secrete/citer/", status=404)


def test_an_evaluation_that_is_not_published_has_no_editions(writer: User) -> None:
    edition(factories.plan(measures=2), 1, key="secrete", section="secrete")
    for page in PAGES:
        read(FIRST + page, status=404)


def test_the_banner_says_what_came_next_and_leads_to_the_last(rectified: Plan) -> None:
    factories.publish(edition(rectified, 3, key="neuve", section="ajoutee"))
    banner = one(read(f"{FIRST}mesures/1/"), by_class("replaced"))
    assert f"3 mars 2023 : {REASON} (2)." in words(banner)
    assert one(banner, ".//a").get("href") == f"{BASE}mesures/1/"
    assert f"{REASON} (3)." in words(one(read(f"{SECOND}mesures/1/"), by_class("replaced")))


@pytest.mark.usefixtures("rectified")
def test_what_a_rectification_dropped_is_read_in_the_last_edition_that_has_it() -> None:
    for page in ("sections/retiree/", "sections/retiree/citer/", "recommandations/perdue/"):
        assert fetch(BASE + page, status=302)["Location"] == FIRST + page
    for page in ("sections/retiree/", "recommandations/perdue/citer/"):
        banner = one(read(FIRST + page), by_class("replaced"))
        assert one(banner, ".//a").get("href") == BASE  # nothing in force bears this name
    read(f"{FIRST}sections/ajoutee/", status=404)


@pytest.mark.usefixtures("rectified")
def test_the_overview_in_force_lists_its_editions() -> None:
    root = read(BASE)
    (listed,) = root.xpath("//h2[@id='editions']/following-sibling::ul[1]")
    assert all_words(listed, "li") == [
        f"Édition 2, rectifiée le 3 mars 2023 : {REASON} (2). Ce qui a changé",
        "Édition 1, publiée le 2 juin 2022.",
    ]
    assert listed.xpath(".//a/@href") == [f"{BASE}rectification/", FIRST]


@pytest.mark.usefixtures("rectified")
def test_each_page_in_force_says_that_it_was_rectified() -> None:
    note = one(read(f"{BASE}mesures/1/"), by_class("edition-note"))
    assert words(note).startswith(f"Édition 2, rectifiée le 3 mars 2023 : {REASON} (2).")
    assert note.xpath(".//a/@href") == [f"{BASE}rectification/", f"{BASE}#editions"]


def test_one_edition_alone_speaks_of_no_edition(writer: User) -> None:
    factories.publish(factories.evaluation(factories.plan(measures=1)))
    root = read(BASE)
    assert "dition 1" not in words(root)
    assert not root.xpath("//*[@id='editions']")


def test_an_earlier_edition_takes_the_same_queries_whatever_came_after(
    rectified: Plan, django_assert_num_queries: object
) -> None:
    before = {f"{FIRST}": 4, f"{FIRST}mesures/1/": 4, f"{FIRST}sections/introduction/": 4}
    for later in (3, 4):
        for path, queries in before.items():
            with django_assert_num_queries(queries, info=path):
                fetch(path)
        factories.publish(edition(rectified, later, key="neuve", section="ajoutee"))


def test_the_pdf_of_an_earlier_edition_bears_its_number(rectified: Plan) -> None:
    assert (
        'cncdh-evaluation-2019-2021-2022-edition-1.pdf"'
        in (fetch(f"{FIRST}rapport.pdf")["Content-Disposition"])
    )
