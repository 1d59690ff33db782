"""What a text says became of earlier recommendations: saved, refused, carried over."""

import pytest
from django.core.exceptions import ValidationError

from measures import following, history
from measures.actions import assessments, editions, outline, published
from measures.actions.refusals import Closed, InUse, Stale, UnknownRecommendation
from measures.actions.restoring import restore
from measures.models import Evaluation, FollowUp, Revision, User
from tests import factories, once
from tests.followed import FORMER, SAID, first_evaluation, follow, follow_section, next_evaluation

NAME = f"{FORMER}/former"
DONE = {"outcome": "suivie", "comment": "Tous sont formés."}


@once.fixture
def draft() -> Evaluation:
    return next_evaluation(first_evaluation())


def test_what_became_of_a_recommendation_is_saved_with_its_text_and_its_history(
    draft: Evaluation, writer: User
) -> None:
    before = draft.assessments.get(measure__number=1).version

    row = follow(draft, 1, former=SAID, by=writer)

    held = FollowUp.objects.get()
    assert (held.evaluation, held.assessment, held.former, held.key) == (
        draft,
        row,
        "2020",
        "former",
    )
    assert (held.outcome, held.comment) == ("partiellement-suivie", SAID["comment"])
    assert row.version == before + 1
    revision = history.of_text(row).first()
    assert revision.content["follow_ups"] == {NAME: SAID}


def test_saving_it_again_changes_nothing(draft: Evaluation) -> None:
    row = follow(draft, 1, former=SAID)
    count = Revision.objects.count()
    follow(draft, 1, former=SAID | {"comment": f"  {SAID['comment']}\n"})
    assert Revision.objects.count() == count
    row.refresh_from_db()
    assert following.said(row) == {NAME: SAID}


def test_it_may_be_changed_and_taken_back(draft: Evaluation) -> None:
    follow(draft, 1, former=SAID, voter=DONE)
    row = follow(draft, 1, former=DONE)
    assert following.said(row) == {NAME: DONE}
    row = follow(draft, 1, former={"outcome": "a-apprecier", "comment": ""})
    assert following.said(row) == {}


def test_a_save_that_says_nothing_of_it_leaves_it(draft: Evaluation) -> None:
    follow(draft, 1, former=SAID)
    row = factories.assess(draft, 1, status="non")
    assert following.said(row) == {NAME: SAID}


def test_a_stale_save_is_refused_and_kept_in_the_history(draft: Evaluation, writer: User) -> None:
    row = follow(draft, 1, former=SAID)
    values = {
        "status": row.status,
        "state_actions": row.state_actions,
        "observations": row.observations,
        "follow_ups": {NAME: DONE},
    }
    with pytest.raises(Stale):
        assessments.save(row, **values, expected_version=row.version - 1, by=writer)
    assessments.set_aside(row, **values, by=writer)

    assert following.said(row) == {NAME: SAID}
    aside = history.of_text(row).get(kind=Revision.Kind.SET_ASIDE)
    assert aside.content["follow_ups"] == {NAME: DONE}


