"""What may be downloaded: the report of a published evaluation, as it was made on that day."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.utils.http import http_date

from measures.actions import documents, plans, published
from measures.models import Document, DocumentBytes, Evaluation, User
from measures.views.public.access import FOR_ALL
from tests import factories, once
from tests.tracker.asking import ask as at_server
from tests.views.reader import fetch, one, read, visitor, words
from tracker.content_version import ContentVersion
from tracker.page_cache import PageCache

BASE = "/plans/2019-2021/evaluations"
PATH = f"{BASE}/2022/rapport.pdf"
AT = datetime(2022, 6, 2, 9, 30, tzinfo=UTC)


@once.fixture
def evaluation() -> Evaluation:
    return factories.publish(factories.evaluation(factories.plan(measures=1)), at=AT)


@pytest.fixture
def kept(evaluation: Evaluation) -> bytes:
    """The bytes that are kept as its report."""
    return bytes(DocumentBytes.objects.get(document__evaluation=evaluation).data)


def ask(**headers: str) -> HttpResponse:
    return visitor().get(PATH, headers=headers)


def test_the_report_is_served_as_it_is_kept_with_a_name_of_its_own(kept: bytes) -> None:
    answer = fetch(PATH)
    assert answer.content == kept
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="cncdh-evaluation-2019-2021-2022.pdf"'
    )
    assert answer["ETag"] == f'"{hashlib.sha256(kept).hexdigest()}"'
    assert answer["Last-Modified"] == http_date(AT.timestamp())
    assert answer["Content-Length"] == str(len(kept))
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == FOR_ALL  # kept if one likes, asked about each time
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


def test_its_head_and_an_unchanged_copy_are_told_without_a_look_at_its_bytes(
    kept: bytes, django_assert_num_queries: Callable
) -> None:
    etag = f'"{hashlib.sha256(kept).hexdigest()}"'
    with django_assert_num_queries(2):
        head = visitor().head(PATH)
    with django_assert_num_queries(2):
        unchanged = ask(if_none_match=f'"autre", {etag}')
    assert (head.status_code, head.content) == (200, b"")
    assert (head["Content-Length"], head["ETag"]) == (str(len(kept)), etag)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert (unchanged["ETag"], unchanged["Cache-Control"]) == (etag, FOR_ALL)
    assert ask(if_modified_since=http_date(AT.timestamp())).status_code == 304
    assert ask(if_modified_since=http_date(AT.timestamp() - 1)).status_code == 200
    # of an edition withdrawn since
    assert ask(if_modified_since=http_date(AT.timestamp() + 1)).status_code == 200
    assert ask(if_none_match='"autre"').status_code == 200
    assert ask(if_match='"autre"').status_code == 412


def test_its_bytes_are_read_once_in_each_process(
    kept: bytes, django_assert_num_queries: Callable
) -> None:
    fetch(PATH)
    with django_assert_num_queries(2):
        assert fetch(PATH).content == kept


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-3", 0, 4),
        ("bytes=4-", 4, None),
        ("bytes=-5", -5, None),
        ("bytes=2-999999", 2, None),
        ("bytes=-999999", 0, None),
        ("bytes=0-0", 0, 1),
    ],
)
def test_a_range_of_it(kept: bytes, asked: str, start: int, stop: int | None) -> None:
    answer = ask(range=asked)
    part = kept[start:stop]
    first = kept.index(part) if start >= 0 else len(kept) + start
    assert (answer.status_code, answer.content) == (206, part)
    assert answer["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(kept)}"
    assert answer["Content-Length"] == str(len(part))
    assert answer["ETag"] == f'"{hashlib.sha256(kept).hexdigest()}"'


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_range_beyond_its_end_cannot_be_had(kept: bytes, asked: str) -> None:
    answer = ask(range=asked)
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{len(kept)}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,4-5", "bytes=5-2", "bytes=-", "lignes=0-1", "bytes=a-b", "bytes"]
)
def test_what_is_not_one_range_gets_the_whole(kept: bytes, asked: str) -> None:
    answer = ask(range=asked)
    assert (answer.status_code, answer.content) == (200, kept)


def test_a_range_goes_on_with_the_same_file_only(kept: bytes) -> None:
    etag, day = f'"{hashlib.sha256(kept).hexdigest()}"', http_date(AT.timestamp())
    for same in (etag, day):
        assert ask(range="bytes=2-4", if_range=same).status_code == 206
    for other in ('"autre"', f"W/{etag}", http_date(AT.timestamp() - 60), "hier"):
        answer = ask(range="bytes=2-4", if_range=other)
        assert (answer.status_code, answer.content) == (200, kept)
    assert visitor().head(PATH, headers={"range": "bytes=2-4"}).status_code == 200


def test_the_report_of_a_draft_or_of_nothing_is_not_to_be_found(writer: User) -> None:
    factories.evaluation(factories.plan(measures=1))
    for slug in ("2022", "2030"):
        fetch(f"{BASE}/{slug}/rapport.pdf", status=404)


def test_what_is_withdrawn_is_out_of_reach_at_once_and_never_served_again(
    evaluation: Evaluation, kept: bytes, writer: User
) -> None:
    etag = fetch(PATH)["ETag"]
    published.unpublish(evaluation, reason="Une erreur.", by=writer)
    fetch(PATH, status=404)
    assert ask(if_none_match=etag).status_code == 404
    assert ask(range="bytes=0-3").status_code == 404

    factories.publish(evaluation, at=AT)  # at the very same moment: loaded again, for example
    assert fetch(PATH).content != kept or fetch(PATH)["ETag"] == etag
    versions = Document.objects.filter(evaluation=evaluation, kind=Document.Kind.REPORT)
    assert sorted(row.withdrawn_at is None for row in versions) == [False, True]


def test_each_edition_keeps_its_own_report_at_its_address(
    evaluation: Evaluation, kept: bytes, writer: User
) -> None:
    second = factories.publish(published.rectify(evaluation, reason="Un chiffre.", by=writer))
    assert fetch(PATH).content != kept
    former = fetch(f"{BASE}/2022/editions/1/rapport.pdf")
    assert former.content == kept
    assert "edition-1.pdf" in former["Content-Disposition"]
    published.unpublish(second, reason="Une erreur.", by=writer)
    assert fetch(PATH).content == kept


def test_what_was_adopted_does_not_change_with_a_title_that_is_corrected(
    evaluation: Evaluation, kept: bytes, writer: User
) -> None:
    measure = evaluation.plan.measures.get()
    plans.save_measure(
        measure,
        priority=measure.priority,
        title="Un titre corrigé",
        short_title=measure.short_title,
        expected_version=measure.version,
        by=writer,
    )
    assert fetch(PATH).content == kept


def test_a_report_that_is_not_there_yet_is_announced(evaluation: Evaluation) -> None:
    """As in a database where evaluations were published before their reports were kept."""
    evaluation.documents.all().delete()
    root = read(PATH, status=503)
    assert "en cours de fabrication" in words(one(root, "//h1"))
    assert PATH in root.xpath("//main//a/@href")
    assert fetch(PATH, status=503)["Retry-After"] == "30"


def test_it_is_served_in_front_of_the_application_until_it_is_withdrawn(
    evaluation: Evaluation, kept: bytes, writer: User, django_assert_num_queries: Callable
) -> None:
    version = ContentVersion(every=0)
    site = PageCache(get_wsgi_application(), version=version, room=10_000_000)
    etag = f'"{hashlib.sha256(kept).hexdigest()}"'
    assert at_server(site, PATH).said == "fwd=miss; stored"
    with django_assert_num_queries(1):  # which version is public
        answer = at_server(site, PATH, ACCEPT_ENCODING="br")
    assert (answer.said, answer.body, answer.headers["ETag"]) == ("hit", kept, etag)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Last-Modified"] == http_date(AT.timestamp())
    unchanged = at_server(site, PATH, IF_NONE_MATCH=etag)
    assert (unchanged.status, unchanged.body) == ("304 Not Modified", b"")
    part = at_server(site, PATH, RANGE="bytes=1-3")
    assert (part.status, part.body) == ("206 Partial Content", kept[1:4])
    past = at_server(site, PATH, IF_MODIFIED_SINCE=http_date(AT.timestamp()))
    assert past.status == "304 Not Modified"
    assert at_server(site, PATH, IF_MATCH='"autre"').status == "412 Precondition Failed"

    published.unpublish(evaluation, reason="Une erreur.", by=writer)
    assert at_server(site, PATH).status == "404 Not Found"


# The parts


@once.fixture
def parts() -> Evaluation:
    """A published evaluation with all its parts made."""
    factories.addressee("ecole", "École")
    made = factories.evaluation(factories.plan(measures=2))
    factories.assess(made, 1, observations=factories.recommendation("Agir.", to="ecole"))
    done = factories.publish(made, at=AT)
    kinds = [("synthese", ""), ("priorite", "1"), ("mesure", "1"), ("destinataire", "ecole")]
    documents.ask_parts(done, [*kinds, ("mesure", "2")])
    for kind, key in kinds:
        taken = documents.take()
        assert (taken.kind, taken.key) == (kind, key)
        documents.keep(taken, content=f"%PDF {kind} {key}".encode() * 100, signature="1")
    return done


PARTS = {
    "synthese.pdf": ("synthese", "/", "La synthèse (PDF, 1\u202fko)"),
    "priorites/1.pdf": ("priorite-1", "/priorites/1/", "Cette priorité et ses mesures en PDF"),
    "mesures/1.pdf": ("mesure-1", "/mesures/1/", "Cette mesure en PDF, 1\u202fko"),
    "destinataires/ecole.pdf": (
        "destinataire-ecole",
        "/recommandations/?classement=destinataire",
        "Ces recommandations en PDF, École, 2\u202fko",
    ),
}


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize("path", PARTS)
def test_each_part_is_downloaded_where_a_reader_meets_it(path: str) -> None:
    name, page, said = PARTS[path]
    answer = fetch(f"{BASE}/2022/{path}")
    assert answer.content.startswith(b"%PDF " + name.partition("-")[0].encode())
    assert answer["Content-Disposition"] == (
        f'inline; filename="cncdh-evaluation-2019-2021-2022-{name}.pdf"'
    )
    root = read(f"{BASE}/2022{page}")
    link = one(root, f"//main//a[@href='{BASE}/2022/{path}']")
    assert words(link).startswith(" ".join(said.split()))


@pytest.mark.usefixtures("parts")
def test_the_list_of_one_addressee_leads_to_its_document() -> None:
    root = read(f"{BASE}/2022/recommandations/?destinataire=ecole")
    assert root.xpath(f"//main//a[@href='{BASE}/2022/destinataires/ecole.pdf']")
    root = read(f"{BASE}/2022/recommandations/")
    assert not root.xpath("//main//a[contains(@href, '.pdf')]")


def test_a_part_that_waits_is_announced_and_no_page_leads_to_it(parts: Evaluation) -> None:
    fetch(f"{BASE}/2022/mesures/2.pdf", status=503)
    assert not read(f"{BASE}/2022/mesures/2/").xpath("//main//a[contains(@href, '.pdf')]")
    documents.give_up(documents.take(), why="Trop long.")
    fetch(f"{BASE}/2022/mesures/2.pdf", status=404)


@pytest.mark.usefixtures("parts")
@pytest.mark.parametrize("path", ["mesures/3.pdf", "priorites/9.pdf", "destinataires/x.pdf"])
def test_a_part_that_there_is_not_is_not_to_be_found(path: str) -> None:
    fetch(f"{BASE}/2022/{path}", status=404)


def test_the_parts_of_what_is_replaced_or_withdrawn(parts: Evaluation, writer: User) -> None:
    second = factories.publish(published.rectify(parts, reason="Un chiffre.", by=writer))
    fetch(f"{BASE}/2022/mesures/1.pdf", status=404)
    former = fetch(f"{BASE}/2022/editions/1/mesures/1.pdf")
    assert "2022-edition-1-mesure-1.pdf" in former["Content-Disposition"]
    published.unpublish(second, reason="Une erreur.", by=writer)
    fetch(f"{BASE}/2022/mesures/1.pdf")
    published.discard(second, reason="Sans objet.", by=writer)
    published.unpublish(parts, reason="Une erreur.", by=writer)
    fetch(f"{BASE}/2022/mesures/1.pdf", status=404)


def test_the_pages_of_an_evaluation_show_the_fingerprint_of_its_report(kept: bytes) -> None:
    for path in ("", "rapport/"):
        root = read(f"{BASE}/2022/{path}")
        shown = one(root, "//details[contains(@class, 'fingerprint')]")
        assert one(shown, ".//textarea").text.strip() == hashlib.sha256(kept).hexdigest()
        assert "sha256sum cncdh-evaluation-2019-2021-2022.pdf" in words(shown)
