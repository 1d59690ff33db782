"""A server killed while it saves leaves the old text or the new one, never half of one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from measures.actions.saving import history_of
from measures.models import Assessment, Revision
from measures.rich_text import passages
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent

# Saves without end, each text with two recommendations of its own; a line for each answer.
SAVER = """
import django, itertools, sys
django.setup()
from measures.actions import assessments
from measures.models import Assessment, User
from tests.factories import recommendation
row, by = Assessment.objects.get(pk=int(sys.argv[1])), User.objects.get(username="camille")
start = row.version
for n in itertools.count(start):
    marks = "".join(recommendation(f"Agir {n} {i}.", key=f"k{n}-{i}") for i in (1, 2))
    assessments.save(row, status="non", state_actions=f"<p>Texte {n}.</p>",
        observations=f"<p>Vu {n}.</p>{marks}", expected_version=row.version, by=by)
    print(n, flush=True)
"""


def database_url() -> str:
    """Return the address of the database of the tests, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    where = f"{settings['HOST']}:{settings['PORT'] or 5432}"
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{where}/{settings['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_save_that_is_killed_is_whole_or_did_not_happen() -> None:
    draft = factories.evaluation(factories.plan(measures=1))
    assessment = factories.assess(draft, 1)
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "TRACKER_MODE": "test",
    }
    connection.close()
    for delay in (0.0, 0.011, 0.023, 0.037):  # seconds after a save was told: anywhere in the next
        saver = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(assessment.pk)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        told = [int(saver.stdout.readline()) for _ in range(3)]
        time.sleep(delay)
        saver.send_signal(signal.SIGKILL)
        told += [int(line) for line in saver.communicate()[0].split()]

        stored = Assessment.objects.get(pk=assessment.pk)
        assert stored.version > told[-1], "a save that was told is kept"
        last = history_of(stored).filter(kind=Revision.Kind.SAVED).first()
        assert last.content["state_actions"] == stored.state_actions
        assert last.content["observations"] == stored.observations
        assert history_of(stored).count() == stored.version - 1
        rows = stored.recommendations.order_by("position")
        assert list(rows.values_list("key", flat=True)) == [
            mark.key for mark in passages(stored.observations)
        ]
        assert list(rows.values_list("number", flat=True)) == [1, 2]
