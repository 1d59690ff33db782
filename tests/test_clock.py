"""The clock of the machine is set back: order of writing, not of moments, says what is last."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from measures.actions.saving import history_of
from tests import factories
from tests.views.reader import words
from tests.views.staff.test_bad_input import BACKEND, MEASURE, sent


@pytest.mark.django_db
def test_what_was_written_last_comes_last_though_the_clock_went_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = factories.evaluation(factories.plan(measures=1), "2024")
    row = factories.assess(draft, 1, state_actions="<p>Avant.</p>", work_state="en-cours")
    client = Client()
    client.force_login(factories.user("anne"), backend=BACKEND)
    first = sent(row, state_actions="<p>Un.</p>", message="Un premier motif")
    assert client.post(MEASURE, first).status_code == 302
    row.refresh_from_db()
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() - timedelta(days=1))

    assert client.post(MEASURE, sent(row, message="Le dernier motif")).status_code == 302

    row.refresh_from_db()
    assert history_of(row).first().content["state_actions"] == row.state_actions
    page = html.document_fromstring(client.get(f"{MEASURE}historique/").content.decode())
    assert words(page).index("Le dernier motif") < words(page).index("Un premier motif")
