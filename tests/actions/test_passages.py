"""What a search looks through follows the texts, at each of their saves."""

from io import StringIO

import pytest
from django.core.management import call_command

from measures.actions import passages, plans, sections
from measures.actions.refusals import UnknownAddressee
from measures.models import Assessment, Evaluation, Measure, Passage, Section, User, Word
from tests import factories, once
from tests.factories import note, recommendation

FIELDS = (
    "evaluation_id",
    "assessment_id",
    "section_id",
    "recommendation_id",
    "kind",
    "source",
    "anchor",
    "position",
    "text",
    "folded",
)


@once.fixture
def evaluation() -> Evaluation:
    factories.addressee("ecole", "École")
    return factories.evaluation(factories.plan(measures=3, priorities=2))


def rows(evaluation: Evaluation) -> list[tuple]:
    return sorted(evaluation.passages.order_by().values_list(*FIELDS), key=str)


def vocabulary(evaluation: Evaluation) -> dict[str, tuple[str, int]]:
    found = evaluation.words.values_list("folded", "written", "count")
    return {folded: (written, count) for folded, written, count in found}


def pages(evaluation: Evaluation) -> dict[str, list[int]]:
    return dict(evaluation.words.values_list("folded", "pages"))


def texts(of: Assessment | Section) -> list[str]:
    return list(of.passages.order_by("position").values_list("text", flat=True))


def save_measure(measure: Measure, *, by: User, **changed: object) -> bool:
    values = {name: getattr(measure, name) for name in ("priority", "title", "short_title")}
    return plans.save_measure(measure, expected_version=measure.version, by=by, **values | changed)


def test_the_titles_of_an_evaluation_are_found_from_its_first_day(evaluation: Evaluation) -> None:
    found = list(evaluation.passages.order_by("assessment__measure__number"))
    assert [row.text for row in found] == [f"Titre long de la mesure {n}" for n in (1, 2, 3)]
    assert {(row.kind, row.source, row.anchor, row.position) for row in found} == {
        (Passage.Kind.TITLE, "", "", 0)
    }
    assert found[1].folded == " mesure 2  titre long de la mesure 2  mesure courte 2 "


def test_a_saved_assessment_is_found_block_by_block(evaluation: Evaluation) -> None:
    mark = recommendation(f"Former{note('Vite.')}.", key="former", to="ecole")
    assessment = factories.assess(
        evaluation,
        1,
        state_actions=f"<h3>L'œuvre</h3><p>Des actions{note('Une note.')} : oui.</p>",
        observations=f"<ul><li>Un point</li></ul>{mark}",
    )
    kinds = Passage.Kind
    found = [
        (row.kind, row.source, row.text, row.folded, row.recommendation and row.recommendation.key)
        for row in assessment.passages.order_by("position")
    ]
    assert found[1:] == [
        (kinds.TEXT, "a", "L’œuvre", " oeuvre ", None),
        (kinds.TEXT, "a", "Des actions\u202f: oui.", " de action oui ", None),
        (kinds.NOTE, "a", "Une note.", " une note ", None),
        (kinds.TEXT, "o", "Un point", " un point ", None),
        (kinds.RECOMMENDATION, "o", "Former.", " former ", "former"),
        (kinds.NOTE, "o", "Vite.", " vite ", "former"),
    ]
    positions = assessment.passages.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(7))


def test_passages_follow_edits_and_removal(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 1, state_actions="<p>Un.</p><p>Deux.</p>", observations="")
    assessment = factories.assess(evaluation, 1, state_actions="<p>Trois.</p>", observations="")
    assert texts(assessment)[1:] == ["Trois."]

    assessment = factories.assess(evaluation, 1, state_actions="", observations="")
    assert texts(assessment) == ["Titre long de la mesure 1"]


def test_a_save_touches_no_other_passage(evaluation: Evaluation) -> None:
    other = factories.assess(evaluation, 2)
    section = factories.section(evaluation, body="<p>Un texte.</p>")
    before = set(other.passages.values_list("pk")) | set(section.passages.values_list("pk"))

    factories.assess(evaluation, 1, observations=recommendation("Agir."))

    after = set(other.passages.values_list("pk")) | set(section.passages.values_list("pk"))
    assert after == before


