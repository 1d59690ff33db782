"""What the desk reads: figures, texts in order, what others changed, who is there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures import rights
from measures.actions import presence as actions
from measures.actions.assignments import assign
from measures.desk import figures, news, presence
from measures.desk.lines import Wanted, listing
from measures.desk.texts import Directory
from measures.models import Evaluation, Presence, Revision, Section, User
from tests import bulk, factories, once


@pytest.fixture
def anne(db: None) -> User:
    return factories.user("anne", role=rights.WRITERS, first_name="Anne", last_name="Petit")


@once.fixture
def draft() -> Evaluation:
    """Four measures under two priorities: one finished, one of which shares its observations."""
    made = factories.evaluation(factories.plan(measures=4, priorities=2), "2024")
    part = factories.section(made, "partie", label="Partie I", body="", work_state="a-ecrire")
    factories.section(made, "dedans", order=2, parent=part)
    factories.section(made, "suites", place=Section.Place.AFTER_MEASURES, body="")
    first = factories.assess(made, 1, status="non")
    factories.assess(made, 2, observations="", observations_in=first, work_state="a-relire")
    factories.assess(made, 3, observations="", work_state="en-cours")
    return made


def places(evaluation: Evaluation, user: User, **wanted: object) -> list[str]:
    kept = listing(evaluation, reader=user).keeping(Wanted(**wanted))
    return [line.text.place for line in kept.lines]


def test_what_is_missing_is_counted(draft: Evaluation, writer: User, anne: User) -> None:
    assign(draft, texts=[draft.assessments.first(), draft.sections.first()], to=anne, by=writer)
    (row,) = figures.in_preparation(anne)
    counts = (row.texts, row.to_assess, row.empty, row.not_proofread, row.mine)
    assert counts == (7, 1, 3, 4, 2)
    assert not row.complete
    assert figures.in_preparation(writer)[0].mine == 0


def test_each_figure_counts_the_texts_that_its_list_shows(draft: Evaluation, writer: User) -> None:
    (row,) = figures.in_preparation(writer)
    assert len(places(draft, writer, status="a-evaluer")) == row.to_assess
    assert places(draft, writer, only_empty=True) == ["mesure-3", "mesure-4", "section-suites"]
    assert len(places(draft, writer, work_state="non-relu")) == row.not_proofread


def test_an_evaluation_in_which_nothing_is_missing_is_complete(writer: User) -> None:
    made = factories.evaluation(factories.plan(measures=1), "2024")
    factories.assess(made, 1)
    assert figures.in_preparation(writer)[0].complete


def test_texts_stand_in_the_order_of_the_report(draft: Evaluation, writer: User) -> None:
    found = listing(draft, reader=writer)
    assert [(group.title, len(group.lines)) for group in found.groups] == [
        ("Avant les mesures", 2),
        ("Priorité I · Priorité numéro 1", 2),
        ("Priorité II · Priorité numéro 2", 2),
        ("Après les mesures", 1),
    ]
    expected = ["section-partie", "section-dedans", "mesure-1", "mesure-2", "mesure-3"]
    assert places(draft, writer) == [*expected, "mesure-4", "section-suites"]
    assert [count for _, count in found.by_state] == [2, 1, 1, 3]


def test_filters_keep_what_is_asked(draft: Evaluation, writer: User, anne: User) -> None:
    assign(draft, texts=[draft.assessments.get(measure__number=3)], to=anne, by=writer)
    assert places(draft, writer, writer=str(anne.pk)) == ["mesure-3"]
    assert "mesure-3" not in places(draft, writer, writer="personne")
    assert places(draft, writer, priority="2") == ["mesure-3", "mesure-4"]
    assert places(draft, writer, work_state="a-relire") == ["mesure-2"]
    assert places(draft, writer, status="non") == ["mesure-1"]
    assert places(draft, writer, status="non", priority="2") == []


def test_the_last_change_is_who_wrote_not_who_gave(
    draft: Evaluation, writer: User, anne: User
) -> None:
    factories.assess(draft, 1, status="mise-en-oeuvre", by=anne)
    assign(draft, texts=list(draft.assessments.all()), to=anne, by=writer)
    lines = {line.text.place: line for line in listing(draft, reader=writer).lines}
    assert lines["mesure-1"].changed_by == anne
    assert lines["mesure-4"].changed_by is None


def test_who_has_a_text_open_is_told_to_others_for_two_minutes(
    draft: Evaluation, writer: User, anne: User
) -> None:
    actions.note(draft, place="mesure-2", by=anne)
    actions.note(draft, place="mesure-2", by=writer)
    assert presence.at(draft, "mesure-2", but=writer) == [anne]
    assert presence.at(draft, "mesure-1", but=writer) == []
    (line,) = [line for line in listing(draft, reader=writer).lines if line.present]
    assert (line.text.place, line.present) == ("mesure-2", [anne])
    Presence.objects.update(at=timezone.now() - timedelta(minutes=2, seconds=1))
    assert presence.at(draft, "mesure-2", but=writer) == []
    assert presence.said_of([writer, anne]) == "Camille Martin et Anne Petit écrivent aussi ici."
    assert presence.said_of([anne]) == "Anne Petit écrit aussi ici."
    assert presence.said_of([]) == ""


def test_what_others_changed_since_one_came_is_told_by_text(
    draft: Evaluation, writer: User, anne: User
) -> None:
    anne.previous_login = timezone.now()
    factories.assess(draft, 4, by=writer)
    factories.assess(draft, 4, status="non", by=factories.user("paul", first_name="Paul"))
    factories.assess(draft, 2, by=anne)
    assign(draft, texts=[draft.assessments.get(measure__number=1)], to=anne, by=writer)
    found = news.changes([draft], Directory([draft]), anne)
    assert [(change.text.place, change.what) for change in found] == [
        ("mesure-1", ["confié à Anne Petit"]),
        ("mesure-4", ["2 enregistrements"]),
    ]
    assert [person.username for person in found[1].writers] == ["camille", "paul"]


def test_a_newcomer_is_told_of_seven_days(draft: Evaluation, anne: User) -> None:
    Revision.objects.update(at=timezone.now() - timedelta(days=8))
    assert news.changes([draft], Directory([draft]), anne) == []
    factories.assess(draft, 4)
    assert len(news.changes([draft], Directory([draft]), anne)) == 1


def test_what_one_was_writing_comes_last_first(draft: Evaluation, writer: User, anne: User) -> None:
    for number in (2, 1, 2):
        factories.assess(draft, number, status=f"{'non' if number == 1 else 'partiellement'}")
    factories.assess(draft, 4, by=anne)
    assign(draft, texts=[draft.assessments.get(measure__number=4)], to=anne, by=writer)
    mine = [text.place for text, _ in news.written_by([draft], Directory([draft]), anne)]
    assert mine == ["mesure-4"]
    assert len(news.written_by([draft], Directory([draft]), writer)) == 5


def test_published_evaluations_say_whether_they_are_being_rectified(draft: Evaluation) -> None:
    factories.publish(factories.evaluation(draft.plan, "2021"))
    assert [row.rectified for row in figures.published()] == [False]
    factories.evaluation(draft.plan, "2021", edition=2, rectification_reason="Une erreur.")
    assert [row.rectified for row in figures.published()] == [True]


@pytest.mark.parametrize("measures", [23, 2300])
def test_the_queries_are_as_many_at_every_size(
    measures: int, writer: User, anne: User, django_assert_num_queries: object
) -> None:
    evaluation = bulk.evaluation(measures)
    Evaluation.objects.update(published_at=None, published_by=None)
    factories.assess(evaluation, 1, by=anne)
    with django_assert_num_queries(4):
        assert len(listing(evaluation, reader=writer).lines) > measures
    with django_assert_num_queries(3):
        assert figures.in_preparation(writer)[0].texts > measures
    with django_assert_num_queries(2):
        directory = Directory([evaluation])
    with django_assert_num_queries(2):
        assert len(news.changes([evaluation], directory, writer)) == 1
