"""The last pass over a PDF: what a reader hears, and what the archives keep."""

import hashlib
import os
import re
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest

from measures.exports import archive
from tests.exports import sheet
from tests.exports.paper import Paper, letters
from tests.exports.tags import Tags
from tests.report_2017 import MEASURES, NOTES, NOTES_OF_INTRODUCTION, STATUSES

ATTACHMENTS = [
    archive.Attachment("mesures.json", "Les mesures", b'{"mesures": []}\n', "application/json"),
    archive.Attachment("mesures.csv", "Les mesures, en tableau", "nº;état\n".encode(), "text/csv"),
]
PLACES = {"mesure-7": "Mesure 7 : essayer, mise en œuvre"}
DATED = datetime(2017, 7, 6, 12, tzinfo=UTC)


def finished() -> bytes:
    return archive.finish(sheet.laid_out(), places=PLACES, attachments=ATTACHMENTS, dated=DATED)


@pytest.fixture(scope="module")
def small() -> Tags:
    return Tags(finished())


@pytest.fixture(scope="module")
def adopted(paper_2017: Paper) -> Tags:
    return Tags(paper_2017.data)


@pytest.fixture(params=["small", "adopted"])
def tags(request: pytest.FixtureRequest) -> Tags:
    return request.getfixturevalue(request.param)


# Notes


def test_each_note_of_the_report_is_read_right_after_its_call(adopted: Tags) -> None:
    calls = adopted.of("Reference")
    numbers = [int(adopted.words(call)) for call in calls]
    expected = NOTES_OF_INTRODUCTION + [note for notes in NOTES.values() for note in notes]
    assert sorted(numbers) == sorted(expected)
    for call, number in zip(calls, numbers, strict=True):
        after = call.parent.children[call.parent.children.index(call) + 1]
        assert (after.type, after.id) == ("Note", f"note-{number}")


def test_a_note_begins_with_its_number_as_a_label(tags: Tags) -> None:
    notes = tags.of("Note")
    for note in notes:
        label = note.children[0]
        assert label.type == "Lbl"
        assert f"note-{tags.words(label).rstrip('.')}" == note.id
        assert len(tags.words(note)) > len(tags.words(label)) + 5
    assert len({note.id for note in notes}) == len(notes) > 0


def test_call_and_note_are_linked_both_ways(tags: Tags) -> None:
    for call in tags.of("Reference"):
        note = call.parent.children[call.parent.children.index(call) + 1]
        assert tags.targets(call) == [note.page]
        assert tags.targets(note.children[0]) == [call.page]


def test_a_figure_that_is_no_call_keeps_its_place(small: Tags) -> None:
    paragraph = small.one("P", "Une aire de 10 m")
    assert [kid.type for kid in paragraph.children] == ["Reference", "Note", "Reference", "Note"]
    held = [small.words(call) for call in small.of("Reference")]
    assert held == ["1", "2", "3"]


def test_identifiers_lead_to_their_elements(tags: Tags) -> None:
    identified = {element.id: element.objgen for element in tags.elements if element.id}
    assert tags.identifiers() == identified
    assert list(tags.identifiers()) == sorted(tags.identifiers())


# Running heads


def test_no_content_is_left_without_an_element(tags: Tags) -> None:
    owners = tags.owners()
    for number, page in enumerate(tags.pdf.pages):
        drawn = {int(n) for n in re.findall(rb"<</MCID (\d+)>>", page.Contents.read_bytes())}
        held = {n for n, owner in enumerate(owners[page.StructParents]) if owner is not None}
        read = {m.mcid for e in tags.elements for m in e.mcrefs if m.page == number}
        assert drawn == held == read


def test_running_heads_and_folios_are_artifacts(adopted: Tags) -> None:
    millimetre = 72 / 25.4
    for page in adopted.document.pages[1:]:
        content = page.obj.Contents.read_bytes()
        kinds = re.findall(rb"/Artifact\s*<</Type/Pagination/Subtype/(\w+)>>", content)
        blank = not adopted.document.content(page.index).lines
        assert kinds.count(b"Footer") == (0 if blank else 1)  # the folio
        for line in adopted.document.content(page.index).lines:
            low, high = line.bbox[1], line.bbox[3]
            in_margin = high < 24 * millimetre or low > page.height - 26 * millimetre
            assert line.tagged_share == (0 if in_margin else 1), line.text


# Links


def test_every_link_is_held_by_a_link_element_and_described(tags: Tags) -> None:
    owners = tags.owners()
    seen = 0
    for page in tags.pdf.pages:
        for annotation in page.get("/Annots", ()):
            owner = owners[int(annotation.StructParent)]
            references = [k for k in owner.K if isinstance(k, pikepdf.Dictionary) and "/Obj" in k]
            assert str(owner.S) == "/Link"
            assert annotation.objgen in [reference.Obj.objgen for reference in references]
            words = str(annotation.Contents)
            assert re.search(r"[^\W\d]", words), words
            assert words != str(annotation.get("/Dest"))
            assert annotation.F == 4
            seen += 1
    assert seen == sum(len(element.objrs) for element in tags.of("Link")) > 5


