"""A prepared query answers as its queryset does, whatever it is given, as often as it is asked."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import Count, IntegerField, Q

from measures.models import Assessment, Evaluation, Measure, Plan
from measures.models.prepared import Given, GivenSeveral, Prepared
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.publish(factories.evaluation(factories.plan(measures=4)))


def test_it_gives_other_rows_for_other_values(
    evaluation: Evaluation, django_assert_num_queries: object
) -> None:
    from_number = Prepared(
        lambda: Measure.objects.filter(
            plan__slug=Given("plan"), number__gte=Given("number", IntegerField())
        ).order_by("-number")
    )

    for number in (1, 3, 9, 10**30):
        with django_assert_num_queries(1):
            found = from_number.all(plan=evaluation.plan.slug, number=number)
        assert found == list(
            evaluation.plan.measures.filter(number__gte=number).order_by("-number")
        )
    assert from_number.all(plan="ailleurs", number=1) == []
    assert from_number.first(plan="ailleurs", number=1) is None


def test_it_follows_relations_annotates_and_leaves_columns_out(
    evaluation: Evaluation, django_assert_num_queries: object
) -> None:
    def rows(**at: object) -> object:
        rows = Assessment.objects.filter(evaluation__in=Evaluation.objects.published(), **at)
        rows = rows.select_related("measure__priority").without_texts().with_first_note()
        return rows.annotate(asked=Count("recommendations"))

    prepared = Prepared(lambda: rows(evaluation__slug=Given("slug")))

    with django_assert_num_queries(1):
        found = prepared.all(slug=evaluation.slug)
        said = [(row.measure.priority.title, row.first_note, row.asked) for row in found]

    expected = list(rows(evaluation__slug=evaluation.slug))
    assert said == [(row.measure.priority.title, row.first_note, row.asked) for row in expected]
    assert found[0].get_deferred_fields() == expected[0].get_deferred_fields()
    assert found[0].observations == "<p>Une observation.</p>"  # read when asked for


def test_it_gives_values_as_well(evaluation: Evaluation) -> None:
    numbers = Prepared(
        lambda: Measure.objects.filter(
            Q(number=Given("one", IntegerField())) | Q(number=Given("other", IntegerField()))
        ).values_list("number", "plan__slug")
    )

    assert numbers.all(one=2, other=4) == [(2, evaluation.plan.slug), (4, evaluation.plan.slug)]
    assert numbers.all(one=2, other=2) == [(2, evaluation.plan.slug)]


def test_it_is_given_as_many_values_as_there_are(evaluation: Evaluation) -> None:
    several = GivenSeveral("numbers", IntegerField())
    numbered = Prepared(lambda: Measure.objects.filter(number__in=several).order_by("number"))
    named = Prepared(lambda: Plan.objects.filter(slug__in=GivenSeveral("slugs")))

    for numbers in ([], [3], [1, 2, 4, 99]):
        found = [row.number for row in numbered.all(numbers=numbers)]
        assert found == [number for number in numbers if number < 5]
    assert named.all(slugs=["ailleurs", evaluation.plan.slug]) == [evaluation.plan]
    assert named.all(slugs=['"', "') --", "é"]) == []


def test_words_that_hold_what_it_is_given_are_found_whatever_the_signs(
    evaluation: Evaluation,
) -> None:
    holding = Prepared(lambda: Plan.objects.filter(slug__contains=Given("part")))

    assert holding.all(part=evaluation.plan.slug[2:5]) == [evaluation.plan]
    assert [holding.all(part=part) for part in ("%", "_", "\\")] == [[], [], []]


def test_what_it_is_given_is_a_value_and_never_a_piece_of_sql(evaluation: Evaluation) -> None:
    at = Prepared(lambda: Plan.objects.filter(slug=Given("slug")))

    assert at.all(slug="' OR 1=1 --") == []
    assert at.all(slug="%s") == []
    with pytest.raises(KeyError):
        at.all()


def test_it_does_not_fetch_what_it_would_have_to_ask_for_separately() -> None:
    with pytest.raises(TypeError):
        Prepared(lambda: Plan.objects.prefetch_related("measures")).all()


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns ten thousand times more often."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10_000)
    yield
    sys.setswitchinterval(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("hasty_threads")
def test_each_thread_is_given_its_own_rows() -> None:
    factories.plan(measures=4)
    at = Prepared(lambda: Measure.objects.filter(number=Given("number", IntegerField())))

    def ask(number: int) -> set[int]:
        try:
            return {row.number for _ in range(600) for row in at.all(number=number)}
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, (1, 2, 3, 4))) == [{1}, {2}, {3}, {4}]
