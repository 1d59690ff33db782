"""Accounts: changed, closed and opened again by the administration; those the software needs."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from measures import rights
from measures.actions import safety
from measures.actions.refusals import LastAdministrator, OwnAccount
from measures.actions.saving import record
from measures.models import Revision, User
from measures.models.user import LOADER
from measures.rich_text import readable

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


def in_history(user: User, *, by: User, message: str) -> Revision:
    """Record what an account is after a change; never its password."""
    content = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "role": role_of(user),
        "is_active": user.is_active,
    }
    revision = record(user, content=content, by=by, message=message)
    safety.say_of_account(revision)
    return revision


def role_of(user: User) -> str:
    """Return the role of an account; nothing if it has none."""
    held = {group.name for group in user.groups.all()}
    return next((role for role in rights.ROLES if role in held), "")


@transaction.atomic
def change(user: User, *, first_name: str, last_name: str, role: str, by: User) -> bool:
    """Give an account another name or role; tell whether anything changed.

    Raises `OwnAccount` and `LastAdministrator`.
    """
    administrators = _hold_administrators()
    user.refresh_from_db()
    first_name, last_name = readable(first_name), readable(last_name)
    before = (user.first_name, user.last_name, role_of(user))
    if before == (first_name, last_name, role):
        return False
    if role != before[2] and before[2] == rights.ADMINISTRATORS:
        _refuse_to_lose(user, administrators, by=by)
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    said = "Nom changé"
    if role != before[2]:
        user.groups.set([Group.objects.get(name=role)])
        said = f"Rôle changé : {before[2] or 'aucun'} → {role}"
    in_history(user, by=by, message=said)
    return True


@transaction.atomic
def disable(user: User, *, by: User) -> None:
    """Close an account, and the sessions it has open; what it signed keeps its name.

    Raises `OwnAccount` and `LastAdministrator`.
    """
    administrators = _hold_administrators()
    user.refresh_from_db()
    if not user.is_active:
        return
    _refuse_to_lose(user, administrators, by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    close_sessions(user)
    in_history(user, by=by, message="Compte désactivé")


@transaction.atomic
def enable(user: User, *, by: User) -> None:
    """Open a closed account again, with the password it had."""
    user.refresh_from_db()
    if user.is_active or user.is_loader:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    in_history(user, by=by, message="Compte réactivé")


@transaction.atomic
def remove_second_factor(user: User, *, by: User) -> bool:
    """Let somebody in who lost telephone and recovery codes; tell whether there was a factor.

    Sessions end: whoever holds one has to prove the password again.
    """
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        close_sessions(user)
        in_history(user, by=by, message="Second facteur retiré")
    return bool(removed)


def close_sessions(user: User) -> None:
    """Delete every session of an account: opening it again does not bring them back."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _hold_administrators() -> set[int]:
    """Return who may administer; until the transaction ends, only one such change is made."""
    group = Group.objects.select_for_update().get(name=rights.ADMINISTRATORS)
    return set(group.user_set.filter(is_active=True).values_list("pk", flat=True))


def _refuse_to_lose(user: User, administrators: set[int], *, by: User) -> None:
    if user.pk == by.pk:
        raise OwnAccount
    if user.pk in administrators and len(administrators) == 1:
        raise LastAdministrator


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
