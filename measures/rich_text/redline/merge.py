"""Two texts in one: their leaves in order, in the frames of the text after the change."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from html import escape
from itertools import groupby

from lxml import etree

from measures.rich_text.redline.counts import Counts
from measures.rich_text.redline.leaves import Frame, Leaf, leaves, run_of, steps
from measures.rich_text.redline.runs import compared, deleted, hidden, inserted, remark
from measures.rich_text.redline.tables import compared_tables
from measures.rich_text.typography import typeset

FOLDED = 3  # passages in a row that are worth folding
_DEVENU = "mise en forme modifiée : {} devenu {}"
_NEW, _GONE = "is-inserted", "is-deleted"
_NAMED = {
    "box": ("Encadré ajouté", "Encadré supprimé"),
    "recommendation": ("Recommandation ajoutée", "Recommandation supprimée"),
    "blockquote": ("Citation ajoutée", "Citation supprimée"),
}


class Merge:
    """Writes the leaves of two texts, opening and closing the frames they stand in."""

    def __init__(
        self, counts: Counts, *, heading_level: int, addressees: Mapping[str, str], fold: bool
    ) -> None:
        self.counts = counts
        self.fold = fold
        self.heading_level = heading_level
        self.addressees = addressees

    def document(self, before: etree._Element | None, after: etree._Element | None) -> str:
        """Return two whole texts compared, what did not change folded away if asked."""
        writing = self._writing(before, after)
        return writing.folded() if self.fold else writing.html()

    def trees(self, before: etree._Element | None, after: etree._Element | None) -> str:
        """Return what two cells hold, compared; `None` for what is not there."""
        return self._writing(before, after).html()

    def _writing(self, before: etree._Element | None, after: etree._Element | None) -> "_Writing":
        old, new = (
            [] if root is None else [*run_of(root, ()), *leaves(root)] for root in (before, after)
        )
        return _Writing(self, list(steps(old, new)))

    def table(self, before: etree._Element | None, after: etree._Element | None) -> str:
        """Return a table with what changed in it."""
        return compared_tables(before, after, cell=self.trees, counts=self.counts)


class _Writing:
    def __init__(self, merge: Merge, order: Sequence[tuple[Leaf | None, Leaf | None]]) -> None:
        self.merge = merge
        self.order = order
        self.former = {frame for old, _ in order if old for frame in old.path}
        self.around_kept = {frame for old, new in order if old and new for frame in new.path}
        self.became: dict[Frame, Frame] = {}  # frames of the former text → of the new one
        self.was: dict[Frame, Frame] = {}
        self.open: list[Frame] = []
        self.parts: list[str] = []
        self.said = ""  # the last change of form, said once for the items of a list
        self._map_frames()

    def html(self) -> str:
        """Return everything."""
        return "".join(html for html, _ in self._units())

    def folded(self) -> str:
        """Return everything, long passages without a change behind a line that says so."""
        html = []
        for changed, group in groupby(self._units(), key=lambda unit: unit[1]):
            units = [unit for unit, _ in group]
            if changed or len(units) < FOLDED + 2:
                html += units
                continue
            inside = "".join(units[1:-1])
            said = f"{len(units) - 2} passages inchangés"
            html.append(
                f'{units[0]}<details class="unchanged"><summary>{said}</summary>{inside}</details>'
                f"{units[-1]}"
            )
        return "".join(html)

    def _units(self) -> Iterator[tuple[str, bool]]:
        """Yield each block of the text with its frames, and whether something changed in it."""
        before = copy(self.merge.counts)
        for old, new in self.order:
            path = list(new.path) if new else [self.became.get(one, one) for one in old.path]
            if self.parts and not (path and self.open and path[0] is self.open[0]):
                self._go_to([])
                yield "".join(self.parts), self.merge.counts != before
                self.parts, before = [], copy(self.merge.counts)
            self._go_to(path)
            self._leaf(old, new)
        self._go_to([])
        yield "".join(self.parts), self.merge.counts != before

    def _map_frames(self) -> None:
        """A frame goes on as the one in which a leaf of its stands now, or that has its key."""
        for old, new in self.order:
            if old and new:
                self._map_paths(old.path, new.path)
        keys = {
            frame.element.get("data-key"): frame
            for _, new in self.order if new for frame in new.path
        }  # fmt: skip
        for old, _ in self.order:
            for frame in old.path if old else ():
                same = keys.get(frame.element.get("data-key")) if frame.kind != "box" else None
                if same and same.element.get("data-key") and frame not in self.became:
                    self._map(frame, same)

    def _map_paths(self, before: tuple[Frame, ...], after: tuple[Frame, ...]) -> None:
        place = 0
        for frame in before:
            for at in range(place, len(after)):
                if after[at].kind == frame.kind:
                    self._map(frame, after[at])
                    place = at + 1
                    break

    def _map(self, old: Frame, new: Frame) -> None:
        if old not in self.became and new not in self.was:
            self.became[old], self.was[new] = new, old

    def _go_to(self, path: list[Frame]) -> None:
        """Close the frames that `path` leaves, open those that it enters."""
        common = 0
        while common < min(len(path), len(self.open)) and path[common] is self.open[common]:
            common += 1
        while len(self.open) > common:
            self._close(self.open.pop())
        for frame in path[common:]:
            self._enter(frame)

    def _enter(self, frame: Frame) -> None:
        mark = self._mark(frame)
        self.open.append(frame)
        tag, name = frame.element.tag, frame.element.get("class", "")
        names = " ".join(part for part in (name, mark) if part)
        role = ' role="note"' if name == "box" else ""
        self.parts.append(f'<{tag} class="{names}"{role}>' if names else f"<{tag}>")
        if mark and frame.kind in _NAMED:
            label = _NAMED[frame.kind][mark == _GONE]
            self.parts.append(f'<p class="redline-head">{remark(label)}</p>')
        if frame.kind == "recommendation":
            self.parts.append(self._addressees(frame, mark))

    def _close(self, frame: Frame) -> None:
        self.parts.append(f"</{frame.element.tag}>")

    def _mark(self, frame: Frame) -> str:
        """Return the class of a frame that stands on one side only."""
        if frame in self.was:
            return ""
        if frame in self.former:
            return _GONE
        return "is-formatted" if frame in self.around_kept else _NEW

    def _addressees(self, frame: Frame, mark: str) -> str:
        """Return the line of those that a recommendation speaks to, with who came and went."""
        was = self.was.get(frame, frame)
        old = [] if mark == _NEW else was.element.get("data-to", "").split()
        new = [] if mark == _GONE else frame.element.get("data-to", "").split()
        if not old and not new:
            return ""
        kept = [self._name(slug) for slug in new if slug in old or mark]
        said = [escape(name, quote=False) for name in kept]
        if mark == _GONE:
            said = [escape(self._name(slug), quote=False) for slug in old]
        else:
            gone = [slug for slug in old if slug not in new]
            come = [] if mark else [slug for slug in new if slug not in old]
            self.merge.counts.deletions += len(gone)
            self.merge.counts.insertions += len(come)
            said += [self._marked("del", "supprimé", slug) for slug in gone]
            said += [self._marked("ins", "ajouté", slug) for slug in come]
        plural = "s" if len(said) > 1 else ""
        words = typeset(f"Destinataire{plural} : ")
        return f'<p class="redline-head redline-to">{words}{", ".join(said)}</p>'

    def _name(self, slug: str) -> str:
        return typeset(self.merge.addressees.get(slug, slug))

    def _marked(self, tag: str, said: str, slug: str) -> str:
        name = escape(self._name(slug), quote=False)
        return f"<{tag}>{hidden(f'{said} : ')}{name}</{tag}>"

    def _leaf(self, old: Leaf | None, new: Leaf | None) -> None:
        shown = new or old
        if shown.kind == "table":
            self._table(old, new)
            return
        counts = self.merge.counts
        if old is None:
            mark, words = _NEW, inserted(new.run, counts, _said("ajouté", new))
        elif new is None:
            mark, words = _GONE, deleted(old.run, counts, _said("supprimé", old))
        else:
            mark, words = "", compared(old.run, new.run, counts)
        said = ""
        if old and new and old.described != new.described:
            counts.formatting += 1
            said = _DEVENU.format(old.described, new.described)
            mark = "is-formatted"
            if said != self.said:
                words += f" {remark(said)}"
        self.said = said
        self.parts.append(self._dressed(shown, mark, words))

    def _table(self, old: Leaf | None, new: Leaf | None) -> None:
        counts = self.merge.counts
        if old and new and old.described != new.described:
            counts.formatting += 1
            said = remark(_DEVENU.format(old.described, new.described))
            self.parts.append(f'<p class="redline-head">{said}</p>')
        self.parts.append(self.merge.table(old.element if old else None,
                                           new.element if new else None))  # fmt: skip

    def _dressed(self, leaf: Leaf, mark: str, words: str) -> str:
        """Return the words of a leaf in its own element; those of an item or a cell have none."""
        if leaf.kind == "run":
            return f'<span class="{mark}">{words}</span>' if mark == "is-formatted" else words
        tag = leaf.element.tag
        if tag in {"h3", "h4"}:
            tag = f"h{min(self.merge.heading_level + (tag == 'h4'), 6)}"
        names = " ".join(part for part in (leaf.element.get("class", ""), mark) if part)
        return f'<{tag} class="{names}">{words}</{tag}>' if names else f"<{tag}>{words}</{tag}>"


def _said(change: str, leaf: Leaf) -> str:
    """Return what a screen reader says before a whole leaf; of a cell, its row says enough."""
    in_cell = leaf.kind == "run" and not leaf.path
    return change if in_cell else f"{change}, {leaf.described}"
