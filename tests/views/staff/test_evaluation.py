"""The texts of an evaluation: in order, filtered by address, given to their writers."""

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

from measures import rights
from measures.actions import presence
from measures.models import Evaluation, Section, User
from tests import factories, once
from tests.views.reader import all_words, by_class, one, words

PATH = "/redaction/plans/2019-2021/evaluations/2024/"
ASSIGN = f"{PATH}confier/"


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=4, priorities=2), "2024")
    factories.section(made, "introduction", title="D’où l’on part")
    factories.section(made, "suites", place=Section.Place.AFTER_MEASURES)
    factories.assess(made, 1, status="non", work_state="a-relire")
    return made


@pytest.fixture
def anne(db: None) -> User:
    return factories.user("anne", role=rights.WRITERS, first_name="Anne", last_name="Petit")


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(user: User, path: str = PATH) -> HtmlElement:
    answer = entered(user).get(path)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def texts(root: HtmlElement) -> list[str]:
    return [said.split(" · ")[0] for said in all_words(root, "//tbody//th")]


def test_texts_stand_in_the_order_of_the_report(draft: Evaluation, anne: User) -> None:
    root = shown(anne)
    measures = [f"Mesure {number}" for number in range(1, 5)]
    assert texts(root) == ["Section", *measures, "Section"]
    first = words(root.xpath("//tbody/tr")[1])
    for said in ("Mesure courte 1", "Non mise en œuvre", "À relire", "personne", "Camille Martin"):
        assert said in first
    assert root.xpath(f"//th//a[@href='{PATH}mesures/1/']")
    assert root.xpath(f"//th//a[@href='{PATH}sections/introduction/']")


def test_the_page_says_which_evaluation_and_its_state(draft: Evaluation, anne: User) -> None:
    facts = words(one(shown(anne), by_class("evaluation-facts")))
    assert facts == "Évaluation 2024 en préparation"
    factories.assess(draft, 1)
    factories.publish(draft)
    again = factories.evaluation(
        draft.plan, "2024", edition=2, rectification_reason="Une date était fausse."
    )
    facts = words(one(shown(anne), by_class("evaluation-facts")))
    assert facts == f"{again.title} édition 2, rectification en préparation"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("qui=miennes", ["Mesure 2"]),
        ("qui=personne&priorite=1", ["Mesure 1"]),
        ("travail=a-relire", ["Mesure 1"]),
        ("travail=non-relu&statut=a-evaluer", ["Mesure 2", "Mesure 3", "Mesure 4"]),
        ("statut=non", ["Mesure 1"]),
        ("priorite=2", ["Mesure 3", "Mesure 4"]),
        ("texte=vide&priorite=1", ["Mesure 2"]),
    ],
)
def test_the_address_filters_the_list(
    query: str, expected: list[str], draft: Evaluation, anne: User
) -> None:
    draft.assessments.filter(measure__number=2).update(assigned_to=anne)
    root = shown(anne, f"{PATH}?{query}")
    assert texts(root) == expected
    count = f"{len(expected)} texte{'s' if len(expected) > 1 else ''} sur 6"
    assert words(one(root, by_class("found"))) == count
    assert len(root.xpath("//ul[contains(@class, 'chips')]//a[@class != 'plain' or not(@class)]"))


def test_a_filter_is_removed_by_its_link(draft: Evaluation, anne: User) -> None:
    root = shown(anne, f"{PATH}?travail=a-relire&priorite=1")
    addresses = root.xpath("//ul[contains(@class, 'chips')]//a/@href")
    assert addresses == ["?priorite=1", "?travail=a-relire", "?"]


def test_an_unknown_filter_shows_everything_and_says_so(draft: Evaluation, anne: User) -> None:
    root = shown(anne, f"{PATH}?travail=perdu")
    assert len(texts(root)) == 6
    assert "un filtre qui n’existe pas" in words(one(root, "//main"))


def test_nothing_found_is_said(draft: Evaluation, anne: User) -> None:
    root = shown(anne, f"{PATH}?statut=mise-en-oeuvre")
    assert "Aucun texte ne répond à ces filtres." in words(one(root, "//main"))


def test_who_is_writing_is_shown_beside_the_text(
    draft: Evaluation, writer: User, anne: User
) -> None:
    presence.note(draft, place="mesure-3", by=anne)
    row = shown(writer).xpath("//tbody/tr")[3]
    assert "Anne Petit écrit ici en ce moment" in words(row)
    assert not shown(anne).xpath(by_class("present"))