def test_what_is_refused_leaves_the_passages_as_they_were(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 1)
    before = rows(evaluation)

    with pytest.raises(UnknownAddressee):
        factories.assess(evaluation, 1, observations=recommendation("Agir.", to="personne"))

    assert rows(evaluation) == before


def test_a_section_is_found_by_its_label_its_title_and_its_text(
    evaluation: Evaluation, writer: User
) -> None:
    section = factories.section(evaluation, label="Partie I", title="Normes", body="<p>Un.</p>")
    assert texts(section) == ["Normes", "Un."]
    assert section.passages.get(kind=Passage.Kind.TITLE).folded == " partie i  norme "

    sections.save(
        section,
        label="",
        title="Droit",
        place=section.place,
        order=section.order,
        parent=None,
        body="<p>Deux.</p>",
        page=None,
        expected_version=1,
        by=writer,
    )
    assert texts(section) == ["Droit", "Deux."]


def test_notes_bear_the_anchors_of_their_pages_through_the_evaluation(
    evaluation: Evaluation,
) -> None:
    after = Section.Place.AFTER_MEASURES
    factories.section(evaluation, "suites", place=after, body=f"<p>f{note('F')}</p>")
    factories.assess(evaluation, 3, state_actions=f"<p>e{note('E')}</p>")
    factories.assess(
        evaluation, 1, state_actions=f"<p>b{note('B')}</p>", observations=f"<p>c{note('C')}</p>"
    )
    factories.assess(evaluation, 2, state_actions=f"<p>d{note('D')}</p>")
    factories.section(evaluation, "introduction", body=f"<p>a{note('A')}</p>")

    notes = evaluation.passages.filter(kind=Passage.Kind.NOTE)
    expected = {letter: f"note-{n}" for n, letter in enumerate("ABCDEF", start=1)}
    assert dict(notes.values_list("text", "anchor")) == expected


def test_notes_follow_a_measure_to_another_priority(evaluation: Evaluation, writer: User) -> None:
    for number, letter in ((1, "A"), (2, "B"), (3, "C")):
        factories.assess(evaluation, number, state_actions=f"<p>x{note(letter)}</p>")
    measure = evaluation.plan.measures.get(number=1)
    save_measure(measure, priority=evaluation.plan.priorities.get(number=2), by=writer)

    notes = evaluation.passages.filter(kind=Passage.Kind.NOTE).order_by("anchor")
    assert [row.text for row in notes] == ["B", "A", "C"]


def test_a_new_measure_is_found_in_what_is_being_written_only(
    evaluation: Evaluation, writer: User
) -> None:
    published = factories.publish(factories.evaluation(evaluation.plan, "2021"))
    count = published.passages.count()
    plans.create_measure(
        priority=evaluation.plan.priorities.get(number=2),
        number=4,
        title="Une mesure neuve",
        short_title="Neuve",
        by=writer,
    )
    assert evaluation.passages.filter(text="Une mesure neuve").count() == 1
    assert published.passages.count() == count


def test_a_changed_title_is_found_wherever_it_is_shown(
    evaluation: Evaluation, writer: User
) -> None:
    published = factories.publish(factories.evaluation(evaluation.plan, "2021"))
    measure = evaluation.plan.measures.get(number=1)

    save_measure(measure, title="Protéger les lanceurs", short_title="Alerte", by=writer)

    for made in (evaluation, published):
        title = made.passages.get(assessment__measure=measure, kind=Passage.Kind.TITLE)
        assert title.text == "Protéger les lanceurs"
        assert title.folded == " mesure 1  proteger le lanceur  alerte "
    assert vocabulary(published)["lanceur"] == ("lanceurs", 1)
    assert vocabulary(published)["alerte"] == ("alerte", 1)
    assert published.passages.filter(folded__contains="action").count() == 3


