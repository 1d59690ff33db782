"""The clock set back by a day under a server that runs: what comes last is still last."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

from lxml import html

from drill import together
from drill.installation import DRAFT, ROOT, Installation
from drill.results import Result
from drill.visitor import Visitor

FAULT = "Horloge reculée d’un jour"
DAY = 86_400  # seconds
TEXT = f"{DRAFT}mesures/1/"
PUBLISHED = "/plans/2019-2021/evaluations/2022/"
REPORT = f"{PUBLISHED}rapport.pdf"
LAST = """
import django; django.setup()
from measures.actions.saving import history_of
from measures.models import Assessment
row = Assessment.objects.get(evaluation__slug="essai", measure__number=1)
print(history_of(row).first().content["state_actions"])
"""


def run(*, short: bool) -> Iterator[Result]:
    """Set the clock of a server back while people write, publish, rectify and read.

    By a library of ours, compiled here: under libfaketime 0.9.10 each `time.sleep` of Python
    fails, and the server with it.
    """
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
        plain = site.environment
        site.environment = plain | {"LD_PRELOAD": str(library), "DRILL_CLOCK": str(clock)}
        site.start()
        site.environment = plain
        try:
            yield from _drill(site, clock)
        finally:
            site.stop()


def _drill(site: Installation, clock: Path) -> Iterator[Result]:
    writer, rapporteur = site.writer(), site.writer("rapporteur")
    first = writer.post(TEXT, writer.form(TEXT) | {"state_actions": "<p>Avant.</p>"})
    together.publish(rapporteur)
    time.sleep(1.5)  # what is kept is at most a second late
    page = site.visitor().get(PUBLISHED).headers
    report = site.visitor().get(REPORT).headers
    for _ in range(8):
        site.visitor().get(PUBLISHED)  # each process keeps it
    before = _hour(site)
    clock.write_text(str(-DAY))
    went_back = before - _hour(site)
    saved = writer.post(TEXT, writer.form(TEXT) | {"state_actions": "<p>Après.</p>"})
    inside = [person.get("/redaction/").status for person in (writer, rapporteur, site.writer())]
    last = site.python("-c", LAST).stdout.strip()
    yield Result(
        f"{FAULT} : rédaction",
        f"{went_back / 3600:.0f} h en arrière : texte enregistré ({saved.status}), dernier dans "
        f"l’historique : {'oui' if last == '<p>Après.</p>' else 'NON'} ; sessions "
        f"{'ouvertes' if set(inside) == {200} else inside}",
        first.status == saved.status == 302
        and last == "<p>Après.</p>"
        and set(inside) == {200}
        and abs(went_back - DAY) < 60,
    )
    _rectify(rapporteur)
    together.publish(rapporteur)
    time.sleep(1.5)
    shown = [site.visitor().get(PUBLISHED).body for _ in range(8)]
    renewed = all("Édition 2" in body or "édition 2" in body for body in shown)
    asked = {
        "page par son ETag": (PUBLISHED, {"If-None-Match": page["ETag"]}),
        "rapport par son ETag": (REPORT, {"If-None-Match": report["ETag"]}),
        "rapport par sa date": (REPORT, {"If-Modified-Since": report["Last-Modified"]}),
    }
    old = [name for name, sent in asked.items() if site.visitor().get(*sent).status != 200]
    journal = rapporteur.get(f"{together.PUBLICATION.removesuffix('publication/')}journal/").body
    listed = html.document_fromstring(journal).text_content().partition("modifications")[2]
    in_order = -1 < listed.find("Publication") < listed.find("Repris de l’édition 1")
    yield Result(
        f"{FAULT} : rectification",
        f"édition 2 en vigueur, pages gardées {'renouvelées' if renewed else 'ANCIENNES'} ; "
        f"copies d’un navigateur : {', '.join(old) + ' ANCIEN' if old else 'renouvelées'} ; "
        f"journal {'dans l’ordre' if in_order else 'EN DÉSORDRE'}",
        renewed and in_order and not old,
    )


def _rectify(person: Visitor) -> None:
    fields = html.document_fromstring(person.get(together.PUBLICATION).body)
    (form,) = [form for form in fields.forms if (form.action or "").endswith("rectifier/")]
    filled = dict(form.form_values()) | {"reason": "Une date était fausse."}
    answer = person.post(form.action, filled)
    assert answer.status == 302, f"pas de rectification : {answer.status}"


def _hour(site: Installation) -> float:
    """Return what time it is for the server."""
    return parsedate_to_datetime(site.visitor().get("/sante/vivant").headers["Date"]).timestamp()
