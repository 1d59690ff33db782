"""What is in preparation, read as it will be published, by those who may and by nobody else."""

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from lxml.html import HtmlElement

from measures import rights
from measures.actions import published
from measures.models import Evaluation, User
from measures.urls.staff import preview_urls
from measures.views.public import access
from tests import factories, once
from tests.views import world
from tests.views.reader import all_words, by_class, fetch, one, visitor, words

BACKEND = "django.contrib.auth.backends.ModelBackend"
BASE = "/redaction/plans/2019-2021/evaluations/2022/"
PREVIEW = f"{BASE}apercu/"
PUBLIC = "/plans/2019-2021/evaluations/2022/"


@once.fixture
def draft() -> Evaluation:
    """A draft with texts of all kinds, ready to be published."""
    plan = factories.plan(measures=3, priorities=2)
    factories.addressee("ecole", "École & université")
    made = factories.evaluation(plan, notice="<p>Extrait.</p>")
    body = f"<p>Voir la <a href='#mesure-2'>mesure 2</a>{factories.note('Une note.')}.</p>"
    part = factories.section(made, "synthese", label="Partie I", body=body)
    factories.section(made, "normes", order=2, parent=part, body=body)
    marked = factories.recommendation("Former.", key="former", to="ecole")
    shared = factories.assess(made, 1, observations=body + marked)
    factories.assess(made, 2, observations="", observations_in=shared)
    factories.assess(made, 3, status="non", state_actions="")
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def reader(writer: User) -> Client:
    return client_of(writer)


def tree(answer: HttpResponse) -> HtmlElement:
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def addresses() -> Iterator[str]:
    values = {
        "plan": "2019-2021",
        "evaluation": "2022",
        "number": 1,
        "section": "synthese",
        "key": "former",
        "table": "mesures",
        "extension": "csv",
    }
    for pattern in preview_urls:
        names = pattern.pattern.converters
        yield reverse(pattern.name, kwargs={name: values[name] for name in names})


@pytest.mark.usefixtures("draft")
def test_nobody_reads_a_draft_without_the_right_to() -> None:
    anybody = client_of(User.objects.create_user("ariane"))
    found = list(addresses())
    assert len(found) > 15
    for path in found:
        answer = visitor().get(path)
        assert answer.status_code == 302, path
        assert "next=" in answer["Location"], path
        assert anybody.get(path).status_code == 403, path


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("role", rights.ROLES)
def test_every_role_reads_the_draft_which_no_cache_may_keep(role: str) -> None:
    client = client_of(factories.user("lecture", role=role))
    answer = client.get(PREVIEW)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert client.post(PREVIEW).status_code == 405


@pytest.mark.usefixtures("draft")
def test_no_public_address_can_ask_for_the_draft(reader: Client) -> None:
    """Not even of those who may read it: the public pages are the same for all."""
    for path in ("", "mesures/1/", "rapport/", "rapport.pdf", "donnees/mesures.csv"):
        for edition in ("", "editions/1/", "editions/en%20pr%C3%A9paration/", "editions/DRAFT/"):
            address = f"{PUBLIC}{edition}{path}"
            assert reader.get(address).status_code == 404, address
            assert reader.get(f"{address}?edition=DRAFT").status_code == 404, address


def test_a_public_view_is_asked_for_the_draft_by_the_sentinel_alone(draft: Evaluation) -> None:
    assert access.published_evaluation("2019-2021", "2022", access.DRAFT).previewed
    for other in (None, 0, 1, "en préparation", "DRAFT"):
        with pytest.raises((access.Http404, ValueError)):
            access.published_evaluation("2019-2021", "2022", other)


@pytest.mark.usefixtures("draft")
def test_a_preview_says_so_and_leads_back_to_where_the_page_is_written(reader: Client) -> None:
    for path, back in (
        ("", BASE),
        ("mesures/1/", f"{BASE}mesures/1/"),
        ("sections/normes/", f"{BASE}sections/normes/"),
        ("rapport/", BASE),
    ):
        root = tree(reader.get(PREVIEW + path))
        banner = one(root, by_class("draft-banner"))
        assert "Projet – ne pas diffuser" in words(banner)
        assert banner.xpath(".//a/@href") == [back, f"{BASE}epreuves/"]
        assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not root.xpath("//link[@rel='canonical'] | //meta[starts-with(@property, 'og:t')]")


