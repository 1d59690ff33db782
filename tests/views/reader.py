"""How a test reads a page: fetched by an anonymous client, parsed, words with plain spaces."""

import re
from urllib.parse import urldefrag, urljoin

from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.html import HtmlElement

HEADINGS = "//h1|//h2|//h3|//h4|//h5|//h6"


def visitor() -> Client:
    """Return a client without session or any other cookie."""
    return Client()


def fetch(path: str, *, status: int = 200) -> HttpResponse:
    """Return what a visitor without a session gets at an address."""
    response = visitor().get(path)
    assert response.status_code == status, f"{path}: {response.status_code}, not {status}"
    return response


def read(path: str, *, status: int = 200) -> HtmlElement:
    """Return the page at an address as a tree."""
    return html.document_fromstring(fetch(path, status=status).content.decode())


def words(element: HtmlElement) -> str:
    """Return the words of an element, whatever spaces French typography puts between them."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def all_words(root: HtmlElement, xpath: str) -> list[str]:
    """Return the words of each element found, in order."""
    return [words(element) for element in root.xpath(xpath)]


def one(root: HtmlElement, xpath: str) -> HtmlElement:
    """Return the only element found."""
    found = root.xpath(xpath)
    assert len(found) == 1, f"{len(found)} elements at {xpath}"
    return found[0]


def by_class(name: str) -> str:
    """Return the XPath of the elements of a class, below any other."""
    return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def links(root: HtmlElement, path: str) -> list[str]:
    """Return the internal links of the page at `path`, absolute, with their fragments."""
    found = (urljoin(path, href) for href in root.xpath(".//a/@href | .//link/@href | .//img/@src"))
    return [href for href in found if href.startswith("/")]


def page_of(link: str) -> str:
    """Return the path of a link, without query and fragment."""
    return urldefrag(link).url.partition("?")[0]
