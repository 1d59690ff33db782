"""Tiles of a plan: equal where they show the same; none where they are too many to be seen."""

import pytest

from measures import grid, report
from measures.models import Assessment, Evaluation, Measure, Priority
from measures.report import PriorityPart, Report


def part(count: int, title: str = "Titre") -> PriorityPart:
    priority = Priority(number=2, title="Une priorité")
    rows = [
        Assessment(measure=Measure(number=n, title=title, short_title="Court"), status="non")
        for n in range(1, count + 1)
    ]
    return PriorityPart(priority, rows)


def test_a_row_says_what_tiles_show_and_nothing_of_the_database():
    row = part(2).row
    assert (row.number, row.roman) == (2, "II")
    degrees = [(tile.number, tile.title, tile.degree.label) for tile in row.tiles]
    assert degrees == [(1, "Titre", "non mise en œuvre"), (2, "Titre", "non mise en œuvre")]
    assert row == part(2).row
    assert hash(row) == hash(part(2).row)
    assert row != part(2, title="Titre corrigé").row


@pytest.mark.parametrize(("count", "shown"), [(grid.MOST, 1), (grid.MOST + 1, 0)])
def test_too_many_measures_are_not_shown_as_tiles(count: int, shown: int):
    many = Report(Evaluation(), [], [part(count)], [])
    assert len(many.grid) == shown
    assert report.Report.tally.func(many).total == count
