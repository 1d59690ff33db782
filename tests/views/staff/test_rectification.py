"""Rectifying, giving up and withdrawing what was published, from the page of its publication."""

import pytest
from django.test import Client
from lxml import html

from measures import rights
from measures.actions import published
from measures.models import Evaluation, Revision
from tests import factories, once
from tests.views.reader import all_words, by_class, fetch, one, words
from tests.views.staff.test_publication import BASE, PAGE, PUBLIC, client_of, read, said

RECTIFY, WITHDRAW, DISCARD = (f"{PAGE}{name}/" for name in ("rectifier", "retirer", "abandonner"))
REASON = {"reason": "Un chiffre était faux"}
MEANT = REASON | {"confirmation": "2022"}


@once.fixture
def first() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=2, by=factories.user()))
    return factories.publish(made)


@pytest.fixture
def rapporteur(first: Evaluation) -> Client:
    return client_of(rights.RAPPORTEURS)


@pytest.fixture
def administrator(first: Evaluation) -> Client:
    return client_of(rights.ADMINISTRATORS)


@pytest.fixture
def second(first: Evaluation) -> Evaluation:
    """Its rectification in preparation, with a change."""
    made = published.rectify(first, reason="Un chiffre était faux", by=factories.user())
    factories.assess(made, 1, observations="<p>Une autre observation.</p>")
    return made


def test_a_rapporteur_prepares_a_rectification(rapporteur: Client) -> None:
    answer = rapporteur.post(RECTIFY, REASON, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    text = said(answer)
    assert "La rectification est en préparation" in text
    assert "édition 2, motif : Un chiffre était faux." in text
    assert "reste en vigueur jusqu’à la publication de celle-ci" in text
    assert Evaluation.objects.published().get().edition == 1
    assert "Un chiffre était faux" not in words(html.document_fromstring(fetch(PUBLIC).content))


def test_the_page_of_a_rectification_shows_what_it_changes_and_proposes_the_same_adoption(
    rapporteur: Client, second: Evaluation
) -> None:
    root = read(rapporteur)
    found = one(root, by_class("rectifies"))
    assert "Ce que la rectification change : 1 page" in words(found)
    assert found.xpath(".//h2/a/@href") == [f"{BASE}mesures/1/"]
    assert found.xpath(".//ins")
    form = one(root, f"//form[@action='{PAGE}']")
    assert form.xpath(".//*[@name='adopted_on']/@value") == ["2022-06-01"]
    assert form.xpath(".//*[@name='statement']/@value") == ["adoptée par la CNCDH"]


def test_a_published_rectification_replaces_what_it_rectifies(
    rapporteur: Client, second: Evaluation
) -> None:
    state = one(read(rapporteur), "//*[@name='state']").get("value")
    rapporteur.post(
        PAGE,
        {
            "adopted_on": "2022-06-01",
            "statement": "adoptée par la CNCDH",
            "confirmed": "on",
            "state": state,
        },
    )
    assert Evaluation.objects.published().get() == second
    done = read(rapporteur)
    assert f"{PUBLIC}rectification/" in done.xpath("//main//a/@href")
    assert fetch(f"{PUBLIC}editions/1/")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("", "Donnez le motif."),
        ("  \n ", "Donnez le motif."),
        ("a" * 251, "Le motif compte 251 signes ; la limite est de 250."),
        ("un\x00deux", "Un signe de ce texte ne peut être lu"),
    ],
)
def test_a_rectification_needs_a_reason(rapporteur: Client, reason: str, expected: str) -> None:
    answer = rapporteur.post(RECTIFY, {"reason": reason})
    assert answer.status_code == 422
    assert expected in said(answer)
    assert Evaluation.objects.count() == 1


def test_a_second_rectification_is_refused_with_its_reason_kept(
    rapporteur: Client, second: Evaluation
) -> None:
    answer = rapporteur.post(RECTIFY, {"reason": "Encore une"})
    assert answer.status_code == 409
    assert "Une rectification de cette évaluation est en préparation" in said(answer)
    assert "Vous aviez écrit : « Encore une »." in said(answer)
    assert Evaluation.objects.count() == 2


def test_what_is_not_published_is_neither_rectified_nor_withdrawn(
    rapporteur: Client, administrator: Client, first: Evaluation
) -> None:
    published.unpublish(first, reason="Erreur.", by=factories.user())
    for client, path, fields in ((rapporteur, RECTIFY, REASON), (administrator, WITHDRAW, MEANT)):
        answer = client.post(path, fields)
        assert answer.status_code == 409
        assert "Cette évaluation n’est pas publiée" in said(answer)


def test_the_administration_withdraws_an_evaluation(
    administrator: Client, first: Evaluation
) -> None:
    fetch(f"{PUBLIC}rapport.pdf")
    answer = administrator.post(WITHDRAW, MEANT, follow=True)
    assert "L’évaluation est retirée : elle est de nouveau en préparation." in said(answer)
    assert not Evaluation.objects.published_editions().exists()
    for path in (PUBLIC, f"{PUBLIC}mesures/1/", f"{PUBLIC}rapport.pdf"):
        fetch(path, status=404)
    revision = Revision.objects.latest("pk")
    assert revision.message == "Retrait de la publication : Un chiffre était faux"


