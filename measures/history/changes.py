"""What changed between two states of a text, field by field, as a page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from measures import answering, following, french
from measures.history.fields import ANSWERS, BESIDE, FOLLOW_UPS, NOTHING, Field
from measures.history.steps import State
from measures.models import Addressee
from measures.rich_text import Redline, redline, redline_words

HEADING_LEVEL = 3
NOTE = "internal_note"  # lines rather than blocks


@dataclass(frozen=True)
class Change:
    """A field that is not the same in two states: a redline, or a value in place of another."""

    field: Field
    redline: Redline | None
    before: str = ""
    after: str = ""

    @property
    def counted(self) -> str:
        """How many changes the redline shows, by sort; nothing where it shows none."""
        line = self.redline
        if not line:
            return ""
        counts = (
            (line.insertions, "ajout", "ajouts"),
            (line.deletions, "suppression", "suppressions"),
            (line.formatting, "mise en forme", "mises en forme"),
        )
        return french.listing([f"{n} {french.plural(n, *words)}" for n, *words in counts if n])

    @property
    def in_line(self) -> bool:
        """Whether the redline is a run of words, to be put in a paragraph."""
        blocks = self.field.rich or self.field.name in {NOTE, *BESIDE}
        return self.redline is not None and not blocks


def changes(fields: Iterable[Field], before: State, after: State) -> list[Change]:
    """Return what changed between two states, in the order of the fields."""
    changed = [one for one in fields if before[one.name] != after[one.name]]
    names = _names(changed, [before, after])
    found = [_change(one, before[one.name], after[one.name], names) for one in changed]
    # « Mesure 19 » of another edition is another row, and the same words
    return [one for one in found if one.redline is not None or one.before != one.after]


def whole(fields: Iterable[Field], state: State) -> list[Change]:
    """Return everything that a state holds, nothing marked; empty fields are left out."""
    held = [one for one in fields if state[one.name] not in (None, "", [], {})]
    names = _names(held, [state])
    return [_change(one, state[one.name], state[one.name], names) for one in held]


def _change(one: Field, before: object, after: object, names: "_Names") -> Change:
    if one.rich:
        line = redline(
            str(before or ""),
            str(after or ""),
            heading_level=HEADING_LEVEL,
            addressees=names.addressees,
            fold=before != after,
        )
        return Change(one, line)
    if one.name == NOTE:
        return Change(one, redline(_paragraphs(before), _paragraphs(after)))
    if one.name == ANSWERS:
        said = [answering.as_text(held, names.addressees) for held in (before, after)]
        return Change(one, redline(*said, heading_level=HEADING_LEVEL, fold=before != after))
    if one.name == FOLLOW_UPS:
        return Change(one, redline(following.as_text(before), following.as_text(after)))
    rows = names.rows.get(one.name, {})
    said = one.said(before, rows), one.said(after, rows)
    if one.worded and NOTHING not in said:
        return Change(one, redline_words(*said))
    return Change(one, None, *said)


def _paragraphs(text: object) -> str:
    lines = str(text or "").splitlines()
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line.strip())


@dataclass(frozen=True)
class _Names:
    """The names of what fields lead to: rows by field and key, addressees by slug."""

    rows: Mapping[str, Mapping[int, str]]
    addressees: Mapping[str, str]


def _names(fields: Iterable[Field], states: Iterable[State]) -> _Names:
    rows = {}
    rich = False
    for one in fields:
        rich = rich or one.rich or one.name == ANSWERS
        if one.leads:
            keys: set[int] = set()
            for state in states:
                value = state[one.name]
                keys |= set(value) if isinstance(value, list) else {value} - {None}
            found = one.column.related_model._default_manager.filter(pk__in=keys)
            if one.name == "observations_in":
                found = found.select_related("measure")
            rows[one.name] = {row.pk: str(getattr(row, "measure", row)) for row in found}
    addressees = dict(Addressee.objects.values_list("slug", "name")) if rich else {}
    return _Names(rows, addressees)
