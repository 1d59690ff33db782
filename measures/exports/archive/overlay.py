"""What is printed across the pages of a proof, beneath their text, and read by nobody."""

from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Pdf

# It ends with a space: no stream may end with an end of line (19005-3, 6.1.7.1).
_MARKED = b"/Artifact\n<</Type/Pagination/Subtype/Watermark>>\nBDC\nq /%s Do Q\nEMC "


def lay_beneath(pdf: Pdf, marks: bytes) -> None:
    """Draw each page of another PDF beneath the same page, as an artifact (14289-1, 7.1)."""
    with pikepdf.open(BytesIO(marks)) as others:
        for number, (page, other) in enumerate(zip(pdf.pages, others.pages, strict=True)):
            name = f"Beneath{number}"
            drawn = pdf.copy_foreign(other.as_form_xobject())
            if "/XObject" not in page.Resources:
                page.Resources.XObject = Dictionary()
            page.Resources.XObject[f"/{name}"] = drawn
            page.contents_add(_MARKED % name.encode(), prepend=True)
