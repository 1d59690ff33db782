"""What holds for every staff page in a real browser: accessible, and fit for a phone."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import BrowserContext, Page

from measures import rights
from tests import factories
from tests.browser.conftest import WIDTHS, findings, overflow

PAGES = [
    "/redaction/comptes/",
    "/redaction/comptes/inviter/",
    "/redaction/mon-compte/",
    "/redaction/mot-de-passe/",
    "/redaction/",
    "/redaction/plans/2019-2021/evaluations/2024/",
    "/redaction/plans/2019-2021/evaluations/2024/mesures/1/",
    "/redaction/plans/2019-2021/evaluations/2024/sections/introduction/",
    "/redaction/plans/2019-2021/evaluations/2024/apercu/",
    "/redaction/plans/2019-2021/evaluations/2024/apercu/mesures/1/",
    "/redaction/plans/2019-2021/evaluations/2024/apercu/mesures/1/citer/",
    "/redaction/plans/2019-2021/evaluations/2024/apercu/rapport/",
    "/redaction/plans/2019-2021/priorites/1/",
    "/redaction/plans/2019-2021/presentation/",
    "/redaction/plans/",
    "/redaction/plans/2019-2021/",
    "/redaction/plans/2019-2021/importer/",
    "/redaction/plans/2019-2021/mesures/1/",
    "/redaction/plans/2019-2021/nouvelle-evaluation/",
    "/redaction/destinataires/",
    "/redaction/plans/2019-2021/evaluations/2024/sections/",
    "/redaction/plans/2019-2021/evaluations/2024/sections/introduction/place/",
    "/redaction/plans/2019-2021/evaluations/2024/reglages/",
]


@pytest.fixture(autouse=True)
def everything(context: BrowserContext, login: Callable) -> None:
    """Somebody who has every role, and a draft with texts of all kinds."""
    user = factories.user("camille", first_name="Camille", last_name="Martin")
    user.groups.add(*rights_groups())
    plan = factories.plan("2019-2021", measures=4, priorities=2)
    factories.addressee("ecole", "École & université")
    draft = factories.evaluation(plan, "2024")
    factories.section(draft, "introduction", body="<h3>Un titre</h3><p>Un texte.</p>")
    marked = factories.recommendation("Former.", key="former", to="ecole")
    factories.assess(draft, 1, observations=f"<p>Vu{factories.note('Une note.')}.</p>{marked}")
    login(context, user)


def rights_groups() -> list[Group]:
    return list(Group.objects.filter(name__in=rights.ROLES))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_staff_page_has_no_fault_that_axe_finds(
    path: str, scheme: str, page: Page, site: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(site + path)
    assert findings(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_staff_page_never_scrolls_sideways(path: str, page: Page, site: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(site + path)
        assert overflow(page) <= 0, width