def test_the_rapporteur_gives_texts_to_a_writer(
    draft: Evaluation, writer: User, anne: User
) -> None:
    sent = {"texts": ["mesure-2", "section-suites"], "assigned_to": anne.pk}
    answer = entered(writer).post(f"{ASSIGN}?priorite=1", sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{PATH}?priorite=1")
    assert draft.assessments.get(measure__number=2).assigned_to == anne
    assert draft.sections.get(slug="suites").assigned_to == anne
    client = entered(writer)
    answer = client.post(ASSIGN, sent | {"assigned_to": "personne"}, follow=True)
    assert "2 textes" in words(html.document_fromstring(answer.content.decode()))
    assert not draft.assessments.exclude(assigned_to=None).exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"assigned_to": "personne"}, "Cochez au moins un texte."),
        ({"texts": ["mesure-2"]}, "Choisissez à qui confier ces textes."),
        ({"texts": ["mesure-99"], "assigned_to": "personne"}, "n’est pas un texte"),
        ({"texts": ["mesure-2"], "assigned_to": "99999"}, "Ce compte ne peut pas écrire"),
        ({"texts": ["mesure-2"], "assigned_to": "x\x00"}, "Ce compte ne peut pas écrire"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_ticked(
    sent: dict[str, object], said: str, draft: Evaluation, writer: User
) -> None:
    answer = entered(writer).post(ASSIGN, sent)
    assert answer.status_code == 422
    root = html.document_fromstring(answer.content.decode())
    assert said in words(one(root, "//*[@role='alert']"))
    ticked = root.xpath("//input[@name='texts'][@checked]/@value")
    assert ticked == [place for place in sent.get("texts", []) if place == "mesure-2"]
    assert not draft.assessments.exclude(assigned_to=None).exists()


def test_a_disabled_account_is_not_offered(draft: Evaluation, writer: User, anne: User) -> None:
    User.objects.filter(pk=anne.pk).update(is_active=False)
    assert not shown(writer).xpath(f"//select[@name='assigned_to']/option[@value='{anne.pk}']")
    answer = entered(writer).post(ASSIGN, {"texts": ["mesure-2"], "assigned_to": anne.pk})
    assert answer.status_code == 422


def test_only_who_proof_reads_gives_texts(draft: Evaluation, anne: User) -> None:
    assert not shown(anne).xpath("//input[@name='texts']")
    client = entered(anne)
    answer = client.post(ASSIGN, {"texts": ["mesure-2"], "assigned_to": anne.pk})
    assert answer.status_code == 403
    assert not draft.assessments.exclude(assigned_to=None).exists()


def test_giving_texts_is_a_post(draft: Evaluation, writer: User) -> None:
    assert entered(writer).get(ASSIGN).status_code == 405


def test_a_published_evaluation_is_closed_and_says_where_it_is_read(
    draft: Evaluation, writer: User, anne: User
) -> None:
    factories.assess(draft, 1)
    factories.publish(draft)
    root = shown(writer)
    assert "Cette évaluation est publiée" in words(one(root, "//main"))
    assert root.xpath("//main//a[@href='/plans/2019-2021/evaluations/2024/']")
    assert not root.xpath("//input[@name='texts']")
    assert root.xpath("//tbody//a")[1].get("href") == f"{PATH}apercu/mesures/1/"
    answer = entered(writer).post(ASSIGN, {"texts": ["mesure-2"], "assigned_to": anne.pk})
    assert answer.status_code == 422
    assert "publiée" in answer.content.decode()
    assert not draft.assessments.exclude(assigned_to=None).exists()


def test_the_tabs_lead_to_the_preview_then_to_the_public_pages(
    draft: Evaluation, writer: User
) -> None:
    tabs = "//nav[@class='tabs']//a/@href"
    before = shown(writer).xpath(tabs)
    assert {f"{PATH}apercu/", f"{PATH}epreuves/", f"{PATH}journal/"} <= set(before)
    factories.assess(draft, 1)
    factories.publish(draft)
    after = shown(writer).xpath(tabs)
    assert "/plans/2019-2021/evaluations/2024/" in after
    assert f"{PATH}apercu/" not in after


@pytest.mark.parametrize("measures", [3, 60])
def test_the_list_takes_the_same_queries_at_every_size(
    measures: int, writer: User, anne: User, django_assert_num_queries: object
) -> None:
    made = factories.evaluation(factories.plan(measures=measures), "2024")
    for number in range(1, measures + 1, 2):
        factories.assess(made, number, by=anne if number % 3 else writer)
    made.assessments.filter(measure__number__lt=30).update(assigned_to=anne)
    client = entered(writer)
    client.get(PATH)
    with django_assert_num_queries(11):
        client.get(PATH)
