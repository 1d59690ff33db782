"""The PDF reads nothing but our fonts, and the same report makes the same bytes."""

import base64
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pypdfium2.raw as pdfium
import pytest

from measures import report as reports
from measures.exports import pdf
from measures.models import Assessment, Evaluation, User
from measures.report import Report
from tests import factories, once
from tests.exports.paper import Paper, letters
from tests.factories import note, recommendation
from tests.plan_files.sample import BOX, LIST, TABLE

pytestmark = pytest.mark.printed

ROOT = Path(__file__).resolve().parent.parent.parent
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@once.fixture
def evaluation() -> Evaluation:
    """A small evaluation with everything that a text can hold."""
    factories.addressee("miprof", "MIPROF")
    made = factories.evaluation(factories.plan(measures=2), notice="<p>Extrait.</p>")
    factories.section(made, body=f"<p>Un texte{note('Une note.')}.</p>{BOX}")
    factories.assess(
        made,
        1,
        state_actions=f"{TABLE}{LIST}",
        observations=recommendation(f"Agir{note('Vite.')}.", key="agir", to="miprof"),
    )
    return factories.publish(made)


def report_of(evaluation: Evaluation) -> Report:
    return reports.build(Evaluation.objects.select_related("plan").get(pk=evaluation.pk))


RENDER = """
import pickle, sys
import django
django.setup()
from measures.exports import pdf
report = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pdf.render(report))
"""


