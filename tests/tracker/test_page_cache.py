"""The cache in front of the application: what it serves, what it leaves alone, when it forgets."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError
from django.test import Client

from measures.actions import addressees
from measures.models import Addressee, Evaluation
from tests import factories, once
from tests.tracker.asking import Answer, ask
from tracker.content_version import ContentVersion
from tracker.page_cache import Application, PageCache

EVALUATION = "/plans/2019-2021/evaluations/2022/"
MEASURE = f"{EVALUATION}mesures/1/"
ROOM = 1_000_000


class Clock:
    """A clock that a test sets, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Database:
    """What the version is read from: a number, or a database that is away."""

    version, away, reads = 1, False, 0

    def __call__(self) -> int:
        self.reads += 1
        if self.away:
            raise OperationalError
        return self.version


@pytest.fixture
def clock() -> Clock:
    return Clock()


@once.fixture
def published() -> Evaluation:
    evaluation = factories.evaluation(factories.plan())
    marked = factories.recommendation("Agir.", key="agir", to=factories.addressee().slug)
    factories.assess(evaluation, 1, observations=f"<p>Une observation.</p>{marked}")
    return factories.publish(evaluation)


@pytest.fixture
def site(published: Evaluation, clock: Clock) -> PageCache:
    """The application behind its cache, with something published."""
    return PageCache(get_wsgi_application(), version=ContentVersion(clock=clock), room=ROOM)


def page(words: str = "Une page", **headers: str) -> Application:
    """Return an application that counts how often it is asked, and answers with these words."""

    def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
        application.asked.append(environ["QUERY_STRING"])
        sent = {"Content-Type": "text/html", "Cache-Control": "public"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        status = sent.pop("status", "200 OK")
        start_response(status, list(sent.items()))
        return [words.encode()]

    application.asked = []
    return application


def cache_of(application: Application, database: Database, clock: Clock) -> PageCache:
    return PageCache(application, version=ContentVersion(database, clock=clock), room=ROOM)


def test_a_page_is_made_once_and_comes_back_with_all_its_headers(site: PageCache) -> None:
    plain = ask(site.application, MEASURE)
    made = ask(site, MEASURE)
    kept = ask(site, MEASURE)

    assert (made.said, kept.said) == ("fwd=miss; stored", "hit")
    assert plain.body == made.body == kept.body
    own = {"ETag", "Cache-Status", "Vary"}
    assert plain.headers.pop("X-Request-ID")  # each request has its own
    assert {name: kept.headers[name] for name in plain.headers} == plain.headers
    assert kept.headers.keys() - plain.headers.keys() == own
    assert kept.headers["Vary"] == "Accept-Encoding"
    assert "Content-Security-Policy" in kept.headers


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("", ""),
        ("identity, br;q=0, gzip;q=0", ""),
    ],
)
def test_each_is_sent_the_best_encoding_that_is_accepted(
    accepted: str, sent: str, site: PageCache
) -> None:
    plain = ask(site.application, MEASURE)

    for _ in range(2):
        answer = ask(site, MEASURE, ACCEPT_ENCODING=accepted)
        assert answer.headers.get("Content-Encoding", "") == sent
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.text == plain.text


def test_one_page_serves_every_encoding_and_shrinks_once_it_is_asked_for_often(
    site: PageCache,
) -> None:
    first = ask(site, MEASURE, ACCEPT_ENCODING="br")
    assert ask(site, MEASURE, ACCEPT_ENCODING="gzip").said == "hit"
    assert ask(site, MEASURE).text == first.text
    for _ in range(10):
        ask(site, MEASURE, ACCEPT_ENCODING="br")
    site._compressing.shutdown()

    last = ask(site, MEASURE, ACCEPT_ENCODING="br")

    assert len(last.body) < len(first.body)
    assert last.text == first.text
    assert last.headers["ETag"] == first.headers["ETag"]


