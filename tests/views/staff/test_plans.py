"""Plans set up in the browser: created, filled from one paste, ordered, renamed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from lxml.html import HtmlElement
from openpyxl import Workbook

from measures import rights
from measures.models import Evaluation, Measure, Plan, Priority, Revision
from tests import factories
from tests.views.reader import all_words, by_class, fetch, one, read, words

BACKEND = "django.contrib.auth.backends.ModelBackend"
PLANS = "/redaction/plans/"
PLAN = f"{PLANS}2019-2021/"
IMPORT = f"{PLAN}importer/"
LIST = "\n".join(
    ["Priorité\tNuméro\tTitre\tTitre court"]
    + [
        f"{'I – Informer' if n == 1 else 'II – Protéger' if n == 21 else ''}\t{n}"
        f"\tTitre long de la mesure {n}, de l’État\tMesure {n}"
        for n in range(1, 46)
    ]
)


def entered(role: str) -> Client:
    client = Client()
    client.force_login(factories.user(role.lower(), role=role), backend=BACKEND)
    return client


@pytest.fixture
def client(db: None) -> Client:
    return entered(rights.ADMINISTRATORS)


@pytest.fixture
def plan(db: None) -> Plan:
    return factories.plan(measures=4, priorities=2)


def root(answer: object) -> HtmlElement:
    return html.document_fromstring(answer.content.decode().replace("\x00", ""))


def sent(client: Client, path: str, *, form: int = -1, **changed: object) -> dict[str, object]:
    """Return what the form of a page would send, some of it changed."""
    page = root(client.get(path))
    forms = page.xpath("//main//form[contains(@class, 'fields')]")
    values: dict[str, object] = {}
    for name, value in forms[form].form_values():
        values.setdefault(name, []).append(value)
    return values | changed


def order(plan: Plan) -> list[tuple[int, int, str]]:
    rows = plan.measures.order_by("priority__number", "number")
    return [(row.priority.number, row.number, row.short_title[-1]) for row in rows]


def test_a_second_plan_of_45_measures_is_set_up_with_one_paste_and_nothing_is_public(
    evaluation_2017: Evaluation,
) -> None:
    client = entered(rights.ADMINISTRATORS)
    before = {path: fetch(path).content for path in ("/", "/plan-du-site/", "/sitemap.xml")}
    answer = client.post(
        f"{PLANS[:-6]}nouveau-plan/",
        {
            "title": "Plan d’action 2019-2021",
            "short_title": "Plan 2019-2021",
            "start_year": "2019",
            "end_year": "2021",
        },
    )
    assert answer["Location"] == PLAN

    preview = client.post(IMPORT, {"text": LIST})
    assert preview.status_code == 200
    page = root(preview)
    assert "Quarante-cinq mesures se lisent dans cette liste ; deux priorités" in words(page)
    assert len(page.xpath("//tbody/tr")) == 45
    assert not Measure.objects.filter(plan__slug="2019-2021").exists()

    (form,) = page.xpath("//main//form")
    answer = client.post(IMPORT, dict(form.form_values()) | {"confirm": "1", "file": ""})
    assert answer["Location"] == PLAN
    plan = Plan.objects.get(slug="2019-2021")
    assert plan.measures.count() == 45
    assert [(row.title, row.measures.count()) for row in plan.priorities.all()] == [
        ("Informer", 20),
        ("Protéger", 25),
    ]

    opened = f"{PLAN}nouvelle-evaluation/"
    answer = client.post(opened, sent(client, opened, slug="2023"))
    assert answer["Location"] == f"{PLAN}evaluations/2023/"
    assert Evaluation.objects.get(slug="2023").assessments.count() == 45

    for path in (
        "/plans/2019-2021/evaluations/2023/",
        "/plans/2019-2021/evaluations/2023/rapport.pdf",
    ):
        fetch(path, status=404)
    for path, content in before.items():
        now = fetch(path).content
        assert b"evaluations/2023" not in now
        assert now.count(b"evaluations/") == content.count(b"evaluations/")


def test_a_refused_list_is_told_by_line_and_given_back(client: Client, plan: Plan) -> None:
    text = "I\t5\tCinq\nI\t4\tDéjà là\nVII\t6\tSix"
    revisions = Revision.objects.count()
    for extra in ({}, {"confirm": "1"}):
        answer = client.post(IMPORT, {"text": text} | extra)
        assert answer.status_code == 422
        page = root(answer)
        assert "Ligne 2 : le plan a déjà une mesure 4." in words(page)
        assert "Ligne 3 : la priorité VII n’existe pas encore" in words(page)
        assert one(page, "//textarea").text.strip() == text
    assert plan.measures.count() == 4
    assert Revision.objects.count() == revisions


def test_what_is_confirmed_is_what_was_shown(client: Client, plan: Plan) -> None:
    (form,) = root(client.post(IMPORT, {"text": "I\t5\tCinq"})).xpath("//main//form")
    values = dict(form.form_values()) | {"confirm": "1", "file": "", "text": "I\t5\tAutre"}
    answer = client.post(IMPORT, values)
    assert answer.status_code == 200
    assert "La liste a changé depuis l’aperçu" in words(root(answer))
    assert plan.measures.count() == 4


def xlsx() -> bytes:
    book = Workbook()
    book.active.append(["I", 5, "Cinq,\nsur deux lignes"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("liste.xlsx", xlsx()),
        ("liste.csv", "\ufeffI;5;Cinq, sur deux lignes".encode()),
        ("liste.csv", 'I,5,"Cinq, sur deux lignes"'.encode("cp1252")),
    ],
)
def test_a_file_is_read_into_the_list(name: str, data: bytes, client: Client, plan: Plan) -> None:
    page = root(client.post(IMPORT, {"text": "", "file": SimpleUploadedFile(name, data)}))
    (form,) = page.xpath("//main//form")
    client.post(IMPORT, dict(form.form_values()) | {"confirm": "1", "file": ""})
    assert plan.measures.get(number=5).title == "Cinq, sur deux lignes"


@pytest.mark.parametrize(
    ("sending", "said"),
    [
        ({"text": ""}, "Collez une liste, ou choisissez un fichier."),
        ({"text": "a" * 400_001}, "La liste compte 400001 signes"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK rien")}, "Ce fichier ne se lit pas"),
        ({"file": SimpleUploadedFile("a.csv", b"a\x00b")}, "Ce fichier ne se lit pas"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * 1_000_001)}, "plus d’un mégaoctet"),
    ],
    ids=["nothing", "long", "no workbook", "binary", "large"],
)
def test_what_is_no_list_is_refused(sending: dict, said: str, client: Client, plan: Plan) -> None:
    answer = client.post(IMPORT, sending)
    assert answer.status_code == 422
    assert said in words(root(answer))


def test_buttons_put_measures_and_priorities_in_order(client: Client, plan: Plan) -> None:
    answer = client.post(f"{PLAN}deplacer/", {"move": "measure:1:down"})
    assert answer["Location"] == f"{PLAN}#measure-2"
    assert order(plan)[:2] == [(1, 1, "2"), (1, 2, "1")]
    client.post(f"{PLAN}deplacer/", {"move": "priority:2:up"})
    assert [row[2] for row in order(plan)] == ["3", "4", "2", "1"]
    assert "Numéroter de 1 à 4 dans l’ordre" in words(root(client.get(PLAN)))
    client.post(f"{PLAN}deplacer/", {"move": "through"})
    assert [row[:2] for row in order(plan)] == [(1, 1), (1, 2), (2, 3), (2, 4)]


@pytest.mark.parametrize("move", ["", "measure:x:up", "measure:1:left", "section:1:up", "a" * 99])
def test_a_move_that_does_not_exist_is_refused(move: str, client: Client, plan: Plan) -> None:
    answer = client.post(f"{PLAN}deplacer/", {"move": move})
    assert answer.status_code == 422
    assert "Ce déplacement n’existe pas" in words(root(answer))
    assert client.post(f"{PLAN}deplacer/", {"move": "measure:99:up"}).status_code == 404
    assert client.get(f"{PLAN}deplacer/").status_code == 405


def test_a_measure_is_added_changed_and_removed(client: Client, plan: Plan) -> None:
    new, fifth = f"{PLAN}nouvelle-mesure/", f"{PLAN}mesures/5/"
    client.post(new, sent(client, new, title="Cinquième"))
    made = plan.measures.get(number=5)
    assert (made.short_title, made.priority.number) == ("Cinquième", 2)
    former = factories.plan("2014-2016", measures=1).measures.get()
    answer = client.post(fifth, sent(client, fifth, number="2", continues=[former.pk]))
    assert answer["Location"] == f"{PLAN}#measure-2"
    made.refresh_from_db()
    assert (made.number, list(made.continues.all())) == (2, [former])
    assert "Prolonge la mesure 1 du plan 2014-2016" in words(root(client.get(PLAN)))
    client.post(f"{PLAN}mesures/2/", {"remove": "1"})
    assert not Measure.objects.filter(pk=made.pk).exists()


def test_two_people_on_one_sheet_the_second_is_told_and_keeps_what_was_typed(
    client: Client, plan: Plan
) -> None:
    path = f"{PLAN}mesures/1/"
    mine = sent(client, path, title="De moi")
    client.post(path, sent(client, path, title="D’un autre"))
    answer = client.post(path, mine)
    assert answer.status_code == 409
    page = root(answer)
    assert "Titre : « D’un autre »" in words(page)
    assert one(page, "//textarea[@name='title']").text.strip() == "De moi"
    assert plan.measures.get(number=1).title == "D’un autre"
    (form,) = page.xpath("//form[contains(@class, 'fields')]")
    client.post(path, dict(form.form_values()))
    assert plan.measures.get(number=1).title == "De moi"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Ce champ est nécessaire"),
        ({"title": "a" * 401}, "Ce texte compte 401 signes ; la limite est de 400"),
        ({"title": "a\x00b"}, "Un signe de ce texte ne peut être lu"),
        ({"number": "deux"}, "Écrivez un nombre de 1 à 999"),
        ({"number": "0"}, "Écrivez un nombre de 1 à 999"),
        ({"priority": "999999"}, "Cette priorité n’existe pas"),
        ({"priority": "a"}, "Cette priorité n’existe pas"),
        ({"version": "deux"}, "La version de cette fiche n’est pas un nombre"),
        ({"version": ""}, "La version de cette fiche manque"),
    ],
)
def test_a_wrong_sheet_is_given_back(
    wrong: dict[str, str], said: str, client: Client, plan: Plan
) -> None:
    path = f"{PLAN}mesures/1/"
    answer = client.post(path, sent(client, path, short_title="Tapé", **wrong))
    assert answer.status_code == 422
    page = root(answer)
    assert said in words(page)
    assert one(page, "//input[@name='short_title']").get("value") == "Tapé"
    assert plan.measures.get(number=1).version == 1
    assert client.post(path, {}).status_code == 422


def test_a_published_evaluation_leaves_only_titles_to_correct(client: Client, plan: Plan) -> None:
    factories.publish(factories.evaluation(plan))
    page = root(client.get(PLAN))
    assert "change aussitôt sur le site public" in words(page)
    assert not page.xpath(by_class("move-button"))
    answer = client.post(f"{PLAN}deplacer/", {"move": "measure:1:down"})
    assert answer.status_code == 409
    assert "Une évaluation de ce plan est publiée" in words(root(answer))
    path = f"{PLAN}mesures/1/"
    assert client.post(path, sent(client, path, number="9")).status_code == 409
    assert client.post(path, sent(client, path, title="Corrigé")).status_code == 302
    assert "Corrigé" in words(read("/plans/2019-2021/evaluations/2022/mesures/1/"))
    (form,) = root(client.post(IMPORT, {"text": "I\t9\tNeuf"})).xpath("//main//form")
    answer = client.post(IMPORT, dict(form.form_values()) | {"confirm": "1", "file": ""})
    assert answer.status_code == 409
    assert plan.measures.count() == 4


def test_priorities_are_added_renamed_and_removed(client: Client, plan: Plan) -> None:
    client.post(f"{PLAN}nouvelle-priorite/", {"title": "Coopérer"})
    path = f"{PLAN}priorites/3/titre/"
    client.post(path, sent(client, path, title="Coopérer partout"))
    assert Priority.objects.get(plan=plan, number=3).title == "Coopérer partout"
    client.post(path, {"remove": "1"})
    assert all_words(root(client.get(PLAN)), "//h3") == [
        "Priorité I – Priorité numéro 1",
        "Priorité II – Priorité numéro 2",
    ]


def test_the_identity_of_a_plan_is_changed_and_its_presentation_stays(
    client: Client, plan: Plan
) -> None:
    path = f"{PLAN}identite/"
    assert client.post(path, sent(client, path, end_year="2018")).status_code == 422
    client.post(path, sent(client, path, short_title="Deuxième plan"))
    stored = Plan.objects.get(pk=plan.pk)
    assert (stored.short_title, stored.presentation) == ("Deuxième plan", plan.presentation)
    assert "Deuxième plan" in words(root(client.get(PLANS)))
    answer = client.post("/redaction/nouveau-plan/", sent(client, path, slug="2019-2021"))
    assert answer.status_code == 422


def test_a_plan_is_shown_in_as_many_queries_whatever_its_size(
    client: Client, plan: Plan, django_assert_num_queries: object
) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(PLAN)
    count = len(before)
    for number in (5, 6, 7):
        client.post(
            f"{PLAN}nouvelle-mesure/",
            {"title": f"T{number}", "priority": plan.priorities.last().pk},
        )
    client.get(PLAN)  # says what was done, once
    with django_assert_num_queries(count):
        client.get(PLAN)


@pytest.mark.parametrize("role", [rights.WRITERS, rights.RAPPORTEURS])
def test_plans_are_kept_by_the_administration(role: str, plan: Plan) -> None:
    client = entered(role)
    for path in (PLANS, PLAN, IMPORT, f"{PLAN}identite/", f"{PLAN}mesures/1/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{PLAN}deplacer/", {"move": "measure:1:down"}).status_code == 403
