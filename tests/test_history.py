"""What revisions become: the state of a text at each, what each changed, in words."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType

from measures import history
from measures.actions import assessments, published, saving
from measures.actions.restoring import restore
from measures.models import Assessment, Evaluation, Revision, User
from tests import factories, once


@once.fixture
def draft() -> Evaluation:
    return factories.evaluation(factories.plan(measures=3))


@pytest.fixture
def row(draft: Evaluation) -> Assessment:
    return factories.assess(draft, 1, status="non", observations="<p>Un.</p>")


def save(row: Assessment, **fields: object) -> Assessment:
    values = {
        "status": row.status,
        "state_actions": row.state_actions,
        "observations": row.observations,
        "expected_version": row.version,
        "by": factories.user("dominique"),
    }
    assessments.save(row, **values | fields)
    return row


def steps(row: Assessment) -> list[history.Step]:
    return history.steps(list(history.of_text(row)), row=row)


def labels(step: history.Step) -> list[str]:
    return [field.label for field in step.changed]


def test_each_revision_says_what_it_changed_last_first(row: Assessment) -> None:
    save(row, status="partiellement", observations="<p>Deux.</p>", message="Relecture")
    last, first = steps(row)
    assert labels(last) == [
        "Degré de mise en œuvre",
        "Observations et recommandations de la CNCDH",
    ]
    assert last.revision.message == "Relecture"
    assert str(last.revision.by) == "dominique"
    assert "Actions de l’État" in labels(first)
    assert (last.before["status"], last.after["status"]) == ("non", "partiellement")


def test_a_field_keeps_its_value_where_a_revision_does_not_hold_it(row: Assessment) -> None:
    who = factories.user("anne", first_name="Anne", last_name="Roux")
    saving.record(row, content={"assigned_to": who}, by=who)
    save(row, observations="<p>Deux.</p>")
    last, given, _ = steps(row)
    assert labels(given) == ["Confié à"]
    assert given.after["observations"] == "<p>Un.</p>"
    assert labels(last) == ["Observations et recommandations de la CNCDH"]
    (change,) = history.changes(given.fields, given.before, given.after)
    assert (change.before, change.after) == ("(vide)", "Anne Roux")
    line = history.lines([given.revision])[0]
    assert labels(line) == ["Confié à"]


def test_what_a_conflict_set_aside_is_no_part_of_the_sequence(row: Assessment) -> None:
    by = factories.user("anne")
    assessments.set_aside(row, status="non", state_actions="", observations="<p>Écarté.</p>", by=by)
    save(row, observations="<p>Deux.</p>")
    last, aside, _ = steps(row)
    assert aside.set_aside
    assert not last.set_aside
    assert aside.after["observations"] == "<p>Écarté.</p>"
    assert aside.before["observations"] == last.before["observations"] == "<p>Un.</p>"


def test_values_are_said_in_words(row: Assessment) -> None:
    other = factories.assess(row.evaluation, 2)
    save(row, status="mise-en-oeuvre", observations="", observations_in=other, page=12)
    step = steps(row)[0]
    said = {
        change.field.name: (change.before, change.after)
        for change in history.changes(step.fields, step.before, step.after)
        if change.redline is None
    }
    assert said["status"] == ("non mise en œuvre", "mise en œuvre")
    assert said["observations_in"] == ("(vide)", "Mesure 2 – Mesure courte 2")
    assert said["page"] == ("(vide)", "12")


def test_dates_are_said_as_in_french(draft: Evaluation) -> None:
    factories.publish(draft, adopted_on=date(2022, 6, 1))
    revision = history.of_evaluation(draft).filter(content__has_key="published_at").get()
    (step,) = history.lines([revision])
    assert step.publishes
    said = {c.field.name: c.after for c in history.changes(step.fields, step.before, step.after)}
    assert said["adopted_on"] == "1er\u00a0juin 2022"
    assert " à " in said["published_at"]


def test_an_internal_note_is_compared_line_by_line(row: Assessment) -> None:
    save(row, internal_note="Voir <la DGPN>\nRappeler")
    save(row, internal_note="Voir <la DGPN>\nRappeler lundi")
    step = steps(row)[0]
    (change,) = history.changes(step.fields, step.before, step.after)
    assert "<p>Voir &lt;la DGPN&gt;</p>" in change.redline.html
    assert change.redline.insertions == 1


def test_the_whole_of_a_version_marks_nothing(row: Assessment) -> None:
    step = steps(row)[0]
    held = history.whole(step.fields, step.after)
    assert [one.field.name for one in held] == [
        "status", "state_actions", "observations", "work_state",
    ]  # fmt: skip
    assert not any(one.redline for one in held if one.redline is not None)


def test_a_rectification_goes_on_with_the_history_of_its_text(row: Assessment) -> None:
    other = factories.assess(row.evaluation, 2)
    save(other, observations="", observations_in=row, work_state="relu")
    former = factories.publish(row.evaluation)
    second = published.rectify(former, reason="Un chiffre", by=factories.user())
    again = second.assessments.get(measure=row.measure_id)
    save(again, observations="<p>Un et demi.</p>", state_actions=row.state_actions)
    last, copied, *_, first = steps(again)
    assert last.before["observations"] == "<p>Un.</p>"
    assert copied.changed == []
    assert first.revision.object_id == row.pk
    assert set(history.of_evaluation(second)) >= {last.revision, first.revision}
    sharing = second.assessments.get(measure=other.measure_id)
    assert steps(sharing)[0].changed == []  # « Mesure 1 » of the new edition is still Mesure 1


def test_a_version_of_a_former_edition_is_brought_back_in_the_new_one(row: Assessment) -> None:
    other = factories.assess(row.evaluation, 2)
    save(other, observations="", observations_in=row, work_state="relu")
    second = published.rectify(
        factories.publish(row.evaluation), reason="Un chiffre", by=factories.user()
    )
    sharing = second.assessments.get(measure=other.measure_id)
    save(sharing, observations="<p>En propre.</p>", observations_in=None)
    old = next(step for step in steps(sharing) if step.after["observations_in"] == row.pk)
    restore(sharing, old.revision, expected_version=sharing.version, by=factories.user())
    assert sharing.observations_in == second.assessments.get(measure=row.measure_id)


def test_opening_a_rectification_stands_out(row: Assessment) -> None:
    second = published.rectify(
        factories.publish(row.evaluation), reason="Un chiffre", by=factories.user()
    )
    notable = [step for step in history.steps(list(history.of_text(second)), row=second)
               if step.notable]  # fmt: skip
    assert [(step.publishes, step.rectifies) for step in notable] == [(False, True), (True, False)]


def test_the_history_of_another_text_is_not_in_it(row: Assessment) -> None:
    other = factories.assess(row.evaluation, 2)
    assert not set(history.of_text(row)) & set(history.of_text(other))


def test_a_field_that_is_no_more_is_left_out(row: Assessment, writer: User) -> None:
    Revision.objects.create(
        content_type=ContentType.objects.get_for_model(row),
        object_id=row.pk,
        by=writer,
        content={"former_field": 1, "page": 3},
    )
    assert labels(steps(row)[0]) == ["Page du rapport publié"]


@pytest.mark.parametrize("saves", [2, 12])
def test_steps_take_the_same_queries_whatever_their_number(
    row: Assessment, saves: int, django_assert_num_queries: object
) -> None:
    for number in range(saves):
        save(row, observations=f"<p>Texte {number}.</p>")
    revisions = list(history.of_text(row).select_related("content_type"))
    with django_assert_num_queries(1):
        assert len(history.steps(revisions, row=row)) == saves + 1
    with django_assert_num_queries(2):
        history.lines(revisions)
