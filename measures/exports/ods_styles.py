"""The styles of an OpenDocument spreadsheet of data, each made once for a document."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from odf.element import Element

_LETTER = 0.19  # width in centimetres
_LINE, _SPARE = 0.48, 0.15  # height in centimetres
_PADDING = "0.08cm"
_INK, _ACCENT, _GROUND, _HAIR = "#1b1f2a", "#1f3f77", "#f6f4ef", "#d9d6ce"


class Styles:
    """The styles of sheets, columns, rows and cells, written into a document."""

    def __init__(self, document: Any) -> None:
        from odf import number, style, text  # noqa: PLC0415 - few visitors need it

        self.document = document
        self.number, self.style, self.text = number, style, text
        self._made: dict[tuple[str, str], Element] = {}
        self._default_font()
        self._centred = self.style.Style(name="centred", family="paragraph")
        self._centred.addElement(self.style.ParagraphProperties(textalign="center"))
        document.automaticstyles.addElement(self._centred)
        self.guide = self._page("guide", sheets=1)
        self.rows = self._page("lignes")
        line = {"borderbottom": f"0.5pt solid {_HAIR}", "wrapoption": "wrap"}
        bold = {"fontweight": "bold"}
        self.plain = self._cell("plain", {"wrapoption": "wrap"}, side="start")
        self.bold = self._cell("bold", {"wrapoption": "wrap"}, bold, side="start")
        self.heading = self._cell("heading", {}, {"fontweight": "bold", "fontsize": "16pt"})
        header = {
            "backgroundcolor": _GROUND,
            "borderbottom": f"1.5pt solid {_INK}",
            "wrapoption": "wrap",
            "verticalalign": "middle",
        }
        self.header = self._cell("header", header, bold, side="start")
        self.words = self._cell("words", line, side="start")
        self.figure = self._cell("figure", line, side="end")
        self.day = self._cell("day", line, side="end", data=self._day())

    def _default_font(self) -> None:
        default = self.style.DefaultStyle(family="table-cell")
        default.addElement(
            self.style.TextProperties(
                fontfamily="Calibri, Carlito, Arial, sans-serif",
                fontsize="11pt",
                language="fr",
                country="FR",
            )
        )
        self.document.styles.addElement(default)

    def _page(self, name: str, *, sheets: int = 0) -> "Element":
        """Return the style of tables that print across the width of a sheet of paper.

        They take `sheets` of them, or as many as needed.
        """
        style = self.style
        layout = style.PageLayout(name=f"page-{name}")
        properties = style.PageLayoutProperties(
            pagewidth="29.7cm",
            pageheight="21cm",
            printorientation="landscape",
            margin="1.3cm",
            scaletox="1",
            scaletoy=str(sheets),
        )
        layout.addElement(properties)
        foot = style.FooterStyle()
        foot.addElement(style.HeaderFooterProperties(minheight="0.7cm", margintop="0.3cm"))
        layout.addElement(foot)
        self.document.automaticstyles.addElement(layout)
        master = style.MasterPage(name=name, pagelayoutname=layout)
        master.addElement(self._footer())
        self.document.masterstyles.addElement(master)
        table = style.Style(name=f"table-{name}", family="table", masterpagename=master)
        self.document.automaticstyles.addElement(table)
        return table

    def _footer(self) -> "Element":
        """Return the foot of a page: which sheet, which page of how many."""
        words = self.text.P(stylename=self._centred)
        for part in (
            self.text.SheetName(),
            " – page ",
            self.text.PageNumber(),
            " sur ",
            self.text.PageCount(),
        ):
            if isinstance(part, str):
                words.addText(part)
            else:
                words.addElement(part)
        footer = self.style.Footer()
        footer.addElement(words)
        return footer

    def _day(self) -> "Element":
        number = self.number
        written = number.DateStyle(name="jour")
        written.addElement(number.Day(style="long"))
        written.addElement(number.Text(text="/"))
        written.addElement(number.Month(style="long"))
        written.addElement(number.Text(text="/"))
        written.addElement(number.Year(style="long"))
        self.document.automaticstyles.addElement(written)
        return written

    def _cell(
        self,
        name: str,
        cell: dict[str, str],
        font: dict[str, str] | None = None,
        *,
        side: str = "",
        data: "Element | None" = None,
    ) -> "Element":
        style = self.style
        extra = {"datastylename": data} if data is not None else {}
        made = style.Style(name=name, family="table-cell", **extra)
        made.addElement(
            style.TableCellProperties(**{"verticalalign": "top", "padding": _PADDING} | cell)
        )
        if side:  # away from the column beside it
            margin = {"start": "marginleft", "end": "marginright"}[side]
            made.addElement(style.ParagraphProperties(**{"textalign": side, margin: "0.2cm"}))
        if font:
            made.addElement(style.TextProperties(**font))
        self.document.automaticstyles.addElement(made)
        return made

    def column(self, letters: int) -> "Element":
        """Return the style of a column of so many letters."""
        width = f"{letters * _LETTER + 0.2:.2f}cm"
        properties = self.style.TableColumnProperties(columnwidth=width)
        return self._once("table-column", width, properties)

    def row(self, lines: int) -> "Element":
        """Return the style of a row of so many lines."""
        height = f"{lines * _LINE + _SPARE:.2f}cm"
        properties = self.style.TableRowProperties(rowheight=height, useoptimalrowheight="false")
        return self._once("table-row", height, properties)

    def _once(self, family: str, size: str, properties: "Element") -> "Element":
        if (family, size) not in self._made:
            name = f"{family}-{size.replace('.', '-')}"
            made = self.style.Style(name=name, family=family)
            made.addElement(properties)
            self.document.automaticstyles.addElement(made)
            self._made[family, size] = made
        return self._made[family, size]
