"""The forms of the texts of an evaluation and of its plan, as they are written in the browser."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from measures.editor import RichTextWidget
from measures.forms.summary import summary
from measures.models import Assessment, Plan, Priority, Section
from measures.rich_text import InvalidText, clean, clean_summary

TextRow = Assessment | Section | Priority | Plan

REQUIRED = "Ce champ est nécessaire."
UNKNOWN = "« %(value)s » n’est pas un choix possible. Choisissez-en un dans la liste."


def as_sent(value: Any) -> str:
    """Return what a form sends for what a row holds."""
    return "" if value is None else str(getattr(value, "pk", value))


def digest(stored: str) -> str:
    """Return what tells whether a text was changed since the page was shown."""
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


SUMMARY: tuple[str, ...] = ("en clair",)  # in place of marks: a summary in plain language


class TextForm(forms.Form):
    """What every text has: the version it was read at, and a reason that history keeps.

    `texts` says which marks each rich text may hold, or that it is a `SUMMARY`. A field that is
    not sent is left as it is, so that a script sends what it wants to change.
    """

    texts: Mapping[str, Collection[str]] = {}

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=2**31 - 1,  # what a column of the database holds
        error_messages={
            "required": "La version du texte manque : rechargez la page avant d’enregistrer.",
            "invalid": "La version du texte n’est pas un nombre : rechargez la page.",
            "min_value": "Cette version du texte n’existe pas : rechargez la page.",
            "max_value": "Cette version du texte n’existe pas : rechargez la page.",
        },
    )
    message = forms.CharField(
        label="Motif de la modification",
        help_text="Facultatif ; il se lit dans l’historique.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Le motif compte plus de 300 signes : raccourcissez-le."},
    )

    def __init__(self, row: TextRow, data: Mapping[str, Any] | None = None) -> None:
        self.row = row
        beside = self.beside()
        self._of_row = [*self._of_class(), *beside]
        initial = {name: self.held(name) for name in self._of_row}
        if data is not None:
            data = data.copy()
            for name in initial.keys() - data.keys():
                data[name], data[f"base_{name}"] = initial[name], digest(initial[name])
        super().__init__(data, initial=initial | {"version": row.version})
        self.fields.update(beside)

    @classmethod
    def _of_class(cls) -> list[str]:
        return [name for name in cls.base_fields if name not in {"version", "message"}]

    def beside(self) -> dict[str, forms.Field]:
        """Return the fields of what the row holds in rows of its own, by name."""
        return {}

    def held(self, name: str) -> str:
        """Return what the row holds now, as the field sends it."""
        return as_sent(getattr(self.row, name))

    def fields_of_row(self) -> list[str]:
        """The fields whose values are those of the row."""
        return self._of_row

    def clean(self) -> dict[str, Any]:
        """Refuse a text that cannot be kept, at its own field: nothing of it is cut."""
        for name in self.texts:
            if name in self.cleaned_data:
                try:
                    self._kept(name)
                except InvalidText as refusal:
                    self.add_error(name, str(refusal))
        return self.cleaned_data

    def bases(self) -> dict[str, str]:
        """Return, for each field, what says how it was when the page was shown.

        On a form that comes back, what was sent stays: it is still the same page.
        """
        if self.is_bound:
            return {name: self.data.get(f"base_{name}", "") for name in self.fields_of_row()}
        return {name: digest(self.initial[name]) for name in self.fields_of_row()}

    @property
    def makes_more(self) -> bool:
        """Whether a save makes fields that the page does not have yet."""
        return False

    def written(self) -> dict[str, str]:
        """Return what is sent in each field, in the form in which the row would hold it."""
        return {
            name: self._kept(name) if name in self.texts else as_sent(self.cleaned_data[name])
            for name in self.fields_of_row()
        }

    def _kept(self, name: str) -> str:
        """Return a text in the form in which the row would hold it. Raises `InvalidText`."""
        marks = self.texts[name]
        sent = self.cleaned_data[name]
        return clean_summary(sent) if marks is SUMMARY else clean(sent, marks=marks)

    def in_words(self, name: str, sent: str) -> str:
        """Return what a field says to a reader: the label of a choice, not its value."""
        choices = getattr(self.fields[name], "choices", ())
        return next((str(label) for value, label in choices if str(value) == sent), sent)


def rich(label: str, *marks: str) -> forms.CharField:
    """Return the field of a rich text that may hold these marks."""
    return forms.CharField(label=label, required=False, widget=RichTextWidget(marks=marks))


class PresentationForm(TextForm):
    """What presents a plan or a priority; its titles are kept with the structure of the plan."""

    texts = {"presentation": ()}

    presentation = rich("Présentation")

    field_order = ["presentation"]


class PriorityForm(PresentationForm):
    """What presents a priority, and says it in plain language."""

    texts = {"plain_summary": SUMMARY, "presentation": ()}

    plain_summary = summary()

    field_order = ["plain_summary", "presentation"]