def test_whoever_has_the_page_already_is_told_so(site: PageCache) -> None:
    etag = ask(site, MEASURE).headers["ETag"]

    for held in (etag, f'"autre", {etag}', etag.removeprefix("W/"), "*"):
        answer = ask(site, MEASURE, IF_NONE_MATCH=held)
        assert (answer.status, answer.body) == ("304 Not Modified", b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=1"
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert ask(site, MEASURE, IF_NONE_MATCH='"autre"').status == "200 OK"


def test_the_validator_is_that_of_what_is_read_in_every_process(site: PageCache) -> None:
    other = PageCache(get_wsgi_application(), room=ROOM)

    assert ask(site, MEASURE).headers["ETag"] == ask(other, MEASURE).headers["ETag"]
    assert ask(site, "/").headers["ETag"] != ask(site, MEASURE).headers["ETag"]


def test_only_the_head_is_sent_to_whoever_asks_for_it(site: PageCache) -> None:
    for said in ("fwd=miss; stored", "hit"):
        answer = ask(site, MEASURE, method="HEAD", ACCEPT_ENCODING="br")
        assert (answer.said, answer.body) == (said, b"")
        assert int(answer.headers["Content-Length"]) > 500


def test_a_change_is_seen_within_a_second(site: PageCache, clock: Clock) -> None:
    list_of_all = f"{EVALUATION}recommandations/"
    row, by = Addressee.objects.get(), factories.user()
    before = ask(site, list_of_all)
    addressees.rename(row, name="Premier ministre", expected_name=row.name, by=by)
    clock.now += 0.9
    assert ask(site, list_of_all).text == before.text
    clock.now += 0.1

    after = ask(site, list_of_all)

    assert after.said == "fwd=miss; stored"
    assert "Premier ministre" in after.text


def test_a_draft_that_is_saved_leaves_every_page_in_place(
    site: PageCache, published: Evaluation, clock: Clock
) -> None:
    draft = factories.evaluation(published.plan, "2024")
    ask(site, MEASURE)
    factories.assess(draft, 1, observations="<p>Autre chose.</p>")
    clock.now += 5

    assert ask(site, MEASURE).said == "hit"


def test_the_version_is_read_once_a_second_and_nothing_else(
    site: PageCache, clock: Clock, django_assert_num_queries: Callable
) -> None:
    ask(site, MEASURE)
    with django_assert_num_queries(0):
        ask(site, MEASURE)
    clock.now += 1
    with django_assert_num_queries(1):
        ask(site, MEASURE)
        ask(site, MEASURE)


def test_whoever_has_a_session_is_answered_by_the_application(
    site: PageCache, published: Evaluation
) -> None:
    client = Client()
    client.force_login(factories.user())
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())

    for _ in range(2):
        assert ask(site, MEASURE, COOKIE=cookie).said == ""
        assert ask(site, f"/redaction{EVALUATION}", COOKIE=cookie).said == ""
    assert ask(site, MEASURE).said == "fwd=miss; stored"
    assert ask(site, MEASURE, COOKIE="langue=fr").said == "hit"
    assert ask(site, f"/redaction{EVALUATION}").status == "302 Found"


def test_what_a_cache_may_not_hold_is_never_kept(site: PageCache) -> None:
    for path in ("/nulle-part/", f"{EVALUATION}recommandations/agir/", "/redaction/connexion/"):
        for _ in range(2):
            assert ask(site, path).said == "", path
    for headers in (
        {"Set_Cookie": "a=b"},
        {"Vary": "Cookie"},
        {"Cache_Control": "private"},
        {"Cache_Control": "public, no-store"},
        {"ETag": 'W/"sien"'},
        {"Content_Security_Policy": "script-src 'nonce-abc'"},
        {"status": "503 Service Unavailable"},
    ):
        own = page(**headers)
        cache = cache_of(own, Database(), Clock())
        for _ in range(3):
            assert ask(cache, "/").said == "", headers
        assert len(own.asked) == 3


def test_methods_ranges_and_foreign_hosts_are_for_the_application(site: PageCache) -> None:
    ask(site, MEASURE)

    assert ask(site, MEASURE, method="POST").said == ""
    assert ask(site, MEASURE, RANGE="bytes=0-10").said == ""
    assert ask(site, MEASURE, HOST="ailleurs.example.org").status == "400 Bad Request"


def test_with_and_without_tls_are_two_pages(settings: object, clock: Clock) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    own = page()
    cache = cache_of(own, Database(), clock)

    for proto in ("https", "http", "HTTPS", "", "https"):
        ask(cache, "/", X_FORWARDED_PROTO=proto)

    assert len(own.asked) == 2


