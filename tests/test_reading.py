"""Texts ready to be read: notes numbered through, observations shared, recommendations marked."""

import pytest
from lxml import html

from measures import reading
from measures import report as reports
from measures.models import Evaluation, User
from measures.reading import AssessmentText, Mark, Reading, ReportText
from measures.rich_text import Displayed
from tests import factories, once
from tests.factories import note, recommendation
from tests.report_2017 import NOTES, NOTES_OF_INTRODUCTION
from tests.views.reader import all_words, by_class, read


def numbers(text: Displayed | AssessmentText) -> list[int]:
    return [row.number for row in text.notes]


def by_measure(text: ReportText) -> dict[int, AssessmentText]:
    rows = [row for priority in text.priorities for row in priority.assessments]
    return {row.assessment.measure.number: row for row in rows}


def by_section(text: ReportText) -> dict[str, Displayed]:
    return {row.section.slug: row.body for row in [*text.front, *text.back]}


def test_the_22_notes_of_2017_are_numbered_where_the_report_numbers_them(
    evaluation_2017: Evaluation,
) -> None:
    text = reading.read_report(reports.build(evaluation_2017))
    found = {number: numbers(row) for number, row in by_measure(text).items()}
    assert {number: notes for number, notes in found.items() if notes} == NOTES
    sections = {slug: numbers(body) for slug, body in by_section(text).items()}
    assert {slug: notes for slug, notes in sections.items() if notes} == {
        "introduction": NOTES_OF_INTRODUCTION
    }


@pytest.mark.parametrize("number", [1, 2, 12, 18, 23])
def test_a_note_of_2017_bears_the_same_number_on_the_page_of_its_measure(
    evaluation_2017: Evaluation, number: int
) -> None:
    root = read(f"/plans/2014-2016/evaluations/2017/mesures/{number}/")
    calls = [int(call) for call in all_words(root, by_class("call"))]
    listed = [int(value) for value in root.xpath(by_class("notes") + "//li/@value")]
    assert calls == listed == NOTES.get(number, [])


@once.fixture
def evaluation() -> Evaluation:
    """Notes in every kind of text; measure 3 is read before measure 2; 1 shares with 3."""
    factories.addressee("parlement", "Parlement")
    factories.addressee("miprof", "MIPROF")
    plan = factories.plan(measures=3, priorities=2)
    later = plan.measures.get(number=2)
    later.priority = plan.priorities.get(number=2)
    later.save()
    earlier = plan.measures.get(number=3)
    earlier.priority = plan.priorities.get(number=1)
    earlier.save()
    made = factories.evaluation(plan)
    factories.section(made, "introduction", order=1, body=f"<p>A{note('Un.')}</p>")
    part = factories.section(made, "suites", order=1, place=2, body=f"<p>B{note('Huit.')}</p>")
    factories.section(
        made, "annexe", order=2, place=2, parent=part, body=f"<h3>T</h3><p>C{note('Neuf.')}</p>"
    )
    marked = recommendation(f"Former{note('Quatre.')}.", key="former", to="parlement miprof")
    shared = factories.assess(
        made,
        3,
        state_actions=f"<p>D{note('Trois.')}</p>",
        observations=f"{marked}<p>Voir la <a href='#mesure-2'>mesure 2</a>{note('Cinq.')}.</p>",
    )
    factories.assess(
        made,
        1,
        state_actions=f"<p>E{note('Deux.')}</p>",
        observations="",
        observations_in=shared,
    )
    factories.assess(
        made,
        2,
        state_actions=f"<p>F{note('Six.')}</p>",
        observations=f"<h3>T</h3><p>G{note('Sept.')}</p>",
    )
    return factories.publish(made)


def test_notes_run_through_sections_and_measures_in_the_order_of_reading(
    evaluation: Evaluation,
) -> None:
    text = reading.read_report(reports.build(evaluation))
    rows = [row.body for row in text.front]
    rows += [row for part in text.priorities for row in part.assessments]
    rows += [row.body for row in text.back]
    said = [(row.number, str(row.html)) for text in rows for row in text.notes]
    words = ["Un.", "Deux.", "Trois.", "Quatre.", "Cinq.", "Six.", "Sept.", "Huit.", "Neuf."]
    assert said == list(enumerate(words, start=1))


def test_each_page_gives_its_notes_the_numbers_of_the_whole_report(
    evaluation: Evaluation,
) -> None:
    base = "/plans/2019-2021/evaluations/2022/"
    pages = {
        "sections/introduction/": [1],
        "mesures/1/": [2, 4, 5],
        "mesures/3/": [3, 4, 5],
        "mesures/2/": [6, 7],
        "sections/suites/": [8],
        "sections/annexe/": [9],
    }
    for path, expected in pages.items():
        found = read(base + path).xpath(by_class("notes") + "//li/@value")
        assert [int(value) for value in found] == expected, path


