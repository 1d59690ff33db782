"""Opening an evaluation, changing what it says of itself, publishing it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from measures.actions import evaluations
from measures.actions.refusals import Closed, Incomplete, Stale
from measures.models import Assessment, Evaluation, Revision, User
from tests import factories, once


@once.fixture
def evaluation() -> Evaluation:
    return factories.evaluation(factories.plan("2019-2021", measures=3))


def publish(evaluation: Evaluation, *, by: User, **changed: object) -> Evaluation:
    values = {"adopted_on": factories.TODAY, "statement": "adoptée par la CNCDH"}
    return factories.published(evaluation, by=by, **values | changed)


def history(evaluation: Evaluation) -> list[Revision]:
    return [row for row in Revision.objects.order_by("pk") if row.target == evaluation]


def test_an_evaluation_opens_with_every_measure_to_assess(
    evaluation: Evaluation, writer: User
) -> None:
    rows = evaluation.assessments.in_reading_order()
    assert [row.measure.number for row in rows] == [1, 2, 3]
    assert {row.status for row in rows} == {Assessment.Status.TO_ASSESS}
    assert not evaluation.is_published
    (revision,) = history(evaluation)
    assert (revision.by, revision.evaluation) == (writer, evaluation)
    assert revision.content["title"] == evaluation.title


def test_two_evaluations_cannot_have_one_address(evaluation: Evaluation) -> None:
    with pytest.raises(ValidationError, match="déjà une évaluation à cette adresse"):
        factories.evaluation(evaluation.plan, evaluation.slug)


def test_a_second_edition_has_a_reason_written_on_one_line(evaluation: Evaluation) -> None:
    factories.publish(evaluation)
    with pytest.raises(ValidationError, match="motif"):
        factories.evaluation(evaluation.plan, evaluation.slug, edition=2)

    second = factories.evaluation(
        evaluation.plan,
        evaluation.slug,
        edition=2,
        rectification_reason="Une date\r\nétait fausse.",
    )
    assert second.rectification_reason == "Une date était fausse."
    assert second.assessments.count() == 3


def test_what_an_evaluation_says_of_itself_is_saved_and_recorded(
    evaluation: Evaluation, writer: User
) -> None:
    values = {"title": "Autre titre", "notice": "<p>Extrait.</p><script>x</script>"}
    assert evaluations.save(evaluation, expected_version=1, by=writer, **values)

    stored = Evaluation.objects.get(pk=evaluation.pk)
    assert (stored.title, stored.notice, stored.version) == ("Autre titre", "<p>Extrait.</p>", 2)
    assert history(evaluation)[-1].content["title"] == "Autre titre"
    assert evaluations.save(evaluation, expected_version=1, by=writer, **values) is False
    with pytest.raises(Stale):
        evaluations.save(evaluation, title="Encore", notice="", expected_version=1, by=writer)


def test_publishing_says_who_and_when_and_leaves_a_revision(
    evaluation: Evaluation, writer: User
) -> None:
    for number in (1, 2, 3):
        factories.assess(evaluation, number)

    publish(evaluation, by=writer)

    stored = Evaluation.objects.get(pk=evaluation.pk)
    assert stored.is_published
    assert stored.published_by == writer
    assert timezone.now() - stored.published_at < timedelta(minutes=1)
    assert (stored.adopted_on, stored.statement) == (factories.TODAY, "adoptée par la CNCDH")
    revision = history(evaluation)[-1]
    assert (revision.by, revision.message) == (writer, "Publication")
    assert revision.content == {
        "adopted_on": "2022-06-01",
        "statement": "adoptée par la CNCDH",
        "published_at": stored.published_at.isoformat(),
    }


def test_an_evaluation_published_elsewhere_keeps_its_moment(
    evaluation: Evaluation, writer: User
) -> None:
    at = datetime(2022, 6, 2, 10, 30, tzinfo=UTC)
    for number in (1, 2, 3):
        factories.assess(evaluation, number)

    assert publish(evaluation, at=at, by=writer).published_at == at


def test_publishing_lists_all_that_is_missing(evaluation: Evaluation, writer: User) -> None:
    factories.assess(evaluation, 2)
    evaluation.assessments.get(measure__number=3).delete()

    with pytest.raises(Incomplete) as refusal:
        publish(evaluation, adopted_on=None, statement="  ", by=writer)

    assert refusal.value.missing == [
        "La date d’adoption manque.",
        "La mention d’adoption manque.",
        "Mesure 3 : degré de mise en œuvre à donner.",
        "Mesure 1 : degré de mise en œuvre à donner.",
        "Mesure 1 : observations à écrire.",
        "Mesure 1 : texte à écrire, non relu.",
    ]
    assert "Mesure 1 : degré de mise en œuvre à donner." in str(refusal.value)
    assert not Evaluation.objects.get(pk=evaluation.pk).is_published
    assert len(history(evaluation)) == 1


def test_an_evaluation_is_adopted_after_its_plan_and_before_its_publication(
    evaluation: Evaluation, writer: User
) -> None:
    for number in (1, 2, 3):
        factories.assess(evaluation, number)

    with pytest.raises(Incomplete, match="précède celle du plan"):
        publish(evaluation, adopted_on=date(2019, 1, 14), by=writer)
    with pytest.raises(ValidationError, match="avant d’avoir été adoptée"):
        publish(evaluation, adopted_on=timezone.localdate() + timedelta(days=2), by=writer)

    assert not Evaluation.objects.get(pk=evaluation.pk).is_published


def test_what_is_published_is_closed(evaluation: Evaluation, writer: User) -> None:
    factories.publish(evaluation)
    before = Evaluation.objects.values().get(pk=evaluation.pk)
    revisions = Revision.objects.count()

    with pytest.raises(Closed):
        publish(evaluation, statement="adoptée autrement", by=writer)
    with pytest.raises(Closed):
        evaluations.save(evaluation, title="Autre", notice="", expected_version=1, by=writer)

    assert Evaluation.objects.values().get(pk=evaluation.pk) == before
    assert Revision.objects.count() == revisions
