"""The structure of a plan: measures and priorities that come, go and change places."""

import pytest
from django.core.exceptions import ValidationError

from measures.actions import structure
from measures.actions.refusals import Evaluated, InUse, Stale
from measures.actions.saving import history_of
from measures.models import Evaluation, Measure, Passage, Plan, Revision, User
from measures.pasted import cells, read
from tests import factories, once
from tests.factories import note, recommendation


@once.fixture
def plan() -> Plan:
    """Measures 1 to 3 in a first priority, 4 to 6 in a second."""
    return factories.plan(measures=6, priorities=2)


@pytest.fixture
def draft(plan: Plan) -> Evaluation:
    """Each measure calls a note and recommends something, named after its first number."""
    factories.addressee()
    made = factories.evaluation(plan, "2024")
    for number in (2, 3, 4):
        factories.assess(
            made,
            number,
            state_actions=f"<p>x{note(f'Note {number}')}</p>",
            observations=recommendation(f"Recommandation {number}", to="gouvernement"),
        )
    return made


def order(plan: Plan) -> list[str]:
    """Return « I 1 a » for each measure in the order of the report, `a` its first number."""
    rows = plan.measures.select_related("priority").order_by("priority__number", "number")
    return [f"{row.priority.roman} {row.number} {row.short_title[-1]}" for row in rows]


def numbered(draft: Evaluation) -> tuple[list[str], list[str]]:
    """Return the first numbers of measures, as recommendations and as notes are numbered."""
    notes = draft.passages.filter(kind=Passage.Kind.NOTE)
    by_anchor = sorted(notes, key=lambda row: int(row.anchor.partition("-")[2]))
    rows = draft.recommendations.order_by("number")
    return [row.text[-1] for row in rows], [row.text[-1] for row in by_anchor]


def save(measure: Measure, *, by: User, **changed: object) -> bool:
    values = {
        "priority": measure.priority,
        "number": measure.number,
        "title": measure.title,
        "short_title": measure.short_title,
        "continues": [],
        "expected_version": measure.version,
    }
    return structure.save_measure(measure, by=by, **values | changed)


def test_a_measure_moves_within_its_priority_then_to_the_next(
    plan: Plan, draft: Evaluation, writer: User
) -> None:
    second = plan.measures.get(number=2)
    assert structure.shift_measure(second, down=True, by=writer)
    assert order(plan)[:3] == ["I 1 1", "I 2 3", "I 3 2"]
    assert numbered(draft) == (["3", "2", "4"], ["3", "2", "4"])
    assert structure.shift_measure(second, down=True, by=writer)
    assert order(plan) == ["I 1 1", "I 2 3", "II 3 2", "II 4 4", "II 5 5", "II 6 6"]
    assert structure.shift_measure(plan.measures.get(number=6), down=True, by=writer) is False
    assert structure.shift_measure(plan.measures.get(number=1), down=False, by=writer) is False


def test_recommendations_and_notes_follow_a_measure_to_another_priority(
    plan: Plan, draft: Evaluation, writer: User
) -> None:
    assert numbered(draft) == (["2", "3", "4"], ["2", "3", "4"])
    save(plan.measures.get(number=2), priority=plan.priorities.get(number=2), by=writer)
    assert numbered(draft) == (["3", "2", "4"], ["3", "2", "4"])
    assert draft.assessments.with_first_note().get(measure__number=2).first_note == 2


def test_priorities_change_places_with_their_measures(
    plan: Plan, draft: Evaluation, writer: User
) -> None:
    assert structure.shift_priority(plan.priorities.get(number=1), down=True, by=writer)
    assert order(plan)[:4] == ["I 4 4", "I 5 5", "I 6 6", "II 1 1"]
    assert numbered(draft) == (["4", "2", "3"], ["4", "2", "3"])
    assert structure.number_through(plan, by=writer) == 6
    assert order(plan)[:4] == ["I 1 4", "I 2 5", "I 3 6", "II 4 1"]
    assert structure.number_through(plan, by=writer) == 0


def test_a_number_that_is_taken_moves_the_measures_in_between(plan: Plan, writer: User) -> None:
    assert save(plan.measures.get(number=5), number=2, by=writer)
    assert [row[-3:] for row in order(plan)] == ["1 1", "3 2", "4 3", "2 5", "5 4", "6 6"]
    moved = plan.measures.get(short_title="Mesure courte 5")
    assert history_of(moved).first().content == {"number": 2}
    assert save(moved, number=40, by=writer)
    assert plan.measures.get(number=40).pk == moved.pk


