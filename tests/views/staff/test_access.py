"""Who is let in where: every address of staff × everybody × reading and writing.

The addresses come from the list of addresses itself; the rights are written here once more, so
that a decorator changed or forgotten is seen.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, reverse

from measures import rights
from measures.models import Evaluation, Revision
from measures.rights import ACCOUNTS, EXPORT, PLANS, PROOFREAD, PUBLISH, READ, UNPUBLISH, WRITE
from measures.urls import urlpatterns
from measures.urls.staff import preview_urls
from tests import factories, once

OPEN = "sans compte"  # where one proves who one is
OWN = "tout compte"  # about one's own account

# The right that an address asks for; a set where one of several does; two of these where
# writing asks for another than reading.
Right = str | set[str]
RIGHTS: dict[str, Right | tuple[Right, Right]] = {
    "account_login": OPEN,
    "mfa_authenticate": OPEN,
    "account_inactive": OPEN,
    "account_logout": OPEN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_change_password": OWN,
    "account_reauthenticate": OWN,
    "mfa_index": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": OWN,
    "mfa_reauthenticate": OWN,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": OWN,
    "staff_accept": OPEN,
    "staff_accounts": ACCOUNTS,
    "staff_invite": ACCOUNTS,
    "staff_account": ACCOUNTS,
    "staff_disable": ACCOUNTS,
    "staff_enable": ACCOUNTS,
    "staff_invite_again": ACCOUNTS,
    "staff_remove_second_factor": ACCOUNTS,
    "desk": READ,
    "staff_evaluation": READ,
    "staff_assign": PROOFREAD,
    "staff_presence": READ,
    "staff_assessment": WRITE,
    "staff_section": WRITE,
    "staff_priority": PLANS,
    "staff_plan_texts": PLANS,
    "staff_plans": PLANS,
    "staff_new_plan": PLANS,
    "staff_plan": PLANS,
    "staff_plan_identity": PLANS,
    "staff_plan_move": PLANS,
    "staff_new_priority": PLANS,
    "staff_priority_title": PLANS,
    "staff_new_measure": PLANS,
    "staff_measure": PLANS,
    "staff_import": PLANS,
    "staff_new_evaluation": {PLANS, PUBLISH},
    "staff_addressees": {PLANS, WRITE},
    "staff_addressee": {PLANS, WRITE},
    "staff_evaluation_settings": PUBLISH,
    "staff_sections": WRITE,
    "staff_new_section": WRITE,
    "staff_section_place": WRITE,
    "staff_assessment_history": READ,
    "staff_assessment_revision": READ,
    "staff_assessment_restore": WRITE,
    "staff_section_history": READ,
    "staff_section_revision": READ,
    "staff_section_restore": WRITE,
    "staff_priority_history": READ,
    "staff_priority_revision": READ,
    "staff_priority_restore": PLANS,
    "staff_plan_history": READ,
    "staff_plan_revision": READ,
    "staff_plan_restore": PLANS,
    "staff_evaluation_history": READ,
    "staff_evaluation_revision": READ,
    "staff_journal": READ,
    "staff_journal_revision": READ,
    "staff_proofs": EXPORT,
    "staff_proof": EXPORT,
    "staff_proof_file": EXPORT,
    "staff_publication": (READ, PUBLISH),
    "staff_rectify": PUBLISH,
    "staff_unpublish": UNPUBLISH,
    "staff_withdrawn_report": READ,
    "staff_discard": {PUBLISH, UNPUBLISH},
}
RIGHTS |= {pattern.name: READ for pattern in preview_urls} | {
    "preview_report_pdf": EXPORT,
}
# A first edition rectifies none, nothing was evaluated before it, and nothing was withdrawn.
NOTHING_THERE = {
    "preview_rectification",
    "preview_evolutions",
    "preview_evolution",
    "staff_withdrawn_report",
}

# What each role may do, in the words of the specification.
ROLES = {
    "Rédaction": {READ, WRITE},
    "Rapporteurs": {READ, WRITE, PROOFREAD, EXPORT, PUBLISH},
    "Administration": {READ, UNPUBLISH, PLANS, ACCOUNTS},
}

ROUTES = {pattern.name: pattern for pattern in urlpatterns if "redaction/" in str(pattern.pattern)}
CLOSED = [name for name in ROUTES if RIGHTS.get(name) != OPEN]
GUARDED = [name for name in CLOSED if RIGHTS.get(name) != OWN]
METHODS = ("GET", "POST")
LOGIN = "/redaction/connexion/"


@once.fixture
def draft() -> Evaluation:
    """An evaluation in preparation, in which each text has a history, and somebody of each role."""
    made = factories.evaluation(factories.plan(measures=1), "2024")
    factories.addressee("ecole", "École")
    marked = factories.recommendation("Former.", key="former", to="ecole")
    factories.assess(made, 1, observations=marked)
    factories.section(made, "introduction")
    factories.addressee("gouvernement")
    for role in ROLES:
        user = factories.user(f"acces-{role}", role=role)
        user.set_password("une phrase que je retiens")
        user.save()
    return made


def address(pattern: URLPattern, draft: Evaluation) -> str:
    """Return an address of this form, where there is something."""
    samples: dict[str, object] = {
        "plan": draft.plan.slug,
        "evaluation": draft.slug,
        "number": 1,
        "section": "introduction",
        "addressee": "gouvernement",
        "uidb36": "1",
        "key": "former" if "recommandations/" in str(pattern.pattern) else "fausse-cle",
        "table": "mesures",
        "extension": "csv",
        "proof": 1,
        "document": 1,
        "revision": _revision(pattern.default_args.get("noun", "evaluation"), draft),
    }
    if "comptes/" in str(pattern.pattern):
        samples["number"] = factories.user("collegue").pk
    taken = pattern.pattern.regex.groupindex.keys()
    unknown = taken - samples.keys()
    assert not unknown, (
        f"« {pattern.name} » prend {sorted(unknown)} : donnez-en un exemple dans "
        f"`address`, tests/views/staff/test_access.py."
    )
    return reverse(pattern.name, kwargs={name: samples[name] for name in taken})


def _revision(noun: str, draft: Evaluation) -> int:
    row = {
        "assessment": draft.assessments.first(),
        "section": draft.sections.first(),
        "priority": draft.plan.priorities.first(),
        "plan": draft.plan,
        "evaluation": draft,
    }[noun]
    kind = ContentType.objects.get_for_model(row)
    return Revision.objects.filter(content_type=kind, object_id=row.pk).earliest("pk").pk


def asked(name: str, method: str) -> set[str]:
    """Return the rights, any of which opens an address to a method."""
    found = RIGHTS[name]
    if isinstance(found, tuple):
        found = found[METHODS.index(method)]
    return {found} if isinstance(found, str) else found


def entered(role: str) -> Client:
    """Return the client of somebody of this role."""
    client = Client()
    user = factories.user(f"acces-{role}")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_table_names_every_address_of_staff_and_nothing_else() -> None:
    missing, gone = ROUTES.keys() - RIGHTS.keys(), RIGHTS.keys() - ROUTES.keys()

    assert not missing, (
        f"Dites dans RIGHTS, tests/views/staff/test_access.py, le droit que demandent "
        f"{sorted(missing)}."
    )
    assert not gone, f"Ces adresses n’existent plus, retirez-les de RIGHTS : {sorted(gone)}."


def test_each_name_leads_to_one_address() -> None:
    names = [pattern.name for pattern in urlpatterns if "redaction/" in str(pattern.pattern)]

    assert len(names) == len(set(names))
    assert all(names)


def test_the_roles_have_the_rights_of_the_specification() -> None:
    assert rights.ROLES == ROLES


@pytest.mark.parametrize("name", CLOSED)
def test_without_an_account_one_is_led_to_the_login(name: str, draft: Evaluation) -> None:
    path = address(ROUTES[name], draft)

    read = Client().get(path)
    written = Client().post(path)

    assert (read.status_code, read["Location"]) == (302, f"{LOGIN}?next={path}")
    assert written.status_code == 401  # and what was typed is given back
    assert LOGIN in written.content.decode()


@pytest.mark.parametrize("name", GUARDED)
def test_an_address_opens_to_its_right_and_to_no_other(name: str, draft: Evaluation) -> None:
    path = address(ROUTES[name], draft)
    answers = {
        (role, method): entered(role).generic(method, path).status_code
        for role in ROLES
        for method in METHODS
    }

    refused = {method for method in METHODS if answers["Rédaction", method] == 405}
    assert refused != set(METHODS), f"{name} ne répond ni à GET ni à POST"
    for (role, method), status in answers.items():
        if method in refused:
            assert status == 405, (role, method, status)
        elif asked(name, method) & ROLES[role]:
            there = {404} if name in NOTHING_THERE else {200, 302, 400, 409, 422}
            assert status in there, (role, method, status)
        else:
            assert status == 403, (role, method, status)


@pytest.mark.parametrize("name", GUARDED)
def test_whoever_has_no_role_any_more_is_let_in_nowhere(name: str, draft: Evaluation) -> None:
    client = entered("Rédaction")
    factories.user("acces-Rédaction").groups.clear()

    for method in METHODS:
        status = client.generic(method, address(ROUTES[name], draft)).status_code
        assert status in {403, 405}, (method, status)


@pytest.mark.parametrize("name", [name for name in ROUTES if RIGHTS.get(name) == OPEN])
def test_the_entrance_is_open(name: str, draft: Evaluation) -> None:
    path = address(ROUTES[name], draft)

    for method in METHODS:
        answer = Client().generic(method, path)
        assert answer.status_code in {200, 302, 405, 410}, (method, answer.status_code)
        assert "next=" not in answer.get("Location", "")


@pytest.mark.parametrize("name", [name for name in ROUTES if RIGHTS.get(name) == OWN])
def test_one_s_own_account_is_there_whatever_one_s_role(name: str, draft: Evaluation) -> None:
    path = address(ROUTES[name], draft)

    for method in METHODS:
        statuses = {entered(role).generic(method, path).status_code for role in ROLES}
        assert len(statuses) == 1, (method, statuses)
        assert not statuses & {401, 500}, (method, statuses)
