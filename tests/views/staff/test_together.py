"""Eight people send the form of one text at once: one is saved, seven are told, nothing is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from measures.actions.saving import history_of
from measures.models import Assessment, Revision
from tests import factories

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
WRITERS = 8


@pytest.mark.django_db(transaction=True)
def test_of_eight_forms_sent_at_once_one_is_saved_and_each_text_is_kept() -> None:
    draft = factories.evaluation(factories.plan(measures=1), "2024")
    factories.addressee("ecole", "École")
    row = factories.assess(draft, 1, work_state="en-cours")
    clients = []
    for number in range(WRITERS):
        client = Client()
        client.force_login(
            factories.user(f"writer{number}"), backend="django.contrib.auth.backends.ModelBackend"
        )
        clients.append(client)
    start = threading.Barrier(WRITERS)

    def send(number: int) -> int:
        mark = factories.recommendation(f"Agir {number}.", to="ecole")
        typed = {
            "status": "non",
            "state_actions": f"<p>Texte {number}.</p>",
            "observations": mark,
            "version": row.version,
        }
        try:
            start.wait(timeout=20)
            return clients[number].post(MEASURE, typed).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = list(pool.map(send, range(WRITERS)))

    assert sorted(answers) == [302] + [409] * (WRITERS - 1)
    saved = answers.index(302)
    stored = Assessment.objects.get()
    assert stored.version == row.version + 1
    assert stored.state_actions == f"<p>Texte {saved}.</p>"
    assert stored.recommendations.get().text == f"Agir {saved}."
    kept = {
        (revision.by.username, revision.kind): revision.content["state_actions"]
        for revision in history_of(stored).exclude(by__username="camille")
    }
    assert kept == {
        (f"writer{number}", Revision.Kind.SAVED if number == saved else Revision.Kind.SET_ASIDE): (
            f"<p>Texte {number}.</p>"
        )
        for number in range(WRITERS)
    }