def test_a_link_that_is_but_a_figure_says_where_it_leads(adopted: Tags) -> None:
    cover = adopted.pdf.pages[0].Annots
    said = [str(annotation.Contents) for annotation in cover]
    for number, words in zip(MEASURES, said, strict=True):
        assert words.startswith(f"Mesure {number} : ")
        assert words.endswith(STATUSES[number].lower())


def test_a_line_of_the_contents_is_one_link(adopted: Tags, small: Tags) -> None:
    link = small.one("Link", "Première")
    assert small.words(link) == "Partie Première 2"
    assert len(link.objrs) == 1
    contents = next(e for e in adopted.of("L") if "Synthèse" in adopted.words(e))
    for item in contents.children:
        (link,) = [each for each in item.descendants() if each.type == "Link"]
        assert adopted.words(link) == adopted.words(item)
        assert len(link.objrs) == 1


def test_a_link_over_two_lines_is_one_link_with_all_its_words(small: Tags) -> None:
    link = small.one("Link", "assez long")
    described = {str(small.pdf.get_object(each).Contents) for each in link.objrs}
    assert len(link.objrs) == 2
    assert described == {small.words(link)}
    assert small.words(link).endswith("largeur de la page")


# Headings, lists, tables, figures


def test_headings_make_no_jump(tags: Tags) -> None:
    levels = [element.heading_level for element in tags.elements if element.is_heading]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_lists_have_items_and_items_a_body(tags: Tags) -> None:
    for element in tags.of("L"):
        assert {kid.type for kid in element.children} == {"LI"}
    for item in tags.of("LI"):
        assert [kid.type for kid in item.children] in (["LBody"], ["Lbl", "LBody"])


def test_an_inner_list_stands_in_its_item_where_it_is_written(small: Tags) -> None:
    outer, inner = (each for each in small.of("L") if "Dedans" in small.words(each))
    assert inner.parent.parent.parent is outer
    assert outer.attr("ListNumbering") == "Decimal"
    assert inner.attr("ListNumbering") is None
    body = outer.children[0].children[1]
    first, _, last = body.obj.K
    assert isinstance(first, int)
    assert isinstance(last, int)


def test_header_cells_have_their_scope(tags: Tags) -> None:
    cells = tags.of("TH")
    assert cells
    for cell in cells:
        head = cell.parent.parent.type == "THead"
        assert cell.attr("Scope", "Table") == ("Column" if head else "Row"), tags.words(cell)


def test_a_cell_names_its_headers_across_merged_cells(small: Tags) -> None:
    names = {cell.id: small.words(cell) for cell in small.of("TH")}
    headers = {
        small.words(cell): [names[each] for each in cell.attr("Headers", "Table") or []]
        for cell in small.of("TD")
    }
    assert headers["b3"][0] == "Années"
    assert headers["b3"][1].startswith("Après")
    assert headers["b3"][2] == "Groupe 3"
    assert headers["d3"] == ["Années", "Avant", "Groupe 3"]
    assert headers["f8"] == ["Total", "Groupe 8"]


def test_a_figure_has_its_words_and_its_box(small: Tags) -> None:
    (figure,) = small.of("Figure")
    assert figure.alt == "Un carré et demi"
    left, bottom, right, top = figure.attr("BBox", "Layout")
    assert (round(right - left), round(top - bottom)) == (30, 15)  # 40 × 20 pixels, in points
    assert 68 < bottom < top < 295  # between the margins


def test_boxes_of_the_layout_are_no_structure(tags: Tags) -> None:
    assert not tags.of("NonStruct")
    assert not [e for e in tags.of("P") if e.parent.type == "P"]
    assert not [e for e in tags.elements if not (e.children or e.mcrefs or e.type in {"TD", "TH"})]
    grouping = {"Document", "Sect", "Art", "Div"}
    assert not [e for e in tags.elements if e.type in grouping and e.mcrefs]


# What page breaks cut


def test_a_paragraph_over_two_pages_is_one(small: Tags) -> None:
    cut = [p for p in small.of("P") if len({mark.page for mark in p.mcrefs}) > 1]
    assert len(cut) == 1
    assert small.words(cut[0]).startswith("Une phrase")
    assert small.words(cut[0]).endswith("qu’avec le paragraphe.")


def test_a_table_over_pages_is_one_with_its_head_once(small: Tags) -> None:
    (table,) = small.of("Table")
    assert len({row.page for row in table.descendants() if row.type == "TR"}) > 1
    assert [kid.type for kid in table.children] == ["Caption", "THead", "TBody"]
    assert small.words(table).count("Années") == 1
    assert len(table.children[2].children) == 16


