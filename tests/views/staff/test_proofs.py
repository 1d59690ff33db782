"""Proofs of a draft: asked for once, awaited without harm, read by whoever asked, never public."""

from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement

from measures import french, rights
from measures.actions import documents
from measures.exports import workshop
from measures.exports.documents import Draft
from measures.models import Document, Evaluation, User
from tests import factories, once
from tests.views.reader import by_class, one, visitor, words

BACKEND = "django.contrib.auth.backends.ModelBackend"
BASE = "/redaction/plans/2019-2021/evaluations/2022/"
PAGE = f"{BASE}epreuves/"
PUBLIC = "/plans/2019-2021/evaluations/2022/rapport.pdf"
MARK = "Projet – ne pas diffuser"


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=3), title="Évaluation du plan")
    factories.assess(made, 1)
    factories.section(made, "introduction", body="")
    return made


@pytest.fixture
def client(draft: Evaluation, writer: User) -> Client:
    return client_of(writer)


def client_of(user: User) -> Client:
    made = Client()
    made.force_login(user, backend=BACKEND)
    return made


def read(client: Client, path: str, *, status: int = 200) -> HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status
    return html.document_fromstring(answer.content.decode())


def ask(client: Client, part: str = "rapport", **options: str) -> str:
    """Ask for a proof, and return the address that one is led to."""
    answer = client.post(PAGE, {"part": part} | options)
    assert answer.status_code == 302
    return answer["Location"]


def make(content: bytes = b"%PDF-1.7 rien") -> Document:
    """Make what comes next, out of nothing."""
    taken = documents.take()
    documents.keep(taken, content=content, signature=taken.signature)
    return taken


def pages(document: bytes) -> list[str]:
    """Return the words of each page of a PDF, with plain spaces."""
    found = pypdfium2.PdfDocument(document)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in found]


def test_each_page_of_a_proof_says_that_it_is_a_draft_who_took_it_and_when(
    client: Client, writer: User
) -> None:
    writer.first_name, writer.last_name = 'O"; } @page { margin: 0', "\\a"
    writer.save()
    ask(client)
    proof = workshop.make_next()
    answer = client.get(f"{PAGE}{proof.pk}.pdf")

    found = pages(answer.content)
    day = " ".join(french.day(timezone.localdate()).split())
    assert len(found) > 5
    for page in found:
        assert page.count(MARK) == 2  # across the page, and at its foot
        assert f'Exporté par O"; }} @page {{ margin: 0 \\a le {day} à ' in page
    assert "Projet non adopté" in found[0]
    assert "Deux mesures sur trois restent à évaluer" in " ".join(found)
    assert "Texte à venir." in " ".join(found)
    title = pypdfium2.PdfDocument(answer.content).get_metadata_value("Title")
    assert title == "Évaluation du plan"


def test_one_is_told_how_far_a_proof_has_come_then_given_it(client: Client) -> None:
    other = client_of(factories.user("ines"))
    ask(other)
    place = ask(client)
    root = read(client, place)
    assert "1 autre est faite avant elle" in words(one(root, "//*[@role='status' and @id]"))
    assert root.xpath("//*[@data-awaited]")
    assert root.xpath("//script[contains(@src, 'awaited')]")
    assert place in root.xpath("//main//a/@href")  # without the script

    make()
    assert "C’est la prochaine" in words(read(client, place))
    taken = documents.take()
    assert "en cours de fabrication" in words(read(client, place))
    documents.keep(taken, content=b"%PDF-1.7 elle", signature=taken.signature)

    root = read(client, place)
    assert not root.xpath("//*[@data-awaited]")
    link = one(root, "//main//a[contains(., 'Lire l’épreuve')]")
    answer = client.get(link.get("href"))
    assert answer.content == b"%PDF-1.7 elle"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="cncdh-evaluation-2019-2021-2022-projet.pdf"'
    )
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "ETag" not in answer


