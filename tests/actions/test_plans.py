"""Writing a plan, its priorities and its measures."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from measures.actions import plans
from measures.actions.refusals import Stale
from measures.models import Measure, Plan, Priority, Revision, User
from measures.models.versioned import Versioned
from tests import factories, once


@once.fixture
def plan() -> Plan:
    return factories.plan("2019-2021", measures=2, priorities=2)


def save_plan(plan: Plan, *, by: User, version: int = 1, **changed: object) -> bool:
    values = {name: getattr(plan, name) for name in plans.PLAN_FIELDS}
    return plans.save_plan(plan, expected_version=version, by=by, **values | changed)


def save_measure(measure: Measure, *, by: User, version: int = 1, **changed: object) -> bool:
    values = {name: getattr(measure, name) for name in plans.MEASURE_FIELDS}
    values["continues"] = list(measure.continues.all())
    return plans.save_measure(measure, expected_version=version, by=by, **values | changed)


def history(row: Versioned) -> list[Revision]:
    return [revision for revision in Revision.objects.order_by("pk") if revision.target == row]


def test_a_plan_is_created_with_its_text_cleaned_and_a_first_revision(writer: User) -> None:
    plan = plans.create_plan(
        slug="2014-2016",
        title="Plan d’action national",
        short_title="Plan 2014-2016",
        adopted_on=date(2014, 5, 14),
        adopted_by="Conseil des ministres",
        start_year=2014,
        end_year=2016,
        presentation="<div>Trois <b>priorités</b></div>",
        by=writer,
    )

    assert plan.presentation == "<p>Trois <strong>priorités</strong></p>"
    (revision,) = history(plan)
    assert (revision.by, revision.evaluation) == (writer, None)
    assert revision.content["adopted_on"] == "2014-05-14"
    assert revision.content["presentation"] == plan.presentation


def test_two_plans_cannot_have_one_address(plan: Plan) -> None:
    with pytest.raises(ValidationError):
        factories.plan(plan.slug)


def test_saving_a_plan_writes_and_records_once(plan: Plan, writer: User) -> None:
    assert save_plan(plan, title="Autre intitulé", presentation="<i>x</i>", by=writer)
    assert save_plan(plan, title="Autre intitulé", presentation="<i>x</i>", by=writer) is False

    stored = Plan.objects.get(pk=plan.pk)
    assert (stored.title, stored.presentation) == ("Autre intitulé", "<p><em>x</em></p>")
    assert stored.version == 2
    assert len(history(plan)) == 2
    with pytest.raises(Stale) as refusal:
        save_plan(plan, title="Troisième", version=1, by=writer)
    assert refusal.value.current.title == "Autre intitulé"


def test_a_plan_whose_years_are_in_disorder_is_refused_with_a_sentence(
    plan: Plan, writer: User
) -> None:
    with pytest.raises(ValidationError, match="dernière année"):
        save_plan(plan, end_year=2018, by=writer)

    assert Plan.objects.get(pk=plan.pk).end_year == 2021
    assert len(history(plan)) == 1


def test_a_priority_is_created_saved_and_refused_when_stale(plan: Plan, writer: User) -> None:
    priority = Priority.objects.get(plan=plan, number=1)
    values = {"title": "Identifier", "presentation": "<p>Mieux.</p>"}

    assert plans.save_priority(priority, expected_version=1, by=writer, **values)
    assert plans.save_priority(priority, expected_version=1, by=writer, **values) is False
    with pytest.raises(Stale):
        plans.save_priority(priority, title="Autre", presentation="", expected_version=1, by=writer)
    with pytest.raises(ValidationError, match="priorité de ce numéro"):
        plans.create_priority(plan=plan, number=1, title="Double", presentation="", by=writer)

    assert Priority.objects.get(pk=priority.pk).title == "Identifier"
    assert [revision.content for revision in history(priority)][1] == values


def test_a_new_measure_is_to_assess_in_evaluations_in_preparation_only(
    plan: Plan, writer: User
) -> None:
    published = factories.publish(factories.evaluation(plan, "2022"))
    draft = factories.evaluation(plan, "2024")
    elsewhere = factories.evaluation(factories.plan("2024-2027", measures=1), "2026")

    measure = plans.create_measure(
        priority=plan.priorities.get(number=2),
        number=3,
        title="Titre long",
        short_title="Titre court",
        by=writer,
    )

    assert measure.plan == plan
    assert [row.evaluation for row in measure.assessments.all()] == [draft]
    assert published.assessments.count() == 2
    assert elsewhere.assessments.count() == 1
    with pytest.raises(ValidationError, match="mesure de ce numéro"):
        plans.create_measure(
            priority=measure.priority, number=3, title="Double", short_title="D", by=writer
        )


def test_saving_a_measure_writes_and_records_once(plan: Plan, writer: User) -> None:
    measure = plan.measures.get(number=1)
    other = plan.priorities.get(number=2)

    assert save_measure(measure, short_title="Former", priority=other, by=writer)
    assert save_measure(measure, short_title="Former", priority=other, by=writer) is False

    stored = Measure.objects.get(pk=measure.pk)
    assert (stored.short_title, stored.priority, stored.version) == ("Former", other, 2)
    assert history(measure)[-1].content["priority"] == other.pk
    with pytest.raises(Stale):
        save_measure(measure, short_title="Informer", version=1, by=writer)


def test_what_a_measure_continues_is_part_of_its_history(plan: Plan, writer: User) -> None:
    former = list(factories.plan("2014-2016", measures=2).measures.all())
    measure = plan.measures.get(number=1)

    assert save_measure(measure, continues=former, by=writer)
    assert save_measure(measure, continues=former[::-1], by=writer) is False

    assert set(Measure.objects.get(pk=measure.pk).continues.all()) == set(former)
    created, linked = history(measure)
    assert created.content["continues"] == []
    assert linked.content["continues"] == [row.pk for row in former]


def test_what_a_measure_continues_is_not_replaced_by_a_stale_save(plan: Plan, writer: User) -> None:
    former = factories.plan("2014-2016", measures=1).measures.get()
    measure = plan.measures.get(number=1)
    save_measure(measure, continues=[former], by=writer)

    with pytest.raises(Stale):
        save_measure(measure, continues=[], version=1, by=writer)

    assert list(measure.continues.all()) == [former]


def test_a_presentation_holds_no_mark_that_an_evaluation_numbers(writer):
    plan = factories.plan(by=writer)
    priority = plan.priorities.get()
    plans.save_priority(
        priority,
        title=priority.title,
        presentation='<p>Un but<span class="footnote">Précisé</span>.</p>',
        expected_version=priority.version,
        by=writer,
    )
    assert priority.presentation == "<p>Un but (Précisé).</p>"
