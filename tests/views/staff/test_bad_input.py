"""Bad input on the editing pages: a clear answer, no trace in the data, no lost text."""

import pytest
from django.test import Client
from lxml import html

from measures.models import Assessment, Revision
from measures.rich_text.clean import MAX_CELLS, MAX_LENGTH
from tests import factories, once
from tests.views.reader import words

MEASURE = "/redaction/plans/2019-2021/evaluations/2024/mesures/1/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@once.fixture
def assessment() -> Assessment:
    draft = factories.evaluation(factories.plan(measures=2), "2024")
    return factories.assess(draft, 1, state_actions="<p>Avant.</p>", work_state="en-cours")


@pytest.fixture
def client(assessment: Assessment) -> Client:
    made = Client()
    made.force_login(factories.user("anne"), backend=BACKEND)
    return made


def sent(row: Assessment, **fields: object) -> dict[str, object]:
    values = {"status": "non", "state_actions": "<p>Mon texte.</p>", "observations": ""}
    return values | {"work_state": "en-cours", "version": row.version} | fields


TABLE = f"<table>{'<tr>' + '<td>1</td>' * 100 + '</tr>'}</table>".replace(
    "</tr>", "</tr>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 99
)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"status": "presque"}, "« presque » n’est pas un choix possible"),
        ({"status": ""}, "Ce champ est nécessaire"),
        ({"work_state": "fini"}, "« fini » n’est pas un choix possible"),
        ({"version": "deux"}, "n’est pas un nombre"),
        ({"version": ""}, "La version du texte manque"),
        ({"version": "-1"}, "Cette version du texte n’existe pas"),
        ({"version": "9" * 400}, "version"),
        ({"observations": "<p>" + "a" * MAX_LENGTH + "</p>"}, f"la limite est de {MAX_LENGTH}"),
        ({"observations": TABLE}, f"la limite est de {MAX_CELLS}"),
        ({"observations": factories.note("mot " * 900)}, "la limite est de"),
        ({"observations": "<div>" * 30 + "x" + "</div>" * 30}, "niveaux"),
        ({"observations": factories.recommendation("Agir.", to="inconnu")}, "« inconnu »"),
        ({"state_actions": "<p>un\x00deux</p>"}, "nul"),
        ({"observations_in": "999999"}, "Cette mesure n’est pas de l’évaluation"),
        ({"internal_note": "a" * 20_001}, "La note interne compte 20001 signes"),
        ({"message": "a" * 301}, "300 signes"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_saved_is_told_in_french_and_given_back(
    wrong: dict[str, str], said: str, assessment: Assessment, client: Client
) -> None:
    revisions = Revision.objects.count()
    typed = sent(assessment) | wrong

    answer = client.post(MEASURE, typed)

    assert answer.status_code == 422
    root = html.document_fromstring(answer.content.decode().replace("\x00", ""))
    assert said in words(root)
    assert "Rien n’a été enregistré" in words(root)
    for name in ("state_actions", "observations", "internal_note"):
        (shown,) = root.xpath(f"//textarea[@name='{name}']")
        assert shown.text.strip("\r\n") == str(typed.get(name, "")).replace("\x00", "")
    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.version, stored.state_actions) == (assessment.version, "<p>Avant.</p>")
    assert Revision.objects.count() == revisions


def test_an_error_is_linked_to_its_field(assessment: Assessment, client: Client) -> None:
    answer = client.post(MEASURE, sent(assessment, observations="<p>" + "a" * MAX_LENGTH))
    root = html.document_fromstring(answer.content.decode())
    (field,) = root.xpath("//textarea[@name='observations']")
    assert field.get("aria-invalid") == "true"
    described = field.get("aria-describedby").split()
    assert any("la limite est de" in words(root.get_element_by_id(each)) for each in described)
    assert root.xpath(f"//*[@role='alert']//a[@href='#{field.get('id')}']")


def test_broken_and_hostile_html_is_cleaned(assessment: Assessment, client: Client) -> None:
    typed = "<p onclick='x()'>Un <b>texte<script>alert(1)</script></p><p>cassé"
    assert client.post(MEASURE, sent(assessment, state_actions=typed)).status_code == 302
    stored = Assessment.objects.get(pk=assessment.pk).state_actions
    assert stored == "<p>Un <strong>texte</strong></p>\n<p><strong>cassé</strong></p>"


def test_a_hostile_text_that_is_refused_does_nothing_on_the_page(
    assessment: Assessment, client: Client
) -> None:
    typed = "</textarea><script>alert(1)</script>"
    answer = client.post(MEASURE, sent(assessment, state_actions=typed, status="presque"))
    assert b"<script>alert" not in answer.content


def test_a_form_without_its_token_is_given_back(assessment: Assessment) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user("anne"), backend=BACKEND)
    answer = client.post(MEASURE, sent(assessment))
    assert answer.status_code == 403
    root = html.document_fromstring(answer.content.decode())
    assert "Ce formulaire est périmé" in words(root)
    again = dict(root.forms[-1].form_values())
    assert again["state_actions"].strip() == "<p>Mon texte.</p>"
    assert client.post(MEASURE, again).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).state_actions == "<p>Mon texte.</p>"


def test_a_form_sent_after_the_session_is_given_back_and_saved_once_logged_in(
    assessment: Assessment,
) -> None:
    client = Client()
    answer = client.post(MEASURE, sent(assessment))
    assert answer.status_code == 401
    root = html.document_fromstring(answer.content.decode())
    assert "Votre session est terminée" in words(root)
    again = dict(root.forms[-1].form_values())
    client.force_login(factories.user("anne"), backend=BACKEND)
    assert client.post(MEASURE, again).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).state_actions == "<p>Mon texte.</p>"


def test_a_lost_session_gives_no_password_back(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/redaction/connexion/", {"login": "anne", "password": "secret-de-anne"}
    )
    assert answer.status_code == 403
    assert b"secret-de-anne" not in answer.content


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(method: str, client: Client) -> None:
    assert getattr(client, method)(MEASURE).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/redaction/plans/2019-2021/evaluations/2024/mesures/99/",
        "/redaction/plans/2019-2021/evaluations/2023/mesures/1/",
        "/redaction/plans/2010-2011/evaluations/2024/mesures/1/",
        "/redaction/plans/2019-2021/evaluations/2024/sections/nulle-part/",
    ],
)
def test_what_does_not_exist_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, {"status": "non"}).status_code == 404
