"""Fields that many forms have: a line, a number, a day, a version; with their French messages."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

LONG = 250  # characters: a title of that length is read whole while it is written
REQUIRED = "Ce champ est nécessaire."
NO_NULL = ProhibitNullCharactersValidator("Un signe de ce texte ne peut être lu : ôtez-le.")


class OneLine(forms.CharField):
    """A text of one line: whatever spaces and lines it was pasted with."""

    def to_python(self, value: Any) -> str:
        """Return the words with one space between them."""
        return " ".join(super().to_python(value).split())


def line(label: str, longest: int, *, help_text: str = "", required: bool = True) -> OneLine:
    """Return the field of a text of at most `longest` characters, kept as one line."""
    attrs = {"lang": "fr", "spellcheck": "true", "maxlength": None}
    shown = forms.TextInput(attrs) if longest < LONG else forms.Textarea(attrs | {"rows": 2})
    return OneLine(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        widget=shown,
        validators=[NO_NULL],
        error_messages={
            "required": REQUIRED,
            "max_length": "Ce texte compte %(show_value)s signes ; la limite est de "
            "%(limit_value)s.",
        },
    )


def number(
    label: str, *, low: int = 1, high: int = 999, help_text: str = "", required: bool = True
) -> forms.IntegerField:
    """Return the field of a whole number between two others."""
    said = f"Écrivez un nombre de {low} à {high}."
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=low,
        max_value=high,
        error_messages={
            "required": REQUIRED,
            "invalid": said,
            "min_value": said,
            "max_value": said,
        },
    )


def day(label: str) -> forms.DateField:
    """Return the field of a day that need not be given."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Cette date ne se lit pas : écrivez-la comme 06/07/2017."},
    )


def slug(*, help_text: str, required: bool = True) -> forms.SlugField:
    """Return the field of a part of an address."""
    return forms.SlugField(
        label="Adresse",
        help_text=help_text,
        required=required,
        max_length=50,
        error_messages={
            "required": REQUIRED,
            "invalid": "Une adresse ne contient que des lettres sans accent, des chiffres et des "
            "traits d’union.",
            "max_length": "Une adresse compte au plus 50 signes.",
        },
    )


def version() -> forms.IntegerField:
    """Return the hidden field that says which version of a row was read."""
    said = "La version de cette fiche n’est pas un nombre : rechargez la page."
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,  # what a column of the database holds
        error_messages={
            "required": "La version de cette fiche manque : rechargez la page.",
            "invalid": said,
            "min_value": said,
            "max_value": said,
        },
    )


def choice_messages(what: str) -> dict[str, str]:
    """Return what is said of a choice that does not exist."""
    said = f"{what} n’existe pas, ou plus : choisissez dans la liste."
    return {
        "required": REQUIRED,
        "invalid_choice": said,
        "invalid_pk_value": said,
        "invalid_list": said,
    }
