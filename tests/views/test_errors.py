"""What a reader meets at an address that leads nowhere, or where nothing can be written."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from lxml import html

from measures.models import User
from measures.urls.downloads import download_urls
from measures.urls.public import public_urls
from measures.views import errors
from tests import factories
from tests.report_2017 import EVALUATION, PLAN
from tests.views.reader import by_class, links, one, read, visitor, words

LOST = {
    "/nulle-part/": "ne mène à aucune page",
    "/plans/1999-2001/": "Il n’y a pas de plan « 1999-2001 »",
    "/plans/1999-2001/mesures/3/": "mesure 3 du plan 1999-2001",
    f"{PLAN}mesures/24/": "mesure 24 du plan 2014-2016",
    f"{PLAN}evaluations/1999/": "Aucune évaluation « 1999 » du plan 2014-2016 n’est publiée",
    f"{PLAN}evaluations/1999/mesures/": "Aucune évaluation « 1999 »",
    f"{PLAN}evaluations/1999/mesures/1/": "Aucune évaluation « 1999 »",
    f"{PLAN}evaluations/1999/rapport.pdf": "Aucune évaluation « 1999 »",
    f"{EVALUATION}mesures/24/": "il n’y a pas de mesure 24",
    f"{EVALUATION}mesures/0/": "il n’y a pas de mesure 0",
    f"{EVALUATION}mesures/99999999999999999999999/": "il n’y a pas de mesure 9999",
    f"{EVALUATION}priorites/4/": "pas de priorité 4",
    f"{EVALUATION}priorites/99999999999999999999999/": "pas de priorité 9999",
    f"{EVALUATION}sections/postface/": "pas de section « postface »",
    f"{EVALUATION}recommandations/999z/": "pas de recommandation « 999z »",
    f"{EVALUATION}mesures/?page=2": "n’a pas de page 2",
    f"{EVALUATION}recommandations/?page=deux": "« deux » n’est pas un numéro de page",
}


@pytest.mark.parametrize(("path", "reason"), LOST.items(), ids=LOST)
@pytest.mark.usefixtures("evaluation_2017")
def test_an_address_that_leads_nowhere_says_why_and_where_to_go(path: str, reason: str) -> None:
    root = read(path, status=404)
    assert root.get("lang") == "fr"
    assert words(one(root, "//h1")) == "Cette page n’existe pas"
    assert reason in words(one(root, by_class("lead")))
    proposed = set(links(one(root, "//main"), "/"))
    assert {"/", EVALUATION, f"{EVALUATION}mesures/", PLAN, "/plan-du-site/"} <= proposed


@pytest.mark.django_db
def test_a_lost_address_of_an_empty_site_leads_to_the_front_page() -> None:
    root = read("/plans/2014-2016/", status=404)
    proposed = links(one(root, "//main"), "/")
    assert {"/", "/plan-du-site/"} <= set(proposed)
    assert not [link for link in proposed if link.startswith("/plans/")]


def test_what_was_asked_for_is_shown_and_never_run(writer: User) -> None:
    factories.publish(factories.evaluation(factories.plan(measures=1)))
    path = "/plans/2019-2021/evaluations/2022/mesures/?page=%3Cscript%3Ealert(1)%3C/script%3E"
    root = read(path, status=404)
    assert not root.xpath("//script")
    assert "<script>alert(1)</script>" in words(one(root, by_class("lead")))


def test_a_broken_site_says_so_in_french_without_the_database(
    rf: RequestFactory, settings: object
) -> None:
    answer = errors.broken(rf.get("/"))
    root = html.document_fromstring(answer.content.decode())
    assert answer.status_code == 500
    assert root.get("lang") == "fr"
    assert words(one(root, "//h1")) == "Le site rencontre une difficulté"
    assert one(root, "//main//a").get("href") == "/"
    assert not root.xpath("//style | //script | //@style")


ARGUMENTS = {
    "plan": "2019-2021",
    "evaluation": "2022",
    "number": 1,
    "section": "introduction",
    "key": "agir",
    "edition": 1,
    "table": "mesures",
    "extension": "csv",
    "form": "bib",
    "addressee": "gouvernement",
}
ADDRESSES = [
    reverse(pattern.name, kwargs={name: ARGUMENTS[name] for name in pattern.pattern.converters})
    for pattern in [*public_urls, *download_urls]
]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written_at_a_public_address(
    method: str, db: None, django_assert_num_queries: object
) -> None:
    client = visitor()
    with django_assert_num_queries(0):
        for path in ADDRESSES:
            answer = client.generic(method, path, "statut=non")
            assert answer.status_code == 405, path
            assert answer["Allow"] == "GET, HEAD", path
            assert not answer.cookies, path


def test_a_public_page_answers_about_itself_without_its_text(writer: User) -> None:
    factories.publish(factories.evaluation(factories.plan(measures=1)))
    answer = visitor().head("/plans/2019-2021/evaluations/2022/mesures/1/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_no_login_is_asked_of_a_visitor_anywhere(writer: User) -> None:
    for path in ADDRESSES:
        answer = visitor().get(path)
        assert "/redaction/" not in answer.get("Location", ""), path
