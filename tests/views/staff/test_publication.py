"""The page from which a rapporteur publishes."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement

from measures import readiness, rights
from measures.models import Evaluation, Revision, User
from measures.templatetags.french import file_size
from tests import factories, once
from tests.exports.paper import Paper
from tests.views.reader import all_words, by_class, fetch, one, words

BACKEND = "django.contrib.auth.backends.ModelBackend"
BASE = "/redaction/plans/2019-2021/evaluations/2022/"
PAGE = f"{BASE}publication/"
PUBLIC = "/plans/2019-2021/evaluations/2022/"


@once.fixture
def draft() -> Evaluation:
    """An evaluation that is ready to be published."""
    made = factories.evaluation(factories.plan(measures=2, by=factories.user()))
    factories.section(made, "introduction", title="Introduction")
    for number in (1, 2):
        factories.assess(made, number)
    return made


def client_of(role: str) -> Client:
    made = Client()
    names = {rights.WRITERS: "redac", rights.RAPPORTEURS: "rapp", rights.ADMINISTRATORS: "adm"}
    made.force_login(factories.user(names[role], role=role), backend=BACKEND)
    return made


@pytest.fixture
def rapporteur(draft: Evaluation) -> Client:
    return client_of(rights.RAPPORTEURS)


def read(client: Client, path: str = PAGE, *, status: int = 200) -> HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status
    return html.document_fromstring(answer.content.decode())


def sent(draft: Evaluation, **fields: str) -> dict[str, str]:
    """Return what the form sends, as it was shown at this moment."""
    values = {
        "adopted_on": "2022-06-01",
        "statement": "adoptée à l’unanimité lors de l’Assemblée plénière du …",
        "confirmed": "on",
        "state": readiness.state_of(draft),
    } | fields
    return {name: value for name, value in values.items() if value is not None}


def said(answer: object) -> str:
    return words(html.document_fromstring(answer.content.decode()))


def is_public() -> bool:
    return Evaluation.objects.published().exists()


def test_the_page_leads_to_each_place_that_prevents_or_deserves_a_look(
    rapporteur: Client, draft: Evaluation
) -> None:
    factories.assess(draft, 2, observations="", work_state="en-cours")
    factories.section(draft, "suites", place=2, body="", title="Suites")
    factories.assess(draft, 1, state_actions="")
    root = read(rapporteur)

    preventing, looks = root.xpath(by_class("findings"))
    assert preventing.xpath(".//a/@href") == [f"{BASE}mesures/2/", f"{BASE}sections/suites/"]
    assert all_words(preventing, ".//ul/li") == [
        "Observations à écrire",
        "Texte en cours, non relu",
        "Ni texte ni sous-section",
    ]
    assert "2 textes vides et 1 texte à relire." in words(root)
    assert looks.xpath(".//a/@href") == [f"{BASE}mesures/1/"]
    assert not root.xpath("//main//form")
    assert "une fois vide la liste" in words(root)


def test_of_what_is_ready_the_form_proposes_an_adoption(rapporteur: Client) -> None:
    root = read(rapporteur)
    assert not root.xpath(by_class("findings"))
    form = one(root, "//main//form")
    statement = one(form, ".//*[@name='statement']")
    assert statement.get("value") == "adoptée à l’unanimité lors de l’Assemblée plénière du …"
    assert one(form, ".//*[@name='adopted_on']").get("type") == "date"
    assert "dès cet instant" in words(form)
    assert one(form, ".//*[@name='confirmed']").get("checked") is None


def test_publishing_closes_the_evaluation_and_says_where_it_is_read(
    rapporteur: Client, draft: Evaluation
) -> None:
    answer = rapporteur.post(PAGE, sent(draft), follow=True)

    assert answer.redirect_chain == [(PAGE, 302)]
    assert f"http://127.0.0.1:8000{PUBLIC}" in said(answer)
    done = Evaluation.objects.get(pk=draft.pk)
    assert done.statement == "adoptée à l’unanimité lors de l’Assemblée plénière du 1er juin 2022"
    assert (str(done.adopted_on), done.published_by.username) == ("2022-06-01", "rapp")
    assert "du 1er juin 2022" in words(html.document_fromstring(fetch(PUBLIC).content.decode()))
    report = fetch(f"{PUBLIC}rapport.pdf").content
    assert "Titre long de la mesure 1" in Paper(report).whole()
    assert f'"{hashlib.sha256(report).hexdigest()}"' == fetch(f"{PUBLIC}rapport.pdf")["ETag"]
    waiting = done.documents.filter(state="en-attente")
    assert [str(row) for row in waiting] == ["synthèse", "priorité 1", "mesure 1", "mesure 2"]
    root = read(rapporteur)
    (pdf,) = root.xpath(f"//main//a[@href='{PUBLIC}rapport.pdf']")
    assert words(pdf) == f"Le rapport (PDF, {file_size(len(report))})".replace("\u202f", " ")
    assert "par rapp. Son texte est clos." in words(root)
    assert one(root, "//main//ul[@class='links']/li[1]/a").get("href") == PUBLIC


def test_a_publication_leaves_a_trace_in_the_log(
    rapporteur: Client,
    draft: Evaluation,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with (
        caplog.at_level("INFO", "measures.security"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        rapporteur.post(PAGE, sent(draft))
    (trace,) = [row.getMessage() for row in caplog.records if row.name == "measures.security"]
    by = User.objects.get(username="rapp")
    assert trace.startswith(f"published evaluation={draft.pk} edition=1 by={by.pk} at=20")
    assert by.username not in trace


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"adopted_on": ""}, "Donnez la date d’adoption."),
        ({"adopted_on": "hier"}, "Cette date ne se lit pas : écrivez-la comme 06/07/2017."),
        ({"adopted_on": "2022-02-30"}, "Cette date ne se lit pas"),
        ({"adopted_on": "2019-01-14"}, "Cette date précède celle du plan, adopté le 15 janvier"),
        (
            {"adopted_on": str(timezone.localdate() + timedelta(days=1))},
            "Ce jour n’est pas encore venu",
        ),
        ({"statement": "   "}, "Donnez la mention d’adoption."),
        ({"statement": "."}, "Donnez la mention d’adoption."),
        ({"statement": "a" * 401}, "La mention compte 401 signes ; la limite est de 400."),
        ({"statement": "…" * 40}, "La mention, date comprise, compte plus de 400 signes."),
        ({"statement": "adoptée\x00"}, "Un signe de ce texte ne peut être lu"),
        ({"confirmed": None}, "Cochez cette case pour publier."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    rapporteur: Client, draft: Evaluation, wrong: dict[str, str], expected: str
) -> None:
    fields = {"statement": "adoptée à mains levées"} | wrong
    answer = rapporteur.post(PAGE, sent(draft, **fields))
    assert answer.status_code == 422
    assert expected in said(answer)
    root = html.document_fromstring(answer.content.decode())
    if "\x00" not in fields["statement"]:
        assert root.xpath("//*[@name='statement']/@value") == [fields["statement"]]
    assert not is_public()
    assert not Revision.objects.filter(message="Publication").exists()


def test_a_text_saved_since_the_page_was_shown_is_not_published_unread(
    rapporteur: Client, draft: Evaluation
) -> None:
    shown = sent(draft)
    factories.assess(draft, 1, observations="<p>Changé entre-temps.</p>")
    answer = rapporteur.post(PAGE, shown)
    assert answer.status_code == 409
    assert "Un texte a été enregistré depuis que cette page vous a été montrée" in said(answer)
    assert not is_public()

    root = html.document_fromstring(answer.content.decode())
    again = shown | {"state": one(root, "//*[@name='state']").get("value")}
    assert rapporteur.post(PAGE, again).status_code == 302
    assert is_public()


@pytest.mark.parametrize("state", ["", "0" * 32, "é" * 500])
def test_without_the_state_that_was_shown_nothing_is_published(
    rapporteur: Client, draft: Evaluation, state: str
) -> None:
    assert rapporteur.post(PAGE, sent(draft, state=state)).status_code == 409
    assert not is_public()


def test_what_is_incomplete_is_refused_with_its_list(rapporteur: Client, draft: Evaluation) -> None:
    factories.assess(draft, 1, observations="")
    answer = rapporteur.post(PAGE, sent(draft))
    assert answer.status_code == 409
    assert "Observations à écrire" in said(answer)
    assert not is_public()


def test_nothing_is_published_whose_report_cannot_be_made(
    rapporteur: Client, draft: Evaluation
) -> None:
    """Past the cleaning, which lets no text be so deep."""
    deep = "<div>" * 400 + "a" + "</div>" * 400
    draft.assessments.update(observations=deep)
    answer = rapporteur.post(PAGE, sent(draft, statement="adoptée à mains levées"))
    assert answer.status_code == 409
    assert "Le document ne peut pas être composé : des listes" in said(answer)
    root = html.document_fromstring(answer.content.decode())
    assert root.xpath("//*[@name='statement']/@value") == ["adoptée à mains levées"]
    assert not is_public()
    assert not draft.documents.exists()


def test_whoever_publishes_second_is_told(rapporteur: Client, draft: Evaluation) -> None:
    shown = sent(draft)
    rapporteur.post(PAGE, shown)
    at = Evaluation.objects.get(pk=draft.pk).published_at
    answer = rapporteur.post(PAGE, shown, follow=True)
    assert "déjà publiée, par rapp : votre demande n’a rien changé" in said(answer)
    assert Evaluation.objects.get(pk=draft.pk).published_at == at


@pytest.mark.parametrize("role", [rights.WRITERS, rights.ADMINISTRATORS])
def test_those_who_may_not_publish_see_the_list_and_no_form(draft: Evaluation, role: str) -> None:
    client = client_of(role)
    root = read(client)
    assert "La publication revient aux rapporteurs." in words(root)
    assert not root.xpath("//main//form")
    assert client.post(PAGE, sent(draft)).status_code == 403
    assert not is_public()


@pytest.mark.usefixtures("draft")
def test_the_page_is_closed_without_an_account_and_to_other_methods(rapporteur: Client) -> None:
    assert Client().get(PAGE).status_code == 302
    assert rapporteur.put(PAGE).status_code == 405
    assert rapporteur.get(f"{PAGE}rectifier/").status_code == 405
    assert rapporteur.get(f"{PAGE}retirer/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.user("rapp"), backend=BACKEND)
    assert strict.post(PAGE, {}).status_code == 403


@pytest.mark.usefixtures("draft")
def test_an_evaluation_that_does_not_exist_is_not_to_be_found(rapporteur: Client) -> None:
    for path in (PAGE.replace("2022", "2030"), PAGE.replace("2019-2021", "2000-2002")):
        assert rapporteur.get(path).status_code == 404
        assert rapporteur.post(path).status_code == 404


def test_the_page_takes_the_same_queries_whatever_there_is(
    rapporteur: Client, draft: Evaluation, django_assert_max_num_queries: Callable
) -> None:
    for number in range(2, 14):
        factories.section(draft, f"s{number}", order=number, body="", work_state="en-cours")
    with django_assert_max_num_queries(19):
        rapporteur.get(PAGE)
