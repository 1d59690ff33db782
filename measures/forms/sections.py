"""The forms of the outline of a report: how a section is called, and where it stands."""

from typing import Any

from django import forms

from measures import french
from measures.forms import fields
from measures.models import Evaluation, Section


class SectionPlaceForm(forms.Form):
    """How a section is called, and where it stands."""

    label = fields.line("Intitulé", 80, required=False, help_text="Par exemple : Partie II")
    title = fields.line("Titre", 300)
    place = forms.TypedChoiceField(
        label="Place",
        choices=Section.Place.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=fields.choice_messages("Cette place"),
    )
    parent = forms.ModelChoiceField(
        label="Dans",
        queryset=Section.objects.none(),
        required=False,
        empty_label="Aucune autre section",
        error_messages=fields.choice_messages("Cette section"),
    )
    version = fields.version()

    def __init__(
        self, evaluation: Evaluation, section: Section | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        holders = evaluation.sections.filter(parent=None)
        if section is None:
            del self.fields["version"]
        elif section.children.exists():
            holders = holders.none()
            self.fields[
                "parent"
            ].help_text = "Elle en contient d’autres : elle reste au premier rang."
        else:
            holders = holders.exclude(pk=section.pk)
        self.fields["parent"].queryset = holders

    def clean(self) -> dict[str, Any]:
        """Refuse a section on the other side of the measures than the one that holds it."""
        cleaned = super().clean()
        parent, place = cleaned.get("parent"), cleaned.get("place")
        if parent and place and parent.place != place:
            said = f"« {parent} » se trouve {parent.get_place_display()}."
            self.add_error("parent", said)
        return cleaned


class NewSectionForm(SectionPlaceForm):
    """A section to add; its address stays."""

    slug = fields.slug(
        help_text="Elle ne changera plus. Laissée vide, elle est faite du titre.", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Make the address of a section that was given none."""
        cleaned = super().clean()
        if cleaned.get("title") and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = french.slug(cleaned["title"]) or "section"
        return cleaned


class SectionMoveForm(forms.Form):
    """A button that moves a section by one place."""

    move = forms.RegexField(
        r"^[-a-zA-Z0-9_]{1,50}:(?:up|down)$",
        error_messages={
            "required": "Ce déplacement n’existe pas.",
            "invalid": "Ce déplacement n’existe pas.",
        },
    )
