"""Hostile texts in every field of every form that staff are shown: kept harmless, or refused.

The forms are those of the pages themselves: a new form, or a new field, is filled in here too.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urljoin

from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.html import FormElement

from measures.models import Evaluation, Revision
from tests import factories, once
from tests.hostile import LINES, MARK, TEXTS, runs
from tests.views.reader import words
from tests.views.staff.test_access import ROUTES, address

LOGIN = "/redaction/connexion/"
DRAFT = "/redaction/plans/2019-2021/evaluations/2024/"
LONG = "<" * 1_000_000  # more than any field takes, less than a request may hold
HOSTILE = LINES | {
    "NUL": "un\x00deux",
    "too long": LONG,
    "blank": " \u200b\u00a0\x01",
    "number": "9" * 5_000,
    "digits": "١٢",
    "list": '["a"]',
    "markup that is kept": TEXTS["address in pieces"],
    "note": factories.note(LINES["markup"]),
}
# As much of it as the shortest field takes: tried in each.
SHORT = f"=<script>{MARK}()</script>\x02{{{{ 7|add:7 }}}}%(x)s'\"><i onclick={MARK}()>"
# What the other fields hold where they are shown empty, so that one alone is refused.
FILLED = {
    "title": "Un titre",
    "short_title": "Court",
    "name": "Un nom",
    "slug": "autre",
    "start_year": "2030",
    "end_year": "2032",
    "number": "77",
    "priority": "1",
    "place": "1",
    "reason": "Un motif.",
    "confirmation": "2022",
    "first_name": "Noé",
    "last_name": "Blanc",
    "email": "noe@example.org",
    "role": "Rédaction",
    "oldpassword": "une phrase que je retiens",
    "password1": "une tout autre phrase",
    "password2": "une tout autre phrase",
    "adopted_on": "2024-06-01",
    "statement": "adoptée",
}
ENGLISH = re.compile(r"\b(Ensure|This field|Enter a|Select a|is not valid|required)\b")
ADVICE = "//*[@role='alert'] | //*[contains(@class, 'errors') or contains(@class, 'message')]"
_UNTYPED = "contains('submit checkbox file', @type)"
TYPED = f".//*[self::textarea or self::select or self::input[not({_UNTYPED})]]"


@once.fixture
def draft() -> Evaluation:
    """An evaluation in preparation with a history, beside a published one of the same plan."""
    plan = factories.plan(measures=1)
    factories.addressee("gouvernement")
    former = factories.evaluation(plan, "2022")
    marked = factories.recommendation("Former.", key="former", to="gouvernement")
    factories.assess(former, 1, observations=marked)
    factories.publish(former)
    made = factories.evaluation(plan, "2024")
    factories.assess(made, 1, observations=marked)
    factories.section(made, "introduction")
    factories.plan("2027-2029", measures=0)
    everybody = factories.user("toute-la-maison")
    everybody.groups.set(Group.objects.all())
    everybody.set_password("une phrase que je retiens")
    everybody.save()
    return made


@dataclass(frozen=True)
class Form:
    """A form as a page shows it."""

    page: str
    action: str
    values: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]


def client() -> Client:
    made = Client()
    user = factories.user("toute-la-maison")
    made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def forms(draft: Evaluation) -> Iterator[Form]:
    """Yield each form of the pages of staff once."""
    names = [name for name in ROUTES if not name.startswith("preview_")]
    pages = [address(ROUTES[name], draft) for name in names]
    former = Evaluation.objects.get(slug="2022")
    pages += [address(ROUTES[name], former) for name in names if "publication" in name]
    pages.append("/redaction/plans/2027-2029/importer/")  # a list is added before any evaluation
    known = set()
    for page in [LOGIN, *pages]:
        reader = client() if page in pages else Client()
        with transaction.atomic():
            answer = reader.get(page)
            transaction.set_rollback(True)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        root = html.document_fromstring(answer.content.decode())
        for found in root.forms:
            form = _form(page, found)
            if found.method == "POST" and (form.action, form.fields) not in known:
                known.add((form.action, form.fields))
                yield form


def _form(page: str, found: FormElement) -> Form:
    names = found.xpath(f"{TYPED}/@name")
    fields = tuple(dict.fromkeys(name for name in names if name != "csrfmiddlewaretoken"))
    values = tuple((name, value) for name, value in found.form_values() if value is not None)
    return Form(page, urljoin(page, found.action or page), values, fields)


def sent(form: Form, field: str, text: str) -> dict[str, str]:
    """Return what a form sends with a text in a field, the others filled in."""
    filled = {name: value or FILLED.get(name, "") for name, value in form.values}
    missing = {name: FILLED.get(name, "") for name in form.fields if name not in filled}
    return missing | filled | {field: text}


def wrong(answer: HttpResponse, written: str) -> Iterator[str]:
    """Yield what is wrong with an answer."""
    if answer.status_code >= 500 or answer.status_code in {403, 404}:
        yield f"answers {answer.status_code}"
    if answer.status_code >= 400 and answer.status_code != 409 and written:
        yield "is refused, and writes"
    if "\\x02" in written:
        yield "writes what no XML may hold"
    if not answer.content or not answer["Content-Type"].startswith("text/html"):
        return
    root = html.document_fromstring(answer.content.decode().replace("\x00", ""))
    yield from (f"runs {each}" for each in runs(root))
    if root.get("lang") != "fr":
        yield "is no page in French"
    if answer.status_code >= 400:
        said = " ".join(map(words, root.xpath(ADVICE)))
        if not said and answer.status_code != 429:
            yield "says nothing"
        if ENGLISH.search(said):
            yield f"says {said}"


def test_whatever_is_sent_in_a_field_is_kept_harmless_or_refused(draft: Evaluation) -> None:
    texts, faults, statuses = cycle(HOSTILE.items()), [], Counter()
    for form in forms(draft):
        sender = Client() if form.page == LOGIN else client()
        tried = [(field, "short", SHORT) for field in form.fields]
        tried += [(field, *next(texts)) for field in form.fields[::2] if form.page != LOGIN]
        for field, name, text in tried:
            with transaction.atomic():
                answers, written = ask(sender, form, sent(form, field, text))
                transaction.set_rollback(True)
            statuses[answers[0].status_code] += 1
            found = [fault for answer in answers for fault in wrong(answer, written)]
            faults += [f"{form.action}: « {name} » in {field} {fault}" for fault in found]
    assert faults == []
    assert statuses[302] > 50
    assert statuses[422] > 50


def ask(client: Client, form: Form, values: dict[str, str]) -> tuple[list[HttpResponse], str]:
    """Send a form, and read the pages after it; return the answers, and what was written."""
    last = Revision.objects.latest("pk").pk
    answers = [client.post(form.action, values)]
    written = Revision.objects.filter(pk__gt=last)
    if answers[0].status_code == 302:
        answers.append(client.get(answers[0]["Location"]))
        if written and DRAFT in form.action:
            answers.append(client.get(f"{DRAFT}apercu/rapport/"))
    return answers, "".join(f"{each.message} {each.content}" for each in written)
