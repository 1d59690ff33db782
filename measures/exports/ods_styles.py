"""The looks of an OpenDocument spreadsheet of data, as XML: cells, columns, rows, printed pages."""

from collections.abc import Iterable

# ISO/IEC 26300-3: what each prefix of the format stands for.
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {
    "office": f"{_OASIS}:office:1.0",
    "style": f"{_OASIS}:style:1.0",
    "text": f"{_OASIS}:text:1.0",
    "table": f"{_OASIS}:table:1.0",
    "number": f"{_OASIS}:datastyle:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "meta": f"{_OASIS}:meta:1.0",
    "config": f"{_OASIS}:config:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}
_LETTER = 0.19  # width in centimetres
_LINE, _SPARE = 0.48, 0.15  # height in centimetres
_INK, _GROUND, _HAIR = "#1b1f2a", "#f6f4ef", "#d9d6ce"

_WRAP = 'fo:wrap-option="wrap" '
_LINED = f'{_WRAP}fo:border-bottom="0.5pt solid {_HAIR}" '
_HEADER = (
    f'{_WRAP}fo:border-bottom="1.5pt solid {_INK}" fo:background-color="{_GROUND}" '
    'style:vertical-align="middle" '
)
_BOLD = '<style:text-properties fo:font-weight="bold"/>'
_LARGE = '<style:text-properties fo:font-weight="bold" fo:font-size="16pt"/>'
_START = '<style:paragraph-properties fo:text-align="start" fo:margin-left="0.2cm"/>'
_END = '<style:paragraph-properties fo:text-align="end" fo:margin-right="0.2cm"/>'


def _cell(name: str, cell: str, inside: str = "", data: str = "") -> str:
    top = "" if "vertical-align" in cell else 'style:vertical-align="top" '
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{data}>'
        f'<style:table-cell-properties {top}{cell}fo:padding="0.08cm"/>{inside}</style:style>'
    )


# 06/07/2017
_DAY = (
    '<number:date-style style:name="jour"><number:day number:style="long"/>'
    '<number:text>/</number:text><number:month number:style="long"/>'
    '<number:text>/</number:text><number:year number:style="long"/></number:date-style>'
)
_CELLS = (
    _cell("plain", _WRAP, _START),
    _cell("bold", _WRAP, _START + _BOLD),
    _cell("heading", "", _LARGE),
    _cell("header", _HEADER, _START + _BOLD),
    _cell("words", _LINED, _START),
    _cell("figure", _LINED, _END),
    _cell("day", _LINED, _END, ' style:data-style-name="jour"'),
)


def _table(name: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table" '
        f'style:master-page-name="{name}"><style:table-properties table:display="true"/>'
        "</style:style>"
    )


def column(letters: int) -> str:
    """Return the name of the style of a column of so many letters."""
    return f"column-{letters}"


def row(lines: int) -> str:
    """Return the name of the style of a row of so many lines."""
    return f"row-{lines}"


def automatic(widths: Iterable[int], heights: Iterable[int]) -> str:
    """Return the styles of cells and sheets, with those of columns and rows that are used."""
    columns = (
        f'<style:style style:name="{column(letters)}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{letters * _LETTER + 0.2:.2f}cm"/>'
        "</style:style>"
        for letters in sorted(set(widths))
    )
    rows = (
        f'<style:style style:name="{row(lines)}" style:family="table-row">'
        f'<style:table-row-properties style:row-height="{lines * _LINE + _SPARE:.2f}cm" '
        'style:use-optimal-row-height="false"/></style:style>'
        for lines in sorted(set(heights))
    )
    return "".join([_DAY, *_CELLS, _table("guide"), _table("lignes"), *columns, *rows])


def _layout(name: str, *, sheets: int) -> str:
    """Return how sheets print: across the width of paper, on so many pages, or as needed (0)."""
    return (
        f'<style:page-layout style:name="page-{name}"><style:page-layout-properties '
        'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" '
        f'fo:margin="1.3cm" style:scale-to-X="1" style:scale-to-Y="{sheets}"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.7cm" '
        'fo:margin-top="0.3cm"/></style:footer-style></style:page-layout>'
    )


def _master(name: str) -> str:
    """Return a page with its foot: which sheet, which page of how many."""
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="page-{name}">'
        '<style:footer><text:p text:style-name="centred"><text:sheet-name/> – page '
        "<text:page-number/> sur <text:page-count/></text:p></style:footer></style:master-page>"
    )


PAGES = (
    '<office:styles><style:default-style style:family="table-cell"><style:text-properties '
    'fo:font-family="Calibri, Carlito, Arial, sans-serif" fo:font-size="11pt" '
    'fo:language="fr" fo:country="FR"/></style:default-style></office:styles>'
    '<office:automatic-styles><style:style style:name="centred" style:family="paragraph">'
    '<style:paragraph-properties fo:text-align="center"/></style:style>'
    f"{_layout('guide', sheets=1)}{_layout('lignes', sheets=0)}</office:automatic-styles>"
    f"<office:master-styles>{_master('guide')}{_master('lignes')}</office:master-styles>"
)
