"""The forms of the list of texts: what is looked for, and to whom texts are given."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from measures import french
from measures.models import Assessment, Evaluation, User, Written

MINE, NOBODY = "miennes", "personne"
UNFINISHED = "non-relu"


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: what it says, and the address without it."""

    label: str
    without: str


class TextFilter(forms.Form):
    """Which texts of an evaluation are looked for, as the address says it."""

    qui = forms.ChoiceField(label="Confiés à", required=False)
    travail = forms.ChoiceField(
        label="État du travail",
        required=False,
        choices=[
            ("", "Tous"),
            *((state.value, state.label.capitalize()) for state in Written.WorkState),
            (UNFINISHED, "Pas encore relus"),
        ],
    )
    statut = forms.ChoiceField(
        label="Mise en œuvre",
        required=False,
        choices=[
            ("", "Toutes"),
            *((status.value, status.label.capitalize()) for status in Assessment.Status),
        ],
    )
    priorite = forms.ChoiceField(label="Priorité", required=False)
    texte = forms.ChoiceField(
        label="Texte", required=False, choices=[("", "Tous"), ("vide", "Vide")]
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        evaluation: Evaluation,
        writers: Iterable[User],
        user: User,
    ) -> None:
        super().__init__(data)
        self.user = user
        others = [(str(row.pk), str(row)) for row in writers if row.pk != user.pk]
        self.fields["qui"].choices = [
            ("", "Tous"),
            (MINE, "Moi : les miennes"),
            (NOBODY, "Personne"),
            *others,
        ]
        priorities = evaluation.plan.priorities.defer("plain_summary", "presentation")
        self.fields["priorite"].choices = [
            ("", "Toutes"),
            *((str(row.number), f"{row.roman} – {row.title}") for row in priorities),
        ]

    @property
    def form(self) -> "TextFilter":
        """The form itself, as the component that shows filters takes it."""
        return self

    @property
    def unknown(self) -> bool:
        """Whether the address asks for a choice that does not exist; all texts are shown then."""
        return not self.is_valid()

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked, by the names that `desk.lines.Wanted` gives it."""
        if self.unknown:
            return {}
        asked = self.cleaned_data
        writer = str(self.user.pk) if asked["qui"] == MINE else asked["qui"]
        return {
            "writer": writer,
            "work_state": asked["travail"],
            "status": asked["statut"],
            "priority": asked["priorite"],
            "only_empty": asked["texte"] == "vide",
        }

    @property
    def query(self) -> str:
        """The filters in force as an address says them."""
        return self._address(but="")

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters in force, in the order of the form."""
        return [
            ActiveFilter(
                f"{field.label} : {dict(field.choices)[self.cleaned_data[name]]}",
                f"?{self._address(but=name)}",
            )
            for name, field in self.fields.items()
            if not self.unknown and self.cleaned_data[name]
        ]

    def _address(self, *, but: str) -> str:
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if name != but and not self.unknown and self.cleaned_data[name]:
                kept[name] = self.cleaned_data[name]
        return kept.urlencode()

    def found(self, count: int, total: int) -> str:
        """Say how many texts remain, and of how many where a filter is in force."""
        said = f"{count} {french.plural(count, 'texte', 'textes')}"
        return f"{said} sur {total}" if self.active else said


class AssignmentForm(forms.Form):
    """Texts that are ticked in the list, and to whom they are given."""

    texts = forms.MultipleChoiceField(
        label="Textes",
        error_messages={
            "required": "Cochez au moins un texte.",
            "invalid_choice": "« %(value)s » n’est pas un texte de cette évaluation. Rechargez la "
            "page.",
        },
    )
    assigned_to = forms.ChoiceField(
        label="Confier les textes cochés à",
        error_messages={
            "required": "Choisissez à qui confier ces textes.",
            "invalid_choice": "Ce compte ne peut pas écrire, ou n’existe pas. Choisissez quelqu’un "
            "dans la liste.",
        },
    )

    def __init__(
        self, data: QueryDict | None = None, *, places: Iterable[str], writers: Iterable[User]
    ) -> None:
        super().__init__(data)
        self.fields["texts"].choices = [(place, place) for place in places]
        self.people = {str(row.pk): row for row in writers}
        self.fields["assigned_to"].choices = [
            ("", "Choisir…"),
            *((key, str(row)) for key, row in self.people.items()),
            (NOBODY, "Personne : ne plus les confier"),
        ]

    @property
    def writer(self) -> User | None:
        """To whom the texts are given, once the form is valid."""
        return self.people.get(self.cleaned_data["assigned_to"])

    @property
    def ticked(self) -> list[str]:
        """The places that are ticked, also on a form that comes back."""
        return self.data.getlist("texts") if self.is_bound else []


class PresenceForm(forms.Form):
    """Where somebody is writing."""

    place = forms.RegexField(
        r"^(?:mesure-[0-9]{1,5}|section-[-\w]{1,70})$",
        error_messages={
            "required": "Le lieu manque : mesure-13 ou section-introduction.",
            "invalid": "Ce lieu n’existe pas : mesure-13 ou section-introduction.",
        },
    )
