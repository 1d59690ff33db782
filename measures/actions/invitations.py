"""Invitations: an account without a password, and a link through which one is chosen once."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from measures.actions import accounts
from measures.actions.refusals import AddressTaken, InvitationLost
from measures.links import absolute
from measures.models import User
from measures.rich_text import readable

_SALT = "measures.invitation"


@transaction.atomic
def invite(*, email: str, first_name: str, last_name: str, role: str, by: User) -> User:
    """Create the account of somebody who is invited; nobody can log in with it yet.

    Its name is the address, so that the database holds one account an address. Raises
    `AddressTaken`, and `ValidationError` for an address that cannot be a name.
    """
    email = email.lower()
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken
    first_name, last_name = readable(first_name), readable(last_name)
    user = User(username=email, email=email, first_name=first_name, last_name=last_name)
    user.set_unusable_password()
    user.full_clean(validate_unique=False, exclude=["password"])
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise AddressTaken from None
    user.groups.set([Group.objects.get(name=role)])
    accounts.in_history(user, by=by, message="Compte créé sur invitation")
    return user


@transaction.atomic
def renew(user: User, *, by: User) -> None:
    """Make earlier links of an invitation worthless, before another is sent.

    Raises `InvitationLost` where a password was chosen already.
    """
    user.refresh_from_db()
    if user.has_usable_password() or not user.is_active:
        raise InvitationLost
    user.set_unusable_password()
    user.save(update_fields=["password"])
    accounts.in_history(user, by=by, message="Invitation renouvelée")


def send(user: User, *, by: User) -> None:
    """Write to somebody who is invited. Raises `OSError` if the message cannot leave."""
    context = {"user": user, "by": by, "link": link(user), "days": settings.INVITATION_DAYS}
    send_mail(
        "Votre compte pour le suivi des plans contre la traite",
        render_to_string("staff/invitation.txt", context),
        None,
        [user.email],
    )


def link(user: User) -> str:
    """Return the address at which somebody who is invited chooses a password."""
    key = signing.dumps({"user": user.pk, "state": _state(user)}, salt=_SALT)
    return absolute(reverse("staff_accept", args=[key]))


def invited(key: str) -> User:
    """Return whom a link invites. Raises `InvitationLost`."""
    try:
        said = signing.loads(key, salt=_SALT, max_age=settings.INVITATION_DAYS * 24 * 3600)
    except signing.BadSignature:  # or too old
        raise InvitationLost from None
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None or user.has_usable_password() or said["state"] != _state(user):
        raise InvitationLost
    return user


@transaction.atomic
def accept(key: str, *, password: str) -> User:
    """Give an invited account the password that its owner chose. Raises `InvitationLost`."""
    user = User.objects.select_for_update().get(pk=invited(key).pk)
    if invited(key) != user:
        raise InvitationLost
    user.set_password(password)
    user.save(update_fields=["password"])
    accounts.in_history(user, by=user, message="Invitation acceptée")
    return user


def _state(user: User) -> str:
    """Return what changes as soon as a password is chosen or an invitation renewed."""
    return salted_hmac(_SALT, f"{user.password}{user.email}").hexdigest()[:24]
