"""The forms of what is written of a measure and in a section, with all that stands beside."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from measures import answering, following, french
from measures.forms import answering as answer_fields
from measures.forms import following as follow_fields
from measures.forms.summary import summary
from measures.forms.texts import REQUIRED, SUMMARY, UNKNOWN, TextForm, rich
from measures.models import Assessment, Section, Written


class WrittenForm(TextForm):
    """What the texts of an evaluation have besides: a state of work and a note."""

    work_state = forms.ChoiceField(
        label="État du travail",
        choices=Written.WorkState.choices,
        error_messages={"required": REQUIRED, "invalid_choice": UNKNOWN},
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

    texts = {
        "plain_summary": SUMMARY,
        "state_actions": ("footnote",),
        "observations": ("footnote", "recommendation"),
    }

    status = forms.ChoiceField(
        label="Degré de mise en œuvre",
        choices=[(status.value, status.label.capitalize()) for status in Assessment.Status],
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED, "invalid_choice": UNKNOWN},
    )
    plain_summary = summary()
    state_actions = rich("Actions de l’État", "footnote")
    observations = rich("Observations et recommandations de la CNCDH", "footnote", "recommendation")
    observations_in = forms.ModelChoiceField(
        label="Observations communes",
        help_text="Quand le rapport les imprime sous une autre mesure : celle-ci n’en a alors "
        "pas en propre.",
        queryset=Assessment.objects.none(),
        required=False,
        empty_label="Cette mesure a ses propres observations",
        error_messages={"invalid_choice": "Cette mesure n’est pas de l’évaluation."},
    )

    field_order = ["status", "plain_summary", "state_actions", "observations"]

    def __init__(
        self, row: Assessment, data: Mapping[str, Any] | None = None, *, proofreads: bool
    ) -> None:
        self.answers = answering.written(row)
        self._answered = (row.version, answering.said(row))
        super().__init__(row, data, proofreads=proofreads)
        answered = {name: () for name in self.fields if answer_fields.is_text(name)}
        self.texts = self.texts | answered
        others = row.evaluation.assessments.without_texts().exclude(pk=row.pk)
        others = others.filter(observations_in=None).select_related("measure")
        self.fields["observations_in"].queryset = others.order_by("measure__number")
        self.fields["observations_in"].label_from_instance = lambda other: (
            f"Sous la mesure {other.measure.number} : {other.measure.short_title}"
        )

    def beside(self) -> dict[str, forms.Field]:
        """Return the fields of follow-ups, then those of answers."""
        return super().beside() | answer_fields.fields(self.answers)

    def held(self, name: str) -> str:
        """Return what the text holds now; answers are read anew with it."""
        if not name.startswith(answer_fields.PREFIX):
            return super().held(name)
        version, said = self._answered
        if version != self.row.version:
            said = answering.said(self.row)
            self._answered = (self.row.version, said)
        return answer_fields.values(said, self.answers)[name]

    def clean(self) -> dict[str, Any]:
        """Refuse an answer without its date or its author."""
        for name, problem in answer_fields.problems(self.cleaned_data, self.answers).items():
            self.add_error(name, problem)
        return super().clean()

    def in_words(self, name: str, sent: str) -> str:
        """Return what a field says to a reader: the day of an answer in French."""
        if answer_fields.is_date(name) and sent:
            return french.day(date.fromisoformat(sent))
        return super().in_words(name, sent)

    @property
    def answers_sent(self) -> answering.Answers:
        """The answers of addressees, as they are sent."""
        return answer_fields.sent(self.cleaned_data, self.answers)

    @property
    def makes_more(self) -> bool:
        """Whether a save makes fields that the page does not have yet."""
        return bool(self.cleaned_data.get(answer_fields.TO))

    @property
    def answer_rows(self) -> list[tuple[Any, Any, Any]]:
        """Each answer with its two fields, for the page."""
        return [
            (each, *(self[name] for name in answer_fields.names(each.addressee.slug)))
            for each in self.answers
        ]

    @property
    def new_answer(self) -> list[Any]:
        """The fields of one more answer."""
        return [self[name] for name in (answer_fields.TO, *answer_fields.names(answer_fields.NEW))]


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
    body = rich("Texte", "footnote", "recommendation")

    field_order = ["title", "body"]
