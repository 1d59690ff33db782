"""The footnotes of a PDF: where a reader hears them, and the links from call to note and back."""

import re
from collections.abc import Iterable, Mapping

from measures.exports.archive.contents import Contents, Run
from measures.exports.archive.structure import Element, Link, Mark, Place

_DIGITS = re.compile(r"(\d+)\s*\.?")
_AROUND = 1.5  # points around a figure, so that a finger finds the link


def place_notes(tree: Element, contents: Contents) -> None:
    """Make footnotes Notes, each right after its call, and link them both ways.

    14289-1, 7.9: a Note with an identifier of its own; 32000-1, 14.8.4.4.1: its figure is a
    Lbl, its call a Reference. A note whose call is not found stays at the foot of its page.
    """
    kids: list[Element | Mark | Link] = []
    notes: dict[int, Element] = {}
    for kid in tree.kids:
        if not (isinstance(kid, Element) and _is_foot(kid)):
            kids.append(kid)
            continue
        for note in kid.elements:
            found = _DIGITS.fullmatch(contents.words(note.elements[0]))
            number = int(found[1]) if found else len(notes) + 1
            if number in notes:  # its end, on a further page
                notes[number].kids += note.kids
                continue
            note.tag, note.elements[0].tag, note.id = "Note", "Lbl", f"note-{number}"
            notes[number] = note
            kids.append(note)
    calls = _calls(kids, notes, contents)
    moved = {notes[number] for number in calls}
    tree.kids = [kid for kid in kids if kid not in moved]
    for number, (parent, call) in calls.items():
        note = notes[number]
        parent.kids.insert(parent.kids.index(call) + 1, note)
        call.tag = "Reference"
        there, here = (next(filter(None, map(contents.run, e.marks()))) for e in (note, call))
        _link(call, here, f"Note {number}", _place(note, there))
        _link(note.elements[0], there, f"Retour à l’appel de la note {number}", _place(call, here))


def _is_foot(element: Element) -> bool:
    """Tell the foot of a page: a box of no element that holds notes, a figure first in each."""
    return element.tag == "NonStruct" and all(
        isinstance(note, Element)
        and note.tag == "Span"
        and [mark.tag for mark in note.elements[:1]] == ["NonStruct"]
        for note in element.kids
    )


def _calls(
    tops: Iterable[Element | Mark | Link], notes: Mapping[int, Element], contents: Contents
) -> dict[int, tuple[Element, Element]]:
    """Return the call of each note and its parent.

    Other figures may stand alone in a box (an exponent); calls are those of the one size in
    which the most notes are called, the smallest of two.
    """
    sizes: dict[float, dict[int, tuple[Element, Element]]] = {}
    for top in tops:
        for parent in top.walk() if isinstance(top, Element) and top.tag != "Note" else ():
            for kid in parent.elements:
                if kid.tag != "NonStruct" or len(marks := list(kid.marks())) != 1:
                    continue
                run = contents.run(marks[0])
                note = notes.get(int(run.text)) if run and run.text.isdecimal() else None
                if note is not None and abs(note.page - kid.page) <= 1:
                    found = sizes.setdefault(run.size, {})
                    found.setdefault(int(run.text), (parent, kid))
    return max(sizes.items(), key=lambda item: (len(item[1]), -item[0]), default=(0, {}))[1]


def _place(element: Element, run: Run) -> Place:
    return Place(element.page, run.x, run.y + 2 * run.size)


def _link(element: Element, run: Run, words: str, target: Place) -> None:
    """Make the figure of a note, or of its call, a link (14289-1, 7.18.5)."""
    width = 0.6 * run.size * len(run.text)
    box = (
        run.x - _AROUND,
        run.y - _AROUND,
        run.x + width + _AROUND,
        run.y + run.size + _AROUND,
    )
    link = Link(element.page, box, target, words)
    element.kids = [Element("Link", element.page, [*element.kids, link])]
