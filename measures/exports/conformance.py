"""Whether the PDFs we make are what they say: judged by tools that know nothing of ours.

`page` (PyPI: page-validation) judges each rule of PDF/UA-1 and of PDF/A-3a; `outloud` also reads
the file as a reader hears it. Where `outloud` is known to be wrong, `_KNOWN` says of which rule,
why, and what must hold in the file for its finding to be set aside; nothing else is.
"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from measures import report as reports
from measures.exports import attached
from measures.exports.documents import Draft, every, file_name
from measures.models import Evaluation

if TYPE_CHECKING:
    import outloud
    from outloud.model import Document, StructElem

# Who takes the drafts that are judged, with all that a proof may bear.
_DRAFT = Draft(
    by="Camille Martin",
    at=datetime(2022, 6, 1, 14, 5, tzinfo=UTC),
    line_numbers=True,
    internal_notes=True,
)

_PROFILES = {"PDF/UA-1": "PDF_UA_1", "PDF/A-3a": "PDF_A_3A"}
_BLOCKS = frozenset("P H1 H2 H3 H4 H5 H6 LI TD TH Caption".split())
_MILLIMETRE = 72 / 25.4
_CLOSE = 0.5  # points: the same place
_HYPHENS = "-\u2010\u00ad"  # where a word of a narrow column is cut
_RULE = 2.5  # points, at most, for a line
_TOP, _BOTTOM = 26 * _MILLIMETRE, 24 * _MILLIMETRE  # margins of the report's pages


class ToolsMissing(RuntimeError):
    """The judges are dependencies of development only."""

    def __init__(self, module: str | None) -> None:
        super().__init__(
            f"Il manque un outil de vérification ({module}). Les outils de développement "
            f"s’installent avec « make dev », ou « pip install -r requirements-dev.txt »."
        )


class Finding(NamedTuple):
    """What a judge has found, and the page if it says one."""

    judge: str
    rule: str
    message: str
    page: int | None = None

    def __str__(self) -> str:
        where = f" p. {self.page}" if self.page else ""
        return f"{self.judge} {self.rule}{where} : {self.message}"


def documents() -> Iterator[tuple[str, bytes]]:
    """Yield every PDF that the application makes of each evaluation in the database, named."""
    rows = Evaluation.objects.select_related("plan").order_by("plan", "slug", "edition")
    for evaluation in rows:
        report = reports.build(evaluation)
        draft = None if evaluation.is_published else _DRAFT
        for wanted in every(report):
            document = attached.document(report, wanted, draft=draft)
            yield file_name(evaluation, wanted), document


@dataclass(frozen=True)
class Verdict:
    """What the judges say of a document: for each norm the rules followed, of how many."""

    rules: dict[str, tuple[int, int]]
    findings: list[Finding]


def judge(document: bytes) -> Verdict:
    """Return what the judges say of a PDF. Raises `ToolsMissing`."""
    try:
        rules, findings = _validated(document)
        return Verdict(rules, [*findings, *_heard(document)])
    except ModuleNotFoundError as missing:
        raise ToolsMissing(missing.name) from missing


def _validated(document: bytes) -> tuple[dict[str, tuple[int, int]], list[Finding]]:
    import page  # noqa: PLC0415 - a tool of development

    rules, findings = {}, []
    for norm, profile in _PROFILES.items():
        try:
            report = page.validate_pdf_bytes(
                document, profile=getattr(page.ValidationProfile, profile)
            )
        except page.PageError as error:
            findings.append(Finding("page", norm, str(error)))
            continue
        rules[norm] = (report.rules.passed, report.rules.total)
        findings += [Finding("page", each.rule_id, each.message) for each in report.failures]
        if not (report.is_compliant or report.failures):
            findings.append(Finding("page", norm, "non conforme"))
    return rules, findings


def _heard(document: bytes) -> Iterator[Finding]:
    import outloud  # noqa: PLC0415 - a tool of development
    from outloud.model import Document  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(document)
        file.flush()
        result = outloud.check(file.name)
        if result.error:
            yield Finding("outloud", "—", result.error)
            return
        for run in result.runs:
            if run.status == "crashed":
                yield Finding("outloud", run.rule, f"règle non jugée : {run.reason}")
        for found in result.findings:
            known = _KNOWN.get(found.rule)
            if known is None or not known.holds(Document(file.name), found):
                words = ". ".join(filter(None, [found.message, found.evidence]))
                yield Finding("outloud", found.rule, words, found.page)


@dataclass(frozen=True)
class _FalsePositive:
    """Why a finding of a rule is wrong, and what tells it from a right one."""

    reason: str
    holds: Callable[["Document", "outloud.findings.Finding"], bool]


def _is_said_once(document: "Document", found: "outloud.findings.Finding") -> bool:
    """Tell whether what is not read stands in a margin, or repeats the head of a table."""
    from outloud.rules._common import element_text  # noqa: PLC0415 - a tool of development

    heads = [element_text(document, e) for e in document.elements_of("THead")]
    for box in found.boxes:
        page = document.pages[int(box["page"]) - 1]
        sides = tuple(box[side] for side in ("x0", "y0", "x1", "y1"))
        lines = document.content(page.index).lines
        words = {
            word.rstrip(_HYPHENS)
            for line in lines
            if all(abs(a - b) < _CLOSE for a, b in zip(line.bbox, sides, strict=True))
            for word in line.text.split()
        }
        if not (
            _in_margin(document, box)
            or any(words and all(word in head for word in words) for head in heads)
        ):
            return False
    return bool(found.boxes)


def _is_in_text(document: "Document", found: "outloud.findings.Finding") -> bool:
    return bool(found.boxes) and not any(_in_margin(document, box) for box in found.boxes)


def _in_margin(document: "Document", box: dict[str, float]) -> bool:
    height = document.pages[int(box["page"]) - 1].height
    return box["y0"] >= height - _TOP or box["y1"] <= _BOTTOM


def _is_in_order(document: "Document", _found: "outloud.findings.Finding") -> bool:
    """Tell whether, notes apart, the blocks of each page are painted as they are read."""
    blocks: dict[int, dict[tuple, int]] = {}
    for element in document.elements:
        line = list(_ancestry(element))
        if any(ancestor.type == "Note" for ancestor in line):
            continue
        block = next((ancestor for ancestor in line if ancestor.type in _BLOCKS), element)
        for mark in element.mcrefs:
            blocks.setdefault(mark.page, {})[mark.stream, mark.mcid] = block.order
    for page, owners in blocks.items():
        painted = document.content(page).paint_order
        begun = list(dict.fromkeys(owners[mark] for mark in painted if mark in owners))
        if begun != sorted(begun):
            return False
    return True


def _ancestry(element: "StructElem") -> list["StructElem"]:
    """Return an element and those that hold it, the outermost first."""
    line = [element]
    while line[0].parent is not None:
        line.insert(0, line[0].parent)
    return line


def _is_in_tables(document: "Document", found: "outloud.findings.Finding") -> bool:
    """Tell whether all that is read beside a vertical rule of the page is read in a table."""
    content = document.content(found.page - 1)
    uprights = [path.bbox for path in content.paths if path.bbox[2] - path.bbox[0] <= _RULE]
    for (stream, number), (_, low, _, high) in content.mcid_bbox.items():
        if any(upright[1] < (low + high) / 2 < upright[3] for upright in uprights):
            for owner in document.mc_owners.get((found.page - 1, stream, number), ()):
                if not any(ancestor.type == "Table" for ancestor in _ancestry(owner)):
                    return False
    return True


def _has_regular_tables(document: "Document", _found: "outloud.findings.Finding") -> bool:
    """Tell whether each place of each table is covered by one cell."""
    from outloud.rules.tables import grid_of  # noqa: PLC0415 - a tool of development

    for table in document.elements_of("Table"):
        covered: list[tuple[int, int]] = []
        for number, row in enumerate(grid_of(document, table).rows):
            column = 0
            for cell in row:
                while (number, column) in covered:
                    column += 1
                covered += [
                    (number + down, column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                ]
        high, wide = (1 + max(place[side] for place in covered) for side in (0, 1))
        if sorted(covered) != [(y, x) for y in range(high) for x in range(wide)]:
            return False
    return True


_KNOWN = {
    "TAG-002": _FalsePositive(
        "« Prose as an artifact »: a long title in the running head, or in the head of a table "
        "that is repeated on its next page, has as many words as prose.",
        _is_said_once,
    ),
    "PAG-001": _FalsePositive(
        "« Running head tagged as content »: below the head, text of the same form begins several "
        "pages (« Recommandation 7 »).",
        _is_in_text,
    ),
    "ORD-001": _FalsePositive(
        "« Painted in another order than read »: a note is read after its call and painted at "
        "the foot; the marks of lists are painted after their items.",
        _is_in_order,
    ),
    "TBL-004": _FalsePositive(
        "« The grid does not close »: a merged cell at the end of a row is not counted in the "
        "last row that it covers.",
        _has_regular_tables,
    ),
    "TBL-014": _FalsePositive(
        "« A grid that no table covers »: a table is looked for on its first page only, and one "
        "for all the lines of a page.",
        _is_in_tables,
    ),
}
