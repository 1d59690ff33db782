"""`make bench`: the public pages beside a bare Django that says « hello », on the same server.

Each figure is a ratio: requests of a page in a second of processor to those of « hello », measured
right before; the median of the rounds. « à neuf » is a page that the application
makes (its cache is passed by), the others come from the cache. Absolute figures mean nothing
elsewhere.
"""

import os
import statistics
import subprocess
import sys
import tempfile
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
PAST_THE_CACHE = BROWSER | {"Cookie": "sessionid=aucune"}
GOALS = {"vue d’ensemble": 0.05, "mesure": 0.12, "recherche": 0.10}  # made anew, 23 measures
FROM_THE_CACHE, OF_THE_FILE, GROWTH, MEGABYTES = 1.0, 0.8, 1.7, 50


@dataclass
class Measured:
    """A page at one size, made anew or from the cache, with the ratios of the rounds."""

    name: str
    size: int
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
    with tempfile.TemporaryDirectory() as folder:
        servers: dict[int, Server] = {}
        hello = None
        try:
            for number, (size, times) in enumerate(SIZES.items(), start=1):
                servers[size] = _site(Path(folder) / str(size), times, PORT + number)
            (Path(folder) / "rapport.bin").write_bytes(servers[23].get(PDF)[0])
            hello = Server.start("bench.hello:application", PORT, {"FOLDER": folder})
            missed = _measure(hello, servers)
        finally:
            for server in (*servers.values(), hello):
                if server:
                    server.stop()
    if missed:
        sys.exit(f"But manqué : {' ; '.join(missed)}.")


def _site(folder: Path, times: int, port: int) -> Server:
    """Return a server of the plan, its measures `times` over."""
    folder.mkdir()
    environment = {"TRACKER_MODE": "demonstration", "TRACKER_VAR": str(folder)}
    prepare = "import django; django.setup(); from bench.plans import prepare; "
    for command in (
        [sys.executable, "-c", f"{prepare}prepare({times})"],
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
    ):
        own = {"DJANGO_SETTINGS_MODULE": "tracker.settings"} | environment
        subprocess.run(command, cwd=ROOT, env={**os.environ, **own}, check=True)
    return Server.start("tracker.wsgi", port, environment)


def _measure(hello: Server, servers: dict[int, Server]) -> list[str]:
    """Measure in alternating rounds, print, and return what missed its goal."""
    rows = _rows(servers)
    files, tables = [], []
    for _ in range(ROUNDS):
        for row in rows:
            greetings = hello.rate("/", seconds=SECONDS, headers={})
            pages = servers[row.size].rate(row.path, seconds=SECONDS, headers=row.headers)
            row.ratios.append(pages / greetings)
        files.append(
            servers[23].rate(PDF, seconds=SECONDS, headers=BROWSER)
            / hello.rate("/files/rapport.bin", seconds=SECONDS, headers=BROWSER)
        )
        small, large = (
            servers[size].rate(PAGES["tableau"], seconds=SECONDS, headers=PAST_THE_CACHE)
            for size in (23, 2300)
        )
        tables.append(small / large)
    missed = [f"{row.name} ({row.size})" for row in rows if row.goal and row.ratio < row.goal]
    print(f"{'page':<36}{'mesures':>6}{'hello':>9}        d’un tour à l’autre   but")
    print(*rows, sep="\n")
    file, growth = statistics.median(files), statistics.median(tables)
    memory = max(servers[23].private_memory())
    print(f"PDF publié, contre un fichier de sa taille    {file:.2f} ×   ≥ {OF_THE_FILE}")
    print(f"tableau à neuf, 2 300 mesures contre 23       {growth:.2f} ×   ≤ {GROWTH}")
    print(f"mémoire propre d’un processus, au plus        {memory:.0f} Mo   ≤ {MEGABYTES}")
    missed += ["PDF"] if file < OF_THE_FILE else []
    missed += ["croissance du tableau"] if growth > GROWTH else []
    missed += ["mémoire"] if memory > MEGABYTES else []
    return missed


def _rows(servers: dict[int, Server]) -> list[Measured]:
    rows = []
    for size in servers:
        for name, path in PAGES.items():
            if size == 23:  # from the cache, a page takes what it takes, whatever the size
                rows.append(Measured(name, size, path, BROWSER, FROM_THE_CACHE))
            goal = GOALS.get(name) if size == 23 else None
            rows.append(Measured(f"{name}, à neuf", size, path, PAST_THE_CACHE, goal))
    known = _unchanged(servers[23], PAGES["mesure"])
    rows.append(Measured("mesure, inchangée (304)", 23, PAGES["mesure"], known, FROM_THE_CACHE))
    return rows


def _unchanged(server: Server, path: str) -> dict[str, str]:
    """Return what a browser sends that has the page already."""
    _, headers = server.get(path, BROWSER)
    return BROWSER | {"If-None-Match": headers["ETag"]}


if __name__ == "__main__":
    main()
