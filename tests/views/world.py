"""A plan with everything that pages must cope with, and drafts that nobody may see."""

from collections.abc import Iterator
from datetime import date

from measures.models import Evaluation, Plan, Section
from tests import factories
from tests.factories import note, recommendation

SECRET = "zanzibar"  # stands in every text of every draft, and nowhere else

PLAN, EVALUATION = "2019-2021", "2022"


def plan_evaluated_twice() -> Plan:
    """Return a plan with two published evaluations, the first of them rectified.

    Its presentations have headings, a section bears the name of a part of the report, two
    measures share their observations, and names need escaping.
    """
    factories.addressee("ecole", "École & université")
    factories.addressee("parlement", "Parlement")
    plan = factories.plan(PLAN, measures=4, priorities=2)
    presentation = "<h3>D’où il vient</h3><p>De loin.</p><h4>De qui</h4><p>De tous.</p>"
    Plan.objects.filter(pk=plan.pk).update(presentation=presentation)
    plan.priorities.update(presentation=presentation, plain_summary="<p>Repérer, aider.</p>")
    _publish(plan, "2021", status="non")
    _publish(plan, "2021", status="non", edition=2)
    _publish(plan, EVALUATION, status="mise-en-oeuvre")
    return plan


def _publish(plan: Plan, slug: str, *, status: str, edition: int = 1) -> None:
    reason = "Une date était fausse." if edition > 1 else ""
    evaluation = factories.evaluation(
        plan, slug, notice="<p>Extrait.</p>", edition=edition, rectification_reason=reason
    )
    body = f"<h3>Un titre</h3><p>Voir la <a href='#mesure-2'>mesure 2</a>{note('Une note.')}.</p>"
    part = factories.section(evaluation, "synthese", label="Partie I", body=body, page=3)
    factories.section(evaluation, "normes", order=2, parent=part, body=body)
    after = Section.Place.AFTER_MEASURES
    marked = recommendation("Poursuivre.", key="poursuivre", to="parlement")
    factories.section(evaluation, "suites", place=after, body=marked)
    marked = recommendation("Former & <em>agir</em>.", key="former", to="parlement ecole")
    summary = "<p>L’État forme des professionnels.</p>\n<p>C’est trop peu.</p>"
    factories.assess(
        evaluation,
        1,
        status=status,
        plain_summary=summary,
        observations=f"{body}{marked}",
        page=5,
    )
    shared = factories.assess(
        evaluation, 2, observations=f"{body}{recommendation('Oser.', to='parlement')}"
    )
    factories.assess(evaluation, 3, observations="", observations_in=shared)
    factories.assess(evaluation, 4, status="non", state_actions="")
    factories.publish(evaluation, adopted_on=date(int(slug), 6, 1))


def drafts(plan: Plan) -> list[Evaluation]:
    """Return drafts of a plan that has a published evaluation, and of one that has none.

    The second is a rectification, at the address of what is published.
    """
    other = factories.plan("2027-2029", measures=4)
    made = [
        factories.evaluation(plan, "2024", title=f"Évaluation {SECRET}", notice=_text()),
        factories.evaluation(
            plan,
            EVALUATION,
            title=f"Évaluation {SECRET}",
            notice=_text(),
            edition=2,
            rectification_reason=f"Motif {SECRET}",
        ),
        factories.evaluation(other, "2028", title=f"Évaluation {SECRET}", notice=_text()),
    ]
    factories.addressee("ministere-futur", f"Ministère de {SECRET}")
    for evaluation in made:
        _write(evaluation)
    return made


def _text() -> str:
    table = f"<table><caption>{SECRET}</caption><tr><td>{SECRET}</td></tr></table>"
    return f"<h3>{SECRET}</h3><p>Au {SECRET}{note(SECRET)}.</p>{table}"


def _marks() -> Iterator[str]:
    for number in range(9):
        words = f"Aller au {SECRET}."
        yield recommendation(words, key=f"futur-{number}", to="ministere-futur")


def _write(evaluation: Evaluation) -> None:
    marks = _marks()
    for order, (slug, place) in enumerate((("neuve", 1), ("synthese", 1), ("suite", 2)), start=1):
        factories.section(
            evaluation,
            slug,
            place=place,
            order=order,
            label=SECRET,
            title=f"Section {SECRET}",
            body=_text() + next(marks),
            page=777,
        )
    for number in range(1, 5):
        factories.assess(
            evaluation,
            number,
            status="partiellement",
            plain_summary=f"<p>{SECRET}</p>",
            state_actions=_text(),
            observations=_text() + next(marks),
            page=777,
        )
