"""What is shared: cards, facts for machines, pictures, overview to embed."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.test import Client
from lxml import etree
from lxml.html import HtmlElement
from PIL import Image

from measures.actions import published
from measures.models import User
from tests import bulk, factories
from tests.report_2017 import EVALUATION, MEASURES, STATUSES
from tests.views import world
from tests.views.reader import all_words, by_class, fetch, links, one, read, words

SITE = "http://127.0.0.1:8000"
HEADLINE = "Quatre mesures sur vingt-trois ont été mises en œuvre"


def meta(root: HtmlElement, name: str) -> str:
    (content,) = root.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return content


# Cards and canonical addresses


@pytest.mark.parametrize(
    "page", ["", "mesures/13/", "sections/introduction/", "recommandations/", "rapport/", "citer/"]
)
@pytest.mark.usefixtures("evaluation_2017")
def test_a_page_has_a_card_with_absolute_addresses(page: str) -> None:
    root = read(EVALUATION + page)
    assert root.xpath("//link[@rel='canonical']/@href") == [f"{SITE}{EVALUATION}{page}"]
    assert meta(root, "og:url") == f"{SITE}{EVALUATION}{page}"
    assert meta(root, "og:image") == f"{SITE}{EVALUATION}statuts.png"
    assert (meta(root, "og:image:width"), meta(root, "og:image:height")) == ("1200", "630")
    assert meta(root, "og:title").strip() == meta(root, "og:title")
    assert meta(root, "og:description") == meta(root, "description")
    assert 20 < len(meta(root, "description")) < 700
    assert "{" not in meta(root, "og:title") + meta(root, "og:description")


@pytest.mark.usefixtures("evaluation_2017")
def test_the_card_of_an_evaluation_bears_its_result() -> None:
    title = meta(read(EVALUATION), "og:title")
    assert title == f"{HEADLINE} – Plan 2014-2016, évaluation 2017"
    assert meta(read(f"{EVALUATION}mesures/13/"), "og:title").startswith("Mesure 13")


@pytest.mark.usefixtures("evaluation_2017")
def test_filters_and_sort_are_no_page_of_their_own() -> None:
    filtered = read(f"{EVALUATION}mesures/?statut=non&tri=-number")
    canonical = f"{SITE}{EVALUATION}mesures/"
    assert filtered.xpath("//link[@rel='canonical']/@href") == [canonical]
    assert read(f"{EVALUATION}mesures/?page=1").xpath("//link[@rel='canonical']/@href") == [
        canonical
    ]


def test_the_second_page_of_a_list_is_a_page_of_its_own(db: None) -> None:
    bulk.evaluation(150)
    path = "/plans/2031-2033/evaluations/2031/mesures/?page=2"
    assert read(f"{path}&statut=").xpath("//link[@rel='canonical']/@href") == [SITE + path]


@pytest.mark.django_db
def test_nothing_that_was_typed_into_an_address_becomes_canonical() -> None:
    root = read("/a-propos/?page=7&page=%22x")
    assert root.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/a-propos/"]


@pytest.mark.django_db
def test_a_page_that_is_not_there_has_no_address_to_share() -> None:
    root = read("/nulle-part/", status=404)
    assert not root.xpath("//link[@rel='canonical'] | //meta[@property='og:url']")


def test_every_absolute_address_begins_with_that_of_the_settings(
    writer: User, settings: LazySettings
) -> None:
    settings.SITE_URL = "https://suivi.example.org"
    world.plan_evaluated_twice()
    base = "/plans/2019-2021/evaluations/2022/"
    for path in ("/", base, f"{base}partager/", f"{base}integrer/", "/flux.atom", "/sitemap.xml"):
        said = unescape(fetch(path).content.decode())
        assert "https://suivi.example.org/" in said, path
        assert not re.search(r"https?://(127\.0\.0\.1|testserver)", said), path


# schema.org


@pytest.mark.parametrize("page", ["", "rapport/"])
@pytest.mark.usefixtures("evaluation_2017")
def test_machines_read_what_report_a_page_is_about(page: str) -> None:
    report = one(read(EVALUATION + page), "//*[@itemtype='https://schema.org/Report']")
    name = one(report, ".//*[@itemprop='name'][not(ancestor::span[@itemscope])]")
    assert words(name).startswith("Évaluation de la mise en œuvre du plan")
    assert report.xpath(".//time[@itemprop='datePublished']/@datetime") == ["2017-07-06"]
    assert report.xpath(".//link[@itemprop='url']/@href") == [SITE + EVALUATION]
    author = one(report, ".//*[@itemprop='author']")
    assert author.get("itemtype") == "https://schema.org/GovernmentOrganization"
    assert "CNCDH" in author.xpath(".//@content")


@pytest.mark.usefixtures("evaluation_2017")
def test_machines_read_what_the_data_are() -> None:
    data = one(read(f"{EVALUATION}donnees/"), "//*[@itemtype='https://schema.org/Dataset']")
    for name in ("name", "description", "license", "datePublished", "creator"):
        assert data.xpath(".//*[@itemprop=$name]", name=name), name
    downloads = data.xpath(".//*[@itemtype='https://schema.org/DataDownload']")
    assert len(downloads) >= 8
    for download in downloads:
        assert one(download, ".//*[@itemprop='contentUrl']").get("href").startswith(EVALUATION)
        assert "/" in one(download, ".//*[@itemprop='encodingFormat']").get("content")


# Pictures


@pytest.mark.usefixtures("evaluation_2017")
def test_the_picture_is_served_as_png_and_as_svg() -> None:
    png = fetch(f"{EVALUATION}statuts.png")
    assert png["Content-Type"] == "image/png"
    assert Image.open(BytesIO(png.content)).size == (1200, 630)
    assert len(png.content) < 100_000
    svg = fetch(f"{EVALUATION}statuts.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    root = etree.fromstring(svg.content)
    assert HEADLINE in root.findtext("{*}title")
    assert "Priorité III" in root.findtext("{*}desc")


def test_the_png_of_what_was_withdrawn_and_published_again_is_drawn_again(writer: User) -> None:
    made = factories.evaluated(factories.plan(measures=1), "2022", ["non"])
    path = "/plans/2019-2021/evaluations/2022/statuts.png"
    before = fetch(path).content
    published.unpublish(made, reason="Une erreur.", by=writer)
    factories.assess(made, 1, status="mise-en-oeuvre")
    factories.publish(made)
    assert fetch(path).content != before


@pytest.mark.usefixtures("evaluation_2017")
def test_the_png_is_drawn_once(client: Client, django_assert_num_queries: object) -> None:
    first = client.get(f"{EVALUATION}statuts.png").content
    with django_assert_num_queries(1):
        assert client.get(f"{EVALUATION}statuts.png").content == first


def test_each_edition_has_its_picture(writer: User) -> None:
    plan = factories.plan(measures=1)
    for number, status in ((1, "non"), (2, "mise-en-oeuvre")):
        row = factories.evaluation(
            plan, edition=number, rectification_reason="Erreur." if number > 1 else ""
        )
        factories.assess(row, 1, status=status)
        factories.publish(row)
    base = "/plans/2019-2021/evaluations/2022/"
    assert fetch(f"{base}editions/1/statuts.png").content != fetch(f"{base}statuts.png").content
    first = fetch(f"{base}editions/1/statuts.svg").content.decode()
    assert "n’a pas été mise en œuvre" in first
    root = read(f"{base}editions/1/mesures/1/")
    assert meta(root, "og:image") == f"{SITE}{base}editions/1/statuts.png"


@pytest.mark.usefixtures("evaluation_2017")
def test_the_sharing_page_has_picture_text_and_codes_to_copy() -> None:
    root = read(f"{EVALUATION}partager/")
    picture = one(root, "//main//img")
    assert HEADLINE in picture.get("alt")
    assert (picture.get("src"), picture.get("width")) == (f"{EVALUATION}statuts.svg", "1200")
    address, alternative, img, iframe = (area.text for area in root.xpath("//textarea"))
    assert address == SITE + EVALUATION
    assert alternative.startswith(HEADLINE)
    assert "mesures 13, 15 et 17" in alternative
    (code,) = etree.fromstring(img.replace("></a>", "/></a>")).iter("img")
    assert (code.get("src"), code.get("alt")) == (f"{SITE}{EVALUATION}statuts.svg", alternative)
    frame = etree.fromstring(iframe)
    assert frame.get("src") == f"{SITE}{EVALUATION}integrer/"
    assert HEADLINE in frame.get("title")
    found = set(links(root, "/"))
    assert {f"{EVALUATION}statuts.png", f"{EVALUATION}integrer/", "/flux.atom"} <= found


@pytest.mark.usefixtures("evaluation_2017")
def test_the_overview_leads_to_sharing() -> None:
    assert {f"{EVALUATION}partager/", f"{EVALUATION}citer/"} <= set(links(read(EVALUATION), "/"))


# The overview to embed


@pytest.mark.usefixtures("evaluation_2017")
def test_only_the_overview_to_embed_may_be_framed_by_others() -> None:
    embed = fetch(f"{EVALUATION}integrer/")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "default-src 'none'" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    for path in ("/", EVALUATION, f"{EVALUATION}partager/", f"{EVALUATION}statuts.svg"):
        answer = fetch(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
        assert answer["X-Frame-Options"] == "DENY", path
    lost = fetch("/plans/2014-2016/evaluations/1999/integrer/", status=404)
    assert lost["X-Frame-Options"] == "DENY"


@pytest.mark.usefixtures("evaluation_2017")
def test_the_overview_to_embed_has_figures_grid_and_source_only() -> None:
    root = read(f"{EVALUATION}integrer/")
    assert words(one(root, "//h1")) == HEADLINE
    assert all_words(root, by_class("figure-number")) == ["4", "14", "5"]
    tiles = all_words(root, by_class("tile"))
    assert len(tiles) == len(MEASURES)
    assert all(STATUSES[n].lower() in tile for n, tile in zip(MEASURES, tiles, strict=True))
    assert len(root.xpath(by_class("bar"))) == 3
    source = one(root, "//a")
    assert source.get("href") == SITE + EVALUATION
    assert (source.get("target"), source.get("rel")) == ("_blank", "noopener")
    assert "nouvelle fenêtre" in words(source)
    assert not root.xpath("//header | //footer | //nav | //form | //script | //iframe")
    assert root.xpath("//link[@rel='canonical']/@href") == [SITE + EVALUATION]
