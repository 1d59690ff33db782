"""Accounts that the software itself needs: those of the demonstration, and of the loader."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from measures import rights
from measures.models import User
from measures.models.user import LOADER

DEMONSTRATION_PASSWORD = "demo"  # noqa: S105 - public by design, refused in production
DEMONSTRATION_ACCOUNTS = {
    "redaction": ("Camille", "Rédaction", rights.WRITERS),
    "rapporteur": ("Dominique", "Rapporteur", rights.RAPPORTEURS),
    "admin": ("Alix", "Administration", rights.ADMINISTRATORS),
}


@transaction.atomic
def create_demonstration_accounts() -> list[User]:
    """Create the accounts of the demonstration that do not exist yet, and return those.

    Raises `ImproperlyConfigured` in production.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured(
            "Les comptes de démonstration ont un mot de passe public : ils ne se créent pas en "
            "production."
        )
    created = []
    for username, (first_name, last_name, role) in DEMONSTRATION_ACCOUNTS.items():
        if User.objects.filter(username=username).exists():
            continue
        user = User(
            username=username,
            first_name=first_name,
            last_name=last_name,
            email=f"{username}@example.org",
            demonstration=True,
        )
        user.set_password(DEMONSTRATION_PASSWORD)
        user.save()
        user.groups.set([Group.objects.get(name=role)])
        created.append(user)
    return created


@transaction.atomic
def remove_demonstration_accounts() -> int:
    """Close the demonstration accounts for good; what they signed keeps their name."""
    users = User.objects.filter(demonstration=True)
    for user in users:
        user.demonstration = user.is_active = user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
    return len(users)


def note_login(user: User) -> None:
    """Keep when somebody came last, before Django notes that they are here now."""
    user.previous_login = user.last_login
    user.save(update_fields=["previous_login"])


def loader_account() -> User:
    """Return the account that loaded content is signed with; nobody can log in with it."""
    user, created = User.objects.get_or_create(
        username=LOADER, defaults={"last_name": "Chargement du plan", "is_active": False}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def refuse_demonstration_accounts() -> None:
    """Refuse to serve a production that holds an account with a public password.

    Raises `ImproperlyConfigured`; a database out of reach raises too, for it might hold some.
    """
    if not settings.PRODUCTION:
        return
    if User._meta.db_table not in connection.introspection.table_names():
        return  # not migrated yet: there is nobody to log in as
    accounts = User.objects.filter(demonstration=True).order_by("username")
    present = list(accounts.values_list("username", flat=True))
    if present:
        raise ImproperlyConfigured(
            f"Cette base contient des comptes de démonstration ({', '.join(present)}), dont le "
            f"mot de passe est public. Partez d’une base neuve, ou fermez-les : "
            f"python manage.py remove_demonstration_accounts"
        )
