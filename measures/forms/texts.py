"""The forms of the texts of an evaluation and of its plan, as they are written in the browser."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from measures import following
from measures.editor import RichTextWidget
from measures.forms import following as follow_fields
from measures.models import Assessment, Plan, Priority, Section, Written
from measures.rich_text import InvalidText, clean

TextRow = Assessment | Section | Priority | Plan

_REQUIRED = "Ce champ est nécessaire."
_UNKNOWN = "« %(value)s » n’est pas un choix possible. Choisissez-en un dans la liste."


def as_sent(value: Any) -> str:
    """Return what a form sends for what a row holds."""
    return "" if value is None else str(getattr(value, "pk", value))


def digest(stored: str) -> str:
    """Return what tells whether a text was changed since the page was shown."""
    return hashlib.sha256(stored.encode()).hexdigest()[:16]


class TextForm(forms.Form):
    """What every text has: the version it was read at, and a reason that history keeps.

    `texts` says which marks each rich text may hold. A field that is not sent is left as it
    is, so that a script sends what it wants to change.
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
        for name, marks in self.texts.items():
            if name in self.cleaned_data:
                try:
                    clean(self.cleaned_data[name], marks=marks)
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

    def written(self) -> dict[str, str]:
        """Return what is sent in each field, in the form in which the row would hold it."""
        return {
            name: clean(self.cleaned_data[name], marks=self.texts[name])
            if name in self.texts
            else as_sent(self.cleaned_data[name])
            for name in self.fields_of_row()
        }

    def in_words(self, name: str, sent: str) -> str:
        """Return what a field says to a reader: the label of a choice, not its value."""
        choices = getattr(self.fields[name], "choices", ())
        return next((str(label) for value, label in choices if str(value) == sent), sent)


def _rich(label: str, *marks: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=RichTextWidget(marks=marks))


class WrittenForm(TextForm):
    """What the texts of an evaluation have besides: a state of work and a note."""

    work_state = forms.ChoiceField(
        label="État du travail",
        choices=Written.WorkState.choices,
        error_messages={"required": _REQUIRED, "invalid_choice": _UNKNOWN},
    )
    internal_note = forms.CharField(
        label="Note interne",
        help_text="Pour ceux qui écrivent ; elle n’est jamais publiée.",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "fr", "spellcheck": "true"}),
        error_messages={
            "max_length": "La note interne compte %(show_value)s signes ; la limite est de "
            "%(limit_value)s. Raccourcissez-la."
        },
    )

    def __init__(
        self, row: Assessment | Section, data: Mapping[str, Any] | None = None, *, proofreads: bool
    ) -> None:
        self.followed = following.of_text(row)
        self._said = (row.version, following.said(row))
        super().__init__(row, data)
        if not proofreads and row.work_state != Written.WorkState.PROOFREAD:
            kept = [choice for choice in Written.WorkState.choices if choice[0] != "relu"]
            self.fields["work_state"].choices = kept

    def beside(self) -> dict[str, forms.Field]:
        """Return the fields of what became of earlier recommendations."""
        return follow_fields.fields(self.followed)

    def held(self, name: str) -> str:
        """Return what the text holds now; what it says of recommendations is read anew with it."""
        if not name.startswith(follow_fields.PREFIX):
            return super().held(name)
        version, said = self._said
        if version != self.row.version:
            said = following.said(self.row)
            self._said = (self.row.version, said)
        return follow_fields.values(said, self.followed)[name]

    def clean(self) -> dict[str, Any]:
        """Refuse to drop what is said of a recommendation that is not followed here any more."""
        for comment in follow_fields.lost(self.data, self.fields):
            self.add_error(
                None,
                "Une recommandation que vous suiviez ne se suit plus dans ce texte : la page a été "
                f"rechargée sans elle. Gardez de côté ce que vous en disiez : « {comment} »",
            )
        return super().clean()

    @property
    def follow_ups(self) -> following.Said:
        """What became of earlier recommendations, as it is sent."""
        return follow_fields.sent(self.cleaned_data, self.followed)

    @property
    def follow_rows(self) -> list[tuple[following.Followed, Any, Any]]:
        """Each earlier recommendation with its two fields, for the page."""
        return [
            (each, *(self[name] for name in follow_fields.names(each.name)))
            for each in self.followed
        ]


class AssessmentForm(WrittenForm):
    """What an evaluation says of a measure."""

    texts = {"state_actions": ("footnote",), "observations": ("footnote", "recommendation")}

    status = forms.ChoiceField(
        label="Degré de mise en œuvre",
        choices=[(status.value, status.label.capitalize()) for status in Assessment.Status],
        widget=forms.RadioSelect,
        error_messages={"required": _REQUIRED, "invalid_choice": _UNKNOWN},
    )
    state_actions = _rich("Actions de l’État", "footnote")
    observations = _rich(
        "Observations et recommandations de la CNCDH", "footnote", "recommendation"
    )
    observations_in = forms.ModelChoiceField(
        label="Observations communes",
        help_text="Quand le rapport les imprime sous une autre mesure : celle-ci n’en a alors "
        "pas en propre.",
        queryset=Assessment.objects.none(),
        required=False,
        empty_label="Cette mesure a ses propres observations",
        error_messages={"invalid_choice": "Cette mesure n’est pas de l’évaluation."},
    )

    field_order = ["status", "state_actions", "observations"]

    def __init__(
        self, row: Assessment, data: Mapping[str, Any] | None = None, *, proofreads: bool
    ) -> None:
        super().__init__(row, data, proofreads=proofreads)
        others = row.evaluation.assessments.without_texts().exclude(pk=row.pk)
        others = others.filter(observations_in=None).select_related("measure")
        self.fields["observations_in"].queryset = others.order_by("measure__number")
        self.fields["observations_in"].label_from_instance = lambda other: (
            f"Sous la mesure {other.measure.number} : {other.measure.short_title}"
        )


class SectionForm(WrittenForm):
    """A part of the report that belongs to no measure."""

    texts = {"body": ("footnote", "recommendation")}

    title = forms.CharField(
        label="Titre",
        max_length=300,
        error_messages={
            "required": "Une section a un titre.",
            "max_length": "Le titre compte %(show_value)s signes ; la limite est de "
            "%(limit_value)s.",
        },
    )
    body = _rich("Texte", "footnote", "recommendation")

    field_order = ["title", "body"]


class PresentationForm(TextForm):
    """What presents a plan or a priority; its titles are kept with the structure of the plan."""

    texts = {"presentation": ()}

    presentation = _rich("Présentation")

    field_order = ["presentation"]


# What each field is called, for the page that gives back what a lost session could not save.
LABELS = {
    name: field.label
    for form in (AssessmentForm, SectionForm, PresentationForm)
    for name, field in form.base_fields.items()
    if field.label
}
