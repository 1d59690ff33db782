"""The report of an evaluation: its order, its counts, its lists."""

from datetime import date

import pytest

from measures import report as reports
from measures.models import Assessment, Evaluation, User
from measures.moved import Status
from measures.report import Report
from measures.tally import Tally
from tests import bulk, factories, once
from tests.factories import recommendation
from tests.report_2017 import PRIORITIES

NOT, PARTLY, DONE = "non", "partiellement", "mise-en-oeuvre"


def tally(*, non: int = 0, partly: int = 0, done: int = 0, to_assess: int = 0) -> Tally:
    statuses = [NOT] * non + [PARTLY] * partly + [DONE] * done + ["a-evaluer"] * to_assess
    return Tally.of(Assessment(status=status) for status in statuses)


@pytest.mark.parametrize("total", [1, 2, 3, 7, 11, 23, 45])
def test_shares_are_whole_and_add_up_to_100_whatever_the_counts(total: int) -> None:
    for non in range(total + 1):
        for partly in range(0, total - non + 1, max(1, total // 10)):
            counted = tally(non=non, partly=partly, done=total - non - partly)
            shares = [count.share for count in counted.counts]
            assert sum(shares) == 100
            for count in counted.counts:
                assert abs(count.share - count.count * 100 / total) < 1
                assert count.share or not count.count or count.count * 100 < total


def test_thirds_are_shared_out_without_favour_to_a_status_that_lost_nothing() -> None:
    shares = {count.status: count.share for count in tally(non=1, partly=1, done=1).counts}
    assert sorted(shares.values()) == [33, 33, 34]
    assert [count.share for count in tally(non=0, partly=1, done=2).counts] == [67, 33, 0]


def test_statuses_are_counted_in_french_from_everything_to_nothing() -> None:
    counts = tally(non=5, partly=14, done=4).counts
    assert [(count.status.label, count.count) for count in counts] == [
        ("mise en œuvre", 4),
        ("partiellement mise en œuvre", 14),
        ("non mise en œuvre", 5),
    ]


def test_a_status_without_measure_is_counted_and_does_not_show_in_a_bar() -> None:
    counted = tally(partly=2)
    assert [count.count for count in counted.counts] == [0, 2, 0]
    assert [count.status.value for count in counted.present] == [PARTLY]


def test_what_is_to_be_assessed_is_counted_only_where_there_is_some() -> None:
    assert "a-evaluer" not in {count.status for count in tally(done=1).counts}
    counted = tally(done=1, to_assess=1)
    assert [(count.status.value, count.share) for count in counted.counts][-1] == ("a-evaluer", 50)
    assert counted.total == 2


def test_no_measure_is_no_share() -> None:
    assert [count.share for count in tally().counts] == [0, 0, 0]
    assert tally().present == []


@once.fixture
def evaluation() -> Evaluation:
    """Four measures, two priorities, sections around them, recommendations in both."""
    factories.addressee("interieur", "Ministère de l’Intérieur")
    factories.addressee("education", "Ministère de l’Éducation nationale")
    made = factories.evaluation(factories.plan(measures=4, priorities=2), "2021")
    part = factories.section(made, "suites", order=2, place=2, label="Partie II")
    to_education = recommendation("Enseigner.", key="enseigner", to="education")
    factories.section(made, "ecole", order=3, place=2, parent=part, body=to_education)
    factories.section(made, "annexe", order=5, place=2)
    factories.section(made, "normes", order=4)
    factories.section(made, "introduction", order=1)
    both = recommendation("Former.", key="former", to="interieur education")
    factories.assess(made, 1, observations=both)
    factories.assess(made, 3, observations=recommendation("Agir.", key="agir", to="interieur"))
    return factories.publish(made, adopted_on=date(2021, 6, 1))


@pytest.mark.parametrize("make", [reports.outline, reports.build])
def test_a_report_is_in_the_order_of_its_reading(
    make: type[Report], evaluation: Evaluation
) -> None:
    report = make(evaluation)
    assert [row.slug for row in report.front] == ["introduction", "normes"]
    parts = [
        (p.priority.number, [a.measure.number for a in p.assessments]) for p in report.priorities
    ]
    assert parts == [(1, [1, 2]), (2, [3, 4])]
    assert [row.slug for row in report.back] == ["suites", "ecole", "annexe"]
    assert report.plan == evaluation.plan
    assert report.tally.total == 4


def test_priorities_come_before_numbers_in_the_order_of_the_report(writer: User) -> None:
    plan = factories.plan(measures=3, priorities=2)
    moved = plan.measures.get(number=1)
    moved.priority = plan.priorities.get(number=2)
    moved.save()

    report = reports.outline(factories.evaluation(plan))

    assert [row.measure.number for row in report.assessments] == [2, 1, 3]


def test_the_2017_report_has_its_three_priorities(evaluation_2017: Evaluation) -> None:
    parts = reports.outline(evaluation_2017).priorities
    ends = {p.priority.number: (p.assessments[0], p.assessments[-1]) for p in parts}
    assert {n: (a.measure.number, b.measure.number) for n, (a, b) in ends.items()} == PRIORITIES


def test_an_outline_has_no_text_and_no_recommendation(evaluation: Evaluation) -> None:
    report = reports.outline(evaluation)
    assert report.recommendations == []
    for row in report.assessments:
        assert {"state_actions", "observations"} <= row.get_deferred_fields()
    assert "body" in report.back[0].get_deferred_fields()


@pytest.mark.parametrize("measures", [3, 300])
def test_an_outline_takes_two_queries(
    measures: int, db: None, django_assert_num_queries: object
) -> None:
    found = Evaluation.objects.select_related("plan").get(pk=bulk.evaluation(measures).pk)
    with django_assert_num_queries(2):
        report = reports.outline(found)
        assert report.tally.total == measures
        assert len(report.contents) == measures + 3 + 3 + 3  # sections, priorities, lists


@pytest.mark.parametrize("measures", [3, 300])
def test_a_whole_report_takes_seven_queries_shared_observations_included(
    measures: int, db: None, django_assert_num_queries: object
) -> None:
    made = bulk.evaluation(measures, sharing=True)
    found = Evaluation.objects.select_related("plan").get(pk=made.pk)
    with django_assert_num_queries(7):
        report = reports.build(found)
        numbers = [
            row.observations_in.measure.number for row in report.assessments if row.observations_in
        ]
        assert numbers == list(range(1, measures, 2))
        assert sum(len(part.recommendations) for part in report.addressees) == measures * 4 // 3


def test_recommendations_stand_under_each_addressee_in_french_alphabetical_order(
    evaluation: Evaluation,
) -> None:
    found = [
        (part.addressee.name, [row.key for row in part.recommendations])
        for part in reports.build(evaluation).addressees
    ]
    assert found == [
        ("Ministère de l’Éducation nationale", ["former", "enseigner"]),
        ("Ministère de l’Intérieur", ["former", "agir"]),
    ]


def test_recommendations_stand_under_each_place_in_the_order_of_the_report(
    evaluation: Evaluation,
) -> None:
    parts = reports.by_place(reports.recommendations_of(evaluation))
    assert [(str(part.place), [row.key for row in part.recommendations]) for part in parts] == [
        ("Priorité I – Priorité numéro 1", ["former"]),
        ("Priorité II – Priorité numéro 2", ["agir"]),
        ("Section ecole", ["enseigner"]),
    ]


def test_contents_name_every_part_with_its_level(evaluation: Evaluation) -> None:
    found = [
        (entry.level, entry.label, entry.anchor) for entry in reports.build(evaluation).contents
    ]
    assert found == [
        (1, "", "synthese"),
        (1, "", "section-introduction"),
        (1, "", "section-normes"),
        (1, "Priorité I", "priorite-1"),
        (2, "Mesure 1", "mesure-1"),
        (2, "Mesure 2", "mesure-2"),
        (1, "Priorité II", "priorite-2"),
        (2, "Mesure 3", "mesure-3"),
        (2, "Mesure 4", "mesure-4"),
        (1, "Partie II", "section-suites"),
        (2, "", "section-ecole"),
        (1, "", "section-annexe"),
        (1, "", "par-destinataire"),
        (1, "", "textes-cites"),
    ]


def test_the_synthesis_recalls_the_first_recommendation_of_each_section_after_the_measures(
    evaluation: Evaluation,
) -> None:
    (part,) = reports.build(evaluation).main_recommendations
    assert (str(part.place), part.recommendations[0].key) == ("Section ecole", "enseigner")


def test_without_such_a_section_it_recalls_the_first_of_each_priority(writer: User) -> None:
    factories.addressee("interieur", "Ministère de l’Intérieur")
    made = factories.evaluation(factories.plan(measures=4, priorities=2), "2021")
    words = [recommendation("Agir.", key=f"r{number}", to="interieur") for number in range(4)]
    factories.assess(made, 1, observations=words[0] + words[1])
    factories.assess(made, 3, observations=words[2])
    parts = reports.build(made).main_recommendations
    assert [part.recommendations[0].key for part in parts] == ["r0", "r2"]


def test_what_moved_is_told_by_move_since_the_evaluation_before(writer: User) -> None:
    plan = factories.plan(measures=4)
    first = factories.evaluated(plan, "2021", ["non", "non", "mise-en-oeuvre", "partiellement"])
    assert reports.build(first).former is None
    second = factories.evaluated(
        plan, "2023", ["partiellement", "partiellement", "partiellement", "partiellement"]
    )
    report = reports.build(second)
    assert report.former.evaluation == first
    assert [(move.before, move.after, move.numbers) for move in report.former.moves] == [
        (Status.NOT_IMPLEMENTED, Status.PARTIALLY_IMPLEMENTED, [1, 2]),
        (Status.IMPLEMENTED, Status.PARTIALLY_IMPLEMENTED, [3]),
    ]


def test_a_measure_still_to_be_assessed_has_not_moved(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.evaluated(plan, "2021", ["non"])
    assert reports.build(factories.evaluation(plan, "2023")).former.moves == []