def test_the_same_is_made_once_however_often_it_is_asked_for(
    client: Client, draft: Evaluation
) -> None:
    first = ask(client)
    assert ask(client) == first
    make()
    assert ask(client) == first.removesuffix("/") + ".pdf"  # there at once
    assert Document.objects.count() == 1

    factories.assess(draft, 2, observations="<p>Tout autre chose.</p>")
    assert "Le projet a changé depuis" in words(read(client, first))
    assert ask(client) != first
    answer = client.get(first, follow=True)
    assert "Cette épreuve n’est plus là" in words(html.document_fromstring(answer.content))
    assert answer.redirect_chain == [(PAGE, 302)]


def test_one_chooses_a_part_and_what_stands_beside_the_text(client: Client) -> None:
    root = read(client, PAGE)
    choices = root.xpath("//select[@name='part']/option/@value")
    assert choices == ["rapport", "synthese", "priorite-1", "mesure-1", "mesure-2", "mesure-3"]
    ask(client, "mesure-2", line_numbers="on", internal_notes="on")
    proof = documents.take()
    assert (proof.kind, proof.key, proof.options) == ("mesure", "2", "lignes notes")
    listed = words(one(read(client, PAGE), "//main//section//li"))
    assert listed.startswith("Mesure 2 : Mesure courte 2, avec lignes numérotées et notes internes")


@pytest.mark.parametrize("part", ["", "mesure-9", "affiche", "é" * 500])
def test_a_part_that_there_is_not_is_refused_in_french(client: Client, part: str) -> None:
    answer = client.post(PAGE, {"part": part})
    assert answer.status_code == 422
    assert html.document_fromstring(answer.content.decode()).xpath(by_class("is-error"))
    assert not Document.objects.exists()


def test_a_proof_that_cannot_be_made_says_why_and_is_asked_for_again(client: Client) -> None:
    place = ask(client)
    documents.give_up(documents.take(), why="Le document est trop long à composer.")
    assert "Le document est trop long à composer." in words(read(client, place))
    again = ask(client)
    assert "C’est la prochaine" in words(read(client, again))


def test_a_queue_where_nobody_works_is_told(client: Client) -> None:
    place = ask(client)
    assert "ne tourne sans doute pas" not in words(read(client, place))
    Document.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    assert "ne tourne sans doute pas" in words(read(client, place))


def test_a_proof_is_its_owner_s_and_never_the_public_s(client: Client, draft: Evaluation) -> None:
    place = ask(client)
    proof = make()
    file = f"{PAGE}{proof.pk}.pdf"
    assert client.get(file).status_code == 200
    for path in (place, file):
        assert visitor().get(path).status_code == 302
        assert client_of(factories.user("ines")).get(path)["Location"] == PAGE
    assert visitor().get(PUBLIC).status_code == 404
    draft.sections.all().delete()
    factories.publish(draft)
    assert visitor().get(PUBLIC).content != b"%PDF-1.7 rien"
    assert client.get(file, follow=True).status_code == 200
    assert not Document.objects.filter(published_at=None).exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [(rights.WRITERS, 403), (rights.RAPPORTEURS, 200), (rights.ADMINISTRATORS, 403)],
)
@pytest.mark.usefixtures("draft")
def test_rapporteurs_alone_export_the_draft(role: str, status: int) -> None:
    assert client_of(factories.user("export", role=role)).get(PAGE).status_code == status


def test_the_preview_leads_to_the_proofs(client: Client) -> None:
    assert client.get(f"{BASE}apercu/rapport.pdf")["Location"] == PAGE


def test_the_words_of_the_foot_are_french() -> None:
    at = timezone.datetime(2026, 11, 1, 14, 5, tzinfo=timezone.get_default_timezone())
    said = Draft(by="Camille Martin", at=at).words
    assert said.split() == "Exporté par Camille Martin le 1er novembre 2026 à 14 h 05".split()
