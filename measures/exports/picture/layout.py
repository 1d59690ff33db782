"""Where each line and each tile of the picture stands."""

from dataclasses import dataclass

from measures.exports.picture import fonts
from measures.exports.picture.shapes import INNER, MARGIN, Line, Picture, Tile
from measures.exports.picture.words import counted, description, result
from measures.report import PriorityPart, Report
from measures.rich_text import typeset
from measures.tally import Count
from measures.templatetags.french import date_fr

LABELS = 148  # the column that names the priorities
GRID_END = 478
LARGEST, SMALLEST = 68, 3


def compose(report: Report) -> Picture:
    """Return the picture of an outline: its result, the grid by priority, the counts."""
    evaluation = report.evaluation
    said = result(report)
    which = f"{report.plan.short_title} · évaluation adoptée le {date_fr(evaluation.adopted_on)}"
    if evaluation.edition > 1:
        which += f", édition {evaluation.edition}"
    lines = [_fitted(78, typeset(which), 25)]
    headline = _wrapped(said, "serif-600", 50, INNER * 9 // 10)
    lines += [
        Line(MARGIN, 140 + 58 * place, words, 50, "serif-600")
        for place, words in enumerate(headline)
    ]
    labels, tiles = _grid(report.priorities, top=180 + 58 * (len(headline) - 1))
    counts, legend = _counts(report.tally.counts)
    source = "CNCDH, rapporteur national indépendant sur la traite des êtres humains"
    lines += [*labels, *counts, Line(MARGIN, 592, source, 21, colour="muted")]
    title = f"{said} ({report.plan.short_title}, évaluation {evaluation.slug})"
    return Picture(typeset(title), typeset(description(report)), lines, [*tiles, *legend])


def _fitted(y: int, words: str, size: int) -> Line:
    """Return a line as large as it may be."""
    while size > 12 and fonts.width(words, "sans-400", size) > INNER:
        size -= 1
    return Line(MARGIN, y, words, size, colour="muted")


def _wrapped(words: str, font: str, size: int, width: int) -> list[str]:
    """Cut a text into as few lines as its width asks for, of about the same length."""
    best = _broken(words, font, size, width)
    for narrower in range(width - 20, width // 3, -20):
        lines = _broken(words, font, size, narrower)
        if len(lines) > len(best):
            break
        best = lines
    return best


def _broken(words: str, font: str, size: int, width: int) -> list[str]:
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip(" ")
        if lines[-1] and fonts.width(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@dataclass(frozen=True)
class _Fit:
    """How large tiles may be: their side, how many stand in a row, how high each block is."""

    size: int
    gap: int
    a_row: int
    blocks: list[int]
    between: int

    @property
    def height(self) -> int:
        return sum(self.blocks) + self.between * (len(self.blocks) - 1)


def _fit(parts: list[PriorityPart], size: int, height: int) -> _Fit:
    gap = max(1, size // 7)
    between = min(10, height // (8 * len(parts) or 1))
    named = min(32, height // (len(parts) or 1) - between)  # what the name of a priority needs
    a_row = (INNER - LABELS + gap) // (size + gap)
    rows = [-(-len(part.assessments) // a_row) for part in parts]
    blocks = [max(count * (size + gap) - gap, named) for count in rows]
    return _Fit(size, gap, a_row, blocks, between)


def _grid(parts: list[PriorityPart], *, top: int) -> tuple[list[Line], list[Tile]]:
    """Lay the measures out, a block for each priority, with the largest tiles that fit."""
    height = GRID_END - top
    sizes = (_fit(parts, size, height) for size in range(LARGEST, SMALLEST, -1))
    smallest = _fit(parts, SMALLEST, height)
    fit = next((fit for fit in sizes if fit.height <= height), smallest)
    step = fit.size + fit.gap
    labels, tiles, y = [], [], top
    for part, block in zip(parts, fit.blocks, strict=True):
        words = min(25, block * 4 // 5)
        first = min(block, max(fit.size, words))  # the name stands beside the first row
        name = f"Priorité {part.priority.roman}"
        baseline = y + (first + words * 2 // 3) // 2
        labels.append(Line(MARGIN, baseline, name, words, colour="muted"))
        for place, row in enumerate(part.assessments):
            x = MARGIN + LABELS + place % fit.a_row * step
            down = y + place // fit.a_row * step
            tiles.append(Tile(x, down, fit.size, row.status, row.measure.number))
        y += block + fit.between
    return labels, tiles


def _counts(counts: list[Count]) -> tuple[list[Line], list[Tile]]:
    """Return the counts as words, each behind a tile of its kind: they explain the grid."""
    said = [counted(count) for count in counts]
    size, between = 26, 46
    while size > 14 and _length(said, size, between) > INNER:
        size, between = size - 1, between - 2
    lines, tiles, x = [], [], MARGIN
    for count, words in zip(counts, said, strict=True):
        tiles.append(Tile(x, 535 - size, size, count.status))
        lines.append(Line(x + size + 12, 531, words, size, "sans-600"))
        x += size + 12 + fonts.width(words, "sans-600", size) + between
    return lines, tiles


def _length(said: list[str], size: int, between: int) -> int:
    words = sum(fonts.width(one, "sans-600", size) for one in said)
    return words + (size + 12) * len(said) + between * (len(said) - 1)
