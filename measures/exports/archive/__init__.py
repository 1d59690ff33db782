"""One PDF for all readers and for the archives: PDF/UA-1 and PDF/A-3a at once.

`finish` is the whole pass, in `document`: `structure` reads the tree of what WeasyPrint wrote and
writes it back, `contents` knows the words of its pages, and the rest sets right what the tree
says, each file one thing. Each step names its clause of ISO 14289-1 (PDF/UA-1), of ISO 19005-3
(PDF/A-3) or of ISO 32000-1 (PDF 1.7), on which both stand.
"""

from measures.exports.archive.document import Attachment, finish

__all__ = ["Attachment", "finish"]
