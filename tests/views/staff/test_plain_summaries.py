"""Writing a summary in plain language: lines to type, guided, compared, refused without loss."""

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from measures import rights
from measures.models import Assessment, Priority
from measures.rich_text.summary import MAX_SUMMARY
from tests import factories, once
from tests.views.reader import all_words, by_class, one, words

BASE = "/redaction/plans/2019-2021/"
MEASURE = f"{BASE}evaluations/2024/mesures/1/"
STORED = "<p>L’État forme.</p>\n<p>C’est peu.</p>"


@once.fixture
def assessment() -> Assessment:
    draft = factories.evaluation(factories.plan(measures=2), "2024")
    return factories.assess(draft, 1, plain_summary=STORED, work_state="en-cours")


@pytest.fixture
def enter(assessment: Assessment) -> Callable[[str], Client]:
    def made(role: str = rights.WRITERS) -> Client:
        client = Client()
        user = factories.user(f"anne-{role}", role=role, first_name="Anne")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return made


def page(content: bytes) -> HtmlElement:
    return html.document_fromstring(content.decode())


def fields(root: HtmlElement) -> dict[str, str]:
    form = one(root, "//form[@id='texte']")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def test_it_is_shown_as_lines_with_what_plain_language_is(enter: Callable) -> None:
    root = page(enter().get(MEASURE).content)
    box = one(root, "//textarea[@name='plain_summary']")
    assert box.value.strip() == "L’État forme.\n\nC’est peu."
    told = one(root, f"//*[@id='{box.get('aria-describedby').split()[0]}']")
    assert "phrases courtes" in words(told)
    assert "ne remplace pas le texte adopté" in words(told)


def test_what_is_typed_is_saved_as_paragraphs(enter: Callable, assessment: Assessment) -> None:
    client = enter()
    sent = fields(page(client.get(MEASURE).content))
    assert client.post(MEASURE, sent | {"plain_summary": "Un.\r\n\r\nDeux & trois."}).status_code
    assessment.refresh_from_db()
    assert assessment.plain_summary == "<p>Un.</p>\n<p>Deux &amp; trois.</p>"


def test_the_page_sent_back_without_a_change_changes_nothing(
    enter: Callable, assessment: Assessment
) -> None:
    client = enter()
    client.post(MEASURE, fields(page(client.get(MEASURE).content)))
    version = assessment.version
    assessment.refresh_from_db()
    assert assessment.version == version


def test_what_is_too_long_comes_back_as_it_was_typed(
    enter: Callable, assessment: Assessment
) -> None:
    client = enter()
    typed = "Un mot. " * 300 + "\n\nFin & suite."
    sent = fields(page(client.get(MEASURE).content)) | {"plain_summary": typed}
    answer = client.post(MEASURE, sent)
    root = page(answer.content)
    assert answer.status_code == 422
    assert f"la limite est de {MAX_SUMMARY}" in words(one(root, "//*[@id='refus']"))
    kept = one(root, "//textarea[@name='plain_summary']").value
    assert kept.split() == typed.split()
    assessment.refresh_from_db()
    assert assessment.plain_summary == STORED


def test_a_conflict_shows_both_and_lets_one_take_the_saved_one(
    enter: Callable, assessment: Assessment
) -> None:
    client = enter()
    sent = fields(page(client.get(MEASURE).content))
    factories.assess(assessment.evaluation, 1, plain_summary="<p>De Camille.</p>")
    answer = client.post(MEASURE, sent | {"plain_summary": "D’Anne."})
    root = page(answer.content)
    assert answer.status_code == 409
    assert all_words(root, by_class("conflict") + "//h3") == ["En clair"]
    assert "De Camille" in words(one(root, by_class("conflict") + "//del"))

    taken = page(client.post(MEASURE, fields(root) | {"take": "plain_summary"}).content)
    assert one(taken, "//textarea[@name='plain_summary']").value.strip() == "De Camille."


def test_the_history_says_what_changed_in_it(enter: Callable, assessment: Assessment) -> None:
    factories.assess(assessment.evaluation, 1, plain_summary="<p>L’État forme beaucoup.</p>")
    root = page(enter().get(f"{MEASURE}historique/").content)
    assert "En clair" in all_words(root, by_class("version-fields"))[0]


def test_that_of_a_priority_is_for_the_administration(
    enter: Callable, assessment: Assessment
) -> None:
    path, client = f"{BASE}priorites/1/", enter(rights.ADMINISTRATORS)
    sent = fields(page(client.get(path).content))
    client.post(path, sent | {"plain_summary": "Repérer et aider."})
    assert Priority.objects.get().plain_summary == "<p>Repérer et aider.</p>"
    assert enter().get(path).status_code == 403
