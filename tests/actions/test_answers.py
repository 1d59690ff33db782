"""The answers of addressees: saved with the text beside which they stand, carried over, kept."""

import pytest

from measures import answering, history, readiness
from measures.actions import assessments, editions, published
from measures.actions.refusals import Closed, Stale, UnknownAddressee
from measures.actions.restoring import restore
from measures.models import Answer, Evaluation, Revision, User
from tests import factories, once
from tests.answered import SAID, answer

OTHER = {"on": "2022-02-01", "text": "<p>Non.</p>"}


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=2))
    factories.assess(made, 1)
    factories.assess(made, 2)
    return made


def test_an_answer_is_saved_with_its_text_and_its_history(draft: Evaluation) -> None:
    version = draft.assessments.get(measure__number=1).version
    row = answer(draft, 1, miprof=SAID, parlement=OTHER)
    assert row.version == version + 1
    rows = [(each.addressee.slug, each.text) for each in Answer.objects.all()]
    assert rows == [("parlement", OTHER["text"]), ("miprof", SAID["text"])]
    assert history.of_text(row).first().content["answers"] == {"parlement": OTHER, "miprof": SAID}
    count = Revision.objects.count()
    answer(draft, 1, miprof=SAID, parlement=OTHER)
    assert Revision.objects.count() == count


def test_it_is_cleaned_changed_and_taken_out(draft: Evaluation) -> None:
    dirty = "<p onclick='x()'>Le <b>ministère</b>.</p><script>x()</script>"
    row = answer(draft, 1, miprof=SAID | {"text": dirty})
    assert "onclick" not in Answer.objects.get().text
    assert "script" not in Answer.objects.get().text
    answer(draft, 1, miprof=OTHER)
    assert answering.said(row) == {"miprof": OTHER}
    answer(draft, 1, miprof=OTHER | {"text": ""})
    assert answering.said(row) == {}


def test_a_save_that_says_nothing_of_answers_leaves_them(draft: Evaluation) -> None:
    answer(draft, 1, miprof=SAID)
    assert answering.said(factories.assess(draft, 1, status="non")) == {"miprof": SAID}


def test_a_stale_save_is_refused_and_kept(draft: Evaluation, writer: User) -> None:
    row = answer(draft, 1, miprof=SAID)
    values = {
        "status": row.status,
        "state_actions": row.state_actions,
        "observations": row.observations,
        "answers": {"miprof": OTHER},
    }
    with pytest.raises(Stale):
        assessments.save(row, **values, expected_version=row.version - 1, by=writer)
    assessments.set_aside(row, **values, by=writer)
    assert answering.said(row) == {"miprof": SAID}
    aside = history.of_text(row).get(kind=Revision.Kind.SET_ASIDE)
    assert aside.content["answers"] == {"miprof": OTHER}


def test_only_a_known_addressee_answers(draft: Evaluation, writer: User) -> None:
    row = draft.assessments.get(measure__number=1)
    with pytest.raises(UnknownAddressee, match="inconnu"):
        assessments.save(
            row,
            status=row.status,
            state_actions=row.state_actions,
            observations=row.observations,
            answers={"inconnu": SAID},
            expected_version=row.version,
            by=writer,
        )


def test_a_rectification_takes_answers_over_and_the_next_evaluation_does_not(
    draft: Evaluation, writer: User
) -> None:
    answer(draft, 1, miprof=SAID)
    done = factories.publish(draft)
    rectified = published.rectify(done, reason="Erreur.", by=writer)
    opened = editions.open_next(
        plan=done.plan, slug="2024", title="Suivante", former=done, carry_texts=True, by=writer
    )
    assert [each.text for each in rectified.answers.all()] == [SAID["text"]]
    assert not opened.answers.exists()
    with pytest.raises(Closed):
        answer(done, 1, miprof=OTHER)
    published.discard(rectified, reason="Non.", by=writer)
    assert Answer.objects.get().evaluation == done


def test_history_shows_it_and_brings_it_back(draft: Evaluation, writer: User) -> None:
    row = answer(draft, 1, miprof=SAID)
    earlier = history.of_text(row).first()
    row = answer(draft, 1, miprof=SAID | {"text": "<p>Le ministère a rompu la convention.</p>"})
    (step,) = history.steps([history.of_text(row).first()], row=row)
    (change,) = history.changes(step.fields, step.before, step.after)
    assert change.field.label == "Réponses des destinataires"
    assert (change.redline.deletions, change.redline.insertions) == (1, 1)
    restore(row, earlier, expected_version=row.version, by=writer)
    assert answering.said(row) == {"miprof": SAID}


def test_a_change_leaves_the_text_to_be_proof_read_again(draft: Evaluation) -> None:
    alex = factories.user("alex", role="Rédaction")
    assert answer(draft, 1, miprof=SAID, by=alex).work_state == "a-relire"
    assert any("à relire" in sentence for sentence in readiness.preventing(draft))


def test_a_link_of_an_answer_that_leads_nowhere_prevents_a_publication(draft: Evaluation) -> None:
    text = '<p>Voir la <a href="#mesure-9">mesure 9</a>.</p>'
    answer(draft, 1, miprof=SAID | {"text": text})
    assert readiness.preventing(draft) == [
        "Mesure 1 : le lien #mesure-9 ne mène nulle part dans cette évaluation."
    ]
