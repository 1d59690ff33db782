"""Whatever a form of staff changes in a public page raises the version that caches go by.

Every page of staff is opened, and each of its forms is sent with each of its buttons, first with
other words in it, then with other choices: a page that is added is tried like the others.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from lxml import html
from lxml.html import FormElement, HtmlElement

from measures.actions import plans, published
from measures.models import Evaluation, PublicChange, kept
from tests import factories
from tests.views.staff.test_access import ROUTES, address

PLAN = "2019-2021"
IN_FORCE = f"/plans/{PLAN}/evaluations/2022/"
READ_ONLY = ("account_", "mfa_", "preview_")  # one's own account, and public pages
BESIDES = [  # what the site map for robots does not list
    "/sitemap.xml",
    "/flux.atom",
    "/recherche/?q=mesure",
    f"{IN_FORCE}donnees/mesures.csv",
    f"{IN_FORCE}donnees/recommandations.csv",
    f"{IN_FORCE}statuts.svg",
    f"{IN_FORCE}mesures/1/citer/",
]
TYPED = {  # by name of the field
    "text": "I\t21\tTitre de la mesure 21\tMesure 21",
    "start_year": "2031",
    "end_year": "2033",
    "number": "31",
    "reponse_+_to": "gouvernement",
}
_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "measures_(?!user|revision|presence)')

# What changes public pages, and what only changes drafts: each was sent, and did so.
SEEN = {
    "staff_addressee",
    "staff_import",
    "staff_measure",
    "staff_new_measure",
    "staff_new_plan",
    "staff_new_priority",
    "staff_plan_identity",
    "staff_plan_move",
    "staff_plan_restore",
    "staff_plan_texts",
    "staff_priority",
    "staff_priority_title",
    "staff_publication",
    "staff_unpublish",
}
UNSEEN = {
    "staff_assessment",
    "staff_assign",
    "staff_evaluation_settings",
    "staff_new_evaluation",
    "staff_new_section",
    "staff_rectify",
    "staff_section",
    "staff_section_place",
    "staff_sections",
}


@dataclass(frozen=True)
class Deed:
    """A form that is sent: where, and what it holds."""

    path: str
    data: dict[str, list[str]]

    @property
    def name(self) -> str:
        return resolve(self.path.partition("?")[0]).url_name


@dataclass(frozen=True)
class Outcome:
    """What came of it: rows of the content written, version raised, public pages changed."""

    wrote: bool
    raised: bool
    seen: bool


@pytest.fixture
def evaluations(db: None) -> list[Evaluation]:
    """Evaluations in every state: published, being rectified, in preparation, hardly begun."""
    marked = factories.recommendation("Former.", key="former", to=factories.addressee().slug)
    plan = factories.plan(PLAN, measures=1)
    made = [factories.evaluation(plan, slug) for slug in ("2021", "2022", "2024")]
    for evaluation in made:
        factories.assess(evaluation, 1, observations=f"<p>Une observation.</p>{marked}")
        factories.section(evaluation, "introduction")
    for row in made[:2]:
        factories.publish(row)
    factories.section(made[2], "normes", order=2)
    by = factories.user()
    made[0] = published.rectify(made[0], reason="Une erreur.", by=by)
    ahead = factories.plan("2027-2029", measures=3, priorities=2)
    texts = {name: getattr(ahead, name) for name in plans.PLAN_FIELDS}
    texts |= {"title": "Titre corrigé", "expected_version": ahead.version}
    plans.save_plan(ahead, **texts, by=by)  # its first version may be brought back
    made.append(factories.evaluation(ahead, "2028"))
    factories.assess(made[-1], 1)
    factories.section(made[-1], "introduction")
    return made


@pytest.fixture
def client(db: None) -> Client:
    """Somebody of every role, so that every form is there."""
    user = factories.user("alix")
    user.groups.set(Group.objects.all())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def deeds(client: Client, evaluations: list[Evaluation]) -> list[Deed]:
    found: dict[str, Deed] = {}
    for pattern in ROUTES.values():
        if not pattern.name.startswith(READ_ONLY):
            for path in dict.fromkeys(address(pattern, row) for row in evaluations):
                for deed in forms_of(client.get(path), path):
                    found.setdefault(str(deed), deed)
    return [deed for deed in found.values() if not deed.name.startswith(READ_ONLY)]


def forms_of(page: HttpResponse, path: str) -> Iterator[Deed]:
    """Yield each way to send each form of a page: other words, then other choices."""
    if not page.get("Content-Type", "").startswith("text/html") or not page.content:
        return
    for form in html.document_fromstring(page.content.decode()).forms:
        if form.get("method", "").lower() == "post":
            action = (form.get("action") or path).partition("#")[0]
            yield from (Deed(action, data) for data in _filled(form, path))


def _filled(form: FormElement, path: str) -> Iterator[dict[str, list[str]]]:
    outside = f"//*[@form='{form.get('id')}']"
    fields = [*form.xpath(".//input | .//textarea | .//select"), *form.xpath(outside)]
    buttons = [*form.xpath(".//button"), *form.xpath(f"//button[@form='{form.get('id')}']")]
    for button, other_words in product(buttons or [None], (True, False)):
        data: dict[str, list[str]] = {}
        for field in fields:
            name = field.get("name")
            if name == "confirmation":
                data[name] = path.split("/evaluations/")[1].split("/")[:1]
            elif name and name != "csrfmiddlewaretoken" and field.tag != "button":
                data.setdefault(name, []).extend(_values(field, other_words))
        if button is not None and button.get("name"):
            data[button.get("name")] = [button.get("value", "")]
        yield data


def _values(field: HtmlElement, other_words: bool) -> list[str]:
    words, typed = field.get("value", ""), TYPED.get(field.get("name", ""))
    if field.tag == "textarea":
        words = (field.text or "").lstrip("\n")
        return [typed or words + "<p>Encore.</p>" if other_words else words]
    if field.tag == "select":
        options = [option.get("value", "") for option in field.xpath(".//option")]
        chosen = [option.get("value", "") for option in field.xpath(".//option[@selected]")]
        chosen = [typed] if typed else chosen or options[:1]
        return chosen if other_words else options[-1:]
    match field.get("type", "text"):
        case "file" | "submit":
            return []
        case "radio":
            return [words] if (field.get("checked") is not None) == other_words else []
        case "date":
            return [words or "2025-06-01"]
        case "text" if other_words and not words.isdecimal():
            return [typed or f"{words} bis"]
        case "text" | "number":
            return [words or typed or "Autre"]
    return [words or "on"]


def public_pages() -> Iterator[tuple[str, bytes]]:
    """Yield every page of the site map for robots, and some more, as a visitor gets them.

    Those of the data weigh every spreadsheet, which takes long; one file stands for them.
    """
    for cache in caches.all():
        cache.clear()
    kept.forget()  # a version that is undone is borne by another content next
    visitor = Client()
    site = visitor.get("/sitemap.xml").content.decode()
    found = re.findall(r"<loc>https?://[^/]+(/[^<]*)(?<!/donnees/)</loc>", site)
    for path in [*BESIDES, *found]:
        yield path, visitor.get(path).content


def outcome(deed: Deed, client: Client, before: dict[str, bytes], *, known: bool) -> Outcome:
    """Send a form, and once more where it asks to confirm; look at what changed, and undo it.

    Where it is known that such a form is seen, a version raised is enough.
    """
    writes: list[str] = []

    def watch(execute: Callable, sql: str, *rest: object) -> object:
        writes.extend(_WRITES.findall(sql))
        return execute(sql, *rest)

    with transaction.atomic():
        version = PublicChange.objects.version()
        with connection.execute_wrapper(watch):
            answer = client.post(deed.path, deed.data)
            if answer.status_code == 200:
                for again in forms_of(answer, deed.path):
                    if again.path == deed.path:
                        client.post(again.path, deed.data | again.data)
        raised = PublicChange.objects.version() > version
        seen = (known and raised) or (
            bool(writes) and any(before.get(path) != page for path, page in public_pages())
        )
        transaction.set_rollback(True)
    return Outcome(bool(writes), raised, seen)


def test_whatever_changes_a_public_page_raises_the_version(
    client: Client, evaluations: list[Evaluation]
) -> None:
    before = dict(public_pages())
    assert len(before) > 20
    seen, unseen = set(), set()
    for deed in deeds(client, evaluations):
        found = outcome(deed, client, before, known=deed.name in seen)
        assert found.raised or not found.seen, f"{deed} : une page publique a changé"
        if found.seen:
            seen.add(deed.name)
        elif found.wrote and not found.raised:
            unseen.add(deed.name)
    assert seen >= SEEN
    assert unseen >= UNSEEN
