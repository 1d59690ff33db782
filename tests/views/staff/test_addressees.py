"""The list of addressees: kept on its page, and added to while writing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from measures import rights
from measures.models import Addressee
from tests import factories
from tests.views.reader import words

PATH = "/redaction/destinataires/"
AS_DATA = {"Accept": "application/json"}


@pytest.fixture
def client(db: None) -> Client:
    made = Client()
    made.force_login(
        factories.user("anne", role=rights.WRITERS),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return made


def said(answer: object) -> str:
    return words(html.document_fromstring(answer.content.decode()))


def test_the_picker_of_the_editor_gets_a_new_addressee_then_the_same(client: Client) -> None:
    first = client.post(PATH, {"name": "Ministère de l’Intérieur"}, headers=AS_DATA)
    expected = {"slug": "ministere-de-l-interieur", "name": "Ministère de l’Intérieur"}
    assert (first.status_code, first.json()) == (201, expected)
    again = client.post(PATH, {"name": "ministère de l'intérieur "}, headers=AS_DATA)
    assert (again.status_code, again.json()) == (200, expected)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Ce champ est nécessaire."),
        (" ", "Ce champ est nécessaire."),
        ("a" * 201, "Ce texte compte 201 signes ; la limite est de 200."),
        ("a\x00b", "Un signe de ce texte ne peut être lu : ôtez-le."),
    ],
)
def test_a_wrong_name_is_refused_in_french(name: str, message: str, client: Client) -> None:
    answer = client.post(PATH, {"name": name}, headers=AS_DATA)
    assert answer.status_code == 400
    assert message in answer.json()["errors"]["name"]
    page = client.post(PATH, {"name": name})
    assert page.status_code == 422
    assert message in said(page)
    assert not Addressee.objects.exists()


def test_the_list_counts_published_and_draft_recommendations(
    client: Client, django_assert_num_queries: object
) -> None:
    factories.addressee("ecole", "École")
    plan = factories.plan(measures=2)
    marked = factories.recommendation("Former.", to="ecole")
    published = factories.evaluation(plan, "2022")
    factories.assess(published, 1, observations=marked)
    factories.publish(published)
    draft = factories.evaluation(plan, "2024")
    for number in (1, 2):
        factories.assess(draft, number, observations=marked)
    with CaptureQueriesContext(connection) as before:
        root = html.document_fromstring(client.get(PATH).content.decode())
    count = len(before)
    (row,) = root.xpath("//tbody/tr")
    assert words(row) == "École 1 2"
    for number in range(5):
        factories.addressee(f"a{number}", f"A {number}")
    with django_assert_num_queries(count):
        client.get(PATH)


def test_an_addressee_is_renamed_and_keeps_its_address(client: Client) -> None:
    row = factories.addressee("ecole", "École")
    path = f"{PATH}ecole/"
    client.post(path, {"name": "Éducation nationale", "expected_name": "École"})
    row.refresh_from_db()
    assert (row.slug, row.name) == ("ecole", "Éducation nationale")
    answer = client.post(path, {"name": "Rectorat", "expected_name": "École"})
    assert answer.status_code == 409
    assert "Nom : « Éducation nationale »" in said(answer)
    factories.addressee("autre", "Autre")
    taken = {"name": "Autre", "expected_name": "Éducation nationale"}
    assert client.post(path, taken).status_code == 422
    assert client.get(f"{PATH}nulle-part/").status_code == 404
