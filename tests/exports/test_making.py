"""One document is made in a process of its own, which ends within its limits."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from measures import report as reports
from measures.exports import attached, making
from measures.exports.making import Limits
from measures.models import Assessment, Evaluation
from measures.report import Report
from tests import factories, once
from tests.exports.paper import Paper
from tests.views.reader import visitor


@once.fixture
def evaluation() -> Evaluation:
    return factories.publish(factories.evaluation(factories.plan(measures=1)))


def report_of(evaluation: Evaluation, observations: str = "") -> Report:
    """Return the report of an evaluation, with observations that no cleaning has seen."""
    if observations:
        Assessment.objects.filter(evaluation=evaluation).update(observations=observations)
    return reports.build(Evaluation.objects.select_related("plan").get(pk=evaluation.pk))


def children() -> set[int]:
    """Return the processes that this one has begun and that have not ended."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == os.getpid():
            found.add(int(path.parent.name))
    return found


def test_it_makes_the_same_bytes_as_here_and_leaves_nothing(evaluation: Evaluation) -> None:
    before = children()
    report = report_of(evaluation)
    made = making.make(report)
    assert made == attached.document(report)
    assert "Une observation." in Paper(made).whole()
    assert children() == before


def test_an_order_longer_than_a_pipe_arrives(evaluation: Evaluation) -> None:
    report = report_of(evaluation)
    report.evaluation.weight = "a" * 3_000_000
    assert making.make(report).startswith(b"%PDF")


def test_past_its_time_it_is_ended_and_a_sentence_says_what_to_do(evaluation: Evaluation) -> None:
    before, began = children(), time.monotonic()
    wide = "<table><tr><td colspan='1000000'>a</td></tr></table>"
    with pytest.raises(making.TooLong) as refusal:
        making.make(report_of(evaluation, wide), limits=Limits(seconds=2, memory=1024))
    assert time.monotonic() - began < 20
    assert re.search(r"trop long.* 2 secondes\. Cherchez un tableau", str(refusal.value))
    assert children() == before


def test_past_its_memory_too(evaluation: Evaluation) -> None:
    before = children()
    row = f"<tr>{'<td>a</td>' * 20}</tr>"
    table = f"<table>{row * 1_000}</table>"
    with pytest.raises(making.TooLarge, match=r"trop lourd.* 260 Mo"):
        making.make(report_of(evaluation, table), limits=Limits(seconds=60, memory=260))
    assert children() == before


def test_a_sign_that_our_fonts_lack_is_named_to_whoever_asked(evaluation: Evaluation) -> None:
    with pytest.raises(making.NotMade, match=r"« 中 » \(U\+4E2D\)\. Retirez-les"):
        making.make(report_of(evaluation, "<p>Une observation 中.</p>"))


NOTE = '<span class="footnote">a</span>'


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{NOTE * 5_000}</p>",
        f"<p>{'a' * 1_000_000}</p>",
        f"<table><tr>{'<td>a</td>' * 400}</tr></table>" * 20,
        "<table><tr><td rowspan='1000000' colspan='1000'>a</td></tr></table>",
    ],
    ids="notes word columns spans".split(),
)
def test_no_text_keeps_the_site_from_an_answer(evaluation: Evaluation, text: str) -> None:
    """Each makes a document, or ends in a sentence for whoever asked; none leaves a process."""
    before, answered = children(), []

    def still_wanted() -> bool:
        answered.append(visitor().get("/a-propos/").status_code)
        return True

    answer = told(report_of(evaluation, text), still_wanted)
    assert answer == "%PDF" or re.match(r"Le document .*(Cherchez|Ramenez) .*\.$", answer)
    assert set(answered) <= {200}
    assert children() == before


def told(report: Report, still_wanted: Callable[[], bool]) -> str:
    """Return how a document begins, or the sentence that says why it cannot be made."""
    limits = Limits(seconds=2, memory=600)
    try:
        return making.make(report, limits=limits, still_wanted=still_wanted)[:4].decode()
    except making.NotMade as refusal:
        return str(refusal)


def test_blocks_too_deep_are_told(evaluation: Evaluation) -> None:
    deep = "<div>" * 400 + "a" + "</div>" * 400
    with pytest.raises(making.TooDeep, match="imbriqués"):
        making.make(report_of(evaluation, deep))


def test_a_fault_of_ours_is_told_as_one_and_said_in_the_log(
    evaluation: Evaluation, caplog: pytest.LogCaptureFixture
) -> None:
    report = replace(report_of(evaluation), priorities=[None])
    with pytest.raises(making.Broken, match="Prévenez la personne qui tient le site"):
        making.make(report)
    assert "Traceback" in caplog.text


def test_what_nobody_wants_any_more_is_stopped(evaluation: Evaluation) -> None:
    before, asked = children(), []

    def still_wanted() -> bool:
        asked.append(children() - before)
        return False

    report = report_of(evaluation, "<p>mot</p>" * 20_000)
    with pytest.raises(making.NotWanted):
        making.make(report, still_wanted=still_wanted)
    assert [len(running) for running in asked] == [1]
    assert children() == before


def test_the_site_does_not_hold_the_libraries_of_the_pdf() -> None:
    """Its memory is the same before and after: what they need is that of a process that ends."""
    program = (
        "import sys, django; django.setup(); import tracker.urls; "
        "print([name for name in ('weasyprint', 'pikepdf') if name in sys.modules])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings"}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    assert said.stdout.strip() == "[]"
