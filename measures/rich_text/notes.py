"""Where a footnote stands: never inside a link, nor inside bold, italic or raised words.

Its call is a link, and no link holds another; and its own words are not bold because those around
its call are.
"""

from lxml import etree
from lxml import html as lxml_html

_EMPHASIS = frozenset(["strong", "em", "sup", "sub"])


def take_out_notes(root: etree._Element) -> None:
    """Move each note after the link that it is in; part the words that emphasis ran through."""
    for note in reversed(list(root.iter("span"))):
        link = next(note.iterancestors("a"), None)
        if link is not None:
            note.drop_tree()
            note.tail, link.tail = link.tail, None
            link.addnext(note)
    for note in list(root.iter("span")):
        while (around := note.getparent()) is not None and around.tag in _EMPHASIS:
            _part(around, note)


def _part(around: etree._Element, note: etree._Element) -> None:
    """Put a note between what stands before it in an element and what stands after it."""
    after = lxml_html.Element(around.tag)
    after.text, note.tail = note.tail, None
    after.extend(note.itersiblings())
    after.tail, around.tail = around.tail, None
    around.addnext(note)
    note.addnext(after)
    if not len(after) and not after.text:
        note.tail = after.tail
        after.getparent().remove(after)