def test_the_report_has_an_article_for_each_measure(adopted: Tags) -> None:
    articles = adopted.of("Art")
    titles = [adopted.words(article.children[0]) for article in articles]
    assert len(articles) == len(MEASURES)
    for number, title in zip(MEASURES, titles, strict=True):
        assert title.startswith(f"Mesure {number} ")


def test_hyphens_of_hyphenation_are_soft(tags: Tags) -> None:
    paper = Paper(tags.data)
    assert "\u2010" not in paper.whole()
    assert b"/ActualText <feff00ad>" in b"".join(p.Contents.read_bytes() for p in tags.pdf.pages)


def test_what_is_read_is_what_is_printed(adopted: Tags, paper_2017: Paper) -> None:
    """Each page says the same letters as it shows."""
    root = adopted.elements[0]
    for number, printed in enumerate(paper_2017.letters):
        runs = adopted.document.content(number).mcid_text
        read = [m.mcid for e in [root, *root.descendants()] for m in e.mcrefs if m.page == number]
        said = letters("".join(runs.get((None, mcid), "") for mcid in read))
        assert sorted(said) == sorted(printed), number


# The document and its data


def test_it_declares_both_norms_in_plain_metadata(tags: Tags) -> None:
    assert "/Filter" not in tags.pdf.Root.Metadata
    metadata = tags.pdf.Root.Metadata.read_bytes()
    assert metadata in tags.data
    for said in (b"<pdfuaid:part>1<", b'pdfaid:part="3"', b'pdfaid:conformance="A"'):
        assert metadata.count(said) == 1
    assert b"pdfaSchema:prefix>pdfuaid<" in metadata
    assert tags.pdf.Root.Lang == "fr"
    assert tags.pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert tags.pdf.Root.MarkInfo.Marked is True


def test_files_are_attached_as_data_in_order_byte_for_byte(small: Tags) -> None:
    root = small.pdf.Root
    names = list(root.Names.EmbeddedFiles.Names)
    assert [str(name) for name in names[::2]] == ["mesures.csv", "mesures.json"]
    assert [file.objgen for file in root.AF] == [file.objgen for file in names[1::2]]
    for file, attachment in zip(names[1::2], sorted(ATTACHMENTS), strict=True):
        assert file.AFRelationship == pikepdf.Name.Data
        assert (str(file.UF), str(file.Desc)) == attachment[:2]
        stream = file.EF.UF
        assert stream.read_bytes() == attachment.data
        assert str(stream.Subtype) == f"/{attachment.mime}"
        assert str(stream.Params.ModDate) == "D:20170706120000Z"
        assert stream.Params.Size == len(attachment.data)


def test_files_without_a_date_have_none() -> None:
    document = archive.finish(sheet.laid_out(), attachments=ATTACHMENTS)
    with pikepdf.open(BytesIO(document)) as pdf:
        for file in pdf.Root.AF:
            assert set(file.EF.F.Params.keys()) == {"/Size", "/CheckSum"}


def test_the_same_pages_give_the_same_bytes(small: Tags, tmp_path: os.PathLike) -> None:
    assert finished() == small.data
    assert archive.finish(sheet.laid_out()) != small.data
    source = tmp_path / "laid-out.pdf"
    source.write_bytes(sheet.laid_out())
    here = hashlib.sha256(archive.finish(sheet.laid_out())).hexdigest()
    code = (
        "import hashlib, pathlib, sys; from measures.exports import archive;"
        "document = archive.finish(pathlib.Path(sys.argv[1]).read_bytes());"
        "print(hashlib.sha256(document).hexdigest())"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(source)]
        there = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
        assert there.stdout.strip() == here


def test_no_stream_ends_with_an_end_of_line(adopted: Tags) -> None:
    texts = [b"a" * length + b"\n" for length in range(1000)]
    ending = [text for text in texts if zlib.compress(text).endswith((b"\r", b"\n"))]
    attachments = [
        archive.Attachment(f"{number:03}.txt", "Essai", data, "text/plain")
        for number, data in enumerate(ending)
    ]
    document = archive.finish(sheet.laid_out(), attachments=attachments)
    assert len(attachments) > 5
    for data in (adopted.data, document):
        assert not re.search(rb"[\r\n]\r?\nendstream", data)
    with pikepdf.open(BytesIO(document)) as pdf:
        assert [file.EF.F.read_bytes() for file in pdf.Root.AF] == ending


def test_bookmarks_and_pages_are_kept() -> None:
    before, after = Paper(sheet.laid_out()), Paper(finished())
    assert after.bookmarks() == before.bookmarks() != []
    assert after.sizes == before.sizes
    assert [letters(page) for page in after.bodies] == [letters(page) for page in before.bodies]
