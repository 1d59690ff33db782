"""The accounts of the demonstration, refused in production, and that of the loader."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from measures.actions import accounts
from measures.models import Revision, User
from tests import factories

pytestmark = pytest.mark.django_db


def log_in(username: str) -> User | None:
    return authenticate(username=username, password=accounts.DEMONSTRATION_PASSWORD)


def test_the_demonstration_has_one_account_a_role_and_nobody_beyond_the_roles() -> None:
    created = accounts.create_demonstration_accounts()

    roles = {user.username: [group.name for group in user.groups.all()] for user in created}
    assert roles == {
        "redaction": ["Rédaction"],
        "rapporteur": ["Rapporteurs"],
        "admin": ["Administration"],
    }
    assert all(user.demonstration and log_in(user.username) == user for user in created)
    assert all(user.email.endswith("@example.org") for user in created)
    assert not any(user.is_superuser or user.is_staff for user in created)


def test_creating_the_demonstration_accounts_again_leaves_what_is_there() -> None:
    real = factories.user("admin")
    accounts.create_demonstration_accounts()

    assert accounts.create_demonstration_accounts() == []
    kept = User.objects.get(username="admin")
    assert (kept, kept.demonstration, kept.is_superuser) == (real, False, False)


def test_production_creates_no_demonstration_account(settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match="mot de passe public"):
        accounts.create_demonstration_accounts()

    assert not User.objects.exists()


def test_demonstration_accounts_once_removed_log_in_no_more_but_keep_their_names() -> None:
    signed = accounts.create_demonstration_accounts()
    factories.plan(measures=1, by=signed[0])

    assert accounts.remove_demonstration_accounts() == len(signed)

    assert accounts.remove_demonstration_accounts() == 0
    assert not User.objects.filter(is_active=True).exists()
    assert not User.objects.filter(is_superuser=True).exists()
    assert not any(log_in(user.username) for user in signed)
    assert {str(row.by) for row in Revision.objects.all()} == {"Camille Rédaction"}


def test_production_starts_only_without_demonstration_accounts(settings: Settings) -> None:
    accounts.create_demonstration_accounts()
    accounts.refuse_demonstration_accounts()  # any other mode lives with them
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured, match=r"admin.*remove_demonstration_accounts"):
        accounts.refuse_demonstration_accounts()

    accounts.remove_demonstration_accounts()
    accounts.refuse_demonstration_accounts()


def test_nobody_logs_in_with_the_account_of_the_loader() -> None:
    loader = accounts.loader_account()

    assert accounts.loader_account() == loader
    assert not loader.is_active
    assert not loader.has_usable_password()
    assert log_in(loader.username) is None
