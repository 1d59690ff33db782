"""The 2014-2016 plan and its 2017 evaluation say what the published report says."""

from datetime import date

import pytest
from lxml import html

from measures.models import Assessment, Evaluation, Section
from measures.reading import read_report
from measures.report import build, outline
from measures.rich_text import footnote_count, plain

NOT, PARTLY, DONE = "non", "partiellement", "mise-en-oeuvre"

# number: (status, page of the published report), as its table of contents and headings say
PUBLISHED = {
    1: (NOT, 12),
    2: (PARTLY, 15),
    3: (PARTLY, 17),
    4: (PARTLY, 20),
    5: (PARTLY, 22),
    6: (PARTLY, 26),
    7: (PARTLY, 27),
    8: (PARTLY, 29),
    9: (NOT, 31),
    10: (NOT, 33),
    11: (NOT, 35),
    12: (PARTLY, 39),
    13: (DONE, 41),
    14: (NOT, 42),
    15: (DONE, 43),
    16: (PARTLY, 45),
    17: (DONE, 47),
    18: (PARTLY, 48),
    19: (PARTLY, 49),
    20: (PARTLY, 53),
    21: (PARTLY, 55),
    22: (PARTLY, 58),
    23: (DONE, 59),
}

# The number of the note that ends each text, in the order of the report.
NOTES = {
    "introduction": 3,
    1: 3,
    3: 3,
    4: 3,
    5: 3,
    8: 1,
    9: 2,
    10: 1,
    12: 1,
    21: 1,
    23: 1,
}


def assessments(evaluation: Evaluation) -> dict[int, Assessment]:
    return {row.measure.number: row for row in evaluation.assessments.select_related("measure")}


