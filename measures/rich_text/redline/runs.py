"""A run of words against another: what is added, taken out, or only dressed otherwise.

Footnotes stand where they are called, between brackets, and are compared with the words.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from measures.rich_text.redline.align import equal_pairs, gaps
from measures.rich_text.redline.counts import Counts
from measures.rich_text.tree import BLOCKS
from measures.rich_text.typography import typeset

NOTE = "note"
BREAK, OPEN, CLOSE = "\n", "\x02", "\x03"  # signs that no stored text holds
# figures apart from letters: « 1re » is the word that becomes 1<sup>re</sup>
_WORD = re.compile(r"(\d+|[^\W\d]+[’']?|[^\w\s])(\s*)")
_STYLES = {
    "strong": "gras",
    "em": "italique",
    "sup": "exposant",
    "sub": "indice",
    NOTE: "note",
}


class Token(NamedTuple):
    """A word or a sign, the space after it, and what dresses it, from outside in."""

    text: str
    space: str
    style: tuple[str, ...]

    @property
    def key(self) -> str:
        """What it is compared by: words of a note are never those of the text around it."""
        return f"\0{self.text}" if NOTE in self.style else self.text


def tokens(element: etree._Element) -> list[Token]:
    """Return the run of words of an element, without the blocks in it."""
    found: list[Token] = []
    _gather(element, (), found)
    return found


def tokens_of_words(text: str) -> list[Token]:
    """Return a plain text as a run of words."""
    found: list[Token] = []
    _add(typeset(text), (), found)
    return found


def hidden(words: str) -> str:
    """Return words that only screen readers say."""
    return f'<span class="hidden">{escape(words)}</span>'


def remark(words: str) -> str:
    """Return, between brackets, what the comparison says of the words before it."""
    return f'<span class="redline-remark">[{escape(typeset(words), quote=False)}]</span>'


def written(run: Iterable[Token]) -> str:
    """Return a run of words as HTML, dressed as it is."""
    html = ""
    for style, group in groupby(run, key=lambda token: token.style):
        opening = "".join(_opening(name) for name in style)
        closing = "".join(_closing(name) for name in reversed(style))
        *most, last = group
        words = "".join(_shown(token) + token.space for token in most) + _shown(last)
        html += f"{opening}{words}{closing}{last.space}"
    return html


def inserted(run: Sequence[Token], counts: Counts, said: str = "ajouté") -> str:
    """Return a run of words as added."""
    counts.insertions += 1
    return _changed("ins", run, f"{said} : ", " (fin de l’ajout)")


def deleted(run: Sequence[Token], counts: Counts, said: str = "supprimé") -> str:
    """Return a run of words as taken out."""
    counts.deletions += 1
    return _changed("del", run, f"{said} : ", " (fin de la suppression)")


def compared(before: Sequence[Token], after: Sequence[Token], counts: Counts) -> str:
    """Return a run of words with what changed in it marked."""
    old_keys, new_keys = [token.key for token in before], [token.key for token in after]
    pairs = _readable(equal_pairs(old_keys, new_keys), before, after)
    html = ""
    kept: list[tuple[Token, Token]] = []
    for rows, columns, followed in gaps(pairs, len(before), len(after)):
        if rows or columns:
            html += _kept(kept, counts)
            kept = []
        if rows:
            html += deleted(before[rows.start : rows.stop], counts)
        if columns:
            html += inserted(after[columns.start : columns.stop], counts)
        if followed:
            kept.append((before[rows.stop], after[columns.stop]))
    return html + _kept(kept, counts)


def _gather(element: etree._Element, style: tuple[str, ...], found: list[Token]) -> None:
    _add(element.text, style, found)
    for child in element:
        if child.tag in BLOCKS:
            continue
        if child.tag == "br":
            found.append(Token(BREAK, "", style))
        elif child.tag == "span":
            found.append(Token(OPEN, "", (*style, NOTE)))
            _gather(child, (*style, NOTE), found)
            found.append(Token(CLOSE, "", (*style, NOTE)))
        else:
            name = f"a {child.get('href', '')}" if child.tag == "a" else child.tag
            _gather(child, (*style, name), found)
        _add(child.tail, style, found)


def _add(text: str | None, style: tuple[str, ...], found: list[Token]) -> None:
    if not text:
        return
    if text[0].isspace() and found and not found[-1].space:
        spaces = text[: len(text) - len(text.lstrip())]
        found[-1] = found[-1]._replace(space=spaces)
    found += [Token(word, space, style) for word, space in _WORD.findall(text)]


def _shown(token: Token) -> str:
    if token.text == BREAK:
        return "<br>"
    if token.text == OPEN:
        return '<span class="redline-mark"> [note\u202f: </span>'
    if token.text == CLOSE:
        return '<span class="redline-mark">]</span>'
    return escape(token.text, quote=False)


def _opening(name: str) -> str:
    if name == NOTE:
        return '<span class="redline-note">'
    if name.startswith("a "):
        address = name[2:]
        return "" if address.startswith("#") else f'<a href="{escape(address)}">'
    return f"<{name}>"


def _closing(name: str) -> str:
    if name == NOTE:
        return "</span>"
    if name.startswith("a "):
        return "" if name.startswith("a #") else "</a>"
    return f"</{name}>"


def _changed(tag: str, run: Sequence[Token], before: str, after: str) -> str:
    html = written(run)
    breaks = sum(token.text == BREAK for token in run)
    if breaks == len(run):  # nothing else to underline or strike through
        html = f"{remark('retour à la ligne')}{html}"
    words = html.rstrip()
    space = html[len(words) :]
    return f"<{tag}>{hidden(before)}{words}</{tag}>{hidden(after)}{space}"


def _readable(
    pairs: list[tuple[int, int]], before: Sequence[Token], after: Sequence[Token]
) -> list[tuple[int, int]]:
    """Drop the lone small words that two rewritten passages happen to share.

    « de » kept between two changes makes three changes of one, and nobody can read them.
    """
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and (pair[0] - 1, pair[1] - 1) == runs[-1][-1]:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    kept: list[tuple[int, int]] = []
    for place, run in enumerate(runs):
        before_it = runs[place - 1][-1] if place else (-1, -1)
        after_it = runs[place + 1][0] if place + 1 < len(runs) else (len(before), len(after))
        left = run[0][0] - before_it[0] + run[0][1] - before_it[1] - 2
        right = after_it[0] - run[-1][0] + after_it[1] - run[-1][1] - 2
        letters = sum(len(after[j].text) for _, j in run)
        marks = any(after[j].text in {OPEN, CLOSE} for _, j in run)
        lone = left and right and not marks
        if not (lone and letters <= 4 and len(run) <= 2 and left + right >= 3):
            kept += run
    return kept


def _kept(pairs: Sequence[tuple[Token, Token]], counts: Counts) -> str:
    """Return words that stand on both sides, with what dresses them now otherwise."""
    html = ""
    for (added, removed), group in groupby(pairs, key=_difference):
        run = [new if new.space else new._replace(space=old.space) for old, new in group]
        if not added and not removed:
            html += written(run)
            continue
        counts.formatting += 1
        words = written(run).rstrip()
        said = remark(f"mise en forme modifiée : {_said(added, removed)}")
        html += f'<span class="redline-formatted">{words}</span> {said}{run[-1].space}'
    return html


def _difference(pair: tuple[Token, Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old, new = pair
    if old.style == new.style:
        return (), ()
    return (
        tuple(name for name in new.style if name not in old.style),
        tuple(name for name in old.style if name not in new.style),
    )


def _said(added: Sequence[str], removed: Sequence[str]) -> str:
    parts = [f"{_STYLES[name]} ajouté" for name in added if name in _STYLES]
    parts += [f"{_STYLES[name]} retiré" for name in removed if name in _STYLES]
    new = [name[2:] for name in added if name.startswith("a ")]
    old = [name[2:] for name in removed if name.startswith("a ")]
    if new and old:
        parts.append(f"adresse du lien, {old[0]} remplacée par {new[0]}")
    elif new:
        parts.append(f"lien ajouté vers {new[0]}")
    elif old:
        parts.append(f"lien retiré, qui menait à {old[0]}")
    return ", ".join(parts)
