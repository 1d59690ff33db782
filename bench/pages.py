"""`make bench`: the public pages beside a bare Django that says « hello », on the same server.

Each figure is a ratio: requests of a page in a second of processor to those of « hello », measured
right before and right after; the median of the rounds, of which a page with a goal has two where
others have one. « à neuf » is a page that the application makes (its cache is passed by), the
others come from the cache. Absolute figures mean nothing elsewhere.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.servers import ROOT, Server

PORT = int(os.environ.get("BENCH_PORT", "8350"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = 1
SIZES = {23: 1, 230: 10, 2300: 100}  # measures, and how many times over the plan is there
EVALUATION = "/plans/2014-2016/evaluations/2017/"
PAGES = {
    "vue d’ensemble": EVALUATION,
    "mesure": f"{EVALUATION}mesures/13/",
    "tableau": f"{EVALUATION}mesures/",
    "recommandations": f"{EVALUATION}recommandations/",
    "recherche": "/recherche/?q=tracfin",
    "recherche d’un mot partout": "/recherche/?q=victimes",
}
PDF = f"{EVALUATION}rapport.pdf"
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
GOALS = {"vue d’ensemble": 0.05, "mesure": 0.12, "recherche": 0.10}  # made anew, 23 measures
FROM_THE_CACHE, OF_THE_FILE, GROWTH, MEGABYTES = 1.0, 0.8, 1.7, 50


@dataclass
class Measured:
    """A page at one size, made anew or from the cache, with the ratios of the rounds."""

    name: str
    size: int
    server: Server
    path: str
    headers: dict[str, str]
    goal: float | None
    ratios: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.ratios)

    def __str__(self) -> str:
        goal = f"≥ {self.goal:.2f}" if self.goal else ""
        spread = f"{min(self.ratios):.3f}–{max(self.ratios):.3f}"
        return f"{self.name:<36}{self.size:>6}{self.ratio:>9.3f} ×   {spread:>14}   {goal}"


def main() -> None:
    """Measure and print a table; fail where a goal is missed."""
    with tempfile.TemporaryDirectory() as root, ExitStack() as running:
        folders = {size: Path(root) / str(size) for size in SIZES}
        making = {}
        for port, (size, times) in enumerate(SIZES.items(), start=PORT + 2):
            _fill(folders[size], times)
            making[size] = _serve(folders[size], port, cache=0, running=running)
        keeping = _serve(folders[23], PORT + 1, cache=16, running=running)
        (Path(root) / "rapport.bin").write_bytes(keeping.get(PDF)[0])
        hello = Server.start("bench.hello:application", PORT, {"FOLDER": root})
        running.callback(hello.stop)
        missed = _measure(hello, keeping, making)
    if missed:
        sys.exit(f"But manqué : {' ; '.join(missed)}.")


def _fill(folder: Path, times: int) -> None:
    """Make an installation that holds the plan, its measures `times` over."""
    folder.mkdir()
    prepare = "import django; django.setup(); from bench.plans import prepare; "
    for command in (
        [sys.executable, "-c", f"{prepare}prepare({times})"],
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
    ):
        own = {"DJANGO_SETTINGS_MODULE": "tracker.settings"} | _environment(folder)
        subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True)


def _serve(folder: Path, port: int, *, cache: int, running: ExitStack) -> Server:
    """Start a server of an installation with `cache` megabytes for the pages that it keeps."""
    environment = _environment(folder) | {"PAGE_CACHE_MB": str(cache)}
    server = Server.start("tracker.wsgi", port, environment)
    running.callback(server.stop)
    return server


def _environment(folder: Path) -> dict[str, str]:
    return {"TRACKER_MODE": "demonstration", "TRACKER_VAR": str(folder)}


def _measure(hello: Server, keeping: Server, making: dict[int, Server]) -> list[str]:
    """Measure in alternating rounds, print, and return what missed its goal."""
    rows = _rows(keeping, making)
    files, tables = [], []
    for _ in range(ROUNDS):
        before = hello.rate("/", seconds=SECONDS, headers={})
        for row in [*rows, *(row for row in rows if row.goal)]:
            pages = row.server.rate(row.path, seconds=SECONDS, headers=row.headers)
            after = hello.rate("/", seconds=SECONDS, headers={})
            row.ratios.append(pages / statistics.mean((before, after)))
            before = after
        files.append(
            keeping.rate(PDF, seconds=SECONDS, headers=BROWSER)
            / hello.rate("/files/rapport.bin", seconds=SECONDS, headers=BROWSER)
        )
        small, large = (
            making[size].rate(PAGES["tableau"], seconds=SECONDS, headers=BROWSER)
            for size in (23, 2300)
        )
        tables.append(small / large)
    missed = [f"{row.name} ({row.size})" for row in rows if row.goal and row.ratio < row.goal]
    print(f"{'page':<36}{'mesures':>6}{'hello':>9}        d’un tour à l’autre   but")
    print(*rows, sep="\n")
    file, growth = statistics.median(files), statistics.median(tables)
    memory = max(*keeping.private_memory(), *making[23].private_memory())
    print(f"PDF publié, contre un fichier de sa taille    {file:.2f} ×   ≥ {OF_THE_FILE}")
    print(f"tableau à neuf, 2 300 mesures contre 23       {growth:.2f} ×   ≤ {GROWTH}")
    print(f"mémoire propre d’un processus, au plus        {memory:.0f} Mo   ≤ {MEGABYTES}")
    missed += ["PDF"] if file < OF_THE_FILE else []
    missed += ["croissance du tableau"] if growth > GROWTH else []
    missed += ["mémoire"] if memory > MEGABYTES else []
    return missed


def _rows(keeping: Server, making: dict[int, Server]) -> list[Measured]:
    kept = FROM_THE_CACHE
    rows = [Measured(name, 23, keeping, path, BROWSER, kept) for name, path in PAGES.items()]
    known = _unchanged(keeping, PAGES["mesure"])
    rows.append(Measured("mesure, inchangée (304)", 23, keeping, PAGES["mesure"], known, kept))
    for size, server in making.items():
        for name, path in PAGES.items():
            goal = GOALS.get(name) if size == 23 else None
            rows.append(Measured(f"{name}, à neuf", size, server, path, BROWSER, goal))
    return rows


def _unchanged(server: Server, path: str) -> dict[str, str]:
    """Return what a browser sends that has the page already."""
    _, headers = server.get(path, BROWSER)
    return BROWSER | {"If-None-Match": headers["ETag"]}


if __name__ == "__main__":
    main()