@pytest.mark.parametrize("name", ["2020/inconnue", "2019/former", "2020/poursuivre", "former"])
def test_only_what_stood_at_the_same_place_before_is_followed(
    draft: Evaluation, writer: User, name: str
) -> None:
    row = draft.assessments.get(measure__number=1)
    with pytest.raises(UnknownRecommendation, match=name):
        assessments.save(
            row,
            status=row.status,
            state_actions=row.state_actions,
            observations=row.observations,
            follow_ups={name: DONE},
            expected_version=row.version,
            by=writer,
        )
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"outcome": "presque", "comment": "Oui."}, "presque"),
        ({"outcome": "suivie", "comment": "long " * 200}, "600"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changed(
    draft: Evaluation, said: dict[str, str], message: str
) -> None:
    count = Revision.objects.count()
    with pytest.raises(ValidationError, match=message):
        follow(draft, 1, former=said)
    assert (FollowUp.objects.count(), Revision.objects.count()) == (0, count)


def test_a_recommendation_of_a_section_is_followed_in_the_section_of_the_same_address(
    draft: Evaluation,
) -> None:
    row = follow_section(draft, "suites", poursuivre=SAID)
    assert following.said(row) == {f"{FORMER}/poursuivre": SAID}
    assert FollowUp.objects.get().section == row


def test_a_section_that_says_it_is_not_removed(draft: Evaluation, writer: User) -> None:
    row = follow_section(draft, "suites", poursuivre=SAID)
    row.body = ""
    row.save()
    with pytest.raises(InUse, match="recommandations"):
        outline.remove(row, by=writer)


def test_a_change_of_it_leaves_the_text_to_be_proof_read_again(draft: Evaluation) -> None:
    camille = factories.user("camille")
    alex = factories.user("alex", role="Rédaction")
    assert follow(draft, 1, former=SAID, by=camille).work_state == "relu"
    assert follow(draft, 1, former=DONE, by=alex).work_state == "a-relire"


def test_a_published_evaluation_does_not_change_any_more(draft: Evaluation) -> None:
    follow(draft, 1, former=SAID)
    factories.publish(draft)
    with pytest.raises(Closed):
        follow(draft, 1, former=DONE)


def test_a_rectification_takes_it_over_and_the_next_evaluation_does_not(
    draft: Evaluation, writer: User
) -> None:
    follow(draft, 1, former=SAID)
    follow_section(draft, "suites", poursuivre=DONE)
    done = factories.publish(draft)

    rectified = published.rectify(done, reason="Erreur.", by=writer)
    opened = editions.open_next(
        plan=done.plan, slug="2024", title="Suivante", former=done, carry_texts=True, by=writer
    )

    names = {row.name: (row.outcome, row.comment) for row in rectified.follow_ups.all()}
    assert names == {
        NAME: ("partiellement-suivie", SAID["comment"]),
        f"{FORMER}/poursuivre": ("suivie", DONE["comment"]),
    }
    assert not opened.follow_ups.exists()
    assert done.follow_ups.count() == 2


def test_a_rectification_that_is_given_up_leaves_what_is_published(
    draft: Evaluation, writer: User
) -> None:
    follow(draft, 1, former=SAID)
    done = factories.publish(draft)
    published.discard(
        published.rectify(done, reason="Erreur.", by=writer), reason="Non.", by=writer
    )
    assert [row.evaluation for row in FollowUp.objects.all()] == [done]


def test_an_earlier_version_brings_it_back(draft: Evaluation, writer: User) -> None:
    row = follow(draft, 1, former=SAID)
    earlier = history.of_text(row).first()
    row = follow(draft, 1, former=DONE)
    restore(row, earlier, expected_version=row.version, by=writer)
    assert following.said(row) == {NAME: SAID}


def test_the_history_shows_what_changed_in_it(draft: Evaluation) -> None:
    follow(draft, 1, former=SAID)
    row = follow(draft, 1, former=SAID | {"comment": "La loi est votée, le décret aussi."})
    (step,) = history.steps([history.of_text(row).first()], row=row)
    assert [field.name for field in step.changed] == ["follow_ups"]
    (change,) = history.changes(step.fields, step.before, step.after)
    assert change.field.label == "Suites données aux recommandations"
    assert "Recommandation 2020/former\u202f: partiellement suivie" in change.redline.html
    assert (change.redline.deletions, change.redline.insertions) == (1, 1)


def test_what_was_written_stays_when_the_earlier_evaluation_is_withdrawn(
    draft: Evaluation, writer: User
) -> None:
    follow(draft, 1, former=SAID)
    former = Evaluation.objects.get(slug=FORMER)
    published.unpublish(former, reason="Erreur.", by=writer)

    row = factories.assess(draft, 1, status="non")

    (lost,) = following.of_text(row)
    assert (lost.name, lost.recommendation, lost.comment) == (NAME, None, SAID["comment"])
    assert following.shown(row) == []
    follow(draft, 1, former=DONE)
    assert following.said(row) == {NAME: DONE}
