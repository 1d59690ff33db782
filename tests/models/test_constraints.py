"""The database refuses every wrong row by itself, when it is inserted and when it is updated."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from measures.models import Addressee, Evaluation, Plan
from measures.models.integrity import RULES
from tests import factories, once
from tests.models.wrong_rows import CASES, RIGHT, Case, World

CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("measures").get_models()
    for constraint in model._meta.constraints
}
MESSAGES = {rule.name: rule.message for rule in RULES}
MESSAGES |= {name: str(row.violation_error_message) for name, row in CONSTRAINTS.items()}


@once.fixture
def published() -> Evaluation:
    return factories.publish(factories.evaluation(factories.plan("2019-2021", measures=1), "2021"))


@pytest.fixture
def world(published: Evaluation) -> World:
    return World(published)


def in_words_of_the_database(name: str) -> str:
    """Return what the database says when the rule of this name refuses a row."""
    constraint = CONSTRAINTS.get(name)
    if constraint is None:
        return MESSAGES[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        model = next(case.model for case in CASES if case.name == name)
        columns = [model._meta.get_field(field).column for field in constraint.fields]
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name


def test_every_constraint_and_every_rule_has_its_case() -> None:
    assert {case.name for case in CASES} == set(MESSAGES)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "insert" in case.events], ids=lambda case: case.name
)
def test_a_wrong_row_is_not_inserted(case: Case, world: World) -> None:
    values = RIGHT[case.model](world) | case.first(world) | case.wrong(world)
    count = case.model.objects.count()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        case.model.objects.create(**values)

    assert in_words_of_the_database(case.name) in str(refusal.value)
    assert case.model.objects.count() == count


@pytest.mark.parametrize(
    "case", [case for case in CASES if "update" in case.events], ids=lambda case: case.name
)
def test_a_right_row_is_not_made_wrong(case: Case, world: World) -> None:
    row = case.model.objects.create(**RIGHT[case.model](world) | case.first(world))

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        case.model.objects.filter(pk=row.pk).update(**case.wrong(world))

    assert in_words_of_the_database(case.name) in str(refusal.value)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name in CONSTRAINTS], ids=lambda case: case.name
)
def test_a_form_says_the_constraint_in_french(case: Case, world: World) -> None:
    row = case.model(**RIGHT[case.model](world) | case.first(world) | case.wrong(world))

    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()

    assert MESSAGES[case.name] in refusal.value.messages


def test_messages_are_french_sentences() -> None:
    for message in MESSAGES.values():
        assert message[0].isupper()
        assert message.endswith(".")
        assert "'" not in message  # the typographic apostrophe, and no quoting in SQL


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Plan, {"slug": "2019-2021"}),
        (Addressee, {"slug": "miprof", "name": "Autre"}),
        (Addressee, {"slug": "autre", "name": "MIPROF"}),
    ],
)
def test_addresses_and_names_are_unique(
    model: type[models.Model], values: dict[str, str], world: World
) -> None:
    assert world.plan.slug == "2019-2021"
    Addressee.objects.create(slug="miprof", name="MIPROF")
    right = RIGHT[model](world) if model in RIGHT else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**right | values)


@pytest.mark.django_db(transaction=True)
def test_the_rules_go_with_the_tables_and_come_back_with_them() -> None:
    call_command("migrate", "measures", "zero", verbosity=0)
    call_command("migrate", verbosity=0)

    plan, other = factories.plan(measures=1), factories.plan("2014-2016", measures=1)
    with pytest.raises(IntegrityError, match="appartiennent au même plan"):
        plan.measures.update(priority=other.priorities.get())
