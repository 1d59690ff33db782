"""What machines read to find the pages: Atom feed, site map, robots.txt."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from lxml import etree

from measures.models import Evaluation, User
from tests import factories
from tests.report_2017 import EVALUATION, MEASURES
from tests.views import world
from tests.views.reader import fetch, one, read
from tests.views.world import SECRET

SITE = "http://127.0.0.1:8000"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

# The feed


def feed() -> etree._Element:
    answer = fetch("/flux.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def entries(root: etree._Element, what: str) -> list[str]:
    return root.xpath(f"a:entry/{what}", namespaces=ATOM)


def test_the_feed_is_valid_atom_last_first_without_drafts(writer: User) -> None:
    plan = world.plan_evaluated_twice()
    world.drafts(plan)
    first = datetime(2022, 6, 2, 8, tzinfo=UTC)
    published = Evaluation.objects.published_editions().order_by("slug", "edition")
    for day, row in enumerate(published):
        Evaluation.objects.filter(pk=row.pk).update(published_at=first + timedelta(days=day))
    root = feed()
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    for name in ("id", "title", "updated", "author/a:name"):
        assert root.xpath(f"count(a:{name})", namespaces=ATOM) == 1, name
    assert root.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"{SITE}/flux.atom"]
    base = f"{SITE}/plans/2019-2021/evaluations"
    ids = [f"{base}/2022/editions/1/", f"{base}/2021/editions/2/", f"{base}/2021/editions/1/"]
    assert entries(root, "a:id/text()") == ids
    assert entries(root, "a:link[@rel='alternate']/@href") == ids
    assert [title.partition("\u202f")[0] for title in entries(root, "a:title/text()")] == [
        "Publication",
        "Rectification",
        "Publication",
    ]
    dates = entries(root, "a:updated/text()")
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == len(entries(root, "a:summary")) == 3
    assert "Une date était fausse." in entries(root, "a:summary/text()")[1]
    assert SECRET not in etree.tostring(root, encoding="unicode").lower()


def test_what_the_feed_leads_to_answers(writer: User) -> None:
    world.plan_evaluated_twice()
    for address in entries(feed(), "a:link/@href"):
        assert Client().get(address.removeprefix(SITE), follow=True).status_code == 200


def test_a_reason_that_looks_like_markup_is_shown_as_it_is(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan))
    factories.publish(factories.evaluation(plan, edition=2, rectification_reason="a < b & <i>c"))
    (summary, _) = entries(feed(), "a:summary")
    assert summary.get("type") == "html"
    assert unescape(summary.text).endswith("a < b & <i>c")
    assert "<i>" not in summary.text


@pytest.mark.django_db
def test_the_feed_of_an_empty_site_is_empty() -> None:
    assert not entries(feed(), "a:id")


@pytest.mark.usefixtures("evaluation_2017")
def test_pages_announce_the_feed_in_their_head_and_their_foot() -> None:
    root = read(f"{EVALUATION}mesures/13/")
    announced = one(root, "//head/link[@rel='alternate']")
    assert (announced.get("href"), announced.get("type")) == ("/flux.atom", "application/atom+xml")
    assert "/flux.atom" in root.xpath("//footer//a/@href")


# Robots


@pytest.mark.usefixtures("evaluation_2017")
def test_every_address_of_the_site_map_answers() -> None:
    world.drafts(world.plan_evaluated_twice())
    answer = fetch("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    root = etree.fromstring(answer.content)
    assert root.tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"
    addresses = root.xpath("//s:loc/text()", namespaces=SITEMAP)
    assert len(addresses) == len(set(addresses)) > 70
    for address in addresses:
        assert address.startswith(f"{SITE}/")
        assert "/editions/" not in address
        page = read(address.removeprefix(SITE))
        assert page.xpath("//link[@rel='canonical']/@href") == [address]
        assert not page.xpath("//meta[@name='robots']"), address
    assert SECRET not in answer.content.decode().lower()
    expected = {f"{SITE}{EVALUATION}mesures/{number}/" for number in MEASURES}
    assert expected | {f"{SITE}/", SITE + EVALUATION} <= set(addresses)


def test_the_site_map_dates_each_page_from_its_publication(writer: User) -> None:
    evaluation = factories.publish(factories.evaluation(factories.plan(measures=1)))
    day = datetime(2023, 3, 2, 23, 30, tzinfo=UTC)  # the 3rd in Paris
    Evaluation.objects.filter(pk=evaluation.pk).update(published_at=day)
    root = etree.fromstring(fetch("/sitemap.xml").content)
    dated = {
        row.findtext("s:loc", namespaces=SITEMAP): row.findtext("s:lastmod", namespaces=SITEMAP)
        for row in root
    }
    measure = f"{SITE}/plans/2019-2021/evaluations/2022/mesures/1/"
    assert dated[measure] == dated[f"{SITE}/"] == str(date(2023, 3, 3))
    assert dated[f"{SITE}/a-propos/"] is None


@pytest.mark.django_db
def test_robots_are_kept_out_of_what_is_private_and_told_of_the_site_map() -> None:
    answer = fetch("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /redaction/" in lines
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /" not in lines
