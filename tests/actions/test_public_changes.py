"""The version of the public content rises with what the public sees, and with nothing else."""

import pytest
from django.db import transaction

from measures.actions import (
    addressees,
    assessments,
    passages,
    plans,
    published,
)
from measures.models import Evaluation, PublicChange, User
from tests import factories

pytestmark = pytest.mark.django_db


def version() -> int:
    return PublicChange.objects.version()


@pytest.fixture
def draft() -> Evaluation:
    return factories.evaluation(factories.plan(measures=1), "2024")


def test_a_draft_that_is_written_is_nobody_else_s_business(draft: Evaluation) -> None:
    before = version()

    row = factories.assess(draft, 1, observations="<p>Autre chose.</p>")
    factories.section(draft, "introduction")
    assessments.set_aside(
        row, status="non", state_actions="", observations="<p>Perdu.</p>", by=factories.user()
    )
    published_elsewhere = version()

    assert published_elsewhere == before


def test_publishing_and_withdrawing_each_raise_it(draft: Evaluation, writer: User) -> None:
    factories.assess(draft, 1)
    before = version()

    evaluation = factories.publish(draft)
    published_at = version()
    published.unpublish(evaluation, reason="Une erreur.", by=writer)

    assert before < published_at < version()


def test_a_rectification_raises_it_on_the_day_it_is_published(writer: User) -> None:
    evaluation = factories.publish(factories.evaluation(factories.plan(measures=1)))
    before = version()

    further = published.rectify(evaluation, reason="Une erreur.", by=writer)
    factories.assess(further, 1, status="non")
    assert version() == before
    factories.publish(further)

    assert version() > before


def test_what_is_public_at_once_raises_it(writer: User) -> None:
    plan = factories.plan(measures=1)
    addressee = factories.addressee()
    measure = plan.measures.get()
    before = version()

    addressees.rename(addressee, name="État", expected_name=addressee.name, by=writer)
    renamed = version()
    plans.save_measure(
        measure,
        priority=measure.priority,
        title="Autre titre",
        short_title=measure.short_title,
        expected_version=measure.version,
        by=writer,
    )

    assert before < renamed < version()


def test_what_changes_nothing_does_not_raise_it(writer: User) -> None:
    addressee = factories.addressee()
    before = version()

    addressees.rename(addressee, name=addressee.name, expected_name=addressee.name, by=writer)

    assert version() == before


def test_a_change_that_is_undone_does_not_raise_it(draft: Evaluation) -> None:
    factories.publish(draft)
    before = version()

    with transaction.atomic():
        factories.addressee("ecole", "École")
        assert version() > before
        transaction.set_rollback(True)

    assert version() == before


def test_a_search_that_is_rebuilt_raises_it_where_something_is_published(
    draft: Evaluation,
) -> None:
    before = version()
    list(passages.rebuild())
    assert version() == before

    factories.publish(draft)
    before = version()
    list(passages.rebuild())
    assert version() > before
