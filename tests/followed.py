"""A plan evaluated once, whose next evaluation is in preparation: recommendations to follow."""

from datetime import date

from measures.actions import assessments, sections
from measures.models import Assessment, Evaluation, Section, User
from tests import factories
from tests.factories import recommendation

FORMER, PLAN = "2020", "2019-2021"
SAID = {"outcome": "partiellement-suivie", "comment": "La loi est votée, le décret manque."}


def first_evaluation(*, measures: int = 3) -> Evaluation:
    """Publish the evaluation of 2020: two recommendations on measure 1, one in a section."""
    factories.addressee("ecole", "École & université")
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(PLAN, measures=measures), FORMER)
    after = Section.Place.AFTER_MEASURES
    marked = recommendation("Poursuivre.", key="poursuivre", to="parlement")
    factories.section(made, "suites", place=after, body=marked, title="Pour la suite")
    marks = recommendation("Former les juges.", key="former", to="ecole")
    marks += recommendation("Voter la loi.", key="voter", to="parlement")
    factories.assess(made, 1, status="non", observations=f"<p>Tout reste à faire.</p>{marks}")
    return factories.publish(made, adopted_on=date(2020, 6, 1))


def next_evaluation(former: Evaluation) -> Evaluation:
    """Open the evaluation of 2022, with the same section."""
    made = factories.evaluation(former.plan, "2022")
    factories.section(made, "suites", place=Section.Place.AFTER_MEASURES, title="Pour la suite")
    for number in range(1, former.plan.measures.count() + 1):
        factories.assess(made, number)
    return made


def follow(
    evaluation: Evaluation, number: int, *, by: User | None = None, **said: dict[str, str]
) -> Assessment:
    """Say what became of the recommendations on a measure, by key."""
    row = evaluation.assessments.get(measure__number=number)
    assessments.save(
        row,
        status=row.status,
        state_actions=row.state_actions,
        observations=row.observations,
        observations_in=row.observations_in,
        page=row.page,
        follow_ups={f"{FORMER}/{key}": each for key, each in said.items()},
        expected_version=row.version,
        by=by or factories.user(),
    )
    return row


def follow_section(evaluation: Evaluation, slug: str, **said: dict[str, str]) -> Section:
    """Say what became of the recommendations in a section, by key."""
    row = evaluation.sections.get(slug=slug)
    sections.save(
        row,
        label=row.label,
        title=row.title,
        place=row.place,
        order=row.order,
        parent=row.parent,
        body=row.body,
        page=row.page,
        follow_ups={f"{FORMER}/{key}": each for key, each in said.items()},
        expected_version=row.version,
        by=factories.user(),
    )
    return row
