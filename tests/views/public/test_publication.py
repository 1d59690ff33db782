"""Publication is one moment: nothing is public before it, and everything after."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.test import Client

from measures.actions import published
from measures.models import Evaluation
from tests import factories
from tests.factories import recommendation

BASE = "/plans/2019-2021/evaluations/2022/"
WORD = "zanzibar"

# What each address shows of an evaluation that is published, and of none that is not.
SHOWN = {
    "/": BASE,
    "/plans/2019-2021/": BASE,
    "/flux.atom": "2019-2021/evaluations/2022/",
    "/sitemap.xml": f"{BASE}mesures/1/",
    "/plan-du-site/": BASE,
    f"/recherche/?q={WORD}": f"{BASE}mesures/1/",
    BASE: "Évaluation 2022",
    f"{BASE}mesures/": "Mesure courte 1",
    f"{BASE}mesures/1/": WORD,
    f"{BASE}sections/introduction/": WORD,
    f"{BASE}recommandations/": "Agir",
    f"{BASE}rapport/": WORD,
    f"{BASE}donnees/mesures.csv": WORD,
    f"{BASE}donnees/recommandations.csv": "Agir",
    f"{BASE}rapport.pdf": "%PDF",
}


def draft() -> Evaluation:
    """Return an evaluation that is ready, with a word of its own."""
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(measures=2))
    factories.section(made, "introduction", body=f"<p>Vers {WORD}.</p>")
    marked = recommendation("Agir.", key="agir", to="parlement")
    for number in (1, 2):
        text = f"<p>Vers {WORD}.</p>{marked if number == 1 else ''}"
        factories.assess(made, number, observations=text, state_actions=f"<p>{WORD}</p>")
    return made


def seen() -> set[str]:
    """Return the addresses at which a reader sees something of the evaluation."""
    client = Client()
    found = set()
    for path, words in SHOWN.items():
        answer = client.get(path)
        body = answer.content.decode(errors="replace")
        if answer.status_code == 200 and words in body:
            found.add(path)
    return found


def from_elsewhere() -> set[str]:
    """Return what a reader sees now, through a connection of its own."""
    answers: list[set[str]] = []

    def look() -> None:
        try:
            answers.append(seen())
        finally:
            connections.close_all()

    reader = threading.Thread(target=look)
    reader.start()
    reader.join(timeout=60)
    return answers[0]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_public_while_a_publication_is_under_way_and_everything_after() -> None:
    made, by = draft(), factories.user()
    assert seen() == set()
    during: list[set[str]] = []

    def watch(execute: Callable, sql: str, *rest: object) -> object:
        """Look at the site once the last row is written, before the transaction ends."""
        answer = execute(sql, *rest)
        if 'INTO "measures_word"' in sql and not during:
            during.append(from_elsewhere())
        return answer

    with connection.execute_wrapper(watch):
        factories.published(made, adopted_on=factories.TODAY, statement="adoptée", by=by)

    assert during == [set()]
    assert seen() == set(SHOWN)


@pytest.mark.django_db(transaction=True)
def test_everything_is_public_until_a_withdrawal_is_over_and_nothing_after() -> None:
    made, by = draft(), factories.user()
    factories.published(made, adopted_on=factories.TODAY, statement="adoptée", by=by)
    assert seen() == set(SHOWN)
    during: list[set[str]] = []

    def watch(execute: Callable, sql: str, *rest: object) -> object:
        answer = execute(sql, *rest)
        if sql.startswith("DELETE") and "measures_word" in sql:
            during.append(from_elsewhere())
        return answer

    with connection.execute_wrapper(watch):
        published.unpublish(made, reason="Erreur.", by=by)

    assert during == [set(SHOWN)]
    assert seen() == set()


@pytest.mark.django_db(transaction=True)
def test_a_publication_that_fails_is_never_seen() -> None:
    made, by = draft(), factories.user()

    def full(execute: Callable, sql: str, *rest: object) -> object:
        if 'INTO "measures_word"' in sql:
            raise OSError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full), pytest.raises(OSError, match="disk full"):
        factories.published(made, adopted_on=factories.TODAY, statement="adoptée", by=by)
    assert seen() == set()
    factories.published(made, adopted_on=factories.TODAY, statement="adoptée", by=by)
    assert seen() == set(SHOWN)
