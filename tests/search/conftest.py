"""A published evaluation of four measures, with the texts that a test gives it."""

from collections.abc import Callable

import pytest

from measures.models import Evaluation, Plan, User
from tests import factories

Publish = Callable[..., Evaluation]


@pytest.fixture
def published(writer: User) -> Publish:
    """What publishes texts, with somebody who writes."""
    return publish


def publish(
    measures: dict[int, str], *, slug: str = "2022", plan: str = "2019-2021", **sections: str
) -> Evaluation:
    """Publish texts: of measures by number, and of sections by slug."""
    factories.addressee("ecole", "École de la magistrature")
    factories.addressee("parlement", "Parlement")
    of = Plan.objects.filter(slug=plan).first()
    evaluation = factories.evaluation(of or factories.plan(plan, measures=4, priorities=2), slug)
    for order, (name, body) in enumerate(sections.items(), start=1):
        factories.section(evaluation, name, order=order, body=body)
    for number in range(1, 5):
        factories.assess(
            evaluation,
            number,
            status="non" if number == 1 else "partiellement",
            state_actions=measures.get(number, ""),
            observations="<p>…</p>",
        )
    return factories.publish(evaluation)
