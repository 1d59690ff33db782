"""A table against another: row by row, then cell by cell."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from measures.rich_text.redline.align import Pair, alike_pairs, equal_pairs, gaps, in_one_order
from measures.rich_text.redline.counts import Counts
from measures.rich_text.redline.leaves import likeness
from measures.rich_text.redline.runs import compared, hidden, remark, tokens
from measures.rich_text.tree import text_of
from measures.rich_text.typography import NARROW

FIGURE = re.compile(rf"[\d {NARROW},.+%*−-]+\Z")
LEAST_ALIKE = 0.25

Element = etree._Element
Cell = Callable[[Element | None, Element | None], str]  # what a cell holds, compared


@dataclass(eq=False)
class _Row:
    section: str  # thead, tbody
    cells: list[Element]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(text_of(cell).strip() for cell in self.cells)

    @property
    def words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", " ".join(self.key).casefold()))


Step = tuple[_Row | None, _Row | None]


def compared_tables(
    before: Element | None, after: Element | None, *, cell: Cell, counts: Counts
) -> str:
    """Return a table with what changed in it marked; one that is not there is added or gone."""
    old, new = list(_rows(before)), list(_rows(after))
    steps = list(_steps(old, new))
    caption = _caption(before, after, counts)
    named = next((table for table in (after, before) if table is not None), None)
    title = named.find("caption") if named is not None else None
    label = "Tableau" if title is None else f"Tableau : {' '.join(text_of(title).split())}"
    mark = ' class="is-inserted"' if before is None else ""
    mark = ' class="is-deleted"' if after is None else mark
    html = [f"<table{mark}>", caption]
    section = ""
    for place, step in enumerate(steps):
        at = (step[1] or step[0]).section
        if section not in {at, "tbody"}:  # a head never comes back after the body
            html += [f"</{section}>"] if section else []
            html.append(f"<{at}>")
            section = at
        html.append(_row(step, steps[place:], cell=cell, counts=counts))
    html += [f"</{section}>"] if section else []
    html.append("</table>")
    frame = etree.Element("div")
    frame.set("class", "table-frame")
    frame.set("role", "group")  # no landmark: a page may show a table in several versions
    frame.set("tabindex", "0")
    frame.set("aria-label", label)
    opening = etree.tostring(frame, encoding="unicode").removesuffix("/>")
    return f"{opening}>{''.join(html)}</div>"


def _rows(table: Element | None) -> Iterator[_Row]:
    if table is not None:
        for row in table.iter("tr"):
            yield _Row(row.getparent().tag, list(row))


def _steps(before: Sequence[_Row], after: Sequence[_Row]) -> Iterator[Step]:
    whole = equal_pairs([row.key for row in before], [row.key for row in after])
    pairs: list[Pair] = []
    for rows, columns, followed in gaps(whole, len(before), len(after)):
        old, new = before[rows.start : rows.stop], after[columns.start : columns.stop]
        if len(old) == len(new):
            pairs += zip(rows, columns, strict=True)
        else:
            pairs += [
                (rows.start + i, columns.start + j)
                for i, j in alike_pairs(len(old), len(new), _likeness(old, new), least=LEAST_ALIKE)
            ]
        if followed:
            pairs.append((rows.stop, columns.stop))
    yield from in_one_order(before, after, pairs)


def _likeness(old: Sequence[_Row], new: Sequence[_Row]) -> Callable[[int, int], float]:
    """Rows that begin with the same words are one row, whatever their figures became."""
    keys = [row.key for row in old], [row.key for row in new]
    words = [row.words for row in old], [row.words for row in new]

    def alike(i: int, j: int) -> float:
        head = keys[0][i][:1] == keys[1][j][:1] != ("",)
        return (likeness(words[0][i], words[1][j]) + head) / 2

    return alike


def _caption(before: Element | None, after: Element | None, counts: Counts) -> str:
    old, new = (
        tokens(table.find("caption")) if table is not None and table.find("caption") is not None
        else []
        for table in (before, after)
    )  # fmt: skip
    said = hidden("Tableau ajouté : ") if before is None else ""
    said = hidden("Tableau supprimé : ") if after is None else said
    words = compared(old, new, counts)
    return f"<caption>{said}{words}</caption>" if said or words else ""


def _row(step: Step, following: Sequence[Step], *, cell: Cell, counts: Counts) -> str:
    old, new = step
    if new is None:
        mark, said = ' class="is-deleted"', hidden("Ligne supprimée : ")
        pairs = [(held, None) for held in old.cells]
    elif old is None:
        mark, said = ' class="is-inserted"', hidden("Ligne ajoutée : ")
        pairs = [(None, held) for held in new.cells]
    else:
        mark = said = ""
        pairs = list(_cells(old.cells, new.cells))
    cells = []
    for before, after in pairs:
        content = said + cell(before, after)
        said = ""
        if before is not None and after is not None:
            content += "".join(f" {remark(change)}" for change in _dressed(before, after, counts))
        cells.append(_cell(before, after, following, content))
    return f"<tr{mark}>{''.join(cells)}</tr>"


def _cells(
    old: Sequence[Element], new: Sequence[Element]
) -> Iterator[tuple[Element | None, Element | None]]:
    """Yield the cells of a row that stands on both sides, those of added columns alone."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    same = equal_pairs([text_of(one).strip() for one in old], [text_of(one).strip() for one in new])
    for rows, columns, followed in gaps(same, len(old), len(new)):
        both = min(len(rows), len(columns))
        yield from zip(old[rows.start :][:both], new[columns.start :][:both], strict=True)
        yield from ((one, None) for one in old[rows.start + both : rows.stop])
        yield from ((None, one) for one in new[columns.start + both : columns.stop])
        if followed:
            yield old[rows.stop], new[columns.stop]


def _cell(old: Element | None, new: Element | None, following: Sequence[Step], content: str) -> str:
    shown = new if new is not None else old
    mark = "is-inserted" if old is None else "is-deleted" if new is None else ""
    figure = "figure" if shown.tag == "td" and FIGURE.match(text_of(shown).strip()) else ""
    names = " ".join(name for name in (mark, figure) if name)
    attributes = f' class="{names}"' if names else ""
    attributes += f' scope="{shown.get("scope")}"' if shown.get("scope") else ""
    attributes += f' colspan="{shown.get("colspan")}"' if shown.get("colspan") else ""
    rows = _span(shown, following, of=0 if new is None else 1)
    attributes += f' rowspan="{rows}"' if rows > 1 else ""
    return f"<{shown.tag}{attributes}>{content}</{shown.tag}>"


def _span(shown: Element, following: Sequence[Step], *, of: int) -> int:
    """Return over how many of the rows shown a merged cell goes: those taken out stand there."""
    left = int(shown.get("rowspan", "1"))
    if left == 1:
        return 1
    rows = 0
    for step in following:
        if step[of] is not None:
            left -= 1
        elif of == 0:
            break
        rows += 1
        if not left:
            break
    return rows


def _dressed(old: Element, new: Element, counts: Counts) -> list[str]:
    """Say what changed in a cell besides what it holds."""
    said = []
    if old.tag != new.tag:
        made = "cellule d’en-tête" if new.tag == "th" else "cellule ordinaire"
        said.append(f"mise en forme modifiée : devenue {made}")
    if any(old.get(name, "1") != new.get(name, "1") for name in ("colspan", "rowspan")):
        said.append("mise en forme modifiée : cellules fusionnées autrement")
    counts.formatting += len(said)
    return said
