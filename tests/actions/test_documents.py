"""Documents asked for, taken, kept: once for each that is wanted, and nothing lost in between."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.actions import documents, evaluations, published
from measures.actions.refusals import Changed
from measures.models import Document, DocumentBytes, Evaluation, User
from tests import factories
from tests.actions.test_saving import together

PARTS = [("mesure", "1"), ("mesure", "2"), ("synthese", "")]
State = Document.State


@pytest.fixture
def draft(writer: User) -> Evaluation:
    """An evaluation that is ready to be published."""
    made = factories.evaluation(factories.plan(measures=2))
    for number in (1, 2):
        factories.assess(made, number)
    return made


@pytest.fixture
def evaluation(draft: Evaluation) -> Evaluation:
    """A published one, whose parts wait."""
    done = factories.publish(draft)
    documents.ask_parts(done, PARTS)
    return done


def waiting() -> list[str]:
    return [str(row) for row in Document.objects.filter(state=State.WAITING)]


def silent(document: Document) -> None:
    """Let it be long since the maker of a document said a word."""
    long_ago = timezone.now() - documents.SILENCE - timedelta(seconds=1)
    Document.objects.filter(pk=document.pk).update(taken_at=long_ago)


# Of a publication


def test_what_is_published_has_its_report_and_asks_for_its_parts(draft: Evaluation) -> None:
    by, at = factories.user(), timezone.now()
    adoption = {"adopted_on": factories.TODAY, "statement": "adoptée"}
    ahead = evaluations.as_published(draft, **adoption, at=at, by=by)
    printed = factories.smallest_report(ahead)
    printed = documents.Printed(printed.content, printed.signature, PARTS)
    assert not draft.is_published

    done = evaluations.publish(draft, **adoption, at=at, printed=printed, by=by)

    report = Document.objects.public().ready().get(evaluation=done)
    assert (report.kind, report.published_at) == (Document.Kind.REPORT, done.published_at)
    assert report.sha256 == hashlib.sha256(printed.content).hexdigest()
    assert report.size == len(printed.content)
    assert bytes(report.bytes.data) == printed.content
    assert waiting() == ["mesure 1", "mesure 2", "synthèse"]


def test_nothing_is_published_with_a_report_of_something_else(draft: Evaluation) -> None:
    by, at = factories.user(), timezone.now()
    adoption = {"adopted_on": factories.TODAY, "statement": "adoptée"}
    ahead = evaluations.as_published(draft, **adoption, at=at, by=by)
    printed = factories.smallest_report(ahead)
    factories.assess(draft, 1, observations="<p>Changé entre-temps.</p>")
    for changed in ({}, {"statement": "autrement adoptée"}, {"at": at + timedelta(seconds=1)}):
        values = {**adoption, "at": at} | changed
        with pytest.raises(Changed):
            evaluations.publish(draft, **values, printed=printed, by=by)
    assert not Evaluation.objects.published().exists()
    assert not Document.objects.exists()


def test_a_corrected_name_of_an_addressee_makes_another_report(draft: Evaluation) -> None:
    mark = factories.recommendation("Agir.", key="agir", to=factories.addressee().slug)
    factories.assess(draft, 1, observations=mark)
    by, at = factories.user(), timezone.now()
    adoption = {"adopted_on": factories.TODAY, "statement": "adoptée"}
    printed = factories.smallest_report(evaluations.as_published(draft, **adoption, at=at, by=by))
    factories.addressee(name="Le Gouvernement")
    with pytest.raises(Changed):
        evaluations.publish(draft, **adoption, at=at, printed=printed, by=by)


def test_the_bytes_of_what_is_published_never_change(evaluation: Evaluation) -> None:
    report = evaluation.documents.get(kind=Document.Kind.REPORT)
    for change in (
        lambda: DocumentBytes.objects.filter(document=report).update(data=b"autre"),
        lambda: Document.objects.filter(pk=report.pk).update(sha256="0" * 64),
        lambda: Document.objects.filter(pk=report.pk).update(
            state=State.WAITING, made_at=None, size=None, sha256=""
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_report_of_a_withdrawn_evaluation_stays_in_its_history_and_its_parts_go(
    evaluation: Evaluation, writer: User
) -> None:
    taken = documents.take()
    published.unpublish(evaluation, reason="Une erreur.", by=writer)
    (report,) = evaluation.documents.all()
    assert report.withdrawn_at is not None
    assert not Document.objects.public().exists()
    assert not documents.keep(taken, content=b"trop tard", signature="")
    assert documents.take() is None

    factories.publish(evaluation)
    assert [row.withdrawn_at is None for row in evaluation.documents.all()] == [False, True]


def test_the_withdrawn_report_of_an_edition_given_up_stays_with_the_one_in_force(
    evaluation: Evaluation, writer: User
) -> None:
    second = factories.publish(published.rectify(evaluation, reason="Un chiffre.", by=writer))
    report = second.documents.get()
    published.unpublish(second, reason="Une erreur.", by=writer)
    held = Evaluation.objects.get(pk=second.pk)
    assert held.edition == 2
    published.discard(held, reason="Sans objet.", by=writer)
    report.refresh_from_db()
    assert report.evaluation == evaluation
    assert report not in Document.objects.public()
    assert Document.objects.public().get(kind="rapport").evaluation == evaluation


def test_what_was_published_without_a_report_gets_one_once(evaluation: Evaluation) -> None:
    evaluation.documents.all().delete()
    printed = factories.smallest_report(evaluation)
    assert documents.keep_missing_report(evaluation, printed) is not None
    assert documents.keep_missing_report(evaluation, printed) is None
    assert Document.objects.public().ready().count() == 1


def test_parts_are_asked_for_once(evaluation: Evaluation) -> None:
    assert documents.ask_parts(evaluation, [*PARTS, ("priorite", "1")]) == 1
    assert documents.ask_parts(evaluation, PARTS) == 0


# The queue


@pytest.mark.usefixtures("evaluation")
def test_documents_are_taken_in_their_order_and_kept() -> None:
    names = []
    while (taken := documents.take()) is not None:
        names.append(str(taken))
        assert documents.keep(taken, content=f"%PDF {taken}".encode(), signature="1")
        assert not documents.keep(taken, content=b"encore", signature="1")
    assert names == ["mesure 1", "mesure 2", "synthèse"]
    kept = Document.objects.get(kind="mesure", key="2")
    assert bytes(kept.bytes.data) == b"%PDF mesure 2"
    assert (kept.state, kept.size, kept.taken_by) == (State.READY, 13, "")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_at_once_each_gets_another() -> None:
    done = factories.publish(factories.evaluation(factories.plan(measures=1)))
    documents.ask_parts(done, [("mesure", str(number)) for number in range(1, 13)])
    taken = [row.pk for row in together(lambda _: documents.take()) if row is not None]
    assert len(taken) == len(set(taken))
    while (row := documents.take()) is not None:
        taken.append(row.pk)
    assert len(taken) == len(set(taken)) == 12
    assert not Document.objects.exclude(attempts=1).exclude(kind="rapport").exists()


@pytest.mark.usefixtures("evaluation")
def test_what_a_dead_maker_held_is_taken_by_another_and_the_dead_one_keeps_nothing() -> None:
    held = documents.take()
    assert documents.still_at_work(held)
    others = [documents.take() for _ in range(3)]
    assert held not in others
    assert others[-1] is None
    silent(held)
    again = documents.take()
    assert again == held
    assert not documents.still_at_work(held)
    assert not documents.keep(held, content=b"de l'ancien", signature="1")
    documents.give_up(held, why="Trop tard.")
    documents.put_back(held)
    assert documents.keep(again, content=b"du nouveau", signature="1")
    assert bytes(DocumentBytes.objects.get(document=held).data) == b"du nouveau"


@pytest.mark.usefixtures("evaluation")
def test_what_ends_its_makers_is_given_up_after_some_attempts() -> None:
    for _ in range(documents.ATTEMPTS):
        taken = documents.take()
        assert str(taken) == "mesure 1"
        silent(taken)
        Document.objects.exclude(pk=taken.pk).filter(state=State.WAITING).update(
            asked_at=timezone.now()
        )
    assert str(documents.take()) == "mesure 2"
    row = Document.objects.get(kind="mesure", key="1")
    assert (row.state, row.failure) == (State.FAILED, documents.ENDED)
    assert documents.try_again() == 1
    assert Document.objects.get(pk=row.pk).state == State.WAITING


@pytest.mark.usefixtures("evaluation")
def test_a_maker_that_is_told_to_stop_puts_back_what_it_holds() -> None:
    held = documents.take()
    documents.put_back(held)
    assert documents.take() == held
    held.refresh_from_db()
    assert held.attempts == 1


@pytest.mark.usefixtures("evaluation")
def test_what_cannot_be_made_says_why() -> None:
    held = documents.take()
    documents.give_up(held, why="Le document est trop long.")
    held.refresh_from_db()
    assert (held.state, held.failure) == (State.FAILED, "Le document est trop long.")
    assert documents.take() != held


# Proofs


def test_a_proof_is_one_for_the_same_draft_person_and_options(
    draft: Evaluation, writer: User
) -> None:
    ask = documents.ask_proof
    first = ask(draft, ("rapport", ""), by=writer)
    assert ask(draft, ("rapport", ""), by=writer) == first
    others = {
        ask(draft, ("rapport", ""), options="notes", by=writer).pk,
        ask(draft, ("mesure", "1"), by=writer).pk,
        ask(draft, ("rapport", ""), by=factories.user("ines")).pk,
    }
    assert len(others | {first.pk}) == 4
    documents.keep(documents.take(), content=b"%PDF", signature=first.signature)
    assert ask(draft, ("rapport", ""), by=writer).state == State.READY


def test_a_proof_is_made_anew_once_the_draft_has_changed_or_it_failed(
    draft: Evaluation, writer: User
) -> None:
    first = documents.ask_proof(draft, ("rapport", ""), by=writer)
    documents.keep(documents.take(), content=b"%PDF", signature=first.signature)
    factories.assess(draft, 1, observations="<p>Tout autre chose.</p>")
    second = documents.ask_proof(draft, ("rapport", ""), by=writer)
    assert second.state == State.WAITING
    assert list(Document.objects.all()) == [second]
    assert not DocumentBytes.objects.exists()

    documents.give_up(documents.take(), why="Le document est trop long.")
    assert documents.ask_proof(draft, ("rapport", ""), by=writer).state == State.WAITING


def test_proofs_come_before_parts(evaluation: Evaluation, writer: User) -> None:
    other = factories.evaluation(evaluation.plan, "2024")
    proof = documents.ask_proof(other, ("rapport", ""), by=writer)
    assert documents.take() == proof


def test_proofs_go_with_the_publication_and_after_some_days(
    draft: Evaluation, writer: User
) -> None:
    other = factories.evaluation(draft.plan, "2024")
    for row in (draft, other):
        documents.ask_proof(row, ("rapport", ""), by=writer)
        documents.keep(documents.take(), content=b"%PDF", signature="1")
    factories.publish(draft)
    assert [row.evaluation for row in Document.objects.filter(published_at=None)] == [other]
    assert documents.tidy() == 0
    old = timezone.now() - timedelta(days=documents.PROOF_DAYS, hours=1)
    Document.objects.filter(published_at=None).update(asked_at=old)
    assert documents.tidy() == 1
    assert DocumentBytes.objects.count() == 1  # of the report that is published
