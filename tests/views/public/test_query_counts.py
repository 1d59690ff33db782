"""How many queries each page takes: the same for 23 measures and for 2,300."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from tests import bulk
from tests.tracker.asking import ask
from tracker.content_version import ContentVersion
from tracker.page_cache import PageCache

PLAN = "/plans/2031-2033/"
EVALUATION = f"{PLAN}evaluations/2031/"

# A list takes: evaluation, count or total, rows; the addressees of recommendations; and once
# filtered, the total that it says what remains of. One query tells which documents may be
# downloaded, where there are some. The priorities and addressees to choose from take two more,
# once after each change of what is public.
QUERIES = {
    "/": 6,
    PLAN: 5,
    f"{PLAN}mesures/23/": 1,
    EVALUATION: 4,
    f"{EVALUATION}priorites/2/": 4,
    f"{EVALUATION}sections/introduction/": 3,
    f"{EVALUATION}mesures/": 3,
    f"{EVALUATION}mesures/?page=1&tri=-status": 3,
    f"{EVALUATION}mesures/?statut=mise-en-oeuvre&destinataire=parlement": 4,
    f"{EVALUATION}mesures/1/": 3,
    f"{EVALUATION}mesures/23/": 3,
    f"{EVALUATION}recommandations/": 3,
    f"{EVALUATION}recommandations/?classement=destinataire": 4,
    f"{EVALUATION}recommandations/?destinataire=parlement": 6,
    f"{EVALUATION}recommandations/r23/": 3,
    f"{EVALUATION}citer/": 1,
    f"{EVALUATION}mesures/23/citer/": 2,
    f"{EVALUATION}mesures/23/citer.bib": 2,
    f"{EVALUATION}sections/normes/citer/": 2,
    f"{EVALUATION}recommandations/r23/citer/": 3,
    f"{EVALUATION}partager/": 3,
    f"{EVALUATION}integrer/": 3,
    f"{EVALUATION}statuts.svg": 3,
    "/flux.atom": 1,
    "/sitemap.xml": 5,
    "/robots.txt": 0,
    "/a-propos/": 1,
    "/plan-du-site/": 6,
    "/nulle-part/": 2,
}
NOT_KEPT = {f"{PLAN}mesures/23/", f"{EVALUATION}recommandations/r23/", "/nulle-part/"}


@pytest.mark.parametrize("measures", [23, 2300])
def test_a_page_takes_the_same_queries_at_every_size(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    bulk.evaluation(measures)
    with django_assert_num_queries(QUERIES[f"{EVALUATION}mesures/"] + 2):
        client.get(f"{EVALUATION}mesures/")
    for path, queries in QUERIES.items():
        with django_assert_num_queries(queries, info=path):
            assert client.get(path).status_code < 500


@pytest.mark.parametrize("measures", [23, 2300])
def test_a_page_from_the_cache_takes_none(
    measures: int, db: None, django_assert_num_queries: object
) -> None:
    bulk.evaluation(measures)
    site = PageCache(get_wsgi_application(), version=ContentVersion(every=60), room=10_000_000)
    for path in QUERIES.keys() - NOT_KEPT:
        ask(site, path)
        with django_assert_num_queries(0, info=path):
            assert ask(site, path).said == "hit", path


@pytest.mark.parametrize("measures", [24, 240])
def test_the_whole_report_takes_the_same_queries_with_shared_observations(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    bulk.evaluation(measures, sharing=True)
    with django_assert_num_queries(9):
        assert client.get(f"{EVALUATION}rapport/").status_code == 200


@pytest.mark.parametrize("measures", [24, 240])
def test_observations_shared_with_another_measure_take_one_query_more(
    measures: int, client: Client, db: None, django_assert_num_queries: object
) -> None:
    bulk.evaluation(measures, sharing=True)
    for number, queries in ((1, 3), (2, 4)):
        with django_assert_num_queries(queries):
            assert client.get(f"{EVALUATION}mesures/{number}/").status_code == 200