def test_a_withdrawn_report_is_read_in_the_history_alone(
    administrator: Client, first: Evaluation
) -> None:
    report = fetch(f"{PUBLIC}rapport.pdf").content
    administrator.post(WITHDRAW, MEANT)
    (link,) = read(administrator).xpath("//a[contains(@href, '/publication/retires/')]")
    answer = administrator.get(link.get("href"))
    assert answer.content == report
    assert "no-store" in answer["Cache-Control"]
    assert 'filename="retire-' in answer["Content-Disposition"]

    factories.publish(first)
    assert administrator.get(link.get("href")).content == report
    standing = first.documents.get(withdrawn_at=None)
    other = link.get("href").replace(link.get("href").split("/")[-1], f"{standing.pk}.pdf")
    assert administrator.get(other).status_code == 404


def test_withdrawing_a_rectification_puts_the_former_edition_in_force(
    administrator: Client, second: Evaluation
) -> None:
    factories.publish(second)
    answer = administrator.post(WITHDRAW, MEANT, follow=True)
    assert "L’édition 1 est de nouveau en vigueur." in said(answer)
    assert Evaluation.objects.published().get().edition == 1
    fetch(f"{PUBLIC}mesures/1/")
    fetch(f"{PUBLIC}rectification/", status=404)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (REASON, "Écrivez l’adresse de l’évaluation pour confirmer."),
        (REASON | {"confirmation": "2023"}, "Ce n’est pas cette évaluation : écrivez 2022."),
        ({"confirmation": "2022"}, "Donnez le motif."),
        ({"confirmation": "2022", "reason": "\x01 \x7f"}, "Donnez le motif."),  # nothing is seen
        (REASON | {"confirmation": "x" * 101}, "retirer_confirmation_error"),
    ],
)
def test_a_withdrawal_needs_a_reason_and_a_confirmation(
    administrator: Client, fields: dict[str, str], expected: str
) -> None:
    answer = administrator.post(WITHDRAW, fields)
    assert answer.status_code == 422
    assert expected in answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    root = html.document_fromstring(answer.content.decode())
    typed = root.xpath("//*[@id='retirer_reason']")[0].text_content().strip()
    assert typed == fields.get("reason", "")
    assert Evaluation.objects.published().exists()


def test_a_rectification_in_preparation_is_given_up(rapporteur: Client, second: Evaluation) -> None:
    assert len(read(rapporteur).xpath(f"//form[@action='{DISCARD}']")) == 1
    answer = rapporteur.post(DISCARD, REASON | {"confirmation": "2023"})
    assert answer.status_code == 422
    assert Evaluation.objects.count() == 2

    answer = rapporteur.post(DISCARD, MEANT, follow=True)
    assert "La rectification est abandonnée : l’édition publiée reste en vigueur." in said(answer)
    assert Evaluation.objects.get().is_published
    journal = rapporteur.get(f"{BASE}journal/")
    assert "Rectification abandonnée (édition 2) : Un chiffre était faux" in said(journal)


def test_the_administration_gives_a_rectification_up_to_withdraw_what_it_rectifies(
    administrator: Client, second: Evaluation
) -> None:
    assert administrator.post(WITHDRAW, MEANT).status_code == 409
    root = read(administrator)
    assert "ne peut être retirée qu’une fois cette rectification publiée" in words(root)
    assert administrator.post(DISCARD, MEANT).status_code == 302
    assert administrator.post(WITHDRAW, MEANT).status_code == 302
    assert not Evaluation.objects.published_editions().exists()


def test_a_published_evaluation_is_not_given_up(rapporteur: Client) -> None:
    answer = rapporteur.post(DISCARD, MEANT)
    assert answer.status_code == 409
    assert Evaluation.objects.published().exists()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (RECTIFY, {rights.RAPPORTEURS}),
        (DISCARD, {rights.RAPPORTEURS, rights.ADMINISTRATORS}),
        (WITHDRAW, {rights.ADMINISTRATORS}),
    ],
)
def test_each_is_for_those_who_may_and_by_post_only(
    first: Evaluation, path: str, allowed: set[str]
) -> None:
    for role in rights.ROLES:
        client = client_of(role)
        assert client.post(path, {}).status_code == (422 if role in allowed else 403)
        assert client.get(path).status_code == 405
    assert Client().post(path, MEANT).status_code == 401
    assert client_of(max(allowed)).post(path.replace("2022", "2031"), MEANT).status_code == 404
    assert Evaluation.objects.get().is_published


def test_what_each_may_do_is_what_the_page_offers(first: Evaluation) -> None:
    offered = {
        role: all_words(read(client_of(role)), "//main//form//button") for role in rights.ROLES
    }
    assert offered == {
        rights.WRITERS: [],
        rights.RAPPORTEURS: ["Préparer une rectification"],
        rights.ADMINISTRATORS: ["Retirer de la publication"],
    }