def test_where_a_visitor_comes_from_makes_no_other_page(clock: Clock) -> None:
    own = page()
    cache = cache_of(own, Database(), clock)

    for query in (
        "tri=-status&page=2",
        "page=2&utm_source=lettre&tri=-status",
        "page=2&tri=-status",
    ):
        ask(cache, f"/?{query}&fbclid=abc")

    assert own.asked == ["page=2&tri=-status"]


def test_a_name_that_the_cache_does_not_know_leads_past_it(clock: Clock) -> None:
    own = page()
    cache = cache_of(own, Database(), clock)

    for _ in range(2):
        assert ask(cache, "/?couleur=rouge&page=2").said == ""

    assert own.asked == ["couleur=rouge&page=2"] * 2


def test_all_that_is_kept_takes_no_more_room_than_it_was_given(clock: Clock) -> None:
    own = page("x" * 10_000, Content_Type="application/octet-stream")
    cache = PageCache(own, version=ContentVersion(Database(), clock=clock), room=50_000)

    for number in range(40):
        ask(cache, f"/{number}/")
        ask(cache, "/accueil/")

    assert cache.shelf._taken <= 50_000
    assert ask(cache, "/accueil/").said == "hit"  # asked for most
    assert ask(cache, "/1/").said == "fwd=miss; stored"


def test_a_page_that_is_longer_than_any_is_sent_and_not_kept(clock: Clock) -> None:
    own = page("x" * 2_000_001, Content_Type="application/zip")
    cache = cache_of(own, Database(), clock)

    assert ask(cache, "/").said == "fwd=miss"
    assert len(ask(cache, "/").body) == 2_000_001


def test_those_who_ask_for_the_same_page_at_once_wait_for_one_to_make_it(clock: Clock) -> None:
    begun, go_on, calls = threading.Event(), threading.Event(), []

    def slow(environ: dict, start_response: Callable) -> Iterable[bytes]:
        calls.append(environ["PATH_INFO"])
        begun.set()
        assert go_on.wait(10)
        return page()(environ, start_response)

    cache = cache_of(slow, Database(), clock)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(ask, cache, "/")
        assert begun.wait(10)
        others = [pool.submit(ask, cache, "/") for _ in range(7)]
        go_on.set()
        answers: list[Answer] = [one.result(10) for one in (first, *others)]

    assert calls == ["/"]
    assert {one.text for one in answers} == {"Une page"}


def test_one_that_fails_keeps_nobody_waiting(clock: Clock) -> None:
    def broken(environ: dict, start_response: Callable) -> Iterable[bytes]:
        raise ZeroDivisionError

    cache = cache_of(broken, Database(), clock)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            ask(cache, "/")


def test_while_the_database_is_away_what_is_kept_is_served_and_says_so(clock: Clock) -> None:
    own, database = page(), Database()
    cache = cache_of(own, database, clock)
    ask(cache, "/")
    database.away = True
    clock.now += 12

    late = ask(cache, "/")

    assert (late.status, late.text, late.said) == ("200 OK", "Une page", "hit; ttl=-12")
    assert ask(cache, "/ailleurs/").said == ""  # asked of the application, and not kept
    assert database.reads == 2  # once a second, however many come
    database.away, database.version = False, 2
    clock.now += 1
    assert ask(cache, "/").said == "fwd=miss; stored"


def test_a_process_that_never_saw_the_database_lets_the_application_answer(clock: Clock) -> None:
    database = Database()
    database.away = True

    assert ask(cache_of(page(), database, clock), "/").said == ""


def test_a_database_that_was_put_back_to_earlier_content_shows_it(clock: Clock) -> None:
    own, database = page(), Database()
    cache = cache_of(own, database, clock)
    database.version = 7
    ask(cache, "/")
    database.version = 3
    clock.now += 1

    assert ask(cache, "/").said == "fwd=miss; stored"
    assert ask(cache, "/").said == "hit"


def test_what_was_begun_before_a_change_is_not_kept_after_it(clock: Clock) -> None:
    database = Database()

    def changing(environ: dict, start_response: Callable) -> Iterable[bytes]:
        answer = page("Ancienne")(environ, start_response)
        if database.version == 1:
            database.version = 2
            clock.now += 1
            cache.application = page("Nouvelle")
            ask(cache, "/autre/")  # another visitor brings the new version
        return answer

    cache = cache_of(changing, database, clock)

    assert ask(cache, "/").text == "Ancienne"
    assert ask(cache, "/").text == "Nouvelle"
