"""`make bench-pdf`: our PDF of the real plan beside bare WeasyPrint on the same HTML.

Ours goes from a `Report` in memory to the finished file: templates, layout in parts, tags,
archive form, last pass and checks. Bare is one HTML with the same words and styles, its page
numbers by `target-counter`, laid out and written by WeasyPrint without tags. No database in
either. Each figure is of a process of its own, ours and bare in turn, imports left out; medians.
"""

import os
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = {1: 7, 2: 5, 4: 3, 10: 3}  # by how many times the length of the real report
GOAL = 1.0  # ours against bare, at the length of the real report
STEEPER = 1.15  # how much steeper than WeasyPrint's own growth may be, noise included

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.S)
_ENTRY = re.compile(r'(href="(#[^"]+)"(?:(?!</a>).)*?<span class="toc-page)(">)\d+', re.S)
_LISTED = re.compile(r'data-page="([^"]+)"([^>]*>)\d+')
_NUMBERS = "[data-of]::after { content: target-counter(attr(data-of url), page) }"


class Made(NamedTuple):
    """What a composition took: seconds, megabytes at the most, and how many pages it made."""

    seconds: float
    megabytes: float
    pages: int


def main() -> None:
    """Measure at each length and print a table; fail where a goal is missed."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tracker.settings", "TRACKER_MODE": "test"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/plan.sqlite3"
        _prepare(Path(folder))
        print(
            "longueur   pages         nous           nu   rapport   mémoire nous / nu   croissance"
        )
        first: dict[str, Made] = {}
        missed = []
        for times, rounds in ROUNDS.items():
            made = _measure(Path(folder) / f"{times}", rounds)
            first = first or made
            ratio = made["ours"].seconds / made["bare"].seconds
            growth = {way: made[way].seconds / first[way].seconds for way in made}
            print(
                f"{times:>6} × {made['ours'].pages:>7.0f} {made['ours'].seconds:>9.2f} s"
                f" {made['bare'].seconds:>10.2f} s {ratio:>7.2f} ×"
                f" {made['ours'].megabytes:>8.0f} / {made['bare'].megabytes:.0f} Mo"
                f"  {growth['ours']:.1f} × / {growth['bare']:.1f} ×"
            )
            if times == 1 and ratio >= GOAL:
                missed.append(f"il fallait moins de {GOAL} × WeasyPrint nu")
            if growth["ours"] > STEEPER * growth["bare"]:
                missed.append(f"à {times} ×, la croissance est plus raide que celle de WeasyPrint")
    if missed:
        sys.exit(f"But manqué : {' ; '.join(missed)}.")


def _measure(source: Path, rounds: int) -> dict[str, Made]:
    """Return the medians of each way, ours and bare in turn."""
    found: dict[str, list[Made]] = {"ours": [], "bare": []}
    for _ in range(rounds):
        for way, made in found.items():
            made.append(_run(way, source))
    return {
        way: Made(*map(statistics.median, zip(*made, strict=True))) for way, made in found.items()
    }


def _run(way: str, source: Path) -> Made:
    """Compose in a process of its own."""
    command = [sys.executable, "-m", "bench.report_pdf", way, str(source)]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, megabytes, pages = said.split()
    return Made(float(seconds), float(megabytes), int(pages))


def _prepare(folder: Path) -> None:
    """Write the report at each length, pickled, and the HTML and styles that it makes."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.larger import larger
    from measures import report as reports
    from measures.exports import pdf
    from measures.exports.press import Press
    from measures.models import Evaluation

    class Noting(Press):
        """A press that keeps the pages of HTML that it lays out."""

        def lay_out(self, html: str, **numbers: Any) -> Any:
            pages.append(html)
            return super().lay_out(html, **numbers)

    call_command("migrate", verbosity=0)
    call_command("load_plan", str(ROOT / "fixtures/2014-2016"), stdout=StringIO())
    evaluation = Evaluation.objects.published().select_related("plan").get()
    for times in ROUNDS:
        pages: list[str] = []
        report = larger(reports.build(evaluation), times)
        (folder / f"{times}.report").write_bytes(pickle.dumps(report))
        pdf._whole(Noting(), report, None)
        (folder / f"{times}.html").write_text(_one_page(pages), encoding="utf-8")


def _one_page(laid_out: list[str]) -> str:
    """Return cover, contents with their numbers, body and lists as one page of HTML.

    They were laid out in this order: the front with dummy numbers, the body, the lists, and the
    front again.
    """
    _, *others, front = laid_out
    front = _ENTRY.sub(r'\1" data-of="\2\3', front)
    inner = "".join(_BODY.search(page)[1] for page in others)
    inner = _LISTED.sub(r'data-of="#\1"\2', inner)
    return front.replace("</body>", f"{inner}</body>")


def _compose(way: str, source: Path) -> None:
    """Make a PDF in this process, and say what it took."""
    import django

    django.setup()
    import weasyprint  # noqa: F401 - its import is not what is measured

    from measures.exports import pdf
    from measures.exports.press import Press

    if way == "ours":
        report = pickle.loads(source.with_suffix(".report").read_bytes())
        begun = time.perf_counter()
        document = pdf.render(report)
    else:
        html = source.with_suffix(".html").read_text(encoding="utf-8")
        begun = time.perf_counter()
        document = Press(_NUMBERS).lay_out(html).write_pdf()
    seconds = time.perf_counter() - begun
    # Not `ru_maxrss`, which remembers the process that this one was begun by.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    megabytes = int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024
    import pypdfium2

    print(seconds, megabytes, len(pypdfium2.PdfDocument(document)))


if __name__ == "__main__":
    main() if len(sys.argv) == 1 else _compose(sys.argv[1], Path(sys.argv[2]))
