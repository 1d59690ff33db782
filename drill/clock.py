"""The clock set back by a day under a server that runs: what comes last is still last."""

import http.client
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

from drill import together
from drill.installation import DRAFT, ROOT, Installation
from drill.results import Result

FAULT = "Horloge reculée d’un jour"
DAY = 86_400  # seconds
TEXT = f"{DRAFT}mesures/1/"
LAST = """
import django; django.setup()
from measures.actions.saving import history_of
from measures.models import Assessment
row = Assessment.objects.get(evaluation__slug="essai", measure__number=1)
print(history_of(row).first().content["state_actions"])
"""


def run(*, short: bool) -> Iterator[Result]:
    """Set the clock of a server back while people write, publish and read."""
    if shutil.which("gcc") is None:
        yield Result(FAULT, "gcc n’est pas installé", None)
        return
    with tempfile.TemporaryDirectory() as folder:
        site, clock = Installation(Path(folder)), Path(folder) / "horloge"
        site.prepare()
        site.python("-c", together.READY)
        library = Path(folder) / "clock.so"
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-o", library, ROOT / "drill/clock.c", "-ldl"], check=True
        )
        clock.write_text("0")
        site.environment |= {"LD_PRELOAD": str(library), "DRILL_CLOCK": str(clock)}
        site.start()
        try:
            yield _drill(site, clock)
        finally:
            site.stop()


def _drill(site: Installation, clock: Path) -> Result:
    writer, rapporteur = site.writer(), site.writer("rapporteur")
    first = writer.post(TEXT, writer.form(TEXT) | {"state_actions": "<p>Avant.</p>"})
    front = [site.visitor().get("/") for _ in range(8)][-1]  # each process keeps it
    before = _hour(site)
    clock.write_text(str(-DAY))
    went_back = before - _hour(site)
    saved = writer.post(TEXT, writer.form(TEXT) | {"state_actions": "<p>Après.</p>"})
    together.publish(rapporteur, together.PUBLICATION)
    time.sleep(2.5)  # what is kept is at most a second late
    renewed = all(site.visitor().get("/").body != front.body for _ in range(8))
    inside = [person.get("/redaction/").status for person in (writer, rapporteur, site.writer())]
    del site.environment["LD_PRELOAD"]
    last = site.python("-c", LAST).stdout.strip()
    editions, told = together.published(site)
    return Result(
        FAULT,
        f"{went_back / 3600:.0f} h en arrière : texte enregistré ({saved.status}), dernier dans "
        f"l’historique : {'oui' if last == '<p>Après.</p>' else 'NON'} ; {editions} édition "
        f"publiée, pages gardées {'renouvelées' if renewed else 'ANCIENNES'}, sessions "
        f"{'ouvertes' if set(inside) == {200} else inside}",
        first.status == saved.status == 302
        and last == "<p>Après.</p>"
        and (editions, told, renewed) == (1, 1, True)
        and set(inside) == {200}
        and abs(went_back - DAY) < 60,
    )


def _hour(site: Installation) -> float:
    """Return what time it is for the server."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        connection.request("GET", "/sante/vivant")
        return parsedate_to_datetime(connection.getresponse().headers["Date"]).timestamp()
    finally:
        connection.close()
