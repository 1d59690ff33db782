"""Summaries in plain language: written, refused, kept and carried over like any other text."""

import pytest

from measures.actions import assessments, editions, plans, published, restoring
from measures.actions.refusals import Closed, Stale
from measures.actions.saving import history_of
from measures.models import Assessment, Passage, Priority, User
from measures.rich_text import InvalidText
from tests import factories, once

WORDS = "<p>L’État forme des juges.</p>\n<p>C’est trop peu.</p>"


@once.fixture
def assessment() -> Assessment:
    made = factories.evaluation(factories.plan(measures=2))
    return factories.assess(made, 1, plain_summary=WORDS)


def save(row: Assessment, *, version: int, **changed: object) -> bool:
    values = {"status": "non", "state_actions": "", "observations": "<p>Vu.</p>"}
    return assessments.save(row, expected_version=version, by=factories.user(), **values | changed)


def test_it_is_kept_in_the_row_its_history_and_the_search(assessment: Assessment) -> None:
    assessment.refresh_from_db()
    assert assessment.plain_summary == WORDS
    assert history_of(assessment).first().content["plain_summary"] == WORDS
    found = assessment.passages.filter(source=Passage.Source.PLAIN_SUMMARY)
    assert [row.text for row in found] == ["L’État forme des juges.", "C’est trop peu."]


def test_it_stays_as_it_is_where_a_save_does_not_speak_of_it(assessment: Assessment) -> None:
    save(assessment, version=assessment.version)
    assert assessment.plain_summary == WORDS


@pytest.mark.parametrize("wrong", ["<h3>Un titre</h3>", f"<p>{'a' * 2000}</p>"])
def test_what_is_no_summary_is_refused_and_nothing_written(
    wrong: str, assessment: Assessment
) -> None:
    version = assessment.version
    with pytest.raises(InvalidText):
        save(assessment, version=version, plain_summary=wrong)
    assessment.refresh_from_db()
    assert (assessment.version, assessment.plain_summary) == (version, WORDS)


def test_a_stale_copy_is_refused_and_set_aside_in_the_history(assessment: Assessment) -> None:
    with pytest.raises(Stale):
        save(assessment, version=1, plain_summary="<p>Autrement.</p>")
    assessments.set_aside(
        assessment,
        status="non",
        state_actions="",
        observations="",
        plain_summary="<p>Autrement.</p>",
        by=factories.user(),
    )
    aside = history_of(assessment).first()
    assert aside.content["plain_summary"] == "<p>Autrement.</p>"

    restoring.restore(assessment, aside, expected_version=assessment.version, by=factories.user())
    assert assessment.plain_summary == "<p>Autrement.</p>"


def test_a_version_from_before_there_were_any_is_brought_back_without(
    assessment: Assessment,
) -> None:
    first = history_of(assessment).last()
    del first.content["plain_summary"]
    first.save()
    restoring.restore(assessment, first, expected_version=assessment.version, by=factories.user())
    assert assessment.plain_summary == ""


def test_once_published_it_does_not_change(assessment: Assessment) -> None:
    factories.publish(assessment.evaluation)
    assessment.refresh_from_db()
    with pytest.raises(Closed):
        save(assessment, version=assessment.version, plain_summary="")


def test_a_rectification_and_the_next_evaluation_begin_with_it(
    assessment: Assessment, writer: User
) -> None:
    former = factories.publish(assessment.evaluation)
    again = published.rectify(former, reason="Une date était fausse.", by=writer)
    assert again.assessments.get(measure__number=1).plain_summary == WORDS

    following = editions.open_next(
        plan=former.plan,
        slug="2024",
        title="Évaluation 2024",
        former=former,
        carry_texts=True,
        by=writer,
    )
    assert following.assessments.get(measure__number=1).plain_summary == WORDS


def test_a_priority_has_one_too(writer: User) -> None:
    row: Priority = factories.plan(measures=1).priorities.get()
    kept = {"title": row.title, "presentation": row.presentation, "by": writer}
    plans.save_priority(row, plain_summary=WORDS, expected_version=row.version, **kept)
    plans.save_priority(row, expected_version=row.version, **kept | {"title": "Autre"})
    assert (row.title, row.plain_summary) == ("Autre", WORDS)

    revision = history_of(row).last()
    restoring.restore(row, revision, expected_version=row.version, by=writer)
    assert row.plain_summary == ""
