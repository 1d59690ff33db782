"""Which measure of an earlier plan one continues, as the pages of both say it."""

import pytest
from django.test import Client

from measures.actions import plans
from measures.models import Measure, User
from tests import factories
from tests.views.reader import fetch, links, one, read, words

FORMER, LATER = "/plans/2014-2016/evaluations/2017/", "/plans/2019-2021/evaluations/2022/"


@pytest.fixture
def later(writer: User) -> Measure:
    """A measure of a second plan that continues measure 2 of the first; both are evaluated."""
    first = factories.plan("2014-2016", measures=2)
    factories.evaluated(first, "2017", ["non", "partiellement"])
    second = factories.plan("2019-2021", measures=2)
    row = second.measures.get(number=1)
    plans.save_measure(
        row,
        priority=row.priority,
        title=row.title,
        short_title=row.short_title,
        continues=[first.measures.get(number=2)],
        expected_version=row.version,
        by=writer,
    )
    return row


def test_the_pages_of_both_measures_say_it_and_lead_to_each_other(later: Measure) -> None:
    factories.evaluated(later.plan, "2022", ["mise-en-oeuvre", "non"])
    root = read(f"{LATER}mesures/1/")
    assert "Prolonge la mesure 2 du Plan 2014-2016 : Mesure courte 2" in words(one(root, "//aside"))
    assert "/plans/2014-2016/mesures/2/" in links(root, LATER)
    assert fetch("/plans/2014-2016/mesures/2/", status=302)["Location"] == f"{FORMER}mesures/2/"
    root = read(f"{FORMER}mesures/2/")
    said = words(one(root, "//aside"))
    assert "Prolongée par la mesure 1 du Plan 2019-2021 : Mesure courte 1" in said
    assert "/plans/2019-2021/mesures/1/" in links(root, FORMER)
    assert "Prolong" not in words(one(read(f"{FORMER}mesures/1/"), "//main"))


def test_a_measure_that_no_published_evaluation_is_about_leads_to_its_plan(later: Measure) -> None:
    factories.assess(factories.evaluation(later.plan, "2022"), 1, status="mise-en-oeuvre")
    root = read(f"{FORMER}mesures/2/")
    found = links(root, FORMER)
    assert "/plans/2019-2021/" in found
    assert "/plans/2019-2021/mesures/1/" not in found


def test_it_takes_two_queries_more(
    later: Measure, client: Client, django_assert_num_queries: object
) -> None:
    for number, queries in ((1, 3), (2, 5)):
        with django_assert_num_queries(queries):
            client.get(f"{FORMER}mesures/{number}/")
