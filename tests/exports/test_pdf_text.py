"""Every word of the evaluation is in its PDF, in order, and each note at the foot of its page.

Letters are compared in a row, as `paper.letters` folds them. The expected letters are read in
the stored texts, not in what the templates make of them.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

import pytest
from lxml import html
from lxml.html import HtmlElement

from measures.report import Report
from tests.exports.paper import Paper, letters
from tests.report_2017 import NOTES, NOTES_OF_INTRODUCTION

BLOCKS = set("p h3 h4 ul ol li blockquote div table caption thead tbody tr th td".split())
_CALL = "\ue000"  # around the number of a note, where it is called


@dataclass(frozen=True)
class Block:
    """A run of words that nothing interrupts: a paragraph, an item, a heading, a cell."""

    letters: str
    in_table: bool
    calls: dict[int, int]  # how many letters come before the call of each note


@dataclass
class Text:
    """A stored text as a reader of the PDF should meet it."""

    blocks: list[Block]
    notes: dict[int, str]  # words by number


def expected(stored: str, *, first_note: int, report: Report) -> Text:
    """Return the blocks of a stored text, notes called by number, recommendations dressed."""
    if not stored:
        return Text([], {})
    root = html.fragment_fromstring(stored, create_parent="div")
    notes = {}
    for number, note in enumerate(root.find_class("footnote"), start=first_note):
        notes[number] = note.text_content()
        for child in list(note):
            note.remove(child)
        note.text = f"{_CALL}{number}{_CALL}"
    by_key = {row.key: row for row in report.recommendations}
    for mark in root.find_class("recommendation"):
        row = by_key[mark.get("data-key")]
        mark.insert(0, paragraph(f"Recommandation {row.number}"))
        names = sorted((str(to) for to in row.addressees.all()), key=len)
        mark.append(paragraph(f"Destinataire{'s' if len(names) > 1 else ''} {names[0]}", cut=True))
    return Text([block for element in root for block in blocks_of(element)], notes)


def paragraph(words: str, *, cut: bool = False) -> HtmlElement:
    """Return words as a block; those of a list of names may stand in any order (`cut`)."""
    made = html.Element("p")
    made.text = words.partition(" ")[0] if cut else words
    return made


def blocks_of(element: HtmlElement) -> list[Block]:
    inner = [child for child in element if child.tag in BLOCKS]
    own = "".join(own_words(element))
    runs = own.split(_CALL)  # words, number, words, number, words
    calls = {int(runs[i]): len(letters("".join(runs[:i]))) for i in range(1, len(runs), 2)}
    in_table = any(up.tag == "table" for up in element.iterancestors())
    found = [Block(letters(own), in_table, calls)] if letters(own) else []
    return found + [block for child in inner for block in blocks_of(child)]


def own_words(element: HtmlElement) -> list[str]:
    """Return the words of an element that are not those of a block inside it."""
    found = [element.text or ""]
    for child in element:
        found += [] if child.tag in BLOCKS else [child.text_content()]
        found.append(child.tail or "")
    return found


@pytest.fixture(scope="module")
def texts(report_2017: Report) -> dict[str, list[Text]]:
    """The texts of each part of the report in order, by its name."""
    found: dict[str, list[Text]] = {}
    note = 1

    def add(name: str, stored: str) -> None:
        nonlocal note
        text = expected(stored, first_note=note, report=report_2017)
        note += len(text.notes)
        found.setdefault(name, []).append(text)

    for section in report_2017.front:
        add(section.slug, section.body)
    for row in report_2017.assessments:
        add(f"mesure {row.measure.number}", row.state_actions)
        add(f"mesure {row.measure.number}", row.observations)
    for section in report_2017.back:
        add(section.slug, section.body)
    return found


@dataclass(frozen=True)
class Stream:
    """All letters of the pages in a row, their footnotes taken out."""

    letters: str
    starts: list[int]  # where each page begins
    note_pages: dict[int, int]

    def page(self, place: int) -> int:
        """Return the page of a place in the row."""
        return bisect_right(self.starts, place) - 1


@pytest.fixture(scope="module")
def stream(paper_2017: Paper, texts: dict[str, list[Text]]) -> Stream:
    """Take out each note where it stands; it must stand on one page, once."""
    pages = list(paper_2017.letters)
    note_pages = {}
    for text in (text for part in texts.values() for text in part):
        for number, words in text.notes.items():
            note = f"{number}{letters(words)}"
            holding = [page for page, said in enumerate(pages) for _ in range(said.count(note))]
            assert len(holding) == 1, f"note {number} is {len(holding)} times in the PDF"
            note_pages[number] = holding[0]
            pages[holding[0]] = pages[holding[0]].replace(note, "")
    starts = [sum(len(said) for said in pages[:page]) for page in range(len(pages))]
    return Stream("".join(pages), starts, note_pages)


def test_the_pdf_has_the_22_notes_once_each(stream: Stream, texts: dict[str, list[Text]]) -> None:
    assert list(stream.note_pages) == list(range(1, 23))
    called = {
        name: [number for text in part for number in text.notes] for name, part in texts.items()
    }
    expected_calls = {f"mesure {number}": notes for number, notes in NOTES.items()}
    expected_calls["introduction"] = NOTES_OF_INTRODUCTION
    assert {name: notes for name, notes in called.items() if notes} == expected_calls


def test_every_word_of_every_text_is_in_the_pdf_in_order(
    stream: Stream, texts: dict[str, list[Text]]
) -> None:
    cursor = 0
    for name, part in texts.items():
        for text in part:
            for block in text.blocks:
                place = stream.letters.find(block.letters, cursor)
                assert place >= 0, f"{name}: « {block.letters[:80]} » is not there"
                cursor = place + len(block.letters)


def test_nothing_stands_between_the_blocks_of_a_text(
    stream: Stream, texts: dict[str, list[Text]], report_2017: Report
) -> None:
    """Nothing but item numbers, repeated headers of tables, and names of addressees."""
    names = sorted({letters(part.addressee.name) for part in report_2017.addressees}, key=len)
    allowed = re.compile(rf"(?:{'|'.join(reversed(names))})*\d*\Z")
    cursor = 0
    for name, part in texts.items():
        for text in part:
            end, after_table = None, False
            for block in text.blocks:
                place = stream.letters.index(block.letters, cursor)
                between = stream.letters[end:place] if end is not None else ""
                if not (block.in_table or after_table):
                    assert allowed.match(between), f"{name}: « {between[:80]} » before « {block} »"
                cursor = end = place + len(block.letters)
                after_table = block.in_table


@pytest.fixture(scope="module")
def call_pages(stream: Stream, texts: dict[str, list[Text]]) -> dict[int, int]:
    """The page where each note is called."""
    cursor = 0
    calls = {}
    for part in texts.values():
        for text in part:
            for block in text.blocks:
                place = stream.letters.index(block.letters, cursor)
                for number, before in block.calls.items():
                    calls[number] = stream.page(place + before)
                cursor = place + len(block.letters)
    return calls


def test_no_note_stands_before_its_call_or_far_from_it(
    stream: Stream, call_pages: dict[int, int]
) -> None:
    assert call_pages.keys() == stream.note_pages.keys()
    for number, page in call_pages.items():
        assert stream.note_pages[number] - page in {0, 1}, number


def test_titles_and_presentations_are_there_too(paper_2017: Paper, report_2017: Report) -> None:
    whole = "".join(paper_2017.letters)
    titles = [row.measure.title for row in report_2017.assessments]
    titles += [row.title for row in [*report_2017.front, *report_2017.back]]
    for part in report_2017.priorities:
        titles += [part.priority.title, html.fromstring(part.priority.presentation).text_content()]
    for title in titles:
        assert letters(title) in whole, title
