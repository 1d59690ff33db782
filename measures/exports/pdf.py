"""The report, and its parts, composed as a PDF.

The contents, and the lists at the end, bear page numbers that are known only once the pages
are laid out; left to the layout engine, they cost a second layout of the whole and go wrong in
silence when the numbers change the length of the contents. So cover and contents are laid out
alone with dummy numbers, the body once with its folios following, the lists after it, and
cover and contents again with the true numbers; the build checks that they still take as many
pages.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from django.template.loader import render_to_string

from measures import reading
from measures.exports import archive, press
from measures.exports.documents import Draft
from measures.exports.press import Press
from measures.report import Report


class ContentsMoved(RuntimeError):
    """The contents took another number of pages once their page numbers were known."""


def render(
    report: Report,
    attachments: Iterable[archive.Attachment] = (),
    *,
    draft: Draft | None = None,
) -> bytes:
    """Return the report as a PDF for all and for the archives, with files attached as its data.

    A draft is marked on each page. Raises `ContentsMoved`.
    """
    ours = Press("" if draft is None else _marks(draft))
    text = reading.read_report(report, print=True)
    entries = report.contents
    cover = {"report": report, "draft": draft}
    dummy = ours.lay_out(
        render_to_string("report/pdf_front.html", cover | {"contents": entries}),
    )
    first_page = len(dummy.pages) + 1
    body = ours.lay_out(
        render_to_string("report/pdf_body.html", {"report": report, "text": text}),
        first_page=first_page,
    )
    folios = press.folios(body, first_page=first_page)
    lists_page = first_page + len(body.pages)
    lists = ours.lay_out(
        render_to_string(
            "report/pdf_lists.html",
            {
                "report": report,
                "addressees": report.addressees,
                "norms": reading.norms_of(report),
                "folios": folios,
            },
        ),
        first_page=lists_page,
    )
    folios |= press.folios(lists, first_page=lists_page)
    entries = [replace(entry, page=folios[entry.anchor]) for entry in entries]
    front = ours.lay_out(render_to_string("report/pdf_front.html", cover | {"contents": entries}))
    if len(front.pages) != len(dummy.pages):
        raise ContentsMoved(f"{len(dummy.pages)} pages, then {len(front.pages)}")
    return archive.finish(
        press.write(front, body, lists),
        places=_places(report),
        attachments=attachments,
        dated=report.evaluation.published_at or (draft and draft.at),
    )


def _marks(draft: Draft) -> str:
    """Return the foot of each page of a draft; the cover bears the words in its text."""
    foot = _css_string(f"{draft.words} · ")
    return f"""
        @page {{
          @bottom-left {{
            content: "Projet – ne pas diffuser";
            color: #9e2a1f;
            font-weight: 600;
            white-space: nowrap;
          }}
          @bottom-right {{ content: {foot} counter(page); white-space: nowrap }}
        }}
    """


def _css_string(words: str) -> str:
    """Return words as a string of CSS, whatever a name is made of."""
    return '"' + re.sub(r'["\\\x00-\x1f]', lambda found: f"\\{ord(found[0]):x} ", words) + '"'


def _places(report: Report) -> dict[str, str]:
    """Return in words where each anchor leads, for links that are but a number."""
    places = {
        entry.anchor: " : ".join(filter(None, (entry.label, entry.title)))
        for entry in report.contents
    }
    for row in report.assessments:
        number, title = row.measure.number, row.measure.short_title
        places[f"mesure-{number}"] = f"Mesure {number} : {title}, {row.degree.label}"
    return places
