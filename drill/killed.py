"""A process killed after each statement of a save and of a publication: all of it, or nothing."""

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from drill.cluster import Cluster
from drill.installation import Installation
from drill.results import Result

SCRIPT = "import django; django.setup(); from drill import killed_steps; killed_steps.main()"


def run(*, short: bool) -> Iterator[Result]:
    """Kill on SQLite, and on PostgreSQL unless there is little time."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _drill("SQLite", Installation(Path(folder)))
    if short:
        return
    cluster = Cluster()
    if not cluster.create():
        yield Result("Processus tué, PostgreSQL", "PostgreSQL n’est pas installé", None)
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield from _drill("PostgreSQL", Installation(Path(folder), database=cluster.url))
    finally:
        cluster.remove()


def _drill(name: str, site: Installation) -> Iterator[Result]:
    site.manage("migrate", "--verbosity", "0")
    done = site.python("-c", SCRIPT, check=False)
    if done.returncode:
        yield Result(f"Processus tué, {name}", done.stderr.strip().splitlines()[-1], False)
        return
    for line in filter(None, done.stdout.splitlines()):
        what, killed, whole, broken = line.split("\t")
        yield Result(
            f"Processus tué à chaque pas d’une {what}, {name}",
            f"{killed} fois tué : {whole} fois rien ou tout, {broken} fois à moitié",
            int(broken) == 0 and int(killed) > 5,
        )


def die_after(statements: int) -> Callable[..., object]:
    """Return what kills this process once it has executed so many statements."""
    executed = 0

    def count(execute: Callable, *arguments: object) -> object:
        nonlocal executed
        answer = execute(*arguments)
        executed += 1
        if executed == statements:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    return count
