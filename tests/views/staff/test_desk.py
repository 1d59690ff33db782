"""The desk: what is missing, what changed, who is writing; and the beats of open pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement

from measures import rights
from measures.actions import presence
from measures.models import Evaluation, Presence, Revision, User
from tests import factories, once
from tests.views.reader import all_words, one, words

BACKEND = "django.contrib.auth.backends.ModelBackend"
EVALUATION = "/redaction/plans/2019-2021/evaluations/2024/"
PRESENCE = f"{EVALUATION}presence/"


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=3), "2024")
    factories.section(made, "introduction")
    factories.assess(made, 1)
    return made


@pytest.fixture
def anne(db: None) -> User:
    return factories.user("anne", role=rights.WRITERS, first_name="Anne", last_name="Petit")


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def shown(user: User, path: str = "/redaction/") -> HtmlElement:
    answer = entered(user).get(path)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def section(root: HtmlElement, anchor: str) -> str:
    return words(one(root, f"//section[@aria-labelledby='{anchor}']"))


def test_what_is_missing_leads_to_the_texts_that_lack_it(draft: Evaluation, anne: User) -> None:
    root = shown(anne)
    part = one(root, "//section[@aria-labelledby='en-preparation']")
    links = {words(link): link.get("href") for link in part.xpath(".//ul//a")}
    assert links == {
        "2 mesures à évaluer": f"{EVALUATION}?statut=a-evaluer",
        "2 textes vides": f"{EVALUATION}?texte=vide",
        "2 textes pas encore relus": f"{EVALUATION}?travail=non-relu",
    }
    for address in links.values():
        assert len(shown(anne, address).xpath("//tbody/tr")) == 2


def test_an_empty_desk_says_what_may_be_done(anne: User) -> None:
    root = shown(anne)
    assert "Aucune évaluation n’est en préparation." in section(root, "en-preparation")
    assert "Personne d’autre n’a rien changé." in section(root, "changements")
    assert "Personne d’autre n’a de texte ouvert." in section(root, "en-ce-moment")
    assert "Vous n’avez encore rien enregistré" in section(root, "mes-textes")
    assert "Aucune évaluation n’est encore publiée." in section(root, "publiees")


def test_what_changed_says_who_what_and_when(draft: Evaluation, anne: User) -> None:
    User.objects.filter(pk=anne.pk).update(previous_login=timezone.now() - timedelta(hours=1))
    anne.refresh_from_db()
    Revision.objects.update(at=timezone.now() - timedelta(hours=2))
    factories.assess(draft, 2)
    root = shown(anne)
    said = section(root, "changements")
    assert said.startswith("Ce qui a changé depuis le")
    assert "Mesure 2 · Mesure courte 2 Camille Martin, le" in said
    assert said.endswith(": 1 enregistrement")
    assert root.xpath(f"//a[@href='{EVALUATION}mesures/2/']")


def test_what_one_was_writing_and_who_is_there(draft: Evaluation, writer: User, anne: User) -> None:
    presence.note(draft, place="section-introduction", by=anne)
    presence.note(draft, place="mesure-1", by=writer)
    presence.note(draft, place="mesure-99", by=anne)  # a measure that is no more
    root = shown(writer)
    expected = "Qui écrit en ce moment Anne Petit : Section · Section introduction"
    assert section(root, "en-ce-moment") == expected
    assert "Mesure 1 · Mesure courte 1" in section(root, "mes-textes")


def test_who_reads_only_is_led_to_the_preview(draft: Evaluation) -> None:
    factories.assess(draft, 2)
    administrator = factories.user("alix", role=rights.ADMINISTRATORS)
    root = shown(administrator)
    assert "Mesure 2" in section(root, "changements")
    assert root.xpath("//a[contains(@href, '/mesures/2/')]/@href") == [
        f"{EVALUATION}apercu/mesures/2/"
    ]


def test_what_is_published_is_shown_with_its_address(draft: Evaluation, anne: User) -> None:
    factories.publish(draft)
    root = shown(anne)
    part = one(root, "//section[@aria-labelledby='publiees']")
    assert all_words(part, ".//a")[0] == "Évaluation 2024"
    assert part.xpath(".//a/@href")[0] == "/plans/2019-2021/evaluations/2024/"


@pytest.mark.parametrize("texts", [2, 40])
def test_the_desk_takes_the_same_queries_whatever_changed(
    texts: int, writer: User, anne: User, django_assert_num_queries: object
) -> None:
    plan = factories.plan(measures=texts)
    for slug in ("2024", "2025")[: 1 if texts == 2 else 2]:
        made = factories.evaluation(plan, slug)
        for number in range(1, texts + 1, 4):
            factories.assess(made, number, by=anne if number % 3 else writer)
            presence.note(made, place=f"mesure-{number}", by=anne)
    client = entered(writer)
    client.get("/redaction/")
    with django_assert_num_queries(14):
        client.get("/redaction/")


def test_a_beat_tells_who_else_is_there(draft: Evaluation, writer: User, anne: User) -> None:
    answer = entered(anne).post(PRESENCE, {"place": "mesure-1"})
    assert answer.json() == {"others": [], "message": ""}
    answer = entered(writer).post(PRESENCE, {"place": "mesure-1"})
    assert answer.json()["others"] == ["Anne Petit"]
    assert answer.json()["message"] == "Anne Petit écrit aussi ici."
    assert "no-store" in answer["Cache-Control"]
    assert entered(writer).post(PRESENCE, {"place": "mesure-2"}).json()["others"] == []


def test_who_reads_only_is_told_but_not_noted(draft: Evaluation, anne: User) -> None:
    presence.note(draft, place="mesure-1", by=anne)
    administrator = factories.user("alix", role=rights.ADMINISTRATORS)
    answer = entered(administrator).post(PRESENCE, {"place": "mesure-1"})
    assert answer.json()["others"] == ["Anne Petit"]
    assert Presence.objects.get().user == anne


@pytest.mark.parametrize(
    ("place", "status"),
    [("", 400), ("mesure-x", 400), ("mesure-1\x00", 400), ("mesure-9", 404), ("section-x", 404)],
)
def test_a_place_that_does_not_exist_is_refused_in_french(
    place: str, status: int, draft: Evaluation, anne: User
) -> None:
    answer = entered(anne).post(PRESENCE, {"place": place})
    assert answer.status_code == status
    assert answer.json()["message"].endswith((".", "introduction"))
    assert not Presence.objects.exists()


def test_a_beat_is_a_post_of_somebody_known(draft: Evaluation, anne: User) -> None:
    assert entered(anne).get(PRESENCE).status_code == 405
    assert Client().post(PRESENCE, {"place": "mesure-1"}).status_code in {302, 401, 403}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anne, backend=BACKEND)
    assert strict.post(PRESENCE, {"place": "mesure-1"}).status_code == 403
    assert not Presence.objects.exists()
