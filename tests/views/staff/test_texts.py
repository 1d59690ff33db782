"""The editing pages: what is sent is saved, refused with all that was typed, or merged."""

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from measures import rights
from measures.actions.saving import history_of
from measures.models import Assessment, Evaluation, Priority, Revision, User
from tests import factories, once
from tests.views.reader import all_words, by_class, one, visitor, words

BASE = "/redaction/plans/2019-2021/evaluations/2024/"
MEASURE = f"{BASE}mesures/1/"


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=3), "2024")
    factories.addressee("ecole", "École & université")
    return made


@pytest.fixture
def assessment(draft: Evaluation) -> Assessment:
    return factories.assess(
        draft,
        1,
        status="non",
        state_actions="<p>Avant.</p>",
        observations="<p>Vu.</p>",
        work_state="en-cours",
    )


@pytest.fixture
def clients(db: None) -> Callable[[str, str], Client]:
    def enter(username: str, role: str = rights.WRITERS) -> Client:
        client = Client()
        client.force_login(
            factories.user(username, role=role, first_name=username.capitalize()),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client

    return enter


@pytest.fixture
def client(clients: Callable) -> Client:
    return clients("anne")


def sent(row: Assessment, **fields: object) -> dict[str, object]:
    """Return what the form of a measure sends, some of it changed."""
    return {
        "status": row.status,
        "state_actions": row.state_actions,
        "observations": row.observations,
        "work_state": row.work_state,
        "version": row.version,
    } | fields


def shown(client: Client, path: str = MEASURE) -> HtmlElement:
    return html.document_fromstring(client.get(path).content.decode())


def fields(root: HtmlElement) -> dict[str, str]:
    """Return what a browser would send of the form of a page, without a change."""
    form = one(root, "//form[@id='texte']")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_the_page_shows_what_is_there_and_what_may_be_chosen(
    assessment: Assessment, client: Client
) -> None:
    root = shown(client)
    assert words(one(root, "//h1")) == "Titre long de la mesure 1"
    assert all_words(root, "//fieldset[contains(@class, 'status-choice')]//label") == [
        "À évaluer",
        "Non mise en œuvre",
        "Partiellement mise en œuvre",
        "Mise en œuvre",
    ]
    values = fields(root)
    assert values["status"] == "non"
    assert values["state_actions"].strip() == "<p>Avant.</p>"
    assert values["version"] == str(assessment.version)
    assert all_words(root, "//select[@name='work_state']/option") == [
        "à écrire",
        "en cours",
        "à relire",
    ]


def test_what_is_sent_is_saved_and_leads_back_to_the_page(
    assessment: Assessment, client: Client
) -> None:
    marked = factories.recommendation("Former.", key="former", to="ecole")
    answer = client.post(
        MEASURE,
        sent(
            assessment,
            status="mise-en-oeuvre",
            state_actions="<p>Après.</p>",
            observations=marked,
            internal_note="À vérifier.",
            message="Relecture",
        ),
    )
    assert answer.status_code == 302
    assert answer["Location"] == MEASURE
    stored = Assessment.objects.get(pk=assessment.pk)
    assert stored.status == "mise-en-oeuvre"
    assert stored.state_actions == "<p>Après.</p>"
    assert stored.internal_note == "À vérifier."
    assert stored.recommendations.get().text == "Former."
    last = history_of(stored).first()
    assert (last.by.username, last.message) == ("anne", "Relecture")
    assert "Enregistré." in words(shown(client))


def test_what_the_page_shows_sent_back_without_a_change_changes_nothing(
    assessment: Assessment, client: Client
) -> None:
    client.post(MEASURE, fields(shown(client)))
    assert Assessment.objects.get(pk=assessment.pk).version == assessment.version
    assert "Déjà enregistré" in words(shown(client))


def test_the_same_text_sent_again_is_recognised(assessment: Assessment, client: Client) -> None:
    typed = sent(assessment, observations=factories.recommendation("Agir.", to="ecole"))
    client.post(MEASURE, typed)
    answer = client.post(MEASURE, typed, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["changed"] is False
    assert answer.json()["message"].startswith("Déjà enregistré")
    assert Assessment.objects.get(pk=assessment.pk).version == assessment.version + 1


def test_a_script_gets_the_new_version_and_saves_again_from_it(
    assessment: Assessment, client: Client
) -> None:
    as_data = {"Accept": "application/json"}
    first = client.post(MEASURE, sent(assessment, state_actions="<p>Un.</p>"), headers=as_data)
    version = first.json()["version"]
    typed = sent(assessment, state_actions="<p>Deux.</p>", version=version)
    second = client.post(MEASURE, typed, headers=as_data)
    assert second.json()["saved"] is True
    assert second.json()["version"] == version + 1
    assert Assessment.objects.get(pk=assessment.pk).state_actions == "<p>Deux.</p>"


def test_a_field_that_is_not_sent_stays_as_it_is(assessment: Assessment, client: Client) -> None:
    client.post(MEASURE, sent(assessment, internal_note="Une note."))
    again = Assessment.objects.get(pk=assessment.pk)
    client.post(MEASURE, sent(again, state_actions="<p>Autre.</p>"))
    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.state_actions, stored.internal_note) == ("<p>Autre.</p>", "Une note.")


def test_observations_can_be_those_of_another_measure(
    assessment: Assessment, client: Client
) -> None:
    other = assessment.evaluation.assessments.get(measure__number=2)
    client.post(MEASURE, sent(assessment, observations="", observations_in=other.pk))
    assert Assessment.objects.get(pk=assessment.pk).observations_in == other


# Two people on one text


def conflict(
    assessment: Assessment, clients: Callable, **mine: str
) -> tuple[HtmlElement, Client, int]:
    """Let somebody save while another writes; return the page that the other gets."""
    mine_client = clients("anne")
    typed = fields(shown(mine_client)) | mine
    clients("bruno").post(MEASURE, sent(assessment, state_actions="<p>De Bruno.</p>"))
    answer = mine_client.post(MEASURE, typed)
    return html.document_fromstring(answer.content.decode()), mine_client, answer.status_code


def test_the_second_is_told_who_saved_and_sees_both_versions(
    assessment: Assessment, clients: Callable
) -> None:
    root, _, status = conflict(assessment, clients, state_actions="<p>De moi.</p>")
    assert status == 409
    said = words(one(root, by_class("conflict")))
    assert "Bruno l’a enregistré le" in said
    assert words(one(root, "//del")).startswith("supprimé : Bruno")
    assert words(one(root, "//ins")).startswith("ajouté : moi")
    values = fields(root)
    assert values["state_actions"].strip() == "<p>De moi.</p>"
    assert Assessment.objects.get(pk=assessment.pk).state_actions == "<p>De Bruno.</p>"


def test_both_texts_of_a_conflict_stay_in_the_history(
    assessment: Assessment, clients: Callable
) -> None:
    conflict(assessment, clients, state_actions="<p>De moi.</p>")
    texts = [
        (row.kind, row.by.username, row.content["state_actions"])
        for row in history_of(assessment)[:2]
    ]
    assert texts == [
        (Revision.Kind.SET_ASIDE, "anne", "<p>De moi.</p>"),
        (Revision.Kind.SAVED, "bruno", "<p>De Bruno.</p>"),
    ]


def test_an_internal_note_of_a_conflict_stays_in_the_history_too(
    assessment: Assessment, clients: Callable
) -> None:
    conflict(assessment, clients, internal_note="Vérifier la date.")
    kept = history_of(assessment).first()
    assert kept.kind == Revision.Kind.SET_ASIDE
    assert kept.content["internal_note"] == "Vérifier la date."


def test_after_a_conflict_the_page_saves_ones_own_version(
    assessment: Assessment, clients: Callable
) -> None:
    root, client, _ = conflict(assessment, clients, state_actions="<p>De moi.</p>")
    assert client.post(MEASURE, fields(root)).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).state_actions == "<p>De moi.</p>"


