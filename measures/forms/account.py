"""The forms of one's own account: allauth's, in the words of this site."""

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms

_RULES = (
    "Au moins 12 signes, qui ne soient pas tous des chiffres, ni un mot de passe courant, ni votre "
    "nom. Une phrase que vous retenez vaut mieux que des signes au hasard."
)
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code"}
_MISSING = "Ce champ est nécessaire."


class InOurWords(forms.Form):
    """Labels and help by the name of the field; no words that vanish as one types."""

    labels: dict[str, str] = {}
    helps: dict[str, str] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _MISSING


class LoginForm(InOurWords, account.LoginForm):
    """Who one is, and one's password."""

    labels = {"login": "Identifiant ou adresse électronique", "password": "Mot de passe"}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class NewPassword(InOurWords):
    """A password typed twice."""

    labels = {
        "oldpassword": "Mot de passe actuel",
        "password1": "Nouveau mot de passe",
        "password2": "Le même, une seconde fois",
    }
    helps = {"password1": _RULES}


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    """One's own password, changed by who knows it."""


class NewPasswordForm(NewPassword, account.ResetPasswordKeyForm):
    """The password chosen through a link received by e-mail."""


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """The address to which a link is sent."""

    labels = {"email": "Adresse électronique de votre compte"}


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):
    """Before what matters, the password again."""

    labels = {"password": "Mot de passe"}


class Code(InOurWords):
    """A code of six digits, or one of the recovery codes."""

    labels = {"code": "Code"}
    helps = {"code": "Les six chiffres que montre votre application, ou un code de secours."}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= _CODE


class CodeForm(Code, factor.AuthenticateForm):
    """The second step of a login."""


class ConfirmCodeForm(Code, factor.ReauthenticateForm):
    """Before what matters, a code again."""


class ActivateForm(Code, totp.ActivateTOTPForm):
    """The first code of an application that was just set up."""

    helps = {"code": "Les six chiffres que montre maintenant votre application."}