def test_links_to_a_renumbered_measure_still_lead_to_it(
    plan: Plan, draft: Evaluation, writer: User
) -> None:
    linked = '<p>Voir <a href="#mesure-2">2</a>, <a href="#mesure-3">3</a>, et 2.</p>'
    row = factories.assess(draft, 1, observations=linked)
    text = factories.section(draft, body=linked)
    structure.shift_measure(plan.measures.get(number=2), down=True, by=writer)
    row.refresh_from_db()
    text.refresh_from_db()
    expected = linked.replace("#mesure-2", "#x").replace("#mesure-3", "#mesure-2")
    expected = expected.replace("#x", "#mesure-3")
    assert (row.observations, text.body) == (expected, expected)
    assert row.work_state == "relu"
    assert history_of(row).first().message == "Mesures renumérotées"


def test_a_stale_or_wrong_save_changes_nothing(plan: Plan, writer: User) -> None:
    measure = plan.measures.get(number=1)
    former = measure.version
    save(measure, title="Autre", by=writer)
    with pytest.raises(Stale):
        save(measure, title="Encore", expected_version=former, by=writer)
    with pytest.raises(Stale):
        save(measure, title="Autre", number=3, expected_version=former, by=writer)
    with pytest.raises(ValidationError):
        save(measure, title="a" * 401, number=3, by=writer)
    assert order(plan)[0] == "I 1 1"


def test_what_nothing_refers_to_is_removed(plan: Plan, draft: Evaluation, writer: User) -> None:
    sixth = plan.measures.get(number=6)
    key = sixth.pk
    structure.remove_measure(sixth, by=writer)
    assert not plan.measures.filter(number=6).exists()
    assert draft.assessments.count() == 5
    last = Revision.objects.filter(object_id=key, message="Suppression de la mesure 6").get()
    assert last.content == {"title": "Titre long de la mesure 6"}
    empty = structure.add_priority(plan=plan, title="Vide", by=writer)
    assert empty.number == 3
    structure.remove_priority(empty, by=writer)
    assert plan.priorities.count() == 2


def test_what_is_referred_to_is_not_removed(plan: Plan, draft: Evaluation, writer: User) -> None:
    with pytest.raises(InUse, match="L’évaluation 2024 dit déjà"):
        structure.remove_measure(plan.measures.get(number=2), by=writer)
    later = factories.plan("2024-2027", measures=1).measures.get()
    save(later, continues=[plan.measures.get(number=6)], by=writer)
    with pytest.raises(InUse, match="La mesure 1 du plan 2024-2027 prolonge"):
        structure.remove_measure(plan.measures.get(number=6), by=writer)
    with pytest.raises(InUse, match="contient des mesures"):
        structure.remove_priority(plan.priorities.get(number=1), by=writer)
    assert plan.measures.count() == 6


def test_a_published_evaluation_closes_the_structure_but_not_the_titles(
    plan: Plan, writer: User
) -> None:
    factories.publish(factories.evaluation(plan, "2022"))
    first, second = plan.priorities.order_by("number")
    measure = plan.measures.get(number=1)
    before = order(plan)
    lines = read(cells("I\t9\tNeuf"), priorities={1: first.title}, taken=()).lines
    for refused in (
        lambda: structure.add_priority(plan=plan, title="Neuve", by=writer),
        lambda: structure.add_measure(priority=first, title="N", short_title="N", by=writer),
        lambda: structure.add_lines(plan, lines, by=writer),
        lambda: structure.shift_measure(measure, down=True, by=writer),
        lambda: structure.shift_priority(first, down=True, by=writer),
        lambda: structure.number_through(plan, by=writer),
        lambda: structure.remove_measure(measure, by=writer),
        lambda: structure.remove_priority(second, by=writer),
        lambda: save(measure, number=9, by=writer),
        lambda: save(measure, priority=second, by=writer),
    ):
        with pytest.raises(Evaluated, match="Une évaluation de ce plan est publiée"):
            refused()
    assert order(plan) == before
    assert save(measure, title="Titre corrigé", by=writer)


def test_a_list_is_added_whole_or_not_at_all(plan: Plan, draft: Evaluation, writer: User) -> None:
    known = dict(plan.priorities.values_list("number", "title"))
    text = "II\t7\tSept\nCoopérer\t8\tHuit"
    lines = read(cells(text), priorities=known, taken=()).lines
    assert structure.add_lines(plan, lines, by=writer) == 2
    assert order(plan)[-2:] == ["II 7 t", "III 8 t"]
    assert draft.assessments.count() == 8
    again = read(cells("I\t9\tNeuf\nI\t8\tDouble"), priorities=known, taken=()).lines
    with pytest.raises(ValidationError, match="mesure de ce numéro"):
        structure.add_lines(plan, again, by=writer)
    assert plan.measures.count() == 8