def test_after_a_conflict_the_saved_version_can_be_taken_text_by_text(
    assessment: Assessment, clients: Callable
) -> None:
    mine = {"state_actions": "<p>De moi.</p>", "observations": "<p>Vu par moi.</p>"}
    root, client, _ = conflict(assessment, clients, **mine)
    answer = client.post(MEASURE, fields(root) | {"take": "state_actions"})
    root = html.document_fromstring(answer.content.decode())
    assert fields(root)["state_actions"].strip() == "<p>De Bruno.</p>"
    assert fields(root)["observations"].strip() == "<p>Vu par moi.</p>"
    client.post(MEASURE, fields(root))
    stored = Assessment.objects.get(pk=assessment.pk)
    assert (stored.state_actions, stored.observations) == (
        "<p>De Bruno.</p>",
        "<p>Vu par moi.</p>",
    )


def test_what_one_did_not_touch_is_taken_from_the_saved_version(
    assessment: Assessment, clients: Callable
) -> None:
    root, _, _ = conflict(assessment, clients, observations="<p>Vu par moi.</p>")
    assert "Actions de l’État" in words(one(root, by_class("conflict")))
    assert fields(root)["state_actions"].strip() == "<p>De Bruno.</p>"
    assert fields(root)["observations"].strip() == "<p>Vu par moi.</p>"


