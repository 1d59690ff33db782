"""Eight people who save without a pause, and two who publish the same evaluation at once."""

import collections
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import html

from drill.cluster import Cluster
from drill.installation import DRAFT, Installation
from drill.results import Result
from drill.visitor import Answer, Visitor

EDITORS, TEXTS = 8, 3
PUBLICATION = "/redaction/plans/2019-2021/evaluations/2022/publication/"
PEOPLE = """
import django; django.setup()
from measures.actions import accounts
from measures.models import User
from django.contrib.auth.models import Group
for number in range(8):
    user = User.objects.create_user(f"redaction{number}", password="demo")
    user.groups.add(Group.objects.get(name="Rédaction"))
"""
COUNT = """
import django; django.setup()
from measures.models import Revision
print(Revision.objects.filter(by__username__startswith="redaction", kind="enregistree").count())
"""
READY = """
import django; django.setup()
from tests import factories
draft = factories.evaluation(factories.plan(measures=3), "2022")
for number in (1, 2, 3):
    factories.assess(draft, number)
"""
PUBLISHED = """
import django; django.setup()
from measures.models import Evaluation, Revision
made = Evaluation.objects.filter(slug="2022", published_at__isnull=False)
print(made.count(), Revision.objects.filter(message="Publication", evaluation__in=made).count())
"""


def run(*, short: bool) -> Iterator[Result]:
    """Write and publish on SQLite, and on PostgreSQL unless there is little time."""
    seconds = 8 if short else 60
    with tempfile.TemporaryDirectory() as folder:
        yield from _drill("SQLite", Installation(Path(folder)), seconds)
    if short:
        return
    cluster = Cluster()
    if not cluster.create():
        yield Result("Huit rédacteurs, PostgreSQL", "PostgreSQL n’est pas installé", None)
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            site = Installation(Path(folder), database=cluster.url)
            yield from _drill("PostgreSQL", site, seconds)
    finally:
        cluster.remove()


def _drill(name: str, site: Installation, seconds: int) -> Iterator[Result]:
    site.prepare()
    site.python("-c", PEOPLE)
    site.python("-c", READY)
    site.start()
    try:
        yield _write(name, site, seconds)
        yield _publish(name, site)
    finally:
        site.stop()


def _write(name: str, site: Installation, seconds: int) -> Result:
    """Each keeps a paragraph of their own in each text, beside those of the others."""
    seen: collections.Counter[int] = collections.Counter()
    acknowledged: dict[tuple[int, int], str] = {}
    end = time.monotonic() + seconds

    def edit(number: int) -> None:
        writer, turn = site.writer(f"redaction{number}"), 0
        while time.monotonic() < end:
            turn += 1
            text = 1 + (number + turn) % TEXTS
            path, mark = f"{DRAFT}mesures/{text}/", f"e{number}n{turn}"
            fields = writer.form(path)
            others = re.sub(rf"\s*<p>e{number}n\d+</p>", "", fields["state_actions"]).strip()
            answer = writer.post(path, fields | {"state_actions": f"{others}<p>{mark}</p>"})
            seen[answer.status] += 1
            if answer.status == 302:
                acknowledged[number, text] = mark

    with ThreadPoolExecutor(EDITORS) as pool:
        list(pool.map(edit, range(EDITORS)))
    reader = site.writer()
    stored = {
        text: reader.form(f"{DRAFT}mesures/{text}/")["state_actions"]
        for text in range(1, TEXTS + 1)
    }
    lost = [
        mark for (_, text), mark in acknowledged.items() if f"<p>{mark}</p>" not in stored[text]
    ]
    in_history = int(site.python("-c", COUNT).stdout)
    errors = sum(count for status, count in seen.items() if status not in {302, 409})
    return Result(
        f"Huit rédacteurs, {seconds} s, {name}",
        f"{seen[302]} enregistrements, {seen[409]} conflits dits, {errors} erreurs, "
        f"{len(lost)} perdus, {in_history} dans l’historique",
        not lost and not errors and in_history == seen[302] > 0,
    )


def _publish(name: str, site: Installation) -> Result:
    people = [site.writer("rapporteur") for _ in range(2)]
    forms = [filled(person) for person in people]
    start = threading.Barrier(2)

    def send(number: int) -> int:
        start.wait()
        return people[number].post(PUBLICATION, forms[number]).status

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(send, range(2)))
    editions, told = published(site)
    seen = site.visitor().get("/plans/2019-2021/evaluations/2022/").status
    return Result(
        f"Deux publications à la fois, {name}",
        f"réponses {statuses[0]} et {statuses[1]}, {editions} édition publiée, "
        f"{told} fois dans l’historique",
        (editions, told, seen) == (1, 1, 200) and all(status < 500 for status in statuses),
    )


def published(site: Installation) -> tuple[int, int]:
    """Return how many editions are published, and how often the history says so."""
    editions, told = map(int, site.python("-c", PUBLISHED).stdout.split())
    return editions, told


def publish(person: Visitor) -> Answer:
    """Publish what is ready, as its page asks."""
    return person.post(PUBLICATION, filled(person))


def filled(person: Visitor) -> dict[str, str]:
    """Return the form of the publication, filled as it asks."""
    root = html.document_fromstring(person.get(PUBLICATION).body)
    (form,) = [form for form in root.forms if "confirmed" in form.fields]
    return dict(form.form_values()) | {
        "adopted_on": "2022-06-01",
        "statement": "adoptée",
        "confirmed": "on",
    }
