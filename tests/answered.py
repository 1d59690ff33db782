"""A measure on which an authority answered."""

from measures.actions import assessments
from measures.models import Assessment, Evaluation, User
from tests import factories

SAID = {"on": "2022-03-01", "text": "<p>Le ministère a signé la convention.</p>"}


def answer(
    evaluation: Evaluation, number: int, *, by: User | None = None, **said: dict[str, str]
) -> Assessment:
    """Write the answers on a measure, by addressee."""
    for slug in said:
        factories.addressee(slug, f"Autorité « {slug} »")
    row = evaluation.assessments.get(measure__number=number)
    assessments.save(
        row,
        status=row.status,
        state_actions=row.state_actions,
        observations=row.observations,
        observations_in=row.observations_in,
        page=row.page,
        answers=said,
        expected_version=row.version,
        by=by or factories.user(),
    )
    return row