# Proof-reading


def test_only_who_may_proof_read_marks_a_text_as_proof_read(
    assessment: Assessment, clients: Callable
) -> None:
    clients("anne").post(MEASURE, sent(assessment, work_state="relu"))
    assert Assessment.objects.get(pk=assessment.pk).work_state == "en-cours"

    rapporteur = clients("dominique", rights.RAPPORTEURS)
    rapporteur.post(MEASURE, sent(assessment, work_state="relu"))
    assert Assessment.objects.get(pk=assessment.pk).work_state == "relu"


def test_a_proof_read_text_that_changes_is_to_be_proof_read_again(
    assessment: Assessment, clients: Callable
) -> None:
    clients("dominique", rights.RAPPORTEURS).post(MEASURE, sent(assessment, work_state="relu"))
    row = Assessment.objects.get(pk=assessment.pk)
    client = clients("anne")
    client.post(MEASURE, sent(row, internal_note="Rien de changé au texte."))
    assert Assessment.objects.get(pk=row.pk).work_state == "relu"
    row = Assessment.objects.get(pk=row.pk)
    client.post(MEASURE, sent(row, state_actions="<p>Changé.</p>"))
    assert Assessment.objects.get(pk=row.pk).work_state == "a-relire"
    assert "de nouveau « à relire »" in words(shown(client))


# The other texts


def test_a_section_is_edited_likewise(draft: Evaluation, client: Client) -> None:
    row = factories.section(draft, "introduction", work_state="en-cours")
    path = f"{BASE}sections/introduction/"
    typed = fields(shown(client, path)) | {"title": "Au début", "body": "<p>Un texte.</p>"}
    assert client.post(path, typed).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.body) == ("Au début", "<p>Un texte.</p>")


def test_the_presentations_of_the_plan_are_for_the_administration(
    draft: Evaluation, clients: Callable
) -> None:
    path = "/redaction/plans/2019-2021/priorites/1/"
    assert clients("anne").get(path).status_code == 403
    client = clients("alix", rights.ADMINISTRATORS)
    typed = fields(shown(client, path)) | {"presentation": "<p>Pourquoi.</p>"}
    assert client.post(path, typed).status_code == 302
    assert Priority.objects.get().presentation == "<p>Pourquoi.</p>"

    path = "/redaction/plans/2019-2021/presentation/"
    typed = fields(shown(client, path)) | {"presentation": "<p>Le plan.</p>"}
    assert client.post(path, typed).status_code == 302
    draft.plan.refresh_from_db()
    assert draft.plan.presentation == "<p>Le plan.</p>"


def test_the_page_folds_what_the_evaluation_before_said(
    draft: Evaluation, assessment: Assessment, client: Client
) -> None:
    before = factories.evaluation(draft.plan, "2022")
    factories.assess(before, 1, status="non", state_actions="<p>Rien encore.</p>")
    factories.publish(before)
    said = words(one(shown(client), "//details[contains(@class, 'said-before')]"))
    assert "l’évaluation 2022" in said
    assert "Rien encore." in said


def test_a_published_text_does_not_change_and_says_so(
    draft: Evaluation, assessment: Assessment, client: Client
) -> None:
    factories.assess(draft, 1)
    factories.publish(draft)
    row = Assessment.objects.get(pk=assessment.pk)
    answer = client.post(MEASURE, sent(row, state_actions="<p>Trop tard.</p>"))
    assert answer.status_code == 409
    said = words(html.document_fromstring(answer.content.decode()))
    assert "préparez une rectification" in said
    assert "<p>Trop tard.</p>" in said
    assert Assessment.objects.get(pk=row.pk).version == row.version


def test_the_page_of_a_published_text_leads_to_what_the_public_reads(
    draft: Evaluation, assessment: Assessment, client: Client
) -> None:
    factories.assess(draft, 1)
    factories.publish(draft)
    root = shown(client)
    assert not root.xpath("//form[@id='texte']")
    assert root.xpath("//a[@href='/plans/2019-2021/evaluations/2024/mesures/1/']")


def test_a_visitor_is_sent_to_the_login(draft: Evaluation) -> None:
    answer = visitor().get(MEASURE)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={MEASURE}")


def test_somebody_who_lost_the_right_is_refused(assessment: Assessment, client: Client) -> None:
    User.objects.get(username="anne").groups.clear()
    answer = client.post(MEASURE, sent(assessment, state_actions="<p>Autre.</p>"))
    assert answer.status_code == 403
    assert Assessment.objects.get(pk=assessment.pk).version == assessment.version
