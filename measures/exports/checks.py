"""What each build of the report checks on the pages that were laid out, before they are written.

Each fault below was seen to happen without a word from the layout engine: numbers of the
contents off by one, the end of a long note lost, a letter taken from a font of the machine.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html

from measures import print_fonts

Document = Any  # what the press lays out; its boxes have no types of their own
_OURS = b"Rapport-"
_FEW = 5  # that a sentence names
_FOLIOS = frozenset({"@bottom-left-corner", "@bottom-right-corner"})


class Unprintable(Exception):
    """What a text holds cannot be printed; the message is a French sentence on what to do."""


class WrongPage(RuntimeError):
    """A list sends the reader to another page than the one that bears its number."""


class LostNote(Unprintable):
    """Words of a footnote are not on the pages."""


class ForeignFont(Unprintable):
    """A letter is none of our fonts': its shape would depend on the machine."""


def check_pages(documents: Iterable[Document]) -> None:
    """Compare each printed page number with the folio of the page that it is about.

    Raises `WrongPage`.
    """
    pages = [page for document in documents for page in document.pages]
    folios: dict[str, str] = {}
    for page in pages:
        folio = _folio(page._page_box)
        for anchor in page.anchors:
            folios.setdefault(anchor, folio)
    wrong = [
        f"{anchor} : {printed} au lieu de {folios.get(anchor, 'aucune page')}"
        for page in pages
        for anchor, printed in _printed(page._page_box, "")
        if printed != folios.get(anchor)
    ]
    if wrong:
        raise WrongPage(f"Les pages annoncées ne sont pas les bonnes ({'; '.join(wrong)}).")


def _folio(page: Any) -> str:
    """Return the number that a page bears at its foot; nothing on a cover or a blank page."""
    corners = (box for box in page.children if getattr(box, "at_keyword", "") in _FOLIOS)
    return "".join(filter(None, map(_text, corners)))


def _printed(box: Any, target: str) -> Iterator[tuple[str, str]]:
    """Yield the anchors that have a page number below a box, each with the number."""
    element = getattr(box, "element", None)
    if element is not None:
        href = element.get("href") or ""
        target = href[1:] if href.startswith("#") else target
        anchor = element.get("data-page")
        if anchor is None and element.get("class") == "toc-page":
            anchor = target
        if anchor is not None:
            yield anchor, _text(box)
            return
    for child in _children(box):
        yield from _printed(child, target)


def check_notes(source: str, document: Document) -> None:
    """Look on the pages for every word of every footnote of their HTML. Raises `LostNote`."""
    expected = {
        note.get("id"): _letters(note.text_content())
        for note in html.document_fromstring(source).find_class("footnote")
    }
    words: dict[str, str] = {}
    for page in document.pages:
        for note in _notes(page._page_box):
            if note.position_y >= page._page_box.margin_top:  # what does not fit goes out above
                key = note.element.get("id")
                words[key] = words.get(key, "") + _text(note)
    lost = [
        key for key, said in expected.items() if not _letters(words.get(key, "")).endswith(said)
    ]
    if lost:
        few = ", ".join(lost[:_FEW])
        raise LostNote(
            f"Des notes sont trop longues pour le bas d’une page ({few}) : des mots en seraient "
            f"perdus. Abrégez-les, ou mettez-en une partie dans le texte."
        )


def _notes(box: Any) -> Iterator[Any]:
    element = getattr(box, "element", None)
    if element is not None and element.get("class") == "footnote":
        if not box.element_tag.endswith("::footnote-call"):
            yield box
        return
    for child in _children(box):
        yield from _notes(child)


def check_signs(pages: Iterable[str]) -> None:
    """Refuse signs that our fonts do not have. Raises `ForeignFont`."""
    if missing := print_fonts.lacking(pages):
        said = ", ".join(map(print_fonts.named, missing[:_FEW]))
        raise ForeignFont(
            f"Les caractères d’imprimerie du rapport n’ont pas ces signes : {said}. Retirez-les "
            f"des textes et des titres, ou écrivez-les autrement."
        )


def check_fonts(names: Iterable[bytes]) -> None:
    """Refuse a font that is not ours. Raises `ForeignFont`."""
    if foreign := [name.decode() for name in names if _OURS not in name]:
        raise ForeignFont(f"Le rapport prendrait des lettres à d’autres : {', '.join(foreign)}.")


def _text(box: Any) -> str:
    """Return the words below a box, its lines joined."""
    if (text := getattr(box, "text", None)) is not None:
        return text
    return "".join(map(_text, _children(box)))


def _children(box: Any) -> Any:
    box = getattr(box, "_box", box)  # of a box that is placed elsewhere
    return getattr(box, "children", ())


def _letters(text: str) -> str:
    """Return the letters and figures of a text: spaces and hyphens change at the end of lines."""
    return "".join(filter(str.isalnum, text))
