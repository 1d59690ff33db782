"""What saving an assessment writes, and what it refuses."""

import pytest
from django.core.exceptions import ValidationError

from measures.actions import assessments
from measures.actions.refusals import Closed, Stale, UnknownAddressee
from measures.models import Assessment, Evaluation, Recommendation, Revision, User
from measures.rich_text import InvalidText
from tests import factories, once
from tests.factories import note, recommendation


@once.fixture
def evaluation() -> Evaluation:
    return factories.evaluation(factories.plan(measures=3))


@pytest.fixture
def assessment(evaluation: Evaluation) -> Assessment:
    return evaluation.assessments.get(measure__number=1)


def save(assessment: Assessment, *, by: User, version: int = 1, **changed: object) -> bool:
    values = {
        "status": "partiellement",
        "state_actions": "<p>Ce que l’État a fait.</p>",
        "observations": "<p>Ce que la CNCDH en dit.</p>",
    }
    return assessments.save(assessment, expected_version=version, by=by, **values | changed)


def history(assessment: Assessment) -> list[Revision]:
    return [row for row in Revision.objects.order_by("pk") if row.target == assessment]


def test_saving_writes_the_texts_cleaned_and_raises_the_version(
    assessment: Assessment, writer: User
) -> None:
    assert save(assessment, state_actions="<b>Une</b>  loi<script>x</script>", page=12, by=writer)

    stored = Assessment.objects.get(pk=assessment.pk)
    assert stored.status == Assessment.Status.PARTIALLY_IMPLEMENTED
    assert stored.state_actions == "<p><strong>Une</strong> loi</p>"
    assert stored.observations == "<p>Ce que la CNCDH en dit.</p>"
    assert stored.page == 12
    assert stored.version == 2


def test_the_row_that_was_given_is_brought_up_to_date(assessment: Assessment, writer: User) -> None:
    save(assessment, by=writer)

    assert assessment.version == 2
    assert assessment.status == "partiellement"


def test_saving_counts_the_notes_of_each_text(assessment: Assessment, writer: User) -> None:
    save(
        assessment,
        state_actions=f"<p>Un{note('a')} et deux{note('b')}</p>",
        observations=f"<p>Trois{note('c')}</p>",
        by=writer,
    )

    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.state_actions_note_count, stored.observations_note_count) == (2, 1)


def test_saving_leaves_a_revision_that_says_who_when_why_and_all_that_the_row_holds(
    assessment: Assessment, writer: User
) -> None:
    save(assessment, message="Relecture", by=writer)

    (revision,) = history(assessment)
    assert revision.by == writer
    assert revision.evaluation == assessment.evaluation
    assert revision.message == "Relecture"
    assert abs((revision.at - Assessment.objects.get(pk=assessment.pk).updated_at).seconds) < 5
    assert revision.content == {
        "status": "partiellement",
        "plain_summary": "",
        "state_actions": "<p>Ce que l’État a fait.</p>",
        "observations": "<p>Ce que la CNCDH en dit.</p>",
        "work_state": "en-cours",
        "internal_note": "",
        "observations_in": None,
        "page": None,
        "follow_ups": {},
        "answers": {},
    }


def test_saving_what_is_there_already_changes_nothing(assessment: Assessment, writer: User) -> None:
    save(assessment, by=writer)

    assert save(assessment, version=2, by=writer) is False
    assert Assessment.objects.get(pk=assessment.pk).version == 2
    assert len(history(assessment)) == 1


def test_the_same_values_sent_again_are_not_a_conflict(
    assessment: Assessment, writer: User
) -> None:
    save(assessment, version=1, by=writer)

    assert save(assessment, version=1, by=writer) is False


def test_a_new_recommendation_sent_again_is_not_a_conflict(
    assessment: Assessment, writer: User
) -> None:
    sent = "<p>Avant.</p>" + recommendation("La CNCDH recommande.") * 2
    save(assessment, observations=sent, by=writer)
    keys = set(Recommendation.objects.values_list("key", flat=True))

    assert save(assessment, observations=sent, by=writer) is False
    assert len(keys) == 2
    assert set(Recommendation.objects.values_list("key", flat=True)) == keys


def test_a_stale_version_is_refused_with_the_row_as_it_stands(
    assessment: Assessment, writer: User
) -> None:
    save(assessment, observations="<p>Texte de Dominique.</p>", by=factories.user("dominique"))

    with pytest.raises(Stale) as refusal:
        save(assessment, observations="<p>Texte de Camille.</p>", version=1, by=writer)

    assert refusal.value.current.observations == "<p>Texte de Dominique.</p>"
    assert refusal.value.current.version == 2
    assert "entre-temps" in str(refusal.value)
    assert Assessment.objects.get(pk=assessment.pk).observations == "<p>Texte de Dominique.</p>"
    assert len(history(assessment)) == 1


def test_an_assessment_of_a_published_evaluation_is_closed(
    assessment: Assessment, writer: User
) -> None:
    factories.publish(assessment.evaluation)
    before = Assessment.objects.values().get(pk=assessment.pk)
    revisions = Revision.objects.count()

    with pytest.raises(Closed, match="rectification"):
        save(assessment, status="non", version=before["version"], by=writer)

    assert Assessment.objects.values().get(pk=assessment.pk) == before
    assert Revision.objects.count() == revisions


def test_an_unknown_addressee_is_refused_and_nothing_is_written(
    assessment: Assessment, writer: User
) -> None:
    factories.addressee("gouvernement")
    observations = recommendation("Une.", to="gouvernement") + recommendation("Deux.", to="inconnu")

    with pytest.raises(UnknownAddressee, match="inconnu") as refusal:
        save(assessment, observations=observations, by=writer)

    assert refusal.value.slug == "inconnu"
    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.observations, stored.version) == ("", 1)
    assert not Recommendation.objects.exists()
    assert not history(assessment)


def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_written(
    assessment: Assessment, writer: User
) -> None:
    with pytest.raises(InvalidText, match="note"):
        save(assessment, observations=f"<p>Un{note('mot ' * 900)}</p>", by=writer)

    assert Assessment.objects.get(pk=assessment.pk).version == 1
    assert not history(assessment)


def test_a_change_whose_revision_cannot_be_written_is_not_written(assessment: Assessment) -> None:
    nobody = User(username="personne")  # never saved: no revision can bear the name

    with pytest.raises(ValueError, match="unsaved"):
        save(assessment, observations=recommendation("Agir."), by=nobody)

    assert Assessment.objects.get(pk=assessment.pk).version == 1
    assert not Recommendation.objects.exists()


def test_observations_are_shared_with_another_measure_or_its_own(
    assessment: Assessment, writer: User
) -> None:
    other = assessment.evaluation.assessments.get(measure__number=2)

    with pytest.raises(ValidationError, match="n’en a pas en propre"):
        save(assessment, observations_in=other, by=writer)
    assert Assessment.objects.get(pk=assessment.pk).version == 1

    save(assessment, observations_in=other, observations="", by=writer)
    assert Assessment.objects.get(pk=assessment.pk).observations_in == other
    assert history(assessment)[0].content["observations_in"] == other.pk