@pytest.mark.usefixtures("draft")
def test_who_may_not_write_is_not_led_to_a_page_that_refuses_it() -> None:
    client = client_of(factories.user("adm", role=rights.ADMINISTRATORS))
    banner = one(tree(client.get(f"{PREVIEW}mesures/1/")), by_class("draft-banner"))
    assert banner.xpath(".//a/@href")[0] == BASE


@pytest.mark.parametrize(
    "path",
    [
        "priorites/1/",
        "mesures/",
        "mesures/1/",
        "mesures/2/",
        "mesures/3/",
        "sections/synthese/",
        "sections/normes/",
        "recommandations/",
        "recommandations/?classement=destinataire",
        "mesures/?statut=non",
        "",
        "rapport/",
    ],
)
def test_a_preview_is_the_page_that_will_be_published(
    draft: Evaluation, path: str, reader: Client
) -> None:
    before = comparable(reader.get(PREVIEW + path))
    draft.refresh_from_db()
    factories.publish(draft)
    after = comparable(visitor().get(PUBLIC + path))
    assert before == after


def comparable(answer: HttpResponse) -> list[str]:
    """Return the lines of a page without its mark and its head, its links in public terms.

    Of what is known from the publication on: the adoption, the dates, where one shares it, the
    size and the fingerprint of its report.
    """
    root = tree(answer)
    for gone in root.xpath(
        by_class("draft-banner") + "|//head|//time|//a[contains(@href, '/partager/')]"
        "|//*[@itemprop='dateCreated']|" + by_class("fingerprint")
    ):
        gone.drop_tree()
    said = html.tostring(root, encoding="unicode")
    said = said.replace(PREVIEW, PUBLIC)
    said = re.sub(r"\(PDF, [^)]*\)", "(PDF)", said)
    said = re.sub("(?i)projet non adopté", "adoptée par la CNCDH", said)
    said = said.replace("Adoptée", "adoptée")
    to_come, done = (
        "Cette évaluation est en préparation.",
        "Son évaluation a été adoptée par la CNCDH.",
    )
    said = said.replace(to_come, done)
    return [line.strip() for line in said.splitlines() if line.strip()]


def test_every_link_of_the_preview_stays_in_it_and_leads_somewhere(
    draft: Evaluation, reader: Client
) -> None:
    seen: dict[str, int] = {}
    queue = [PREVIEW]
    while queue:
        path = queue.pop()
        if path in seen:
            continue
        answer = reader.get(path)
        seen[path] = answer.status_code
        found = [answer["Location"]] if "Location" in answer else []
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        if path.startswith(PREVIEW) and is_page:
            root = html.document_fromstring(answer.content.decode())
            found += [urljoin(path, href) for href in root.xpath("//a/@href")]
        for target in (urldefrag(link).url for link in found):
            assert not target.startswith(PUBLIC), f"{path} → {target}"
            if target.startswith("/") and not ("?" in path and "?" in target):
                queue.append(target)
    assert set(seen.values()) <= {200, 302}, {p: s for p, s in seen.items() if s not in {200, 302}}
    assert len([path for path in seen if path.startswith(PREVIEW)]) > 30


def test_once_published_the_preview_leads_to_the_public_page(
    draft: Evaluation, reader: Client
) -> None:
    factories.publish(draft)
    for path in ("", "mesures/1/", "sections/normes/", "donnees/mesures.csv"):
        answer = reader.get(PREVIEW + path)
        assert (answer.status_code, answer["Location"]) == (302, PUBLIC + path)
    assert reader.get(f"{PREVIEW}rapport.pdf")["Location"] == f"{PUBLIC}rapport.pdf"


@pytest.mark.usefixtures("draft")
def test_an_evaluation_or_a_place_that_is_not_there_is_not_found(reader: Client) -> None:
    for path in (
        f"{PREVIEW}mesures/99/",
        f"{PREVIEW}sections/rien/",
        f"{PREVIEW}citer.bib",
        f"{PREVIEW}statuts.png",
        "/redaction/plans/2019-2021/evaluations/2030/apercu/",
    ):
        assert reader.get(path).status_code == 404, path


