"""Opening an evaluation in the browser, and what it says of itself."""

import pytest
from django.test import Client
from lxml import html

from measures import rights
from measures.models import Evaluation
from tests import factories
from tests.views.reader import all_words, words

PLAN = "/redaction/plans/2019-2021/"
NEW = f"{PLAN}nouvelle-evaluation/"
SETTINGS = f"{PLAN}evaluations/2022/reglages/"


def entered(role: str) -> Client:
    client = Client()
    client.force_login(
        factories.user(role.lower(), role=role),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


@pytest.fixture
def client(db: None) -> Client:
    return entered(rights.RAPPORTEURS)


@pytest.fixture
def former(db: None) -> Evaluation:
    made = factories.evaluation(factories.plan(measures=2), "2022")
    factories.section(made)
    factories.assess(made, 1, status="non", state_actions="<p>Fait.</p>")
    return made


def page(answer: object) -> html.HtmlElement:
    return html.document_fromstring(answer.content.decode())


def test_an_evaluation_starts_from_an_earlier_one(client: Client, former: Evaluation) -> None:
    assert "Évaluation 2022, en préparation" in words(page(client.get(NEW)))
    typed = {"slug": "2024", "title": "Évaluation 2024", "former": former.pk, "carried": "textes"}
    assert client.post(NEW, typed)["Location"] == f"{PLAN}evaluations/2024/"
    made = Evaluation.objects.get(slug="2024")
    row = made.assessments.get(measure__number=1)
    assert (row.state_actions, row.status) == ("<p>Fait.</p>", "a-evaluer")
    typed |= {"slug": "2025", "carried": "plan"}
    client.post(NEW, typed)
    made = Evaluation.objects.get(slug="2025")
    assert made.sections.get().body == ""
    assert made.assessments.get(measure__number=1).state_actions == ""
    typed |= {"slug": "2026", "former": ""}
    client.post(NEW, typed)
    assert not Evaluation.objects.get(slug="2026").sections.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "2022"}, "déjà"),
        ({"slug": "deux mots"}, "Une adresse ne contient que des lettres sans accent"),
        ({"slug": ""}, "Ce champ est nécessaire"),
        ({"title": "a" * 301}, "la limite est de 300"),
        ({"former": "999999"}, "Cette évaluation n’existe pas"),
        ({"carried": "tout"}, "Ce choix n’existe pas"),
    ],
)
def test_what_cannot_be_opened_is_given_back(
    wrong: dict[str, str], said: str, client: Client, former: Evaluation
) -> None:
    answer = client.post(NEW, {"slug": "2024", "title": "Mon titre"} | wrong)
    assert answer.status_code == 422
    assert said in words(page(answer))
    assert Evaluation.objects.count() == 1


def test_writers_open_none(former: Evaluation) -> None:
    assert entered(rights.WRITERS).get(NEW).status_code == 403
    assert entered(rights.ADMINISTRATORS).get(NEW).status_code == 200


def test_settings_are_saved_with_their_version_and_closed_by_a_publication(
    client: Client, former: Evaluation
) -> None:
    typed = {"title": "Autre titre", "notice": "<p>Avis <script>x</script></p>", "version": "1"}
    assert client.post(SETTINGS, typed)["Location"] == SETTINGS
    stored = Evaluation.objects.get(pk=former.pk)
    assert (stored.title, stored.notice) == ("Autre titre", "<p>Avis</p>")
    answer = client.post(SETTINGS, typed | {"title": "Troisième"})
    assert answer.status_code == 409
    assert "Titre : « Autre titre »" in words(page(answer))
    factories.publish(former)
    assert "elle ne change plus" in words(page(client.get(SETTINGS)))
    version = Evaluation.objects.get(pk=former.pk).version
    assert client.post(SETTINGS, typed | {"title": "X", "version": version}).status_code == 409
    assert Evaluation.objects.get(pk=former.pk).title == "Autre titre"


def test_only_a_rectification_has_a_reason(client: Client, former: Evaluation) -> None:
    labels = all_words(page(client.get(SETTINGS)), "//main//label")
    assert labels == ["Titre", "Avertissement"]