def test_words_are_gathered_at_publication(evaluation: Evaluation) -> None:
    factories.assess(
        evaluation,
        1,
        state_actions="<p>Les travaux. Travaux, travail : travaux.</p><p>L’ÉTAT, 2016</p>",
        observations=f"<p>Ces travaux{note('Une œuvre.')}</p>",
    )
    assert not vocabulary(evaluation)

    factories.publish(evaluation)
    found = vocabulary(evaluation)
    assert found["travail"] == ("travaux", 2)
    assert found["etat"] == ("ÉTAT", 1)
    assert found["oeuvre"] == ("œuvre", 1)
    assert found["2016"] == ("2016", 1)
    assert found["mesure"] == ("mesure", 3)


def test_a_word_knows_on_which_pages_it_stands(evaluation: Evaluation) -> None:
    section = factories.section(evaluation, body="<p>Palerme.</p><p>Palerme encore.</p>")
    one = factories.assess(evaluation, 1, state_actions="<p>Palerme.</p>")
    two = factories.assess(evaluation, 2, state_actions=f"<p>Voir{note('Palerme.')}</p>")
    factories.publish(evaluation)
    assert evaluation.words.get(folded="palerme").pages == [-section.pk, one.pk, two.pk]


def test_a_word_beyond_measure_is_no_word(evaluation: Evaluation) -> None:
    factories.assess(evaluation, 1, state_actions=f"<p>{'x' * 5000} mot</p>")
    factories.publish(evaluation)
    assert "mot" in vocabulary(evaluation)
    assert max(map(len, vocabulary(evaluation))) <= passages.LONGEST_WORD


def test_rebuilding_gives_the_same_rows_as_the_saves(evaluation: Evaluation) -> None:
    factories.section(evaluation, body=f"<p>a{note('A')}</p>{recommendation('Agir.', key='a')}")
    factories.assess(evaluation, 1, observations=recommendation("Former.", to="ecole"))
    shared = factories.assess(evaluation, 2)
    factories.assess(evaluation, 3, observations="", observations_in=shared)
    published = factories.publish(factories.evaluation(evaluation.plan, "2021"))
    made = (evaluation, published)
    before = [(rows(row), vocabulary(row), pages(row)) for row in made]

    Passage.objects.all().delete()
    Word.objects.all().delete()
    for _ in range(2):
        call_command("rebuild_search", stdout=StringIO())
        assert [(rows(row), vocabulary(row), pages(row)) for row in made] == before


def test_the_command_says_what_it_did(evaluation: Evaluation) -> None:
    factories.publish(evaluation)
    said = StringIO()
    call_command("rebuild_search", stdout=said)
    count, words = evaluation.passages.count(), evaluation.words.count()
    assert said.getvalue().splitlines() == [
        f"Plan 2019-2021, évaluation 2022, édition 1 : {count} passages, {words} mots.",
        "Recherche : 1 évaluation refaite.",
    ]


def test_the_command_can_leave_alone_what_is_there(evaluation: Evaluation) -> None:
    kept = set(evaluation.passages.values_list("pk", flat=True))
    other = factories.evaluation(evaluation.plan, "2023")
    other.passages.all().delete()
    said = StringIO()

    call_command("rebuild_search", if_missing=True, stdout=said)

    assert set(evaluation.passages.values_list("pk", flat=True)) == kept
    assert other.passages.count() == 3
    assert "évaluation 2023" in said.getvalue()
    assert "évaluation 2022" not in said.getvalue()


def test_loading_a_plan_makes_it_found(evaluation_2017: Evaluation) -> None:
    kinds = evaluation_2017.passages.values_list("kind", flat=True)
    assert list(kinds).count(Passage.Kind.NOTE) == 22
    assert list(kinds).count(Passage.Kind.TITLE) == 23 + evaluation_2017.sections.count()
    keys = evaluation_2017.passages.filter(kind=Passage.Kind.RECOMMENDATION)
    found = set(keys.values_list("recommendation__key", flat=True))
    assert found == set(evaluation_2017.recommendations.values_list("key", flat=True))
    assert evaluation_2017.words.count() > 2000
