"""Which editions of an evaluation the public sees."""

from measures.models import Evaluation, Plan
from tests import factories, once


@once.fixture
def plan() -> Plan:
    return factories.plan(measures=1)


def edition(plan: Plan, number: int, slug: str = "2022") -> Evaluation:
    reason = "Une date était fausse." if number > 1 else ""
    return factories.evaluation(plan, slug, edition=number, rectification_reason=reason)


def published() -> list[tuple[str, int]]:
    rows = Evaluation.objects.published().order_by("slug", "edition")
    return [(row.slug, row.edition) for row in rows]


def test_an_evaluation_in_preparation_is_not_public(plan: Plan) -> None:
    draft = edition(plan, 1)

    assert published() == []
    assert list(Evaluation.objects.in_preparation()) == [draft]


def test_a_published_evaluation_is_public(plan: Plan) -> None:
    factories.publish(edition(plan, 1))

    assert published() == [("2022", 1)]
    assert not Evaluation.objects.in_preparation().exists()


def test_a_rectification_in_preparation_replaces_nothing(plan: Plan) -> None:
    factories.publish(edition(plan, 1))
    draft = edition(plan, 2)

    assert published() == [("2022", 1)]
    assert list(Evaluation.objects.in_preparation()) == [draft]


def test_only_the_latest_published_edition_is_public(plan: Plan) -> None:
    for number in (1, 2, 3):
        factories.publish(edition(plan, number))
    edition(plan, 4)

    assert published() == [("2022", 3)]


def test_an_edition_replaces_none_of_another_address_or_of_another_plan(plan: Plan) -> None:
    factories.publish(edition(plan, 1))
    factories.publish(edition(plan, 1, "2024"))
    factories.publish(edition(plan, 2, "2024"))
    factories.publish(edition(factories.plan("2014-2016", measures=1), 2, "2022"))

    assert published() == [("2022", 1), ("2022", 2), ("2024", 2)]
