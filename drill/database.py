"""PostgreSQL stopped and started under load: readers read on, nobody loses a word."""

import collections
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from drill.cluster import Cluster
from drill.installation import DRAFT, PLAN, Installation
from drill.results import Result
from drill.visitor import Answer

AWAY = 6.0  # seconds
FAULT = "PostgreSQL arrêté sous charge"
TEXT = f"{DRAFT}mesures/1/"


def run(*, short: bool) -> Iterator[Result]:
    """Stop and start the database while four people read and one writes."""
    cluster = Cluster()
    if not cluster.create():
        yield Result(FAULT, "PostgreSQL n’est pas installé", None)
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield from _drill(cluster, Installation(Path(folder), database=cluster.url))
    finally:
        cluster.remove()


def _drill(cluster: Cluster, site: Installation) -> Iterator[Result]:
    site.prepare().start()
    away, over = threading.Event(), threading.Event()
    kept: collections.Counter[str] = collections.Counter()
    asked: collections.Counter[str] = collections.Counter()

    def read(number: int) -> None:
        turn = 0
        while not over.is_set():
            turn += 1
            whole = site.visitor().get(PLAN)
            fresh = site.visitor().get(f"/recherche/?q=mot{number}x{turn}")
            if away.is_set():
                kept[_said(whole)] += 1
                asked[_said(fresh)] += 1
            time.sleep(0.05)

    try:
        writer = site.writer()
        for _ in range(8):
            site.visitor().get(PLAN)  # each process keeps it
        workers = site.workers()
        readers = [threading.Thread(target=read, args=(number,)) for number in range(4)]
        for reader in readers:
            reader.start()
        typed = writer.form(TEXT) | {"state_actions": "<p>Un texte écrit pendant la panne.</p>"}
        cluster.stop()
        time.sleep(0.5)  # requests under way end
        away.set()
        given_back = writer.post(TEXT, typed)
        time.sleep(AWAY)
        away.clear()
        cluster.start()
        back = _recovered(site)
        saved = writer.post(TEXT, typed)
        over.set()
        for reader in readers:
            reader.join()
        same = site.workers() == workers
        stored = writer.form(TEXT)["state_actions"].strip()
    finally:
        over.set()
        site.stop()
    yield Result(
        f"{FAULT} : lecteurs",
        f"{_words(kept)} pour une page gardée, {_words(asked)} pour une recherche",
        set(kept) <= {"200"} and set(asked) <= {"503 en français"},
    )
    kept_text = given_back.is_a_pause and "Un texte écrit pendant la panne." in given_back.body
    yield Result(
        f"{FAULT} : rédaction",
        f"texte {'rendu' if kept_text else 'PERDU'} ({given_back.status}), puis "
        f"{'enregistré' if saved.status == 302 else saved.status}",
        kept_text and saved.status == 302 and stored == "<p>Un texte écrit pendant la panne.</p>",
    )
    yield Result(
        f"{FAULT} : reprise",
        f"{back:.1f} s après le retour, {'mêmes processus' if same else 'processus relancés'}",
        same and back < 10,
    )


def _recovered(site: Installation) -> float:
    begin = time.monotonic()
    for number in range(200):
        if site.visitor().get(f"/recherche/?q=retour{number}").status == 200:
            break
        time.sleep(0.05)
    return time.monotonic() - begin


def _said(answer: Answer) -> str:
    return "503 en français" if answer.is_a_pause else str(answer.status)


def _words(counted: collections.Counter[str]) -> str:
    return ", ".join(f"{count} × {said}" for said, count in sorted(counted.items()))
