"""What holds for every staff page in a real browser: accessible, and fit for a phone.

The pages come from the list of addresses itself: a new one is looked at without being named here.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from measures import rights
from measures.models import Evaluation, User
from tests import factories
from tests.browser.conftest import WIDTHS, findings, overflow
from tests.views.staff.test_access import ROUTES, address

TABLE = "<table><caption>{}</caption><tr><th>An</th></tr><tr><td>1</td></tr></table>"


@pytest.fixture
def everybody(site: str, context: BrowserContext, login: Callable) -> User:
    """Somebody who has every role, logged in."""
    user = factories.user("camille", first_name="Camille", last_name="Martin")
    user.set_password("une phrase que je retiens")
    user.save()
    user.groups.add(*Group.objects.filter(name__in=rights.ROLES))
    login(context, user)
    return user


@pytest.fixture
def draft(everybody: User) -> Evaluation:
    """A draft with texts of all kinds, of a plan that was evaluated before."""
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
        factories.assess(made, 1, state_actions=actions, observations=f"<p>{words}</p>{marked}")
    return made


@pytest.fixture
def paths(draft: Evaluation, everybody: User) -> list[str]:
    """The address of every page of staff; what is only sent or downloaded shows none."""
    client = Client()
    client.force_login(everybody, backend="django.contrib.auth.backends.ModelBackend")
    found = []
    for pattern in ROUTES.values():
        path = address(pattern, draft)
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found.append(path)
    assert len(found) > 50
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_staff_page_has_a_fault_that_axe_finds(
    scheme: str, paths: list[str], page: Page, site: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    faults = {}
    for path in paths:
        page.goto(site + path)
        if found := findings(page):
            faults[path] = found
    assert faults == {}


def test_no_staff_page_scrolls_sideways(paths: list[str], page: Page, site: str) -> None:
    wide = []
    for path in paths:
        page.goto(site + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if overflow(page) > 0:
                wide.append((path, width))
    assert wide == []


def test_the_login_is_accessible_and_fit_for_a_phone(page: Page, site: str) -> None:
    page.goto(f"{site}/redaction/connexion/")
    assert findings(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) <= 0
