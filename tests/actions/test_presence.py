"""Noting who writes where: one line a text and person, renewed, forgotten after a day."""

from datetime import timedelta

from django.utils import timezone

from measures.actions.presence import note
from measures.models import Evaluation, Presence, Revision, User
from tests import factories, once


@once.fixture
def draft() -> Evaluation:
    return factories.evaluation(factories.plan(measures=2), "2024")


def test_a_beat_renews_the_line_of_a_person(draft: Evaluation, writer: User) -> None:
    note(draft, place="mesure-1", by=writer)
    Presence.objects.update(at=timezone.now() - timedelta(minutes=5))
    note(draft, place="mesure-1", by=writer)
    line = Presence.objects.get()
    assert (line.evaluation, line.user, line.place) == (draft, writer, "mesure-1")
    assert timezone.now() - line.at < timedelta(seconds=30)


def test_each_text_and_person_has_a_line(draft: Evaluation, writer: User) -> None:
    for user in (writer, factories.user("anne")):
        for place in ("mesure-1", "mesure-2"):
            note(draft, place=place, by=user)
    assert Presence.objects.count() == 4


def test_lines_of_another_day_are_forgotten(draft: Evaluation, writer: User) -> None:
    note(draft, place="mesure-1", by=writer)
    Presence.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    note(draft, place="mesure-2", by=writer)
    assert [line.place for line in Presence.objects.all()] == ["mesure-2"]


def test_presence_is_no_history(draft: Evaluation, writer: User) -> None:
    before = Revision.objects.count()
    note(draft, place="mesure-1", by=writer)
    version = Evaluation.objects.get(pk=draft.pk).version
    assert (Revision.objects.count(), version) == (before, draft.version)
