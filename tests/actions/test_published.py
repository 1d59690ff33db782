"""What becomes of a published evaluation: rectified by a further edition, or withdrawn."""

from collections.abc import Callable

import pytest
from django.db import connection

from measures.actions import assessments, published
from measures.actions.refusals import (
    Changed,
    Closed,
    InPreparation,
    NotInForce,
    NotPublished,
    NotRectifying,
)
from measures.models import Evaluation, Revision, User
from tests import factories
from tests.actions.test_saving import together
from tests.factories import note, recommendation

REASON = "Le chiffre de la mesure 1\r\nétait faux."


@pytest.fixture
def first(writer: User) -> Evaluation:
    """A published evaluation with everything that an edition can hold."""
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(
        factories.plan(measures=3), title="Évaluation", notice="<p>Extrait.</p>"
    )
    part = factories.section(
        made, "partie", order=5, label="Partie I", body=f"<p>Oui{note('Une note.')}.</p>"
    )
    # Read before the section that holds it.
    factories.section(made, "normes", order=2, parent=part, page=3)
    factories.section(
        made, "suites", place=2, body=recommendation("Poursuivre.", key="suivre", to="parlement")
    )
    factories.assess(
        made,
        1,
        status="non",
        state_actions=f"<p>Une loi{note('Loi.')}.</p>",
        observations=recommendation("Former.", key="former", to="parlement"),
        page=12,
    )
    shared = factories.assess(made, 2)
    factories.assess(made, 3, observations="", observations_in=shared)
    return factories.publish(made)


def content(evaluation: Evaluation) -> tuple[list, list, list]:
    """Return all that an edition says, without the keys of its rows."""
    sections = evaluation.sections.values_list(
        "slug", "label", "title", "place", "order", "parent__slug", "body", "page", "note_count"
    )
    said = evaluation.assessments.order_by("measure__number").values_list(
        "measure__number",
        "status",
        "state_actions",
        "observations",
        "observations_in__measure__number",
        "page",
        "state_actions_note_count",
        "observations_note_count",
    )
    asked = evaluation.recommendations.order_by("number").values_list(
        "number", "key", "html", "addressees__slug"
    )
    return list(sections), list(said), list(asked)


def test_a_rectification_begins_with_all_that_was_published(
    first: Evaluation, writer: User
) -> None:
    before = content(first)
    made = published.rectify(first, reason=REASON, by=writer)

    assert content(made) == before
    assert content(first) == before
    assert (made.edition, made.is_published) == (2, False)
    assert made.rectification_reason == "Le chiffre de la mesure 1 était faux."
    assert (made.title, made.notice) == (first.title, first.notice)
    assert set(made.assessments.values_list("work_state", flat=True)) == {"relu"}
    assert set(made.sections.values_list("work_state", flat=True)) == {"relu"}
    columns = ("position", "kind", "source", "anchor", "folded")
    kept = sorted(first.passages.values_list(*columns))
    assert sorted(made.passages.values_list(*columns)) == kept
    assert published.in_force(made) == first


def test_each_text_of_a_rectification_begins_its_history(first: Evaluation, writer: User) -> None:
    made = published.rectify(first, reason=REASON, by=writer)
    rows = made.revisions.exclude(message="")
    assert {row.message for row in rows} == {"Repris de l’édition 1"}
    assert rows.count() == made.sections.count() + made.assessments.count()
    assert {row.by for row in rows} == {writer}


def test_what_is_changed_in_a_rectification_is_to_be_proof_read_again(
    first: Evaluation, writer: User
) -> None:
    made = published.rectify(first, reason=REASON, by=writer)
    row = made.assessments.get(measure__number=1)
    assessments.save(
        row,
        status=row.status,
        state_actions="<p>Autre.</p>",
        observations=row.observations,
        expected_version=row.version,
        by=factories.user("anne", role="Rédaction"),
    )
    row.refresh_from_db()
    assert row.work_state == "a-relire"
    assert first.assessments.get(measure__number=1).state_actions != row.state_actions


