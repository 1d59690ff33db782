"""What holds for every page that a visitor can reach, followed link by link."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from django.contrib.staticfiles import finders
from django.urls import resolve
from lxml import html
from lxml.html import HtmlElement

from tests.report_2017 import EVALUATION, MEASURES, PLAN
from tests.views.conftest import Answer
from tests.views.reader import HEADINGS, all_words, by_class, links, one, page_of, words
from tests.views.world import SECRET
from tracker.kept_page import QUICK, compress
from tracker.page_cache import known_query, may_be_kept

FOR_SOFTWARE = re.compile("/(citer|donnees|partager)/$|^/api/")  # markup, what files hold
EMBEDDED = "/integrer/"  # what other sites may frame: figures, without any text

Site = dict[str, Answer]
Pages = dict[str, HtmlElement]


def test_links_lead_from_the_front_page_to_every_kind_of_page(pages: Pages) -> None:
    expected = {f"{EVALUATION}mesures/{number}/" for number in MEASURES}
    expected |= {PLAN, EVALUATION, "/plans/2019-2021/evaluations/2021/sections/normes/"}
    expected |= {f"{EVALUATION}{page}/" for page in ("mesures", "recommandations", "rapport")}
    expected |= {"/a-propos/", "/accessibilite/", "/mentions-legales/", "/plan-du-site/"}
    assert expected <= pages.keys()
    assert len(pages) > 80


def test_no_link_leads_to_nothing(site: Site, pages: Pages) -> None:
    lost = {path: found.status for path, found in site.items() if found.status not in {200, 302}}
    assert lost == {"/nulle-part/": 404}
    for path, root in pages.items():
        for link in links(root, path):
            if not link.startswith("/static/"):
                resolve(page_of(link))  # raises where no view answers


def test_every_link_to_a_place_in_a_page_finds_it(site: Site, pages: Pages) -> None:
    anchors = {path: set(root.xpath("//@id")) for path, root in pages.items()}
    lost = []
    for path, root in pages.items():
        for link in links(root, path):
            target, fragment = urldefrag(link)
            if fragment and fragment not in anchors.get(target, ()):
                lost.append((path, link))
    for path, found in site.items():
        target, fragment = urldefrag(found.headers.get("Location", ""))
        if fragment and fragment not in anchors.get(target, ()):
            lost.append((path, found.headers["Location"]))
    assert lost == []


def test_every_file_that_a_page_asks_for_exists(pages: Pages) -> None:
    for path, root in pages.items():
        for file in root.xpath("//link/@href | //@src"):
            if file.startswith("/static/"):
                assert finders.find(file.removeprefix("/static/")), f"{path}: {file}"


def test_no_two_pages_bear_the_same_title(pages: Pages) -> None:
    titles: dict[str, set[str]] = {}
    for path, root in pages.items():
        titles.setdefault(words(one(root, "//title")), set()).add(page_of(path))
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_every_title_says_what_comes_before_whose_site_it_is(pages: Pages) -> None:
    for path, root in pages.items():
        assert re.search(r"\S – \S", words(one(root, "//title"))), path
        assert "– –" not in words(one(root, "//title")), path


def test_every_page_is_said_to_be_in_french(site: Site) -> None:
    for path, found in site.items():
        if found.root is not None:
            assert found.root.get("lang") == "fr", path
            assert found.headers["Content-Type"] == "text/html; charset=utf-8"


def test_every_page_has_one_first_heading_and_jumps_no_level(site: Site) -> None:
    for path, found in site.items():
        if found.root is None:
            continue
        levels = [int(heading.tag[1]) for heading in found.root.xpath(HEADINGS)]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        assert not jumps, f"{path}: {levels}"
        assert all(all_words(found.root, HEADINGS)), path


def test_no_two_places_of_a_page_bear_the_same_anchor(site: Site) -> None:
    for path, found in site.items():
        if found.root is not None:
            anchors = found.root.xpath("//@id")
            twice = {anchor for anchor in anchors if anchors.count(anchor) > 1}
            assert not twice, f"{path}: {twice}"


def test_what_a_page_refers_to_by_anchor_is_there(pages: Pages) -> None:
    named = "//@aria-labelledby | //@aria-describedby | //label/@for"
    for path, root in pages.items():
        for anchors in root.xpath(named):
            for anchor in anchors.split():
                assert root.xpath("//*[@id=$anchor]", anchor=anchor), f"{path}: {anchor}"


def test_no_link_or_button_is_without_words(pages: Pages) -> None:
    for path, root in pages.items():
        for element in root.xpath("//a | //button"):
            assert words(element) or element.get("aria-label"), f"{path}: {element.attrib}"


def test_every_page_of_an_evaluation_shows_its_notice(pages: Pages) -> None:
    shown = {path: words(one(root, "//main")) for path, root in pages.items()}
    condensed = [path for path in shown if path.startswith(EVALUATION)]
    assert len(condensed) > 40
    for path, said in shown.items():
        if path.startswith("/plans/") and "/evaluations/" in path and not path.endswith(EMBEDDED):
            assert ("Texte condensé" if path in condensed else "Extrait.") in said, path


def test_no_page_shows_a_date_of_a_machine(pages: Pages) -> None:
    for path, root in pages.items():
        if FOR_SOFTWARE.search(path):
            continue
        said = " ".join(root.xpath("//body//text() | //@title | //@aria-label | //@content"))
        assert not re.search(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{2}/\d{2}/\d{4}\b", said), path


def test_no_page_shows_markup_or_what_a_template_could_not_say(pages: Pages) -> None:
    for path, root in pages.items():
        if FOR_SOFTWARE.search(path):
            continue
        said = words(one(root, "//body"))
        assert not re.search(r"</?[a-z]+>|&[a-z]+;|\{[{%]|\bNone\b|Assessment", said), path


def test_a_status_is_never_said_by_its_colour_alone(pages: Pages) -> None:
    labels = {"mise en œuvre", "partiellement mise en œuvre", "non mise en œuvre"}
    for path, root in pages.items():
        for status in root.xpath(by_class("status")):
            assert words(status).lower() in labels, path
        for tile in root.xpath(by_class("tile")):
            assert any(label in words(tile) for label in labels), path


def test_pages_are_the_same_for_all_and_may_be_kept_by_a_cache(site: Site) -> None:
    for path, found in site.items():
        assert not found.headers["Set-Cookie"], path
        assert "cookie" not in found.headers.get("Vary", "").lower(), path
        assert "csrfmiddlewaretoken" not in found.body, path
        sent = [(name, value) for name, value in found.headers.items() if value]
        kept = may_be_kept(str(found.status), sent)
        validates_itself = path.startswith("/api/v1/")
        assert kept == (found.status == 200 and not validates_itself), path


def test_a_page_with_its_styles_and_scripts_weighs_less_than_sixty_kilobytes(pages: Pages) -> None:
    @cache
    def weight(asked: str) -> int:
        return len(compress(Path(finders.find(asked)).read_bytes(), "br", QUICK))

    for path, root in pages.items():
        page = len(compress(html.tostring(root, encoding="utf-8"), "br", QUICK))
        asked = root.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //@src")
        files = [file.removeprefix("/static/") for file in asked if file.startswith("/static/")]
        assert page + sum(map(weight, files)) <= 60_000, path


def test_the_cache_knows_what_pages_ask_of_an_address(pages: Pages) -> None:
    for path, root in pages.items():
        asked = {urlsplit(link).query for link in links(root, path)}
        forms = root.xpath("//form[not(@method) or @method='get']//*[@name]/@name")
        asked |= {f"{name}=" for name in forms}
        unknown = {query for query in asked if known_query(query) is None}
        assert not unknown, f"{path} : ajoutez à PARAMETERS, tracker/page_cache.py : {unknown}"


def test_the_policy_of_every_page_allows_nothing_unsafe(site: Site) -> None:
    for path, found in site.items():
        policy = found.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert "nonce" not in policy
        assert (
            "frame-ancestors *" if path.endswith(EMBEDDED) else "frame-ancestors 'none'"
        ) in policy


def test_no_page_has_a_style_or_a_script_of_its_own(site: Site) -> None:
    inline = "//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]"
    for path, found in site.items():
        if found.root is not None:
            assert not found.root.xpath(inline), path
            assert not found.root.xpath("//@href[starts-with(., 'javascript:')]"), path


def test_no_page_asks_anything_of_another_site(pages: Pages) -> None:
    for path, root in pages.items():
        asked = root.xpath("//link[not(@rel) or contains(@rel, 'canonical')]/@href")
        asked = set(root.xpath("//link/@href | //@src | //form/@action")) - set(asked)
        assert not [address for address in asked if "//" in address], path


def test_reading_writes_nothing(site: Site) -> None:
    for path, found in site.items():
        assert all(sql.startswith("SELECT ") for sql in found.queries), path


def test_no_page_that_links_lead_to_says_anything_of_a_draft(site: Site) -> None:
    for path, found in site.items():
        said = found.body + str(found.headers)
        assert SECRET not in said.lower(), path
        assert "futur" not in path
        assert not re.search(r"evaluations/(2024|2028)/", said), path
