"""The clock set back by a day: what was written last is still what comes last."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from drill.installation import Installation
from drill.results import Result

SCRIPT = """
import django; django.setup()
from datetime import timedelta
from django.test import Client
from django.utils import timezone
from measures.actions.saving import history_of
from measures.models import Assessment
from tests import factories
draft = factories.evaluation(factories.plan(measures=1), "2022")
row = factories.assess(draft, 1, state_actions="<p>Avant.</p>", work_state="en-cours")
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
now = timezone.now
timezone.now = lambda: now() - timedelta(days=1)
path = "/redaction/plans/2019-2021/evaluations/2022/mesures/1/"
answer = client.post(path, {"status": "non", "state_actions": "<p>Après.</p>", "observations": "",
    "work_state": "en-cours", "version": row.version})
row.refresh_from_db()
last = history_of(row).first().content["state_actions"]
pages = [client.get(one).status_code for one in ("/redaction/", path, path + "historique/", "/")]
print(answer.status_code, row.state_actions == last == "<p>Après.</p>", *pages, sep="\\t")
"""


def run(*, short: bool) -> Iterator[Result]:
    """Save once the clock was set back."""
    with tempfile.TemporaryDirectory() as folder:
        site = Installation(Path(folder))
        site.prepare()
        done = site.python("-c", SCRIPT, check=False)
    if done.returncode:
        yield Result("Horloge reculée", done.stderr.strip().splitlines()[-1], False)
        return
    status, in_order, *pages = done.stdout.split()
    yield Result(
        "Horloge reculée d’un jour",
        f"texte enregistré ({status}), dernier dans l’historique : "
        f"{'oui' if in_order == 'True' else 'NON'} ; pages {', '.join(pages)}",
        status == "302" and in_order == "True" and set(pages) == {"200"},
    )
