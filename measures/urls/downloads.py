"""What may be downloaded."""

from django.urls import URLPattern, path

from measures.urls.public import EDITION, EVALUATION
from measures.views import downloads


def downloads_of(at: str) -> list[URLPattern]:
    """Return the files of an evaluation, of the edition in force or of one it replaced."""
    return [
        path(at + "rapport.pdf", downloads.report_pdf, name="report_pdf"),
        path(at + "synthese.pdf", downloads.synthesis_pdf, name="synthesis_pdf"),
        path(at + "priorites/<int:number>.pdf", downloads.priority_pdf, name="priority_pdf"),
        path(at + "mesures/<int:number>.pdf", downloads.measure_pdf, name="measure_pdf"),
        path(
            at + "destinataires/<slug:addressee>.pdf", downloads.addressee_pdf, name="addressee_pdf"
        ),
        *data_of(at),
    ]


def data_of(at: str) -> list[URLPattern]:
    """Return the files of the data of an evaluation, and what describes them."""
    return [
        path(at + "donnees/<slug:table>.schema.json", downloads.data_schema, name="data_schema"),
        path(at + "donnees/<slug:table>.<slug:extension>", downloads.data_file, name="data_file"),
    ]


download_urls = [*downloads_of(EVALUATION), *downloads_of(EDITION)]
