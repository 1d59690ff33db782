"""What allauth asks of this site: what it says, what it logs, to whom it writes."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from measures.actions import accounts
from measures.models import User

security = logging.getLogger("measures.security")

_WRONG = (
    "L’identifiant ou le mot de passe n’est pas le bon. Vérifiez les majuscules, ou demandez un "
    "nouveau mot de passe."
)
_WRONG_CODE = "Ce code n’est pas le bon, ou il a déjà servi. Prenez celui qui s’affiche maintenant."
_TOO_MANY = "Trop d’essais ont échoué. Attendez dix minutes avant d’essayer de nouveau."
_MESSAGES = {
    "account/messages/logged_out.txt": "Vous êtes déconnecté.",
    "account/messages/password_changed.txt": "Votre mot de passe est changé.",
    "mfa/messages/totp_activated.txt": "La double authentification est active.",
    "mfa/messages/totp_deactivated.txt": "La double authentification est désactivée.",
    "mfa/messages/recovery_codes_generated.txt": "De nouveaux codes de secours sont prêts.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Logins are noted and logged by the number of the account, never by name or address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": "Ce mot de passe n’est pas le bon.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "invalid_password_reset": "Ce lien n’est plus valable.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: accounts are created by invitation."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open a session; since when the desk tells what changed is noted before.

        A production that started without its database may hold a demonstration account.
        """
        if settings.PRODUCTION and user.demonstration:
            raise PermissionDenied
        accounts.note_login(user)
        super().login(request, user)
        security.info("Connexion du compte %s", user.pk)

    def logout(self, request: HttpRequest) -> None:
        """Close the session."""
        security.info("Déconnexion du compte %s", request.user.pk)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong password, with the account if there is one."""
        said = credentials.get("username") or credentials.get("email") or ""
        known = User.objects.filter(Q(username__iexact=said) | Q(email__iexact=said))
        number = known.values_list("pk", flat=True).first()
        security.warning("Connexion refusée, compte %s", number or "inconnu")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        message: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Say what was done in our words, and nothing where we have none."""
        super().add_message(request, level, message=message or _MESSAGES.get(message_template, ""))

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """Write to those who have chosen a password; the others await an invitation."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to « Mon compte »."""
        return reverse("mfa_index")


class SecondFactorAdapter(DefaultMFAAdapter):
    """What is said of a second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _WRONG_CODE}
