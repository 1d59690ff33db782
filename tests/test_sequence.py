"""Which evaluation of a plan comes before another one."""

from datetime import date

from measures import sequence
from measures.actions import published
from measures.models import Evaluation, User
from tests import factories


def test_the_one_before_was_adopted_last_before(writer: User) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluated(plan, "2020", ["non"])
    second = factories.evaluated(plan, "2021", ["non"])
    third = factories.evaluated(plan, "2022", ["non"])

    assert sequence.before(first) is None
    assert sequence.before(second) == first
    assert sequence.before(third) == second


def test_what_is_in_preparation_comes_after_all_that_is_published(writer: User) -> None:
    plan = factories.plan(measures=1)
    assert sequence.before(factories.evaluation(plan, "2018")) is None
    published_one = factories.evaluated(plan, "2020", ["non"])
    assert sequence.before(factories.evaluation(plan, "2019")) == published_one


def test_a_rectification_keeps_the_place_of_what_it_rectifies(writer: User) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluated(plan, "2020", ["non"])
    second = factories.evaluated(plan, "2022", ["non"])

    assert sequence.before(published.rectify(first, reason="Erreur.", by=writer)) is None
    rectified = published.rectify(second, reason="Erreur.", by=writer)
    assert sequence.before(rectified) == first
    again = factories.publish(rectified, adopted_on=date(2022, 6, 1))
    assert sequence.before(again) == first


def test_the_one_before_is_read_in_its_edition_in_force(writer: User) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluated(plan, "2020", ["non"])
    rectified = published.rectify(first, reason="Erreur.", by=writer)
    second = factories.evaluated(plan, "2022", ["non"])
    assert sequence.before(second) == first
    factories.publish(rectified, adopted_on=first.adopted_on)
    assert sequence.before(second) == rectified


def test_an_evaluation_of_another_plan_comes_before_none(writer: User) -> None:
    factories.evaluated(factories.plan("2014-2016", measures=1), "2017", ["non"])
    later = factories.evaluated(factories.plan(measures=1), "2022", ["non"])
    assert sequence.before(later) is None


def test_rows_know_in_one_query_whether_one_comes_before(writer: User) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluated(plan, "2020", ["non"])
    factories.evaluated(plan, "2022", ["non"])
    factories.publish(
        published.rectify(first, reason="Erreur.", by=writer), adopted_on=date(2020, 7, 1)
    )

    rows = Evaluation.objects.published_editions().with_neighbours().order_by("slug", "edition")
    assert [(row.slug, row.has_earlier) for row in rows] == [
        ("2020", False),
        ("2020", False),
        ("2022", True),
    ]
