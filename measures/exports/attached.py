"""The data that travel in the whole report: the files of the site, byte for byte."""

from measures.exports import data, pdf
from measures.exports.archive import Attachment
from measures.exports.documents import REPORT, Draft, Wanted, stem
from measures.links import absolute
from measures.report import Report

_EXTENSIONS = ("csv", "json")


def document(report: Report, wanted: Wanted = REPORT, *, draft: Draft | None = None) -> bytes:
    """Return a document of a report as PDF, its data in the whole of what is published."""
    attachments = data_of(report) if wanted == REPORT and draft is None else ()
    return pdf.render(report, wanted, attachments=attachments, draft=draft)


def data_of(report: Report) -> list[Attachment]:
    """Return the tables of a published report as files, under the names the site gives them."""
    attachments = []
    for definition in data.offered(report):
        name = definition.name
        table = data.build(report, name, site=absolute(""))
        for extension in _EXTENSIONS:
            form = data.FORMATS[extension]
            attachments.append(
                Attachment(
                    name=f"{stem(report.evaluation)}-{name}.{extension}",
                    description=f"{definition.title}, {form.label} : {definition.description}",
                    data=form.write(table),
                    mime=form.content_type.partition(";")[0],
                )
            )
    return attachments
