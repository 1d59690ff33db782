"""The judges of our PDFs: they find nothing in ours, and find what is broken."""

import sys
import zlib
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from measures.exports import archive, conformance
from measures.models import User
from tests import factories
from tests.exports import sheet
from tests.exports.paper import Paper

pytestmark = pytest.mark.printed

ATTACHMENT = archive.Attachment("mesures.csv", "Les mesures", b"a;b\n", "text/csv")


@pytest.fixture(scope="module")
def good() -> bytes:
    return archive.finish(
        sheet.laid_out(), places={"mesure-7": "Mesure 7"}, attachments=[ATTACHMENT]
    )


def test_the_report_has_no_fault(paper_2017: Paper) -> None:
    verdict = conformance.judge(paper_2017.data)
    assert verdict.findings == []
    assert set(verdict.rules) == {"PDF/UA-1", "PDF/A-3a"}
    assert all(followed == total > 100 for followed, total in verdict.rules.values())


def test_pages_of_all_sorts_have_no_fault(good: bytes) -> None:
    assert conformance.judge(good).findings == []


def test_a_page_with_hardly_anything_has_no_fault() -> None:
    document = archive.finish(sheet.bare(), attachments=[ATTACHMENT])
    assert conformance.judge(document).findings == []


def test_streams_kept_from_ending_a_line_have_no_fault() -> None:
    texts = [b"a" * length + b"\n" for length in range(1000)]
    attachments = [
        archive.Attachment(f"{len(text):04}.txt", "Essai", text, "text/plain")
        for text in texts
        if zlib.compress(text).endswith((b"\r", b"\n"))
    ]
    document = archive.finish(sheet.bare(), attachments=attachments)
    assert len(attachments) > 5
    assert conformance.judge(document).findings == []


def test_what_the_last_pass_takes_is_not_yet_good() -> None:
    rules = {finding.rule for finding in conformance.judge(sheet.laid_out()).findings}
    assert {"PDFUA1-LINK-LINK-TAG-001", "PDFUA1-ID-PART-001", "PDFUA1-LI-KIDS-001"} <= rules
    assert {"PDFA3A-METADATA-FILTER-001", "PAG-001", "TBL-002"} <= rules


# Broken files, each made from the good one