def rendered_elsewhere(report: Report) -> bytes:
    """Return the PDF that another process makes, with another seed and without database."""
    environment = os.environ | {
        "TRACKER_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "DATABASE_URL": "sqlite:///nowhere",  # never opened
        "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") == "2" else "2",
    }
    process = subprocess.run(
        [sys.executable, "-c", RENDER],
        cwd=ROOT,
        env=environment,
        input=pickle.dumps(report),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr.decode()
    return process.stdout


def test_the_same_report_makes_the_same_bytes_in_every_process_and_asks_nothing_of_the_database(
    evaluation: Evaluation, django_assert_num_queries: object
) -> None:
    report, same = report_of(evaluation), report_of(evaluation)
    with django_assert_num_queries(0):
        made = pdf.render(report)
    assert "Titres de séjour" in Paper(made).whole()
    assert pdf.render(same) == made
    assert rendered_elsewhere(report) == made


# What a text could ask for, had it passed the cleaning


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that serves an image, and what was asked of it."""
    paths: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(DOT)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


IMPORT = "<div><style>@import url({});</style></div>"
FORMS = [
    '<p><img src="{}" alt="x"></p>',
    '<p><object data="{}" type="image/png">x</object></p>',
    '<p><embed src="{}" type="image/png"></p>',
    '<p style="background: url({})">x</p>',
    '<p style="content: url({})">x</p>',
    '<ul style="list-style-image: url({})"><li>x</li></ul>',
    '<p><link rel="attachment" href="{}">x</p>',
    '<p><link rel="stylesheet" href="{}">x</p>',
    '<p><a rel="attachment" href="{}">x</a></p>',
    "<div><style>p {background: url({})}</style></div>",
    IMPORT,
    '<p><svg width="9" height="9"><image href="{}" width="9" height="9"></image></svg></p>',
    '<p><svg width="9" height="9"><image xlink:href="{}" width="9" height="9"></image></svg></p>',
    '<p><svg width="9" height="9"><use href="{}#x"></use></svg></p>',
    '<p><svg width="9" height="9"><style>@import "{}";</style><text>x</text></svg></p>',
    "<div><style>@font-face {font-family: x; src: url({})}</style><p>x</p></div>",
    '<p><iframe src="{}">x</iframe></p>',
    '<p><input type="image" src="{}" alt="x"></p>',
    '<p><video poster="{}" src="{}">x</video></p>',
    '<p><picture><source srcset="{}"><img srcset="{} 2x" src="{}" alt="x"></picture></p>',
    '<p style="border-image: url({}) 1; mask-image: url({}); cursor: url({})">x</p>',
    '<p style="width: attr(x); background-image: image-set(url({}) 1x)">x</p>',
    '<p background="{}"><base href="{}"><meta http-equiv="refresh" content="0; url={}">x</p>',
    '<table background="{}"><tr><td background="{}">x</td></tr></table>',
]


def images(document: Paper) -> int:
    found = 0
    for page in document.document:
        found += sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=9))
    return found


def test_a_text_that_asks_for_anything_gets_nothing(
    evaluation: Evaluation,
    asked: tuple[str, list[str]],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    host, paths = asked
    image = tmp_path / "dot.png"
    image.write_bytes(DOT)
    relative = [str(image), "dot.png", "../fonts/serif-400.woff2"]
    absolute = [
        f"{host}/dot.png",
        image.as_uri(),
        f"data:image/png;base64,{base64.b64encode(DOT).decode()}",
        "ftp://127.0.0.1/dot.png",
        "report-font:../../../../tracker/settings.py",
    ]
    corpus = "".join(
        form.replace("{}", address)
        for form in FORMS
        for address in [*relative, *absolute]
        if form != IMPORT or address in absolute  # the engine stops at a relative import
    )
    Assessment.objects.filter(measure__number=1).update(state_actions=corpus)

    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        document = Paper(pdf.render(report_of(evaluation)))

    assert paths == []
    assert images(document) == 0
    assert pdfium.FPDFDoc_GetAttachmentCount(document.document) == 0
    assert "SECRET_KEY" not in document.whole()
    refused = " ".join(record.getMessage() for record in caplog.records)
    for address in absolute:
        assert f"Le rapport ne lit rien à l’adresse {address[:40]}" in refused, address


def test_the_server_of_these_tests_would_have_been_asked(asked: tuple[str, list[str]]) -> None:
    """So that the silence of the test above says something."""
    import weasyprint  # noqa: PLC0415 - needs Pango

    host, paths = asked
    made = weasyprint.HTML(string=f'<img src="{host}/dot.png" alt="x">').write_pdf()
    assert paths == ["/dot.png"]
    assert images(Paper(made)) == 1


def test_cleaning_leaves_no_address_to_read_in_a_text(evaluation: Evaluation) -> None:
    draft = factories.evaluation(evaluation.plan, "2024")
    corpus = "".join(form.replace("{}", "file:///etc/passwd") for form in FORMS)
    row = factories.assess(draft, 1, state_actions=corpus, observations=corpus)
    assert "file:" not in row.state_actions + row.observations
    assert "url(" not in row.state_actions + row.observations


TITLES = (
    '"><link rel="attachment" href="file:///etc/passwd"><b x="',
    "'; } @page { margin: 0; background: url(file:///etc/passwd) } /*",
    "</title></head><style>* { display: none }</style>",
    "<script>alert(1)</script> {{ report }} {% include 'base.html' %} \\a",
)


def test_titles_and_names_are_but_words_wherever_they_are_printed(writer: User) -> None:
    """In the text, the running heads, the bookmarks, attributes and what the file says of itself.

    The name of whoever exports a proof stands in a style: see the tests of proofs.
    """
    title, section, measure, addressee = TITLES
    factories.addressee("miprof", addressee)
    plan = factories.plan(measures=1)
    plan.priorities.update(title=section)
    plan.measures.update(title=measure, short_title=measure)
    made = factories.evaluation(plan, title=title)
    factories.section(made, title=section, label=title)
    factories.assess(made, 1, observations=recommendation("Agir.", to="miprof"))
    document = Paper(pdf.render(report_of(factories.publish(made))))

    said = " ".join(document.whole().split())
    for words in TITLES:
        assert letters(words) in letters(said)
    assert document.metadata("Title") == title
    marks = {letters(mark.title) for mark in document.bookmarks()}
    assert {letters(section), letters(measure)} <= marks
    assert pdfium.FPDFDoc_GetAttachmentCount(document.document) == 0
    assert images(document) == 0
