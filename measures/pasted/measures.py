"""What rows of cells say: the measures of a plan, and every refusal by its line."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from measures import french
from measures.pasted.cells import Row
from measures.search_words import fold

MOST = 500  # rows
LONGEST_TITLE, LONGEST_SHORT, LONGEST_PRIORITY = 400, 200, 300  # characters, as columns hold
HIGHEST = 999
COLUMNS = ("priorité", "numéro", "titre", "titre court")
_NAMES = {
    "priorite": 0,
    "axe": 0,
    "numero": 1,
    "n": 1,
    "no": 1,
    "mesure": 1,
    "titre": 2,
    "intitule": 2,
    "titre court": 3,
}
_PRIORITY = re.compile(
    r"(?:(?:priorité|axe)\s+)?([IVXivx]+|\d+)\s*(?:[.:)–—-]+\s*(.*))?", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:mesure\s*)?(?:n[°o]\s*)?(\d+)\s*\.?(?:0+)?", re.IGNORECASE)
_ROMAN = {french.roman(number): number for number in range(1, 40)}


@dataclass(frozen=True)
class Line:
    """A measure to create; its priority too, where `new_priority`."""

    line: int
    priority: int
    priority_title: str
    new_priority: bool
    number: int
    title: str
    short_title: str

    @property
    def roman(self) -> str:
        """The number of its priority, as printed."""
        return french.roman(self.priority)


@dataclass(frozen=True)
class Problem:
    """Why a line is refused."""

    line: int
    said: str

    def __str__(self) -> str:
        return f"Ligne {self.line} : {self.said}"


@dataclass
class Reading:
    """What a list says: the measures in its order, and what is refused."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new_priorities(self) -> dict[int, str]:
        """The priorities that it creates, with their titles by number."""
        return {line.priority: line.priority_title for line in self.lines if line.new_priority}


def read(rows: Sequence[Row], *, priorities: Mapping[int, str], taken: Collection[int]) -> Reading:
    """Return what a list says, given the priorities and the numbers of measures of the plan."""
    return _Reader(dict(priorities), set(taken)).read(rows)


def shorten(title: str) -> str:
    """Return a title short enough for a table of contents, cut between two words."""
    if len(title) <= LONGEST_SHORT:
        return title
    cut = title[: LONGEST_SHORT - 1]
    return f"{cut.rpartition(' ')[0].rstrip(' ,;:–—-') or cut[:-1]}…"


class _Refused(Exception):
    """A sentence about one line."""


@dataclass
class _Reader:
    priorities: dict[int, str]
    taken: set[int]
    known: set[int] = field(init=False)
    used: dict[int, int] = field(default_factory=dict)
    priority: int | None = None
    number: int = 0

    def __post_init__(self) -> None:
        self.known = set(self.priorities)
        self.number = max(self.taken, default=0)

    def read(self, rows: Sequence[Row]) -> Reading:
        reading = Reading()
        columns: Sequence[int] = range(len(COLUMNS))
        if rows and (named := _header(rows[0])) is not None:
            if len(set(named)) < len(named) or None in named:
                said = f"les colonnes sont {', '.join(COLUMNS)}, une fois chacune."
                reading.problems.append(Problem(rows[0].line, said))
                return reading
            columns, rows = named, rows[1:]
        if len(rows) > MOST:
            said = f"la liste compte plus de {MOST} mesures : coupez-la en deux."
            reading.problems.append(Problem(rows[MOST].line, said))
            return reading
        for row in rows:
            try:
                reading.lines.append(self._line(row, columns))
            except _Refused as refusal:
                reading.problems.append(Problem(row.line, str(refusal)))
        return reading

    def _line(self, row: Row, columns: Sequence[int]) -> Line:
        said = ["", "", "", ""]
        for place, cell in enumerate(row.cells):
            text = " ".join(cell.split())
            if "\x00" in text:
                raise _Refused("un signe nul ne peut être gardé.")
            if place < len(columns):
                said[columns[place]] = text
            elif text:
                raise _Refused(
                    f"la cellule « {text[:40]} » est de trop : attendus {', '.join(COLUMNS)}."
                )
        priority = self._priority(said[0])
        number = self._number(said[1], row.line)
        title, short = said[2], said[3] or shorten(said[2])
        if not title:
            raise _Refused("il manque le titre de la mesure.")
        _fits("le titre", title, LONGEST_TITLE)
        _fits("le titre court", short, LONGEST_SHORT)
        new = priority not in self.known
        return Line(row.line, priority, self.priorities[priority], new, number, title, short)

    def _priority(self, said: str) -> int:
        """Return the number of the priority that a cell names; an empty one repeats the last."""
        if not said:
            if self.priority is None:
                raise _Refused("il manque la priorité.")
            return self.priority
        found = _PRIORITY.fullmatch(said)
        written = found[1].upper() if found else ""
        number = int(written[:4]) if written.isdecimal() else _ROMAN.get(written)
        if found and number is not None:
            title = found[2] or ""
            known = self.priorities.get(number)
            if known is None and not title:
                raise _Refused(
                    f"la priorité {said} n’existe pas encore : écrivez « {said} – son titre » "
                    f"pour la créer."
                )
            if title and known and fold(title) != fold(known):
                raise _Refused(f"la priorité {written} existe déjà : « {known} ».")
        else:
            title = said
            by_title = {fold(each): key for key, each in self.priorities.items()}
            number = by_title.get(fold(said), max(self.priorities, default=0) + 1)
        if not 1 <= number <= len(_ROMAN):
            raise _Refused(f"une priorité a un numéro de 1 à {len(_ROMAN)}.")
        _fits("le titre de la priorité", title, LONGEST_PRIORITY)
        self.priorities.setdefault(number, title)
        self.priority = number
        return number

    def _number(self, said: str, line: int) -> int:
        """Return the number in a cell; an empty one follows the last."""
        found = _NUMBER.fullmatch(said)
        if said and not found:
            raise _Refused(f"« {said[:40]} » n’est pas un numéro de mesure.")
        number = int(found[1][:9]) if found else self.number + 1
        if not 1 <= number <= HIGHEST:
            raise _Refused(f"une mesure a un numéro de 1 à {HIGHEST}.")
        self.number = number
        if number in self.used:
            raise _Refused(f"le numéro {number} est déjà donné à la ligne {self.used[number]}.")
        if number in self.taken:
            raise _Refused(f"le plan a déjà une mesure {number}.")
        self.used[number] = line
        return number


def _header(row: Row) -> list[int | None] | None:
    """Return which column each cell names, if the row is a header; an unknown name is `None`."""
    names = [fold(cell).strip() for cell in row.cells]
    while names and not names[-1]:
        names.pop()
    found = [_NAMES.get(name) for name in names]
    return found if COLUMNS.index("titre") in found else None


def _fits(what: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise _Refused(f"{what} compte {len(text)} signes ; la limite est de {longest}.")
