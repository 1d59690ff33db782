"""How the API answers: caches, pages of other sites, errors, queries."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from measures.models import User
from measures.views import errors
from tests import bulk, factories
from tests.report_2017 import EVALUATION
from tests.views.api.following import ROOT, detail, get
from tests.views.reader import fetch, visitor

API = f"{ROOT}{EVALUATION.removeprefix('/')}"
LONG = "/api/v1/plans/2031-2033/evaluations/2031/"

# Caches


@pytest.mark.usefixtures("evaluation_2017")
def test_an_answer_that_has_not_changed_is_not_sent_again() -> None:
    first = fetch(f"{API}mesures/13/")
    etag = first["ETag"]
    assert etag.startswith('"')  # strong: the very same bytes
    assert first["Cache-Control"] == "public, no-cache"
    again = visitor().get(f"{API}mesures/13/", headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == "public, no-cache"
    assert again["Access-Control-Allow-Origin"] == "*"
    other = visitor().get(f"{API}mesures/14/", headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_an_answer_changes_with_what_it_says(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan))
    path = "/api/v1/plans/2019-2021/evaluations/2022/mesures/1/"
    before = fetch(path)["ETag"]
    assert fetch(path)["ETag"] == before
    again = factories.evaluation(plan, edition=2, rectification_reason="Une date était fausse.")
    factories.assess(again, 1, status="non")
    assert fetch(path)["ETag"] == before
    factories.publish(again)
    assert fetch(path)["ETag"] != before


@pytest.mark.usefixtures("evaluation_2017")
def test_a_head_has_the_headers_and_no_body() -> None:
    whole, head = fetch(f"{API}mesures/"), visitor().head(f"{API}mesures/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


# Pages of other sites


@pytest.mark.usefixtures("evaluation_2017")
@pytest.mark.parametrize("path", ["mesures/", "mesures/99/", "?x=1", "openapi.json"])
def test_pages_of_any_site_may_read_every_answer(path: str) -> None:
    address = f"{ROOT}{path}" if path.endswith(".json") else f"{API}{path}"
    answer = visitor().get(address, headers={"Origin": "https://exemple.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Expose-Headers"] == "ETag"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


@pytest.mark.django_db
def test_a_browser_that_asks_first_is_told_what_it_may_ask() -> None:
    answer = visitor().options(
        f"{ROOT}plans/",
        headers={
            "Origin": "https://exemple.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "If-None-Match",
        },
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Headers"] == "*"


@pytest.mark.django_db
def test_only_the_api_is_open_to_pages_of_other_sites() -> None:
    for path in ("/", "/api/", "/recherche/", "/flux.atom"):
        assert "Access-Control-Allow-Origin" not in fetch(path), path


# Errors


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["plans/", "nulle-part/"])
def test_the_api_is_only_read(method: str, path: str, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(f"{ROOT}{path}", {"titre": "x"})
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert method.upper() in json.loads(answer.content)["detail"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nulle-part/", "rien à l’adresse /api/v1/nulle-part/"),
        ("nulle-part", "rien à l’adresse /api/v1/nulle-part"),
        ("plans/1900-1901/", "pas de plan « 1900-1901 »"),
        ("plans/1900-1901/evaluations/", "pas de plan « 1900-1901 »"),
        ("plans/2014-2016/evaluations/1999/", "Aucune évaluation « 1999 »"),
        ("plans/2014-2016/evaluations/2017/mesures/99/", "pas de mesure 99"),
        ("plans/2014-2016/evaluations/2017/mesures/x/", "rien à l’adresse"),
        ("plans/2014-2016/evaluations/2017/sections/lune/", "pas de section « lune »"),
        ("plans/2014-2016/evaluations/2017/recommandations/lune/", "recommandation « lune »"),
        ("plans/2014-2016/evaluations/2017/destinataires/lune/", "recommandation à « lune »"),
        ("plans/2014-2016/evaluations/2017/editions/4/", "pas d’édition 4"),
        ("plans/?page=2", "pas de page 2"),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_what_is_not_there_says_so_in_french(path: str, said: str) -> None:
    assert said in detail(path, status=404)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("mesures/?status=non", "« status » n’existe pas ici. Paramètres admis : « priorite »"),
        ("mesures/?statut=perdu", "« statut » ne connaît pas « perdu »"),
        ("mesures/?statut=a-evaluer", "« statut » ne connaît pas « a-evaluer »"),
        ("recommandations/?destinataire=lune", "« destinataire » ne connaît pas « lune »"),
        ("recommandations/?classement=destinataire", "« classement » n’existe pas ici"),
        ("mesures/?statut=non&statut=partiellement", "« statut » est donné plusieurs fois"),
        ("mesures/?page=0", "« page » est un nombre entier à partir de 1, non « 0 »"),
        ("mesures/?page=²", "non « ² »"),
        ("mesures/?taille=101", "« taille » ne dépasse pas 100"),
        ("mesures/?taille=", "« taille » est un nombre entier"),
        ("mesures/13/?statut=non", "Paramètres admis : aucun"),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_a_parameter_that_does_not_exist_is_refused_with_those_that_do(
    path: str, said: str
) -> None:
    assert said in detail(f"plans/2014-2016/evaluations/2017/{path}", status=400)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Donnez les mots à chercher dans « q »"),
        ("?q=", "Donnez les mots à chercher dans « q »"),
        ("?q=!!", "ni lettre ni chiffre"),
        ("?q=mot&plan=1900", "« plan » ne connaît pas « 1900 »"),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_a_search_that_cannot_be_answered_says_what_to_ask(query: str, said: str) -> None:
    assert said in detail(f"recherche/{query}", status=400)


@pytest.mark.usefixtures("evaluation_2017")
def test_an_empty_filter_is_no_filter() -> None:
    path = "plans/2014-2016/evaluations/2017/mesures/"
    assert get(f"{path}?statut=&priorite=")["count"] == 23


@pytest.mark.django_db
def test_an_address_without_its_last_slash_leads_to_where_it_is() -> None:
    answer = fetch(f"{ROOT}plans?taille=2", status=301)
    assert answer["Location"] == f"{ROOT}plans/?taille=2"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("error", "code"), [(ValueError(), 500), (OperationalError(), 503)])
def test_a_broken_site_says_so_to_a_program_too(error: Exception, code: int, rf: object) -> None:
    try:
        raise error
    except type(error):
        answer = errors.broken(rf.get(f"{ROOT}plans/"))
    assert (answer.status_code, answer["Content-Type"]) == (code, "application/problem+json")
    assert "Réessayez" in json.loads(answer.content)["detail"]
    assert answer.get("Retry-After") == ("30" if code == 503 else None)


# Queries


@pytest.mark.parametrize("measures", [23, 2300])
def test_an_answer_takes_the_same_queries_at_every_size(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    """An edition and its rows without long texts take five; a text one more, a filter one.

    What filters may ask for takes two more, once after each change of what is public.
    """
    bulk.evaluation(measures)
    with django_assert_num_queries(7):
        client.get(f"{LONG}mesures/")
    for path, queries in {
        ROOT: 0,
        f"{ROOT}openapi.json": 0,
        f"{ROOT}plans/": 3,
        f"{ROOT}plans/2031-2033/": 2,
        f"{ROOT}plans/2031-2033/evaluations/": 3,
        LONG: 5,
        f"{LONG}editions/": 1,
        f"{LONG}mesures/": 5,
        f"{LONG}mesures/?statut=non&destinataire=parlement&taille=100": 6,
        f"{LONG}mesures/23/": 7,
        f"{LONG}recommandations/?page=1": 5,
        f"{LONG}recommandations/?priorite=1": 6,
        f"{LONG}recommandations/r23/": 5,
        f"{LONG}suites/": 2,
        f"{LONG}sections/": 5,
        f"{LONG}sections/normes/": 6,
        f"{LONG}destinataires/": 5,
        f"{LONG}destinataires/parlement/": 5,
        "/api/": 1,
        "/api/?operation=mesure": 5,
    }.items():
        with django_assert_num_queries(queries, info=path):
            assert client.get(path).status_code == 200