def test_one_rectification_is_prepared_at_a_time(first: Evaluation, writer: User) -> None:
    made = published.rectify(first, reason=REASON, by=writer)
    with pytest.raises(InPreparation):
        published.rectify(first, reason=REASON, by=writer)
    with pytest.raises(NotPublished):
        published.rectify(made, reason=REASON, by=writer)
    factories.publish(made)
    with pytest.raises(NotInForce):
        published.rectify(first, reason=REASON, by=writer)
    assert published.rectify(made, reason="Encore.", by=writer).edition == 3


def test_a_rectification_without_a_reason_leaves_nothing(first: Evaluation, writer: User) -> None:
    revisions = Revision.objects.count()
    with pytest.raises(Exception, match="motif"):
        published.rectify(first, reason="  ", by=writer)
    assert Evaluation.objects.count() == 1
    assert Revision.objects.count() == revisions


def test_a_withdrawn_evaluation_is_in_preparation_again(first: Evaluation, writer: User) -> None:
    assert first.words.exists()
    before, at = content(first), first.published_at
    held = published.unpublish(first, reason="Publiée  par\nerreur.", by=writer)

    stored = Evaluation.objects.get(pk=first.pk)
    assert not stored.is_published
    assert stored.published_by is None
    assert (stored.adopted_on, stored.statement) == (first.adopted_on, first.statement)
    assert not stored.words.exists()
    assert content(stored) == before
    revision = Revision.objects.latest("pk")
    assert (revision.target, revision.by, revision.evaluation) == (held, writer, held)
    assert revision.message == "Retrait de la publication : Publiée par erreur."
    assert revision.content == {"published_at": None, "withdrawn": at.isoformat()}
    row = factories.assess(stored, 1, observations="<p>Corrigé.</p>")
    assert row.observations == "<p>Corrigé.</p>"


def test_the_edition_before_a_withdrawn_one_is_in_force_again(
    first: Evaluation, writer: User
) -> None:
    second = factories.publish(published.rectify(first, reason=REASON, by=writer))
    assert published.in_force(first) == second
    with pytest.raises(NotInForce):
        published.unpublish(first, reason="Erreur.", by=writer)

    published.unpublish(second, reason="Erreur.", by=writer)
    assert published.in_force(second) == first
    assert first.words.exists()
    with pytest.raises(NotPublished):
        published.unpublish(second, reason="Erreur.", by=writer)
    with pytest.raises(InPreparation):
        published.unpublish(first, reason="Erreur.", by=writer)