def tables(stored: str) -> list[list[list[str]]]:
    """Return each table as rows of the words of its cells."""
    return [
        [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
        for table in html.fragment_fromstring(stored, create_parent="div").iter("table")
    ]


def test_the_plan_was_adopted_by_the_council_of_ministers(plan_2014):
    assert plan_2014.adopted_on == date(2014, 5, 14)
    assert plan_2014.adopted_by == "Conseil des ministres"
    assert (plan_2014.start_year, plan_2014.end_year) == (2014, 2016)


def test_the_evaluation_was_adopted_unanimously_on_6_july_2017(evaluation_2017):
    assert evaluation_2017.adopted_on == date(2017, 7, 6)
    assert "à l’unanimité" in evaluation_2017.statement
    assert evaluation_2017.is_published


def test_a_notice_says_that_the_adopted_report_alone_is_authoritative(evaluation_2017):
    notice = plain(evaluation_2017.notice)
    assert "condensé" in notice
    assert "Seul le rapport adopté fait foi" in notice


def test_statuses_and_pages_are_those_of_the_report(evaluation_2017):
    found = {n: (row.status, row.page) for n, row in assessments(evaluation_2017).items()}
    assert found == PUBLISHED


def test_five_measures_not_implemented_fourteen_partly_four_fully(evaluation_2017):
    counts = {count.status.value: count.count for count in outline(evaluation_2017).tally.counts}
    assert counts == {NOT: 5, PARTLY: 14, DONE: 4}


def test_three_priorities_hold_measures_1_to_11_12_to_19_and_20_to_23(evaluation_2017):
    parts = outline(evaluation_2017).priorities
    numbers = [[row.measure.number for row in part.assessments] for part in parts]
    assert numbers == [list(range(1, 12)), list(range(12, 20)), list(range(20, 24))]
    assert [part.priority.title for part in parts] == [
        "Identifier et accompagner les victimes de la traite",
        "Démanteler les réseaux",
        "Faire de la lutte contre la traite une politique publique à part entière",
    ]


@pytest.mark.parametrize(
    ("number", "title", "short_title"),
    [
        (
            1,
            "Aller au-devant des victimes pour favoriser l’accès aux droits",
            "Aller au devant des victimes",
        ),
        (
            5,
            "Assurer l’accès au séjour et à la résidence pour les victimes même lorsqu’elles ne "
            "peuvent pas coopérer avec les forces de sécurité",
            "Assurer l’accès au séjour et à la résidence pour les victimes",
        ),
        (
            17,
            "Assurer la présence d’experts français dans les organisations internationales",
            "Assurer la présence d’experts français dans les OI",
        ),
        (
            23,
            "Une politique suivie et évaluée par une institution indépendante : la CNCDH",
            "Une politique suivie et évaluée par la CNCDH",
        ),
    ],
)
def test_each_measure_has_a_long_and_a_short_title(plan_2014, number, title, short_title):
    measure = plan_2014.measures.get(number=number)
    assert (measure.title, measure.short_title) == (title, short_title)


def test_measure_14_could_not_be_assessed(evaluation_2017):
    row = assessments(evaluation_2017)[14]
    assert row.state_actions == ""
    assert "évaluer" in plain(row.observations)
    assert row.recommendations.count() == 0


def test_measures_18_and_19_share_one_text_of_observations(evaluation_2017):
    rows = assessments(evaluation_2017)
    assert rows[18].observations == ""
    assert rows[18].observations_in == rows[19]
    assert rows[18].state_actions
    assert rows[19].observations


def test_every_other_measure_has_actions_and_observations(evaluation_2017):
    for number, row in assessments(evaluation_2017).items():
        assert row.state_actions or number == 14, number
        assert row.observations or number == 18, number


def test_the_22_footnotes_are_called_where_the_report_calls_them(evaluation_2017):
    rows = assessments(evaluation_2017)
    found = {
        number: footnote_count(row.state_actions) + footnote_count(row.observations)
        for number, row in rows.items()
    }
    found |= {row.slug: footnote_count(row.body) for row in evaluation_2017.sections.all()}
    assert {place: count for place, count in found.items() if count} == NOTES
    assert sum(NOTES.values()) == 22


def test_notes_are_numbered_once_through_the_report(evaluation_2017):
    text = read_report(build(evaluation_2017))
    numbers = [note.number for section in text.front for note in section.body.notes]
    for priority in text.priorities:
        numbers += [note.number for measure in priority.assessments for note in measure.notes]
    assert numbers == list(range(1, 23))


def test_the_boxed_text_of_measure_1_is_the_british_mechanism(evaluation_2017):
    root = html.fragment_fromstring(
        assessments(evaluation_2017)[1].observations, create_parent="div"
    )
    (box,) = root.find_class("box")
    assert box[0].text_content() == "National Referral Mechanism (NRM)"
    assert "45 jours" in box.text_content()


def test_the_sections_stand_around_the_measures(evaluation_2017):
    sections = {row.slug: row for row in evaluation_2017.sections.all()}
    assert [s for s, row in sections.items() if row.place == Section.Place.BEFORE_MEASURES] == [
        "introduction",
        "definition",
        "normes",
        "partie-1",
    ]
    part_2 = sections["partie-2"]
    inner = [row.title for row in sections.values() if row.parent == part_2]
    assert inner == [
        "Faire de la lutte contre la traite et l’exploitation des êtres humains une politique "
        "publique à part entière",
        "Identifier et accompagner les victimes de la traite et de l’exploitation des êtres "
        "humains",
        "Assurer une protection inconditionnelle des mineurs victimes de traite ou d’exploitation",
        "Sensibiliser, informer, former",
    ]
    assert sections["cncdh"].place == Section.Place.AFTER_MEASURES


def test_residence_permits_of_measure_5_cell_by_cell(evaluation_2017):
    (table,) = tables(assessments(evaluation_2017)[5].state_actions)
    years = ["2012", "2013", "2014", "2015", "2016"]
    assert table[0] == ["", *years]
    assert table[1] == ["1re délivrance", "Renouvellement"] * 5
    assert [row[1:] for row in table[2:]] == [
        ["5", "13", "2", "12", "2", "11", "1", "25", "4", "32"],
        ["18", "14", "13", "26", "36"],
        ["35", "148", "41", "144", "62", "154", "45", "149", "71", "150"],
        ["183", "185", "216", "194", "221"],
        ["201", "194", "229", "220", "257"],  # 194 is what the report prints for 2013
    ]
    assert [row[0].casefold() for row in table[2:]] == [
        "cartes de résident",
        "total cartes résident",
        "cartes de séjour temporaires vpf",
        "total cartes de séjour temporaires vpf",
        "total",
    ]


def test_source_of_the_table_of_measure_5(evaluation_2017):
    root = html.fragment_fromstring(
        assessments(evaluation_2017)[5].state_actions, create_parent="div"
    )
    (source,) = root.find_class("source")
    assert source.text_content().casefold() == "source : mi-desd, 11 juin 2015"


def test_prosecutions_of_measure_12_cell_by_cell(evaluation_2017):
    prosecuted, _ = tables(assessments(evaluation_2017)[12].state_actions)
    assert prosecuted == [
        ["Année", "TEH sens large", "TEH sens strict"],
        ["2012", "815", "133"],
        ["2013", "822", "95"],
        ["2014", "898", "100"],
        ["2015", "901", "153"],
    ]


def test_convictions_of_measure_12_cell_by_cell(evaluation_2017):
    _, convicted = tables(assessments(evaluation_2017)[12].state_actions)
    assert convicted == [
        ["Unités de compte", "Groupe", "2011", "2012", "2013", "2014", "2015*"],
        [
            "Condamnés",
            "Personnes différentes concernées champ large",
            "597",
            "707",
            "688",
            "701",
            "838",
        ],
        ["Personnes différentes concernées champ TEH", "16", "22", "64", "83", ""],
    ]


def test_sources_and_caveat_of_the_tables_of_measure_12(evaluation_2017):
    root = html.fragment_fromstring(
        assessments(evaluation_2017)[12].state_actions, create_parent="div"
    )
    first, second = (source.text_content() for source in root.find_class("source"))
    assert first == "Source : SDSE - SID - table lab_longi - extraction décembre 2016"
    assert "casier judiciaire national" in second
    assert "*2015 : données provisoires" in second


def test_every_header_cell_says_what_it_heads(evaluation_2017):
    for row in evaluation_2017.assessments.all():
        for cell in html.fragment_fromstring(
            row.state_actions + row.observations, create_parent="div"
        ).iter("th"):
            assert cell.get("scope") in {"col", "colgroup", "row", "rowgroup"}


def test_every_recommendation_has_an_addressee(evaluation_2017):
    rows = evaluation_2017.recommendations.prefetch_related("addressees")
    assert rows
    assert all(row.addressees.all() for row in rows)


def test_part_two_repeats_the_main_recommendations(evaluation_2017):
    inside = evaluation_2017.recommendations.filter(section__parent__slug="partie-2")
    assert inside.values("section").distinct().count() == 4
