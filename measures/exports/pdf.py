"""The report, and its parts, composed as a PDF.

The contents, and the lists at the end, bear page numbers that are known only once the pages
are laid out; left to the layout engine, they cost a second layout of the whole and go wrong in
silence when the numbers change the length of the contents. So cover and contents are laid out
alone with dummy numbers, the body once with its folios following, the lists after it, and
cover and contents again with the true numbers; the build checks that they still take as many
pages.
"""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from measures import reading
from measures.exports import archive, checks, citations, lists, parts, press
from measures.exports.data import LICENCE
from measures.exports.documents import REPORT, Draft, Wanted
from measures.exports.press import Press
from measures.report import Report

if TYPE_CHECKING:
    from measures.exports.press import Document


PROOF = "Projet – ne pas diffuser"


class ContentsMoved(RuntimeError):
    """The contents took another number of pages once their page numbers were known."""


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no unused objects meanwhile.

    A layout makes millions of objects that all stay until its end: going through them again and
    again takes a fifth of the time, and finds next to nothing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_no_collection()
def render(
    report: Report,
    wanted: Wanted = REPORT,
    *,
    attachments: Iterable[archive.Attachment] = (),
    draft: Draft | None = None,
) -> bytes:
    """Return a document of a report as a PDF for all and for the archives.

    Files are attached as its data; a draft is marked on each page. Raises `ContentsMoved` or what
    the checks raise, and `NoSuchPart` if the report does not have what is wanted.
    """
    ours = Press("" if draft is None else _marks(draft))
    attachments = list(attachments)
    layouts = (
        _whole(ours, report, draft, attachments)
        if wanted == REPORT
        else _part(ours, report, wanted, draft)
    )
    return archive.finish(
        ours.write(*layouts),
        places=_places(report),
        attachments=attachments,
        dated=report.evaluation.published_at or (draft and draft.at),
        beneath=None if draft is None else _beneath(layouts, draft),
    )


def _whole(
    ours: Press,
    report: Report,
    draft: Draft | None,
    attachments: Iterable[archive.Attachment] = (),
) -> list["Document"]:
    text = reading.read_report(report, print=True)
    entries = lists.entries(report)
    said = {"report": report, "text": text, "draft": draft, "licence": LICENCE}
    if report.evaluation.is_published:
        said["reference"] = citations.of_evaluation(report.evaluation)
    dummy = ours.lay_out(_page("report/pdf_front.html", said, contents=entries))
    first_page = len(dummy.pages) + 1
    source = _page("report/pdf_body.html", said, begins_left=first_page % 2 == 0)
    body = ours.lay_out(source, first_page=first_page)
    checks.check_notes(source, body)
    folios = press.folios(body, first_page=first_page)
    lists_page = first_page + len(body.pages)
    ends = ours.lay_out(
        _page("report/pdf_lists.html", said, folios=folios, **lists.of_report(text, attachments)),
        first_page=lists_page,
    )
    folios |= press.folios(ends, first_page=lists_page)
    entries = [replace(entry, page=folios[entry.anchor]) for entry in entries]
    front = ours.lay_out(_page("report/pdf_front.html", said, contents=entries))
    if len(front.pages) != len(dummy.pages):
        raise ContentsMoved(f"{len(dummy.pages)} pages, then {len(front.pages)}")
    checks.check_pages([front, body, ends])
    return [front, body, ends]


def _page(name: str, said: dict[str, Any], **more: Any) -> str:
    return render_to_string(name, said | more)


def _part(ours: Press, report: Report, wanted: Wanted, draft: Draft | None) -> list["Document"]:
    part = parts.part_of(report, wanted)
    said = {
        "report": report,
        "draft": draft,
        "part": part.template,
        "title": part.title,
        "address": part.address,
    }
    page = render_to_string("report/pdf_part.html", said | part.context)
    notes = {"body": part.first_note, ".observations": part.first_observations_note}
    document = ours.lay_out(page, notes=notes)
    checks.check_notes(page, document)
    return [document]


def _beneath(layouts: list["Document"], draft: Draft) -> bytes:
    """Return what marks each page of a proof beneath its text: words, and numbers of lines."""
    pages = list(press.lines(layouts))
    shown = [[line for line in page if line.number % 5 == 0] for page in pages]
    if not draft.line_numbers:
        shown = [[] for _ in pages]
    html = render_to_string("report/pdf_beneath.html", {"pages": shown, "words": PROOF})
    heights = {line.middle for page in shown for line in page}
    places = " ".join(f".at-{middle} {{ top: {middle}px }}" for middle in sorted(heights))
    return press.write_beneath(html, Press(places))


def _marks(draft: Draft) -> str:
    """Return the foot of each page of a draft; the cover bears the words in its text."""
    foot = _css_string(draft.words)
    return f"""
        @page {{
          @bottom-left {{
            content: "{PROOF}";
            color: #9e2a1f;
            font-weight: 600;
            white-space: nowrap;
          }}
          @bottom-right {{ content: {foot}; white-space: nowrap }}
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
    for asked in report.recommendations:
        places[asked.anchor] = f"Recommandation {asked.number}"
    return places
