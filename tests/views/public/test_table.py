"""The table of measures: sorted, filtered and paged by its address."""

import pytest
from lxml.html import HtmlElement

from measures.models import Assessment, User
from tests import bulk, factories
from tests.factories import recommendation
from tests.report_2017 import (
    EVALUATION,
    FULLY_DONE,
    MEASURES,
    NOT_DONE,
    PRIORITIES,
    STATUSES,
)
from tests.views.reader import all_words, by_class, one, read, words

TABLE = f"{EVALUATION}mesures/"
LONG = "/plans/2031-2033/evaluations/2031/mesures/"


def rows(path: str) -> list[int]:
    """Return the numbers of the measures listed at an address."""
    return [int(number) for number in all_words(read(path), "//tbody/tr/*[1]") if number.isdigit()]


def chips(root: HtmlElement) -> dict[str, str]:
    """Return where each filter in force is removed, by what it says."""
    return {
        words(link).removesuffix("×").strip(): link.get("href")
        for link in root.xpath(by_class("chips") + "//a")
    }


def found(path: str) -> str:
    return words(one(read(path), by_class("found")))


@pytest.mark.usefixtures("evaluation_2017")
def test_the_table_lists_every_measure_with_its_status_in_words() -> None:
    root = read(TABLE)
    lines = root.xpath("//tbody/tr")
    assert [int(words(line[0])) for line in lines] == list(MEASURES)
    assert all_words(root, "//tbody" + by_class("status")) == list(STATUSES.values())
    assert [one(line, ".//a").get("href") for line in lines] == [
        f"{TABLE}{number}/" for number in MEASURES
    ]
    assert found(TABLE) == "23 mesures"


@pytest.mark.usefixtures("evaluation_2017")
def test_the_table_has_a_caption_and_says_what_its_headers_are_for() -> None:
    table = one(read(TABLE), "//table")
    assert "mesures" in words(one(table, "caption")).partition(".")[0]
    assert {header.get("scope") for header in table.xpath("thead//th")} == {"col"}
    assert [header.get("scope") for header in table.xpath("tbody//th")] == ["row"] * 23
    assert words(table.xpath("tbody//th")[13]) == "Mobiliser Tracfin contre la traite"


def test_the_table_counts_recommendations_and_those_shared_with_another_measure(
    writer: User,
) -> None:
    factories.addressee("miprof", "MIPROF")
    evaluation = factories.evaluation(factories.plan(measures=3))
    marks = recommendation("Agir.", key="a", to="miprof") + recommendation("Oser.", key="b")
    shared = factories.assess(evaluation, 2, observations=marks)
    factories.assess(evaluation, 1, observations="", observations_in=shared)
    factories.publish(evaluation)
    base = "/plans/2019-2021/evaluations/2022/mesures/"
    for path in (base, f"{base}?tri=number&destinataire="):
        assert all_words(read(path), by_class("col-asked"))[1:] == ["2", "2", "0"]
    filtered = f"{base}?destinataire=miprof"
    assert all_words(read(filtered), by_class("col-asked"))[1:] == ["2", "2"]


# Sorting


def by_status(*, descending: bool) -> list[int]:
    order = ["Non mise en œuvre", "Partiellement mise en œuvre", "Mise en œuvre"]
    ranked = sorted(MEASURES, key=lambda number: (order.index(STATUSES[number]), number))
    return ranked[::-1] if descending else ranked


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("number", list(MEASURES)),
        ("-number", list(MEASURES)[::-1]),
        ("status", by_status(descending=False)),
        ("-status", by_status(descending=True)),
        ("priority", list(MEASURES)),
        ("unknown", list(MEASURES)),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_the_address_sorts_the_table(sort: str, expected: list[int]) -> None:
    assert rows(f"{TABLE}?tri={sort}") == expected


def headers(path: str) -> dict[str, tuple[str | None, str]]:
    """Return how each column is sorted, and where its header leads, by its name."""
    root = read(path)
    return {
        header.get("class").removeprefix("col-"): (
            header.get("aria-sort"),
            one(header, ".//a").get("href"),
        )
        for header in root.xpath("//thead//th")
    }


@pytest.mark.usefixtures("evaluation_2017")
def test_the_table_says_how_it_is_sorted_and_its_headers_sort_it_otherwise() -> None:
    assert headers(TABLE)["number"] == ("ascending", "?tri=-number")
    assert headers(TABLE)["status"] == (None, "?tri=status")
    assert headers(f"{TABLE}?tri=status")["status"] == ("ascending", "?tri=-status")
    assert headers(f"{TABLE}?tri=status")["number"] == (None, "?tri=number")
    assert headers(f"{TABLE}?tri=-status")["status"] == ("descending", "?tri=status")


@pytest.mark.usefixtures("evaluation_2017")
def test_sorting_keeps_the_filters_and_filtering_keeps_the_sort() -> None:
    path = f"{TABLE}?statut=non&tri=-number"
    assert rows(path) == sorted(NOT_DONE, reverse=True)
    assert headers(path)["status"][1] == "?statut=non&tri=status"
    root = read(path)
    assert one(root, "//form//input[@name='tri']").get("value") == "-number"
    assert chips(root)["Mise en œuvre : Non mise en œuvre – retirer ce filtre"] == "?tri=-number"