def test_observations_shared_with_another_measure_stand_once_in_the_report(
    evaluation: Evaluation,
) -> None:
    rows = by_measure(reading.read_report(reports.build(evaluation)))
    assert not rows[1].observations
    assert "Recommandation 1" in rows[3].observations.html
    assert rows[1].together == rows[3].together == (1, 3)
    assert rows[2].together == ()


def test_a_measure_may_be_read_with_the_observations_of_another(evaluation: Evaluation) -> None:
    rows = by_measure(reading.read_report(reports.build(evaluation)))
    read_together = rows[1].sharing(rows[3])
    assert read_together.state_actions == rows[1].state_actions
    assert read_together.observations == rows[3].observations
    assert numbers(read_together) == [2, 4, 5]


def test_marks_give_each_recommendation_its_number_and_the_names_it_speaks_to(
    evaluation: Evaluation, django_assert_num_queries: object
) -> None:
    rows = {row.measure.number: row for row in evaluation.assessments.select_related("measure")}
    for number in (3, 1):  # the first shares the observations of the third
        with django_assert_num_queries(1):
            marks = reading.marks_in_assessment(rows[number])
        assert marks == {"former": Mark(1, ("MIPROF", "Parlement"))}
    assert reading.marks_in_assessment(rows[2]) == {}
    assert reading.marks_in_section(evaluation.sections.first()) == {}


def test_a_recommendation_that_speaks_to_nobody_has_its_mark(writer: User) -> None:
    made = factories.evaluation(factories.plan(measures=1))
    factories.assess(made, 1, observations=recommendation("Agir.", key="agir"))

    marks = reading.marks_in_assessment(made.assessments.get())

    assert marks == {"agir": Mark(1, ())}
    block = by_measure(reading.read_report(reports.build(made)))[1].observations.html
    assert "Recommandation 1" in block
    assert "Destinataire" not in block


def test_the_block_of_a_recommendation_says_its_number_and_addressees(
    evaluation: Evaluation,
) -> None:
    text = by_measure(reading.read_report(reports.build(evaluation)))[3]
    (block,) = html.fragment_fromstring(text.observations.html, create_parent=True).find_class(
        "recommendation"
    )
    assert block.get("id") == "r-former"
    words = " ".join(block.text_content().split())
    assert words.startswith("Recommandation 1")
    assert words.endswith("Destinataires : MIPROF, Parlement")


def test_anchors_of_different_texts_of_the_report_are_different(evaluation: Evaluation) -> None:
    text = reading.read_report(reports.build(evaluation))
    rows = [row.body for row in [*text.front, *text.back]]
    rows += [row.presentation for row in text.priorities]
    for row in by_measure(text).values():
        rows += [row.state_actions, row.observations]
    whole = html.fragment_fromstring("".join(row.html for row in rows), create_parent=True)
    anchors = whole.xpath("//@id")
    assert len(anchors) > 20
    assert len(anchors) == len(set(anchors))


def test_headings_inside_a_text_follow_those_of_the_report(evaluation: Evaluation) -> None:
    text = reading.read_report(reports.build(evaluation))
    assert "<h5" in by_measure(text)[2].observations.html
    assert "<h4" in by_section(text)["annexe"].html


def test_links_between_measures_stay_on_the_page_of_the_whole_report(
    evaluation: Evaluation,
) -> None:
    text = reading.read_report(reports.build(evaluation))
    assert 'href="#mesure-2"' in by_measure(text)[3].observations.html


def test_on_paper_notes_stay_where_they_are_called_and_bear_their_number(
    evaluation: Evaluation,
) -> None:
    text = reading.read_report(reports.build(evaluation), print=True)
    row = by_measure(text)[3]
    assert row.notes == ()
    found = html.fragment_fromstring(row.observations.html, create_parent=True)
    assert [(n.get("id"), n.text) for n in found.find_class("footnote")] == [
        ("note-4", "Quatre."),
        ("note-5", "Cinq."),
    ]


def test_a_reading_has_permalinks_only_where_it_asks_for_them(evaluation: Evaluation) -> None:
    row = evaluation.assessments.get(measure__number=2)
    for permalinks in (True, False):
        text = reading.read_assessment(
            row, first_note=6, marks={}, reading=Reading(heading_level=3, permalinks=permalinks)
        )
        assert ("permalink" in text.observations.html) is permalinks
        assert numbers(text) == [6, 7]
