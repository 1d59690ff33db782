"""What is kept of a text: nothing out of date, nothing of another place, nothing too long."""

from dataclasses import replace

from measures.rich_text import Mark, Place, display, remembered
from measures.rich_text.remembered import LONGEST

RECOMMENDATION = '<div class="recommendation" data-key="r1" data-to=""><p>Faire.</p></div>'


def counting(most: int):
    asked = []

    @remembered(most)
    def double(text: str, times: int = 2) -> str:
        asked.append(text)
        return text * times

    return double, asked


def test_the_same_text_is_made_once():
    double, asked = counting(2)
    assert [double("a"), double("a"), double("b"), double("a", 3)] == ["aa", "aa", "bb", "aaa"]
    assert asked == ["a", "b", "a"]


def test_what_was_read_longest_ago_makes_room():
    double, asked = counting(2)
    for text in "abca":
        double(text)
    assert asked == ["a", "b", "c", "a"]


def test_of_a_very_long_text_nothing_is_kept():
    double, asked = counting(2)
    assert double("a" * (LONGEST + 1)) == double("a" * (LONGEST + 1))
    assert len(asked) == 2


def test_a_text_is_shown_anew_where_something_around_it_changed():
    first = Place(marks={"r1": Mark(1, ("Gouvernement",))})
    assert "Recommandation 1" in display(RECOMMENDATION, place=first).html
    renumbered = Place(marks={"r1": Mark(2, ("Gouvernement",))})
    assert "Recommandation 2" in display(RECOMMENDATION, place=renumbered).html
    renamed = Place(marks={"r1": Mark(2, ("Parlement",))})
    assert "Parlement" in display(RECOMMENDATION, place=renamed).html
    assert "<h4 " in display("<h3>Titre</h3>", place=replace(first, heading_level=4)).html
    assert "<h5 " in display("<h3>Titre</h3>", place=replace(first, heading_level=5)).html


def test_footnotes_are_numbered_anew_where_others_come_before():
    text = '<p>Mot<span class="footnote">Note.</span>.</p>'
    assert [display(text, first_note=n).notes[0].number for n in (1, 7, 1)] == [1, 7, 1]
