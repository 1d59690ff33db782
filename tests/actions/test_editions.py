"""Opening an evaluation from the previous one: its outline, or its outline and its texts."""

from measures.actions import editions
from measures.actions.saving import history_of
from measures.models import Evaluation, Passage, User
from tests import factories, once
from tests.factories import note, recommendation


@once.fixture
def former() -> Evaluation:
    factories.addressee()
    made = factories.evaluation(factories.plan(measures=4), "2022", notice="<p>Avis.</p>")
    part = factories.section(made, "partie", body=f"<p>Dit{note('A')}</p>", page=3)
    factories.section(made, "sous", order=2, parent=part, body="")
    factories.assess(
        made,
        1,
        status="non",
        page=12,
        state_actions=f"<p>Fait{note('B')}</p>",
        observations=recommendation("Agir.", key="agir", to="gouvernement"),
    )
    row = made.assessments.get(measure__number=1)
    factories.assess(made, 2, observations="", observations_in=row)
    return made


def opened(former: Evaluation, *, carry_texts: bool) -> Evaluation:
    return editions.open_next(
        plan=former.plan,
        slug="2024",
        title="Évaluation 2024",
        former=former,
        carry_texts=carry_texts,
        by=factories.user(),
    )


def test_texts_are_carried_over_without_what_belongs_to_their_report(former: Evaluation) -> None:
    made = opened(former, carry_texts=True)
    one, two, three, _ = made.assessments.order_by("measure__number")
    source = former.assessments.get(measure__number=1)
    assert (one.state_actions, one.observations) == (source.state_actions, source.observations)
    assert (one.status, one.work_state, one.page) == ("a-evaluer", "en-cours", None)
    assert (two.observations_in, two.status) == (one, "a-evaluer")
    assert (three.state_actions, three.work_state) == ("", "a-ecrire")
    assert [row.key for row in made.recommendations.all()] == ["agir"]
    notes = made.passages.filter(kind=Passage.Kind.NOTE).order_by("anchor")
    assert [row.text for row in notes] == ["A", "B"]
    part, inside = made.sections.all()
    assert (part.work_state, part.page, part.note_count) == ("en-cours", None, 1)
    assert (inside.parent, inside.work_state) == (part, "a-ecrire")
    assert history_of(one).get().message == "Repris de l’évaluation 2022"
    assert made.notice == former.notice


def test_an_outline_alone_is_carried_over_empty(former: Evaluation) -> None:
    made = opened(former, carry_texts=False)
    assert [(row.slug, row.body, row.work_state) for row in made.sections.all()] == [
        ("partie", "", "a-ecrire"),
        ("sous", "", "a-ecrire"),
    ]
    for row in made.assessments.all():
        assert (row.state_actions, row.observations, row.observations_in) == ("", "", None)
    assert not made.recommendations.exists()
    assert not made.passages.filter(kind=Passage.Kind.NOTE).exists()


def test_an_evaluation_is_opened_from_nothing(writer: User) -> None:
    plan = factories.plan(measures=2)
    made = editions.open_next(plan=plan, slug="2024", title="Évaluation", by=writer)
    assert made.assessments.count() == 2
    assert not made.sections.exists()
