"""The whole draft as a PDF, marked on each page."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from measures import french, rights
from measures.exports.documents import Draft
from measures.models import Evaluation, User
from tests import factories
from tests.views.reader import visitor

BACKEND = "django.contrib.auth.backends.ModelBackend"
PATH = "/redaction/plans/2019-2021/evaluations/2022/rapport.pdf"
PUBLIC = "/plans/2019-2021/evaluations/2022/rapport.pdf"
MARK = "Projet – ne pas diffuser"


@pytest.fixture
def draft(writer: User) -> Evaluation:
    made = factories.evaluation(factories.plan(measures=3), title="Évaluation du plan")
    factories.assess(made, 1)
    factories.section(made, "introduction", body="")
    return made


def export(user: User) -> HttpResponse:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(PATH)


def pages(document: bytes) -> list[str]:
    """Return the words of each page of a PDF, with plain spaces."""
    read = pypdfium2.PdfDocument(document)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in read]


@pytest.mark.usefixtures("draft")
def test_each_page_says_that_it_is_a_draft_who_took_it_and_when(writer: User) -> None:
    answer = export(writer)
    read = pages(answer.content)
    day = " ".join(french.day(timezone.localdate()).split())
    assert len(read) > 5
    for page in read:
        assert page.count(MARK) == 2  # across the page, and at its foot
        assert f"Exporté par Camille Martin le {day} à " in page
    assert "Projet non adopté" in read[0]
    assert "Deux mesures sur trois restent à évaluer" in " ".join(read)
    assert "Texte à venir." in " ".join(read)


@pytest.mark.usefixtures("draft")
def test_it_is_a_file_with_a_name_of_its_own_that_no_cache_may_keep(writer: User) -> None:
    answer = export(writer)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="cncdh-evaluation-2019-2021-2022-projet.pdf"'
    )
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert str(document.docinfo["/Title"]) == "Évaluation du plan"


def test_it_is_made_anew_each_time_and_never_served_to_the_public(
    writer: User, draft: Evaluation
) -> None:
    cache.clear()
    export(writer)
    assert visitor().get(PUBLIC).status_code == 404
    factories.assess(draft, 2, observations="<p>Tout autre chose.</p>")
    assert "Tout autre chose." in " ".join(pages(export(writer).content))


@pytest.mark.usefixtures("draft")
def test_who_may_not_read_drafts_gets_none() -> None:
    assert visitor().get(PATH).status_code == 302
    assert export(User.objects.create_user("ariane")).status_code == 403


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("role", "status"),
    [(rights.WRITERS, 403), (rights.RAPPORTEURS, 200), (rights.ADMINISTRATORS, 403)],
)
def test_rapporteurs_alone_export_the_draft(role: str, status: int) -> None:
    assert export(factories.user("export", role=role)).status_code == status


@pytest.mark.usefixtures("draft")
def test_a_name_cannot_write_into_the_style_of_the_pages(writer: User) -> None:
    writer.first_name, writer.last_name = 'O"; } @page { margin: 0', "\\a"
    writer.save()
    for page in pages(export(writer).content):
        assert 'Exporté par O"; } @page { margin: 0 \\a le' in page


def test_the_words_of_the_foot_are_french() -> None:
    at = timezone.datetime(2026, 11, 1, 14, 5, tzinfo=timezone.get_default_timezone())
    said = Draft(by="Camille Martin", at=at).words
    assert said.split() == "Exporté par Camille Martin le 1er novembre 2026 à 14 h 05".split()
