"""Writing the answer of an addressee in the editing page of a measure."""

import pytest
from django.test import Client
from lxml import html

from measures import answering
from measures.models import Answer, Assessment, Evaluation, Revision, User
from tests import factories, once
from tests.answered import SAID, answer
from tests.views.reader import all_words, by_class, words
from tests.views.staff.test_follow_ups import form_of

EDIT = "/redaction/plans/2019-2021/evaluations/2022/mesures/1/"
TO, ON, TEXT = "reponse_+_to", "reponse_+_on", "reponse_+_text"
NEW = {TO: "miprof", ON: "2022-03-01", TEXT: SAID["text"]}


@once.fixture
def row() -> Assessment:
    factories.addressee("miprof", "MIPROF")
    return factories.assess(factories.evaluation(factories.plan(measures=1)), 1)


@pytest.fixture
def signed(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


def send(client: Client, **changed: str) -> object:
    return client.post(EDIT, form_of(client.get(EDIT)) | changed)


def test_an_answer_is_added_corrected_and_taken_out(row: Assessment, signed: Client) -> None:
    assert send(signed, **NEW).status_code == 302
    assert answering.said(row) == {"miprof": SAID}
    shown = form_of(signed.get(EDIT))
    assert shown["reponse_miprof_on"] == "2022-03-01"
    assert "convention" in shown["reponse_miprof_text"]
    assert shown[TEXT] == ""
    send(signed, reponse_miprof_text="<p>Autrement.</p>")
    assert Answer.objects.get().text == "<p>Autrement.</p>"
    send(signed, reponse_miprof_text="")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (NEW | {ON: ""}, "Une réponse a une date"),
        (NEW | {TO: ""}, "Choisissez qui a répondu."),
        (NEW | {TEXT: ""}, "Écrivez le texte de la réponse"),
        (NEW | {TO: "inconnu"}, "Ce destinataire a déjà une réponse, ou n’existe pas"),
        (NEW | {ON: "hier"}, "Cette date ne se lit pas"),
    ],
)
def test_what_lacks_something_comes_back_with_all_that_was_typed(
    row: Assessment, signed: Client, sent: dict[str, str], message: str
) -> None:
    answer_page = send(signed, **sent)
    assert answer_page.status_code == 422
    said = words(html.document_fromstring(answer_page.content.decode())).replace("\u202f", " ")
    assert message in said
    if sent[TEXT]:
        assert "convention" in form_of(answer_page)[TEXT]
    assert not Answer.objects.exists()


def test_a_conflict_is_told_and_nothing_is_lost(row: Assessment, signed: Client) -> None:
    page = form_of(signed.get(EDIT))
    answer(row.evaluation, 1, parlement=SAID, by=factories.user("alex"))
    told = signed.post(EDIT, page | NEW | {TEXT: "<p>Une autre.</p>"})
    assert told.status_code == 409
    root = html.document_fromstring(told.content.decode())
    assert "Texte de la nouvelle réponse" in " ".join(all_words(root, by_class("difference")))
    assert "Une autre." in form_of(told)[TEXT]
    aside = Revision.objects.get(kind=Revision.Kind.SET_ASIDE)
    assert aside.content["answers"]["miprof"]["text"] == "<p>Une autre.</p>"
    assert answering.said(row) == {"parlement": SAID}
    assert signed.post(EDIT, form_of(told)).status_code == 302
    assert set(answering.said(row)) == {"miprof", "parlement"}


def test_the_same_answer_written_by_two_is_told_and_replaces_nothing(
    row: Assessment, signed: Client
) -> None:
    page = form_of(signed.get(EDIT))
    answer(row.evaluation, 1, miprof=SAID, by=factories.user("alex"))
    told = signed.post(EDIT, page | NEW | {TEXT: "<p>Une autre.</p>"})
    assert told.status_code == 422
    assert "Une autre." in form_of(told)[TEXT]
    assert "convention" in form_of(told)["reponse_miprof_text"]
    assert answering.said(row) == {"miprof": SAID}


def test_a_script_is_told_that_the_page_has_fields_to_come(row: Assessment, signed: Client) -> None:
    page = form_of(signed.get(EDIT))
    json = {"Accept": "application/json"}
    said = signed.post(EDIT, page | NEW, headers=json).json()
    assert (said["saved"], said["reload"]) == (True, True)
    page = form_of(signed.get(EDIT))
    assert signed.post(EDIT, page, headers=json).json()["reload"] is False


def test_a_lost_session_gives_it_back_by_name(row: Assessment, client: Client) -> None:
    root = html.document_fromstring(client.post(EDIT, NEW | {"version": "1"}).content.decode())
    assert "Nouvelle réponse : texte" in [
        said.replace("\u202f", " ") for said in all_words(root, "//label")
    ]


def test_a_measure_says_nothing_of_the_answers_of_another(
    row: Assessment, signed: Client, writer: User
) -> None:
    other: Evaluation = factories.evaluation(row.evaluation.plan, "2024")
    factories.assess(other, 1)
    answer(other, 1, miprof=SAID)
    assert "reponse_miprof_text" not in form_of(signed.get(EDIT))