def test_rectifying_and_withdrawing_leave_a_trace_in_the_log(
    first: Evaluation,
    writer: User,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with (
        caplog.at_level("INFO", "measures.security"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        factories.publish(published.rectify(first, reason=REASON, by=writer))
        published.unpublish(published.in_force(first), reason="Erreur.", by=writer)
    traces = [row.getMessage() for row in caplog.records if row.name == "measures.security"]
    assert [trace.partition(" evaluation=")[0] for trace in traces] == [
        "rectification opened",
        "published",
        "unpublished",
    ]
    assert all(f"edition=2 by={writer.pk} at=" in trace for trace in traces)


def test_a_publication_that_fails_half_way_leaves_nothing(writer: User) -> None:
    made = factories.evaluation(factories.plan(measures=1))
    factories.assess(made, 1)
    revisions = Revision.objects.count()

    def full(execute: Callable, sql: str, *rest: object) -> object:
        if 'INTO "measures_word"' in sql:  # the last that a publication writes
            raise OSError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full), pytest.raises(OSError, match="disk full"):
        factories.published(made, adopted_on=factories.TODAY, statement="adoptée", by=writer)

    stored = Evaluation.objects.get(pk=made.pk)
    assert (stored.published_at, stored.adopted_on, stored.statement) == (None, None, "")
    assert Revision.objects.count() == revisions
    factories.assess(stored, 1, observations="<p>Toujours ouvert.</p>")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_rectify_one_does() -> None:
    made = factories.evaluation(factories.plan(measures=1))
    first, by = factories.publish(made), factories.user()
    answers = together(
        lambda _: published.rectify(
            Evaluation.objects.get(pk=first.pk), reason="Une erreur.", by=by
        )
    )
    assert sum(isinstance(answer, InPreparation) for answer in answers) == 7
    (second,) = [answer for answer in answers if isinstance(answer, Evaluation)]
    assert second.edition == 2
    assert Evaluation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_those_who_publish_and_save_at_once_each_meets_a_whole_evaluation() -> None:
    made = factories.evaluation(factories.plan(measures=1))
    row, by = factories.assess(made, 1), factories.user()

    def publish() -> Evaluation:
        return factories.published(made, adopted_on=factories.TODAY, statement="adoptée", by=by)

    def act(number: int) -> object:
        if number % 2:
            try:
                return publish()
            except Changed:  # a text was saved since the report was printed: look again
                return publish()
        return assessments.save(
            row.__class__.objects.get(pk=row.pk),
            status="non",
            state_actions="",
            observations=f"<p>{number}</p>",
            work_state="relu",
            expected_version=row.version,
            by=by,
        )

    answers = together(act)
    stored = Evaluation.objects.get(pk=made.pk)
    assert stored.is_published
    assert sum(isinstance(answer, Evaluation) for answer in answers) == 1
    assert any(isinstance(answer, Closed) for answer in answers)
    said = stored.assessments.get()
    held = stored.passages.filter(source="o").values_list("text", flat=True)
    assert [f"<p>{text}</p>" for text in held] == [said.observations]


def test_a_rectification_given_up_leaves_its_versions_in_the_journal(
    first: Evaluation, writer: User
) -> None:
    before = content(first)
    made = published.rectify(first, reason=REASON, by=writer)
    factories.assess(made, 1, observations="<p>Ce qui fut écrit.</p>")
    revisions = Revision.objects.count()

    assert published.discard(made, reason="Sans\nobjet.", by=writer) == first

    assert [row.pk for row in Evaluation.objects.all()] == [first.pk]
    assert content(first) == before
    assert Revision.objects.count() == revisions + 1
    trace = first.revisions.latest("pk")
    assert trace.message == "Rectification abandonnée (édition 2) : Sans objet."
    assert (trace.target, trace.by) == (first, writer)
    written = [row.content.get("observations") for row in first.revisions.all()]
    assert "<p>Ce qui fut écrit.</p>" in written
    assert published.rectify(first, reason="Autre.", by=writer).edition == 2


def test_what_replaces_nothing_published_is_not_given_up(writer: User) -> None:
    made = factories.evaluation(factories.plan(measures=1))
    with pytest.raises(NotRectifying):
        published.discard(made, reason="Sans objet.", by=writer)
    done = factories.publish(made)
    with pytest.raises(Closed):
        published.discard(done, reason="Sans objet.", by=writer)
    assert Evaluation.objects.count() == 1


def test_who_saves_in_a_rectification_given_up_is_told(first: Evaluation, writer: User) -> None:
    made = published.rectify(first, reason=REASON, by=writer)
    row = made.assessments.get(measure__number=1)
    published.discard(made, reason="Sans objet.", by=writer)
    with pytest.raises(Closed):
        assessments.save(
            row, status="non", state_actions="", observations="", expected_version=1, by=writer
        )


def test_all_editions_can_be_withdrawn_one_by_one(first: Evaluation, writer: User) -> None:
    second = factories.publish(published.rectify(first, reason=REASON, by=writer))
    published.unpublish(second, reason="Erreur.", by=writer)
    published.discard(second, reason="Erreur.", by=writer)
    published.unpublish(first, reason="Erreur.", by=writer)
    assert not Evaluation.objects.published_editions().exists()
    said = list(first.revisions.order_by("pk").values_list("message", flat=True))
    assert [message for message in said if "ublication" in message] == [
        "Publication",
        "Publication",
        "Retrait de la publication : Erreur.",
        "Retrait de la publication : Erreur.",
    ]
