"""The forms of the administration of accounts, and of the password of who is invited."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from measures import rights
from measures.forms.account import NewPassword
from measures.models import User

_MISSING = {"required": "Ce champ est nécessaire."}
_ROLES = [
    (rights.WRITERS, "Rédaction : écrit"),
    (rights.RAPPORTEURS, "Rapporteurs : écrit, relit, publie, rectifie"),
    (rights.ADMINISTRATORS, "Administration : comptes, plans, retrait d’une publication"),
]


class AccountForm(forms.Form):
    """The name and the role of somebody."""

    first_name = forms.CharField(label="Prénom", max_length=150, error_messages=_MISSING)
    last_name = forms.CharField(label="Nom", max_length=150, error_messages=_MISSING)
    role = forms.ChoiceField(
        label="Rôle",
        choices=_ROLES,
        error_messages=_MISSING | {"invalid_choice": "« %(value)s » n’est pas un rôle."},
    )


class InvitationForm(AccountForm):
    """Whom to invite."""

    email = forms.EmailField(
        label="Adresse électronique",
        help_text="L’invitation y est envoyée ; la personne s’en servira pour se connecter.",
        max_length=150,
        error_messages=_MISSING
        | {
            "invalid": "Cette adresse n’est pas complète : il en faut une comme nom@example.org.",
            "max_length": "L’adresse compte %(show_value)s signes ; la limite est de "
            "%(limit_value)s.",
        },
    )

    field_order = ["first_name", "last_name", "email", "role"]


class AcceptForm(NewPassword):
    """The password that somebody who is invited chooses, typed twice."""

    labels = NewPassword.labels | {"password1": "Votre mot de passe"}

    password1 = forms.CharField(
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, data: object = None) -> None:
        self.user = user
        super().__init__(data)

    def clean_password1(self) -> str:
        """Refuse a password that is easily guessed."""
        password = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict:
        """Refuse two that differ."""
        first, second = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if first and second and first != second:
            self.add_error("password2", "Les deux mots de passe diffèrent.")
        return self.cleaned_data
