"""Every page of the application, rendered once: what visitors and staff meet, errors included.

Public pages are found by following links, pages of staff in the list of addresses; each form is
also sent empty, to see the page that refuses it. Nothing has to be named here when a page is added.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import signature

from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils.module_loading import import_string

import tracker.urls
from measures import rights
from measures.models import Evaluation, User
from tests import factories
from tests.conftest import restore
from tests.once import Rows
from tests.report_2017 import EVALUATION
from tests.views import world
from tests.views.conftest import crawl
from tests.views.staff.test_access import OPEN, RIGHTS, ROUTES, address

BACKEND = "django.contrib.auth.backends.ModelBackend"
TABLE = "<table><caption>{}</caption><tr><th>An</th></tr><tr><td>1</td></tr></table>"

# A refused form has no address of its own: its page is served at the form's, under this prefix.
REFUSED = "/refus"

KEPT = ("Content-Type", "Content-Security-Policy")


@dataclass(frozen=True)
class Shown:
    """A page as the browser gets it: its HTML, and the headers that matter to what it shows."""

    headers: dict[str, str]
    body: bytes


Pages = dict[str, Shown]  # by path and query


def public_pages(rows_2014: Rows) -> Pages:
    """Return all that links lead a visitor to, each list filtered to nothing, and each error."""
    with transaction.atomic():
        restore(rows_2014)
        world.drafts(world.plan_evaluated_twice())
        found = crawl(
            [
                "/",
                f"{EVALUATION}mesures/?statut=non&priorite=1",
                f"{EVALUATION}mesures/?statut=perdu",
                f"{EVALUATION}recommandations/?classement=destinataire&statut=non",
                f"{EVALUATION}recommandations/?destinataire=perdu",
                "/recherche/?q=victimes",
                "/recherche/?q=introuvablement",
                f"/recherche/?q={'a' * 500}",
            ]
        )
        pages = {
            path: _kept(page.headers, page.body.encode())
            for path, page in found.items()
            if page.body
            and "tri=" not in path  # a redirection has none; nor is a sort another page
        }
        pages |= dict(_errors())
        transaction.set_rollback(True)
    return pages


def _kept(headers: Mapping[str, str], body: bytes) -> Shown:
    return Shown({name: headers[name] for name in KEPT if name in headers}, body)


def _errors() -> Iterator[tuple[str, Shown]]:
    """Yield the page of each error, by the status that it is sent with."""
    asked = RequestFactory().get("/")
    asked.user = factories.user()
    for name, handler in vars(tracker.urls).items():
        if name.startswith("handler"):
            answer = import_string(handler)
            takes_it = "exception" in signature(answer).parameters
            given = answer(asked, **({"exception": Exception()} if takes_it else {}))
            yield f"/erreurs/{given.status_code}/", _kept(given.headers, given.content)


def staff_pages() -> Pages:
    """Return the pages of everybody who has an account, and of those who enter."""
    with transaction.atomic():
        user = _everybody()
        draft = _draft()
        pages = dict(_read(user, draft)) | dict(_refused(user, draft))
        transaction.set_rollback(True)
    return pages


def _everybody() -> User:
    """Return somebody who has every role."""
    user = factories.user("camille", first_name="Camille", last_name="Martin")
    user.set_password("une phrase que je retiens")
    user.save()
    user.groups.add(*Group.objects.filter(name__in=rights.ROLES))
    return user


def _draft() -> Evaluation:
    """Return a draft with texts of all kinds, of a plan that was evaluated before."""
    plan = factories.plan("2019-2021", measures=4, priorities=2)
    factories.addressee("ecole", "École & université")
    factories.addressee("gouvernement")
    factories.publish(factories.evaluation(plan, "2022"))
    made = factories.evaluation(plan, "2024")
    body = f"<h3>Un titre</h3><p>Un texte{factories.note('Une note.')}.</p>"
    factories.section(made, "introduction", body=body + TABLE.format("Les lois"))
    marked = factories.recommendation("Former.", key="former", to="ecole")
    for words in ("Avant.", "Après."):
        actions = body + TABLE.format("Titres")
        factories.assess(
            made,
            1,
            plain_summary=f"<p>{words}</p>",
            state_actions=actions,
            observations=f"<p>{words}</p>{marked}",
        )
    return made


def _client(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def _page(answer: HttpResponse) -> Shown | None:
    """Return the page of an answer; nothing where it is a file or leads elsewhere."""
    html = answer.get("Content-Type", "").startswith("text/html")
    if not html or answer.streaming or not answer.content:
        return None
    return _kept(answer.headers, answer.content)


def _read(user: User, draft: Evaluation) -> Iterator[tuple[str, Shown]]:
    """Yield every page that staff can open; as a stranger where those who are known are sent on."""
    known, stranger = _client(user), _client(None)
    for pattern in ROUTES.values():
        path = address(pattern, draft)
        if page := _page(known.get(path)) or _page(stranger.get(path)):
            yield path, page


def _refused(user: User, draft: Evaluation) -> Iterator[tuple[str, Shown]]:
    """Yield the page that answers each form sent empty, and those sent without a session."""
    for pattern in ROUTES.values():
        path = address(pattern, draft)
        who = None if RIGHTS[pattern.name] == OPEN else user
        with transaction.atomic():
            if page := _page(_client(who).post(path)):
                yield f"{REFUSED}{path}", page
            transaction.set_rollback(True)
    text = address(ROUTES["staff_assessment"], draft)
    for path, typed in ((text, {"observations": "<p>Un texte.</p>"}), (text, {"password": "x"})):
        name = "/".join(typed)
        yield f"/erreurs/session/{name}/", _page(_client(None).post(path, typed))


def name_of(path: str) -> str:
    """Return the name of the address that a page answers."""
    return resolve(path.removeprefix(REFUSED).partition("?")[0]).url_name
