"""The form of an authority that recommendations speak to."""

from django import forms

from measures.forms import fields


class AddresseeForm(forms.Form):
    """Its name."""

    name = fields.line("Nom", 200, help_text="Par exemple : Ministère de l’Intérieur")


class AddresseeNameForm(AddresseeForm):
    """One that is there already, with the name that was read: somebody may change it meanwhile."""

    expected_name = forms.CharField(
        max_length=200,
        widget=forms.HiddenInput,
        error_messages={"required": "Le nom en place manque : rechargez la page."},
    )
