"""Adding and saving the sections of a report."""

import pytest
from django.core.exceptions import ValidationError

from measures.actions import sections
from measures.actions.refusals import Closed, Stale, UnknownAddressee
from measures.models import Evaluation, Recommendation, Revision, Section, User
from tests import factories, once
from tests.factories import note, recommendation


@once.fixture
def evaluation() -> Evaluation:
    return factories.evaluation(factories.plan(measures=1))


def save(section: Section, *, by: User, version: int = 1, **changed: object) -> bool:
    values = {
        name: getattr(section, name)
        for name in ("label", "title", "place", "order", "parent", "body", "page")
    }
    return sections.save(section, expected_version=version, by=by, **values | changed)


def history(section: Section) -> list[Revision]:
    return [row for row in Revision.objects.order_by("pk") if row.target == section]


def test_a_section_is_created_with_its_recommendations_notes_and_first_revision(
    evaluation: Evaluation, writer: User
) -> None:
    part = factories.section(evaluation, "partie-1", label="Partie I")
    body = f"<p>Un<i>e</i>{note('Voir.')}</p>{recommendation('Agir.', key='agir')}"
    section = factories.section(evaluation, "normes", order=2, parent=part, page=4, body=body)

    stored = Section.objects.get(pk=section.pk)
    assert stored.body.startswith("<p>Un<em>e</em>")
    assert (stored.parent, stored.page, stored.note_count, stored.version) == (part, 4, 1, 1)
    assert Recommendation.objects.get(section=section).key == "agir"
    (revision,) = history(section)
    assert (revision.by, revision.evaluation) == (writer, evaluation)
    assert revision.content["body"] == stored.body
    assert revision.content["parent"] == part.pk


def test_saving_a_section_writes_counts_derives_and_records(
    evaluation: Evaluation, writer: User
) -> None:
    section = factories.section(evaluation)

    body = f"<p>Texte{note('a')}{note('b')}</p>{recommendation('Agir.')}"
    assert save(section, title="Autre titre", body=body, message="Relecture", by=writer)

    stored = Section.objects.get(pk=section.pk)
    assert (stored.title, stored.note_count, stored.version) == ("Autre titre", 2, 2)
    assert Recommendation.objects.get(section=section).text == "Agir."
    revision = history(section)[-1]
    assert (revision.message, revision.content["title"]) == ("Relecture", "Autre titre")


def test_saving_what_is_there_already_changes_nothing(evaluation: Evaluation, writer: User) -> None:
    section = factories.section(evaluation, body="<p>Texte.</p>")

    assert save(section, body="<p>Texte.\n</p>", by=writer) is False
    assert len(history(section)) == 1


def test_the_same_values_sent_again_are_not_a_conflict(
    evaluation: Evaluation, writer: User
) -> None:
    section = factories.section(evaluation)
    body = "<p>Neuf.</p>" + recommendation("Agir.")

    assert save(section, body=body, version=1, by=writer) is True
    assert save(section, body=body, version=1, by=writer) is False


def test_a_stale_version_is_refused_with_the_row_as_it_stands(
    evaluation: Evaluation, writer: User
) -> None:
    section = factories.section(evaluation)
    save(section, body="<p>Premier.</p>", by=writer)

    with pytest.raises(Stale) as refusal:
        save(section, body="<p>Second.</p>", version=1, by=writer)

    assert refusal.value.current.body == "<p>Premier.</p>"
    assert Section.objects.get(pk=section.pk).body == "<p>Premier.</p>"
    assert len(history(section)) == 2


def test_a_published_evaluation_takes_no_section_and_changes_none(
    evaluation: Evaluation, writer: User
) -> None:
    section = factories.section(evaluation)
    factories.publish(evaluation)

    with pytest.raises(Closed):
        save(section, title="Autre", by=writer)
    with pytest.raises(Closed):
        factories.section(evaluation, "annexe", order=2)

    assert [row.title for row in evaluation.sections.all()] == [section.title]


def test_an_unknown_addressee_is_refused_and_no_section_is_created(
    evaluation: Evaluation, writer: User
) -> None:
    revisions = Revision.objects.count()

    with pytest.raises(UnknownAddressee):
        factories.section(evaluation, body=recommendation("Agir.", to="inconnu"))

    assert not evaluation.sections.exists()
    assert Revision.objects.count() == revisions


def test_two_sections_of_one_rank_are_refused_with_a_sentence(
    evaluation: Evaluation, writer: User
) -> None:
    factories.section(evaluation, "introduction", order=1)
    normes = factories.section(evaluation, "normes", order=2)

    with pytest.raises(ValidationError, match="même rang"):
        factories.section(evaluation, "annexe", order=2)
    with pytest.raises(ValidationError, match="même rang"):
        save(normes, order=1, by=writer)

    assert Section.objects.get(pk=normes.pk).order == 2


def test_a_section_has_a_title(evaluation: Evaluation, writer: User) -> None:
    section = factories.section(evaluation, title="Introduction")

    with pytest.raises(ValidationError):
        save(section, title="", by=writer)
    with pytest.raises(ValidationError):
        save(section, title="mot " * 100, by=writer)

    assert Section.objects.get(pk=section.pk).title == "Introduction"
    assert section.title == "Introduction"
