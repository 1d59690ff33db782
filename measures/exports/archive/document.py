"""The last pass over a PDF: one file that is PDF/UA-1 and PDF/A-3a at once.

It takes what WeasyPrint writes as `pdf/a-3a` and mends what keeps it from ISO 14289-1
(accessible to all) and ISO 19005-3 (archived, level A). No step looks at a clock or draws a
number: the same document gives the same bytes.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from measures.exports.archive import boxes, links, lists, notes, overlay, tables
from measures.exports.archive.contents import Contents
from measures.exports.archive.pages import Breaks
from measures.exports.archive.structure import Structure


class Attachment(NamedTuple):
    """A file that travels in the document."""

    name: str
    description: str
    data: bytes
    mime: str


def finish(
    document: bytes,
    *,
    places: Mapping[str, str] | None = None,
    attachments: Iterable[Attachment] = (),
    dated: datetime | None = None,
    beneath: bytes | None = None,
) -> bytes:
    """Return a document of WeasyPrint (`pdf_variant="pdf/a-3a"`) as PDF/UA-1 and PDF/A-3a.

    `places` says where an anchor leads, for links whose words are a mere figure; `dated` is
    the date of the attached data, if they have one; `beneath` is a PDF of as many pages, drawn
    under these.
    """
    with pikepdf.open(BytesIO(document)) as pdf:
        contents = Contents(pdf)
        structure = Structure(pdf)
        tree = structure.tree
        boxes.drop_voids(tree, contents.voids)
        notes.place_notes(tree, contents)
        links.gather_links(tree)
        lists.arrange_lists(tree, contents)
        boxes.place_figures(tree, contents)
        boxes.simplify(tree)
        Breaks(pdf, contents).join(tree)
        links.describe_links(tree, contents, places or {})
        tables.name_headers(tree)
        contents.write(tree.marks())
        structure.write()
        if beneath is not None:
            overlay.lay_beneath(pdf, beneath)
        _attach(pdf, attachments, dated)
        _declare_accessible(pdf)
        return _save(pdf)


# PDF/A asks for a description of each schema of metadata that it does not know itself.
_DECLARATION = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""  # noqa: E501


_ENDS = (b"\r", b"\n")
_ATTEMPTS = 8  # each meets an end of line once in a hundred times


def _declare_accessible(pdf: Pdf) -> None:
    """Say in the metadata that the file is PDF/UA-1 (14289-1, clause 5; 19005-3, 6.6.2.3.3).

    The metadata are kept uncompressed, for who searches them without reading PDF (6.6.2.1).
    """
    metadata = pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", _DECLARATION.encode(), 1)
    pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)


def _attach(pdf: Pdf, attachments: Iterable[Attachment], dated: datetime | None) -> None:
    """Attach files as the document's data (19005-3, 6.8), without the clock of the machine."""
    files = []
    for attachment in sorted(attachments):  # a tree of names is in order (32000-1, 7.9.6)
        digest = hashlib.md5(attachment.data, usedforsecurity=False).digest()
        parameters = Dictionary(Size=len(attachment.data), CheckSum=String(digest))
        if dated is not None:
            moment = dated.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
            parameters.CreationDate = parameters.ModDate = String(moment)
        stream = pdf.make_stream(
            zlib.compress(attachment.data),
            Filter=Name.FlateDecode,
            Type=Name.EmbeddedFile,
            Subtype=Name(f"/{attachment.mime}"),
            Params=parameters,
        )
        name = String(attachment.name)
        file = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=name,
                UF=name,
                Desc=String(attachment.description),
                AFRelationship=Name.Data,
                EF=Dictionary(F=stream, UF=stream),
            )
        )
        files += [(name, file)]
    if files:
        pdf.Root.AF = Array([file for _, file in files])
        if "/Names" not in pdf.Root:  # a document without anchors
            pdf.Root.Names = Dictionary()
        pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array([x for pair in files for x in pair]))


def _save(pdf: Pdf) -> bytes:
    """Return the file; its identifier comes from its content (19005-3, 6.1.3).

    No stream ends with an end of line, which some readers would take for the one before
    `endstream` (6.1.7.1). The last byte of a compressed stream is of its checksum: one more
    byte, which no decoder reaches, keeps it from the end; where it befalls the file's own
    stream of objects, a spare key of the parent tree changes it.
    """
    for stream in pdf.objects:
        if isinstance(stream, Stream) and (raw := stream.read_raw_bytes()).endswith(_ENDS):
            stream.write(raw + b"\0", filter=stream.Filter)
    for _ in range(_ATTEMPTS):
        target = BytesIO()
        pdf.save(target, deterministic_id=True, fix_metadata_version=False)
        document = target.getvalue()
        if not re.search(rb"[\r\n]\nendstream", document):
            break
        pdf.Root.StructTreeRoot.ParentTreeNextKey += 1
    return document
