"""Giving texts to writers: recorded, without a conflict for whoever has the text open."""

import pytest

from measures import rights
from measures.actions import assessments
from measures.actions.assignments import assign, writers
from measures.actions.refusals import CannotWrite, Closed, Elsewhere
from measures.actions.saving import history_of
from measures.models import Evaluation, Revision, User
from tests import factories, once


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=3), "2024")
    factories.section(made, "introduction")
    return made


@pytest.fixture
def anne(db: None) -> User:
    return factories.user("anne", role=rights.WRITERS)


def test_texts_are_given_and_each_history_says_so(
    draft: Evaluation, anne: User, writer: User
) -> None:
    texts = [draft.assessments.get(measure__number=2), draft.sections.get()]
    assert assign(draft, texts=texts, to=anne, by=writer) == 2
    for row in texts:
        row.refresh_from_db()
        latest = history_of(row).first()
        assert row.assigned_to == anne
        assert (latest.content, latest.by) == ({"assigned_to": anne.pk}, writer)
    assert draft.assessments.filter(assigned_to=None).count() == 2


def test_what_is_given_already_leaves_no_trace(draft: Evaluation, anne: User, writer: User) -> None:
    texts = list(draft.assessments.all())
    assign(draft, texts=texts[:1], to=anne, by=writer)
    before = Revision.objects.count()
    assert assign(draft, texts=texts, to=anne, by=writer) == 2
    assert Revision.objects.count() == before + 2


def test_a_text_is_taken_back(draft: Evaluation, anne: User, writer: User) -> None:
    row = draft.assessments.first()
    assign(draft, texts=[row], to=anne, by=writer)
    assert assign(draft, texts=[row], to=None, by=writer) == 1
    assert assign(draft, texts=[row], to=None, by=writer) == 0
    row.refresh_from_db()
    assert row.assigned_to is None
    assert history_of(row).first().content == {"assigned_to": None}


def test_whoever_has_the_text_open_meets_no_conflict(
    draft: Evaluation, anne: User, writer: User
) -> None:
    opened = draft.assessments.get(measure__number=1)
    assign(draft, texts=[draft.assessments.get(pk=opened.pk)], to=anne, by=writer)
    saved = assessments.save(
        opened,
        status="non",
        state_actions="<p>Écrit pendant ce temps.</p>",
        observations="",
        expected_version=opened.version,
        by=anne,
    )
    assert saved
    opened.refresh_from_db()
    assert opened.assigned_to == anne
    assert "pendant" in opened.state_actions


def test_a_closed_evaluation_is_left_alone(draft: Evaluation, anne: User, writer: User) -> None:
    factories.publish(draft)
    with pytest.raises(Closed):
        assign(draft, texts=list(draft.assessments.all()), to=anne, by=writer)
    assert not draft.assessments.exclude(assigned_to=None).exists()


def test_who_may_not_write_is_given_nothing(draft: Evaluation, anne: User, writer: User) -> None:
    administrator = factories.user("alix", role=rights.ADMINISTRATORS)
    User.objects.filter(pk=anne.pk).update(is_active=False)
    before = Revision.objects.count()
    for nobody in (administrator, anne):
        with pytest.raises(CannotWrite, match=nobody.username):
            assign(draft, texts=list(draft.assessments.all()), to=nobody, by=writer)
    assert Revision.objects.count() == before
    assert list(writers()) == [writer]


def test_a_text_of_another_evaluation_refuses_all(
    draft: Evaluation, anne: User, writer: User
) -> None:
    other = factories.evaluation(draft.plan, "2025")
    texts = [draft.assessments.first(), other.assessments.first()]
    with pytest.raises(Elsewhere):
        assign(draft, texts=texts, to=anne, by=writer)
    assert not draft.assessments.exclude(assigned_to=None).exists()
