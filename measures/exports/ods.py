"""Data as an OpenDocument spreadsheet (ISO/IEC 26300), written as XML; looks in `ods_styles`.

Two sheets of plain cells are all that is needed: the library that reads and writes the whole
format takes seconds for a long table.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from measures.exports import ods_styles as styles
from measures.exports.cells import Flat, harmless
from measures.exports.columns import Column, Kind
from measures.exports.spreadsheets import (
    EPOCH,
    GUIDE,
    GUIDE_HEADER,
    GUIDE_WIDTHS,
    HEADER_LINES,
    Book,
    guide_lines,
    lines_of,
)

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_VERSION = 'office:version="1.3"'
_FILTERED = "__Anonymous_Sheet_DB__1"  # what LibreOffice itself calls the filter of sheet 1
_SPACES = re.compile(r"^ | {2,}|\t")  # what XML would fold away (ODF, part 3, 6.1.2)
_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")

Line = tuple[int, Iterable[str]]  # how many lines a row shows, and its cells


def ods(book: Book) -> bytes:
    """Return a book as an OpenDocument spreadsheet; the same book always gives the same bytes."""
    contents = (_content(book), styles.PAGES, _meta(book), _settings(book))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and not compressed, so that the kind of file is known from its first bytes.
        archive.writestr(_part("mimetype", zipfile.ZIP_STORED), _TYPE)
        for name, content in zip(_PARTS, contents, strict=True):
            root = f"office:document-{name.removesuffix('.xml')}"
            archive.writestr(_part(name), _document(root, content))
        archive.writestr(_part("META-INF/manifest.xml"), _manifest())
    return written.getvalue()


def _part(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, EPOCH)
    part.compress_type, part.external_attr = compression, 0o644 << 16
    return part


def _document(root: str, content: str) -> str:
    declared = " ".join(f'xmlns:{name}="{of}"' for name, of in styles.NAMESPACES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {declared} {_VERSION}>{content}</{root}>'
    )


def _manifest() -> str:
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    kinds = {"/": _TYPE} | dict.fromkeys(_PARTS, "text/xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest '
        f'xmlns:manifest="{namespace}" manifest:version="1.3">{entries}</manifest:manifest>'
    )


def _meta(book: Book) -> str:
    return (
        f"<office:meta><dc:title>{escape(book.title)}</dc:title><dc:language>fr</dc:language>"
        f"<meta:initial-creator>{escape(book.author)}</meta:initial-creator>"
        f"<meta:creation-date>{book.dated.isoformat()}T00:00:00</meta:creation-date></office:meta>"
    )


def _settings(book: Book) -> str:
    """Keep the header and the first columns in view: a setting of the view, by sheet."""
    values = {
        "HorizontalSplitMode": 2,
        "VerticalSplitMode": 2,
        "HorizontalSplitPosition": book.frozen,
        "VerticalSplitPosition": 1,
        "ActiveSplitRange": 3,
        "PositionLeft": 0,
        "PositionRight": book.frozen,
        "PositionTop": 0,
        "PositionBottom": 1,
    }
    items = "".join(
        f'<config:config-item config:name="{name}" '
        f'config:type="{"int" if "Position" in name else "short"}">{value}</config:config-item>'
        for name, value in values.items()
    )
    return (
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(book.name)}>{items}"
        "</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings>"
    )


def _content(book: Book) -> str:
    guide, rows = list(_guide(book)), list(_rows(book))
    header, widths = rows[0], [column.width for column in book.columns]
    last = len(rows)
    whole = f"{book.name}.A1:{book.name}.{_letters(len(widths))}{last}"
    printed = f"{book.name}.A1:{book.name}.{_letters(book.printed)}{last}"
    heights = [lines for lines, _ in [*guide, *rows]]
    head = f"<table:table-header-rows>{_row(header)}</table:table-header-rows>"
    return (
        "<office:automatic-styles>"
        f"{styles.automatic([*GUIDE_WIDTHS, *widths], heights)}</office:automatic-styles>"
        "<office:body><office:spreadsheet>"
        f"{_sheet(GUIDE, 'guide', GUIDE_WIDTHS, ''.join(map(_row, guide)))}"
        f"{_sheet(book.name, 'lignes', widths, head + ''.join(map(_row, rows[1:])), printed)}"
        f'<table:database-ranges><table:database-range table:name="{_FILTERED}" '
        f'table:target-range-address={quoteattr(whole)} table:display-filter-buttons="true"/>'
        "</table:database-ranges></office:spreadsheet></office:body>"
    )


def _sheet(name: str, style: str, widths: Sequence[int], rows: str, printed: str = "") -> str:
    columns = "".join(
        f'<table:table-column table:style-name="{styles.column(width)}"/>' for width in widths
    )
    ranges = f" table:print-ranges={quoteattr(printed)}" if printed else ""
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="{style}"{ranges}>'
        f"{columns}{rows}</table:table>"
    )


def _row(line: Line) -> str:
    lines, cells = line
    inside = "".join(cells) or "<table:table-cell/>"
    return f'<table:table-row table:style-name="{styles.row(lines)}">{inside}</table:table-row>'


def _guide(book: Book) -> Iterator[Line]:
    """Yield the rows of the sheet that says what the book is."""

    def line(row: Sequence[str], first: str, others: str) -> Line:
        return guide_lines(tuple(row)), [
            _words(text, others if n else first) for n, text in enumerate(row)
        ]

    yield 2, [_words(book.title, "heading")]
    yield 1, []
    for row in book.facts:
        yield line(row, "bold", "plain")
    yield 1, []
    yield line(GUIDE_HEADER, "header", "header")
    for row in book.guide:
        yield line(row, "bold", "plain")


def _rows(book: Book) -> Iterator[Line]:
    """Yield the rows of the data, the header first."""
    yield HEADER_LINES, [_words(column.title, "header") for column in book.columns]
    for row in book.rows:
        cells = book.cells(row)
        yield lines_of(cells), [_value(*cell) for cell in cells]


def _value(column: Column, value: Flat) -> str:
    if value is None:
        return '<table:table-cell table:style-name="words"/>'
    if isinstance(value, date):
        said = f'"date" office:date-value="{value.isoformat()}" table:style-name="day"'
        return _cell(said, f"{value:%d/%m/%Y}")
    if isinstance(value, int):
        return _cell(f'"float" office:value="{value}" table:style-name="figure"', str(value))
    return _words(value, "words", link=column.kind is Kind.ADDRESS)


def _words(words: str, style: str, *, link: bool = False) -> str:
    """Return a cell that stays a text, whatever it begins with: one paragraph a line."""
    lines = [_SPACES.sub(_spaces, escape(line)) for line in harmless(words).split("\n")]
    if link:
        target = quoteattr(words)
        lines = [
            f'<text:a xlink:type="simple" xlink:href={target}>{line}</text:a>' for line in lines
        ]
    return _cell(f'"string" table:style-name="{style}"', *lines)


def _spaces(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def _cell(kind: str, *paragraphs: str) -> str:
    inside = "".join(f"<text:p>{each}</text:p>" for each in paragraphs)
    return f"<table:table-cell office:value-type={kind}>{inside}</table:table-cell>"


def _letters(place: int) -> str:
    """Return the name of a column: 1 is A, 27 is AA."""
    name = ""
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