def test_a_rectification_is_previewed_beside_what_is_published(writer: User) -> None:
    world.drafts(world.plan_evaluated_twice())
    client = client_of(writer)
    overview = words(tree(client.get(PREVIEW)))
    assert f"Évaluation {world.SECRET}" in overview
    assert "rectifiée le [date de publication]" in overview
    changed = tree(client.get(f"{PREVIEW}rectification/"))
    assert f"Motif : Motif {world.SECRET}." in words(changed)
    assert client.get(f"{PREVIEW}sections/neuve/").status_code == 200
    # What only the published edition has is no part of the draft, and leads nowhere else.
    assert client.get(f"{PREVIEW}sections/normes/").status_code == 404
    assert world.SECRET not in fetch(PUBLIC).content.decode()


def test_what_the_preview_shows_is_never_kept_for_the_public(
    draft: Evaluation, reader: Client
) -> None:
    cache.clear()
    before = all_words(tree(reader.get(f"{PREVIEW}donnees/")), by_class("file-facts"))
    factories.assess(draft, 3, observations=f"<p>{'Un long texte. ' * 200}</p>")
    factories.publish(draft)
    after = all_words(tree(visitor().get(f"{PUBLIC}donnees/")), by_class("file-facts"))
    assert before != after
    assert len(before) == len(after)


def test_what_was_published_and_withdrawn_is_previewed_again(
    draft: Evaluation, reader: Client, writer: User
) -> None:
    factories.publish(draft)
    published.unpublish(draft, reason="Une erreur.", by=writer)
    assert reader.get(PREVIEW).status_code == 200
    assert reader.get(PUBLIC).status_code == 404


def test_a_text_that_is_not_written_yet_has_its_place(reader: Client) -> None:
    made = factories.evaluation(factories.plan(measures=2))
    factories.assess(made, 2, state_actions="")  # written, and without actions to report
    part = factories.section(made, "suites", place=2, body="")
    factories.section(made, "etapes", place=2, order=2, body="", parent=part)
    to_come = by_class("to-come")
    assert all_words(tree(reader.get(f"{PREVIEW}mesures/1/")), to_come) == ["Texte à venir."] * 2
    assert not tree(reader.get(f"{PREVIEW}mesures/2/")).xpath(to_come)
    assert not tree(reader.get(f"{PREVIEW}sections/suites/")).xpath(to_come)
    assert len(tree(reader.get(f"{PREVIEW}sections/etapes/")).xpath(to_come)) == 1
    assert len(tree(reader.get(f"{PREVIEW}rapport/")).xpath(to_come)) == 3


def test_the_headline_of_a_draft_says_what_is_left_to_assess(reader: Client) -> None:
    made = factories.evaluation(factories.plan(measures=2))
    headline = "//h1"
    assert words(one(tree(reader.get(PREVIEW)), headline)) == "Les deux mesures restent à évaluer"
    factories.assess(made, 1)
    assert words(one(tree(reader.get(PREVIEW)), headline)) == (
        "Une mesure sur deux reste à évaluer"
    )


def test_each_figure_of_the_synthesis_stands_under_its_status(writer: User) -> None:
    """One priority has nothing left to assess, the other only that."""
    plan = factories.plan("2027-2029", measures=2, priorities=2)
    factories.assess(factories.evaluation(plan, "2028"), 1, status="non")
    path = "/redaction/plans/2027-2029/evaluations/2028/apercu/rapport/"
    root = tree(client_of(writer).get(path))
    rows = [all_words(row, ".//td") for row in root.xpath("//section[@id='synthese']//tbody/tr")]
    assert rows[:2] == [["0", "0", "1", "0", "1"], ["0", "0", "0", "1", "1"]]


@pytest.mark.usefixtures("draft")
def test_a_draft_is_not_cited(reader: Client) -> None:
    root = tree(reader.get(f"{PREVIEW}mesures/1/citer/"))
    assert words(one(root, "//h1")) == "Un projet ne se cite pas"


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods", "json"])
def test_the_data_of_a_draft_are_named_as_such(reader: Client, extension: str) -> None:
    answer = reader.get(f"{PREVIEW}donnees/mesures.{extension}")
    assert answer.status_code == 200
    name = f"cncdh-evaluation-2019-2021-2022-projet-mesures.{extension}"
    assert name in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("draft")
def test_the_editing_pages_lead_to_the_preview(reader: Client) -> None:
    for path in ("mesures/1/", "sections/normes/"):
        links = tree(reader.get(BASE + path)).xpath("//a/@href")
        assert PREVIEW + path in links
