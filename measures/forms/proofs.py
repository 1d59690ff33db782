"""What somebody asks a proof of: which part of a draft, with what beside the text."""

from typing import Any

from django import forms

from measures.forms import fields


class ProofForm(forms.Form):
    """A proof to be made of a draft."""

    part = forms.ChoiceField(label="Épreuve", error_messages=fields.choice_messages("Cette partie"))
    line_numbers = forms.BooleanField(
        label="Numéroter les lignes",
        required=False,
        help_text="De cinq en cinq, pour s’y retrouver à plusieurs.",
    )
    internal_notes = forms.BooleanField(
        label="Imprimer les notes internes",
        required=False,
        help_text="Elles ne sont jamais publiées : ne donnez pas cette épreuve au-dehors.",
    )

    def __init__(self, parts: list[tuple[str, str]], data: Any = None) -> None:
        """`parts` may be asked for: the name of each and its words."""
        super().__init__(data)
        self.fields["part"].choices = parts