def elements(pdf: Pdf, kind: str | None = None) -> list[Dictionary]:
    found, waiting = [], [pdf.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += reversed([kid for kid in dictionaries(element) if "/S" in kid])
    return [element for element in found if kind in {None, str(element.S)[1:]}]


def dictionaries(element: Dictionary) -> list[Dictionary]:
    return [kid for kid in element.K if isinstance(kid, Dictionary)]


def untag(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def unmark(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def silence_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def hide_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def drop_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def undeclare(pdf: Pdf) -> None:
    data = pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b"")
    pdf.Root.Metadata = Stream(pdf, data, Type=Name.Metadata, Subtype=Name.XML)


def drop_schema(pdf: Pdf) -> None:
    data = pdf.Root.Metadata.read_bytes().replace(b"pdfaExtension:schemas", b"pdfaExtension:other")
    pdf.Root.Metadata = Stream(pdf, data, Type=Name.Metadata, Subtype=Name.XML)


def drop_headers(pdf: Pdf) -> None:
    for cell in [*elements(pdf, "TH"), *elements(pdf, "TD")]:
        for key in {"/Scope", "/Headers"} & set(cell.A.keys()):
            del cell.A[key]


def unclose_table(pdf: Pdf) -> None:
    del elements(pdf, "TR")[-1].K[-1]


def name_no_note(pdf: Pdf) -> None:
    del elements(pdf, "Note")[0].ID


def name_notes_alike(pdf: Pdf) -> None:
    for note in elements(pdf, "Note"):
        note.ID = "note-1"


def jump_a_heading(pdf: Pdf) -> None:
    elements(pdf, "H2")[0].S = Name.H4


def silence_figure(pdf: Pdf) -> None:
    del elements(pdf, "Figure")[0].Alt


def unhold_link(pdf: Pdf) -> None:
    elements(pdf, "Link")[0].S = Name.Span


def describe_no_link(pdf: Pdf) -> None:
    del pdf.pages[0].Annots[0].Contents


def hide_link(pdf: Pdf) -> None:
    pdf.pages[0].Annots[0].F = 2


def order_links_by_chance(pdf: Pdf) -> None:
    del pdf.pages[0].Tabs


def unlist_item(pdf: Pdf) -> None:
    elements(pdf, "L")[0].S = Name.Div


def invent_a_type(pdf: Pdf) -> None:
    elements(pdf, "P")[0].S = Name.Paragraphe


def tag_running_heads(pdf: Pdf) -> None:
    for page in pdf.pages:
        content = page.Contents.read_bytes()
        page.Contents.write(content.replace(b"/Artifact\n<</Type/Pagination", b"/Span\n<</Type/X"))


def unrelate_file(pdf: Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


def hide_colours(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def hide_letters(pdf: Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.ToUnicode


def unembed_fonts(pdf: Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            del descriptor[key]


def read_backwards(pdf: Pdf) -> None:
    section = elements(pdf, "Sect")[0]
    section.K = Array(list(section.K)[::-1])


def unsay_a_paragraph(pdf: Pdf) -> None:
    """Make an artifact of the first lines of the text that goes on to the next page."""
    cut = next(p for p in elements(pdf, "P") if "/MCR" in {k.get("/Type") for k in dictionaries(p)})
    content = cut.Pg.Contents.read_bytes()
    for number in [kid for kid in cut.K if isinstance(kid, int)]:
        content = content.replace(b"/Span\n<</MCID %d>>\nBDC" % number, b"/Artifact\nBMC")
    cut.Pg.Contents.write(content)
    cut.K = Array(dictionaries(cut))


def draw_a_grid(pdf: Pdf) -> None:
    kinds = {"Table": "Div", "THead": "Div", "TBody": "Div", "TR": "P", "TH": "Span", "TD": "Span"}
    for element in elements(pdf):
        kind = str(element.S)[1:]
        element.S = Name(f"/{kinds.get(kind, kind)}")


def unclose_a_row(pdf: Pdf) -> None:
    del elements(pdf, "TR")[-3].K[-1]


def run_a_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('')")


BREAKS = {
    untag: "PDFUA1-STRUCT-TREE-ROOT-001",
    unmark: "PDFUA1-TAGGED-DOCUMENT-001",
    silence_language: "PDFUA1-TEXT-LANGUAGE-001",
    hide_title: "PDFUA1-VIEWER-PREFERENCES-001",
    drop_metadata: "PDFA3A-METADATA-STRUCTURE-001",
    undeclare: "PDFUA1-ID-PART-001",
    drop_schema: "PDFA3A-XMP-PROPERTY-DEFINITION-001",
    drop_headers: "PDFUA1-TABLE-HEADERS-SCOPE-001",
    unclose_table: "PDFUA1-TABLE-ROW-COLUMNSPAN-001",
    name_no_note: "PDFUA1-NOTE-ID-001",
    name_notes_alike: "PDFUA1-NOTE-ID-UNIQUE-001",
    jump_a_heading: "PDFUA1-HEADING-NESTING-001",
    silence_figure: "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001",
    unhold_link: "PDFUA1-LINK-LINK-TAG-001",
    describe_no_link: "PDFUA1-LINK-CONTENTS-001",
    hide_link: "PDFA3A-ANNOTATION-FLAGS-001",
    order_links_by_chance: "PDFUA1-PAGE-TABS-001",
    unlist_item: "PDFUA1-LI-PARENT-001",
    invent_a_type: "PDFUA1-STRUCT-TREE-ROLE-MAP-001",
    tag_running_heads: "PDFUA1-CONTENT-TAGGING-001",
    unrelate_file: "PDFA3A-FILE-SPEC-AF-RELATIONSHIP-001",
    hide_colours: "PDFA3A-DEVICE-RGB-001",
    hide_letters: "PDFA3A-UNICODE-MAPPING-001",
    unembed_fonts: "PDFA3A-FONT-EMBEDDING-001",
    run_a_script: "PDFA3A-ACTION-TYPE-001",
    # What `outloud` alone finds, and what it is known to find wrongly in a good file.
    read_backwards: "ORD-001",
    unsay_a_paragraph: "TAG-002",
    draw_a_grid: "TBL-014",
    unclose_a_row: "TBL-004",
}


def broken(document: bytes, change: Callable[[Pdf], None]) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(document)) as pdf:
        change(pdf)
        pdf.save(target, fix_metadata_version=False)
    return target.getvalue()


@pytest.mark.parametrize("change", BREAKS, ids=lambda change: change.__name__)
def test_what_is_broken_is_found(good: bytes, change: Callable[[Pdf], None]) -> None:
    findings = conformance.judge(broken(good, change)).findings
    assert BREAKS[change] in {finding.rule for finding in findings}


def test_a_file_only_saved_again_is_still_good(good: bytes) -> None:
    assert conformance.judge(broken(good, lambda pdf: None)).findings == []


def test_what_is_no_pdf_is_found() -> None:
    verdict = conformance.judge(b"%PDF-1.7 and no more")
    assert {finding.judge for finding in verdict.findings} == {"page", "outloud"}
    assert verdict.rules == {}


def test_without_the_tools_the_answer_says_how_to_get_them(
    good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    with pytest.raises(conformance.ToolsMissing, match=r"\(page\).*« make dev »"):
        conformance.judge(good)


# The command


def check(*files: Path) -> list[str]:
    said = StringIO()
    call_command("check_pdf", *files, stdout=said)
    return said.getvalue().splitlines()


def test_files_are_judged_one_by_one(good: bytes, tmp_path: Path) -> None:
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for file in files:
        file.write_bytes(good)
    said = check(*files)
    assert [line.split(" : ")[0] for line in said[:2]] == list(map(str, files))
    assert said[2] == "Aucun constat."


def test_each_finding_is_a_line_and_the_command_fails(good: bytes, tmp_path: Path) -> None:
    file, said = tmp_path / "broken.pdf", StringIO()
    file.write_bytes(broken(good, name_no_note))
    with pytest.raises(CommandError, match="Constats : 2 ; documents : 1"):
        call_command("check_pdf", file, stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith(f"{file} : page PDFUA1-NOTE-ID-001 : ")
    assert lines[1].startswith(f"{file} : outloud NOTE-001 p. 2 : ")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Fichier introuvable : .*none\.pdf"):
        check(tmp_path / "none.pdf")


@pytest.mark.django_db
def test_without_a_file_every_document_of_each_evaluation_is_judged(writer: User) -> None:
    factories.addressee("parlement", "Parlement")
    plan = factories.plan(measures=2)
    asked = factories.recommendation("Agir.", to="parlement")
    made = factories.evaluation(plan)
    factories.assess(made, 1, observations=f"<p>Voir{factories.note('Là.')}.</p>{asked}")
    factories.publish(made)
    factories.assess(factories.evaluation(plan, "2024"), 2, observations=asked)
    judged = [line.split(" : ")[0] for line in check()]
    parts = ["", "-synthese", "-priorite-1", "-mesure-1", "-mesure-2", "-destinataire-parlement"]
    assert judged == [
        *(f"cncdh-evaluation-2019-2021-2022{part}.pdf" for part in parts),
        *(f"cncdh-evaluation-2019-2021-2024-projet{part}.pdf" for part in parts),
        "Aucun constat.",
    ]


@pytest.mark.django_db
def test_without_any_document_the_command_fails() -> None:
    with pytest.raises(CommandError, match="aucun PDF"):
        check()
