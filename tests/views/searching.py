"""How a test asks the search, and reads its page."""

from urllib.parse import quote, urldefrag

from lxml.html import HtmlElement

from tests.views.reader import all_words, by_class, one, read, words

SEARCH = "/recherche/"


def results(asked: str, more: str = "") -> HtmlElement:
    return read(f"{SEARCH}?q={quote(asked)}{more}")


def titles(root: HtmlElement) -> list[str]:
    return all_words(root, by_class("result-title"))


def said(root: HtmlElement) -> str:
    return words(one(root, "//*[@role='status']"))


def hits(root: HtmlElement) -> list[tuple[str, str]]:
    """Return what each passage is called, and its words."""
    return [
        (words(one(hit, "a")), words(one(hit, "p"))) for hit in root.xpath(by_class("hits") + "/li")
    ]


def block_at(link: str) -> HtmlElement:
    """Return what stands at the anchor of a link, on the page that it leads to."""
    path, anchor = urldefrag(link)
    return one(read(path), f"//*[@id='{anchor}']")