# Filtering


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("statut=non", sorted(NOT_DONE)),
        ("statut=mise-en-oeuvre", sorted(FULLY_DONE)),
        ("priorite=3", [20, 21, 22, 23]),
        ("priorite=2&statut=mise-en-oeuvre", [13, 15, 17]),
        ("priorite=3&statut=non", []),
        ("priorite=&statut=non&destinataire=", sorted(NOT_DONE)),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_the_address_filters_the_table(query: str, expected: list[int]) -> None:
    assert rows(f"{TABLE}?{query}") == expected
    count = f"{len(expected)} mesures" if len(expected) > 1 else f"{len(expected)} mesure"
    assert found(f"{TABLE}?{query}") == f"{count} sur 23"


@pytest.mark.usefixtures("evaluation_2017")
def test_an_addressee_filters_the_measures_where_it_is_asked_for_something() -> None:
    """The report asks the ministry of foreign affairs under 19, whose text is that of 18 too."""
    listed = rows(f"{TABLE}?destinataire=ministere-affaires-etrangeres")
    assert {18, 19} <= set(listed)
    assert listed == sorted(set(listed))
    assert 14 not in listed
    both = rows(
        f"{TABLE}?destinataire=ministere-affaires-etrangeres&priorite=2&statut=partiellement"
    )
    assert both == [
        number for number in listed if 12 <= number <= 19 and number not in NOT_DONE | FULLY_DONE
    ]


def test_one_measure_is_said_in_the_singular(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    factories.assess(evaluation, 1, status="non")
    factories.publish(evaluation)
    assert found("/plans/2019-2021/evaluations/2022/mesures/?statut=non") == "1 mesure sur 2"


@pytest.mark.usefixtures("evaluation_2017")
def test_each_filter_in_force_is_removed_by_itself() -> None:
    root = read(f"{TABLE}?priorite=2&statut=mise-en-oeuvre&page=1")
    removals = chips(root)
    assert removals == {
        "Priorité : II – Démanteler les réseaux – retirer ce filtre": "?statut=mise-en-oeuvre",
        "Mise en œuvre : Mise en œuvre – retirer ce filtre": "?priorite=2",
        "Tout retirer": "?",
    }
    first, last = PRIORITIES[2]
    assert rows(f"{TABLE}?priorite=2") == list(range(first, last + 1))
    chosen = root.xpath("//form//option[@selected]/@value")
    assert chosen == ["2", "mise-en-oeuvre", ""]


@pytest.mark.parametrize(
    "query", ["statut=perdu", "priorite=9", "destinataire=lune", "statut=non&priorite=9"]
)
@pytest.mark.usefixtures("evaluation_2017")
def test_an_unknown_filter_says_so_in_french_and_filters_nothing(query: str) -> None:
    root = read(f"{TABLE}?{query}")
    assert "demande un filtre qui n’existe pas" in words(one(root, by_class("is-error")))
    assert len(root.xpath("//tbody/tr")) == 23
    assert chips(root) == {}
    assert found(f"{TABLE}?{query}") == "23 mesures"


@pytest.mark.usefixtures("evaluation_2017")
def test_a_table_without_any_row_says_so() -> None:
    root = read(f"{TABLE}?priorite=3&statut=non")
    assert all_words(root, "//tbody//td") == ["Aucune mesure ne répond à ces filtres."]


@pytest.mark.usefixtures("evaluation_2017")
def test_the_same_address_always_shows_the_same_rows() -> None:
    Assessment.objects.filter(measure__number=1).update(version=2)  # moved, in some databases
    paths = [
        f"{TABLE}?tri={sort}&statut=partiellement" for sort in ("priority", "asked", "-status")
    ]
    assert [rows(path) for path in paths] == [rows(path) for path in paths]
    assert rows(paths[0]) == sorted(rows(paths[0]))


@pytest.mark.usefixtures("evaluation_2017")
def test_a_filter_shows_what_it_was_given_without_running_it() -> None:
    root = read(f"{TABLE}?tri=%22%3E%3Cscript%3E&statut=%3Cscript%3E")
    assert not root.xpath("//script")


# Paging


def test_a_long_table_is_paged_and_keeps_its_filters(db: None) -> None:
    bulk.evaluation(165)
    assert rows(LONG) == list(range(1, 51))
    assert rows(f"{LONG}?page=4") == list(range(151, 166))
    path = f"{LONG}?statut=non&tri=-number&page=2"
    root = read(path)
    assert found(path) == "55 mesures sur 165"
    assert rows(path) == list(range(13, 0, -3))
    assert one(root, "//a[@rel='prev']").get("href") == "?statut=non&tri=-number&page=1"
    assert not root.xpath("//a[@rel='next']")
    assert "Page 2 sur 2" in words(one(root, by_class("pagination")))
    assert headers(path)["status"][1] == "?statut=non&tri=status"


@pytest.mark.usefixtures("evaluation_2017")
def test_a_short_table_has_no_page() -> None:
    assert not read(TABLE).xpath(by_class("pagination"))


@pytest.mark.parametrize("asked", ["4", "0", "-1", "deux", "", "99999999999999999999", "²"])
def test_a_page_that_is_not_there_says_so(asked: str, db: None) -> None:
    bulk.evaluation(115)
    root = read(f"{LONG}?page={asked}", status=404)
    assert "page" in words(one(root, by_class("lead")))
