"""Evaluations of one plan laid side by side, and what moved between them."""

from measures.actions import plans
from measures.comparison import Comparison, compare
from measures.models import User
from tests import factories

NOT, PARTLY, DONE = "non", "partiellement", "mise-en-oeuvre"


def statuses_of(comparison: Comparison) -> list[list[str | None]]:
    return [[row and row.status for row in path.assessments] for path in comparison.trajectories]


def test_evaluations_stand_side_by_side_oldest_first(
    writer: User, django_assert_num_queries: object
) -> None:
    plan = factories.plan(measures=3, priorities=2)
    first = factories.evaluated(plan, "2020", [NOT, PARTLY, DONE])
    second = factories.evaluated(plan, "2022", [DONE, PARTLY, NOT])

    with django_assert_num_queries(1):
        comparison = compare([second, first])
        numbers = [path.measure.number for path in comparison.trajectories]

    assert comparison.evaluations == [first, second]
    assert numbers == [1, 2, 3]
    assert statuses_of(comparison) == [[NOT, DONE], [PARTLY, PARTLY], [DONE, NOT]]
    assert [path.measure.number for path in comparison.moved()] == [1, 3]


def test_what_moved_is_said_of_the_last_two_evaluations_only(writer: User) -> None:
    plan = factories.plan(measures=2)
    rows = [
        factories.evaluated(plan, "2020", [NOT, PARTLY]),
        factories.evaluated(plan, "2021", [DONE, PARTLY]),
    ]
    rows.append(factories.evaluated(plan, "2022", [DONE, DONE]))

    comparison = compare(rows)

    assert statuses_of(comparison) == [[NOT, DONE, DONE], [PARTLY, PARTLY, DONE]]
    assert [path.measure.number for path in comparison.moved()] == [2]


def test_a_measure_assessed_for_the_first_time_has_not_moved(writer: User) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluated(plan, "2020", [NOT])
    plans.create_measure(
        priority=plan.priorities.get(), number=2, title="Neuve", short_title="Neuve", by=writer
    )
    second = factories.evaluated(plan, "2022", [NOT, DONE])

    comparison = compare([first, second])

    assert statuses_of(comparison) == [[NOT, NOT], [None, DONE]]
    assert comparison.moved() == []


def test_one_evaluation_or_none_compares_with_nothing(
    writer: User, django_assert_num_queries: object
) -> None:
    only = factories.evaluated(factories.plan(measures=1), "2020", [NOT])
    assert compare([only]).moved() == []
    with django_assert_num_queries(0):
        assert compare([]).trajectories == []


def test_flows_count_what_went_which_way(writer: User) -> None:
    plan = factories.plan(measures=5)
    first = factories.evaluated(plan, "2020", [NOT, NOT, PARTLY, DONE, DONE])
    second = factories.evaluated(plan, "2022", [PARTLY, DONE, PARTLY, DONE, NOT])

    flows = compare([first, second]).flows()

    assert [(flow.before, flow.after, flow.count, flow.way) for flow in flows] == [
        (DONE, DONE, 1, "stable"),
        (DONE, NOT, 1, "recul"),
        (PARTLY, PARTLY, 1, "stable"),
        (NOT, DONE, 1, "progres"),
        (NOT, PARTLY, 1, "progres"),
    ]


def test_a_measure_without_a_degree_at_one_end_goes_no_way(writer: User) -> None:
    plan = factories.plan(measures=1)
    first = factories.evaluated(plan, "2020", [NOT])
    plans.create_measure(
        priority=plan.priorities.get(), number=2, title="Neuve", short_title="Neuve", by=writer
    )
    draft = factories.evaluation(plan, "2022")

    flows = compare([first, draft]).flows()

    assert [(flow.before, flow.after, flow.way) for flow in flows] == [
        (NOT, "a-evaluer", "autre"),
        (None, "a-evaluer", "autre"),
    ]
