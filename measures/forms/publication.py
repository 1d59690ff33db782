"""What a publication, a rectification and a withdrawal ask of whoever decides on them."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone

from measures import french
from measures.actions.published import LONGEST_REASON
from measures.models import Evaluation
from measures.rich_text import one_line

PROPOSED = "adoptée à l’unanimité lors de l’Assemblée plénière du …"
TO_FILL = "…"  # in the statement: where the date of adoption goes
_NO_NULL = [ProhibitNullCharactersValidator("Un signe de ce texte ne peut être lu : ôtez-le.")]


class PublicationForm(forms.Form):
    """When and how an evaluation was adopted, and that it is to be published."""

    adopted_on = forms.DateField(
        label="Date d’adoption",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "required": "Donnez la date d’adoption.",
            "invalid": "Cette date ne se lit pas : écrivez-la comme 06/07/2017.",
        },
    )
    statement = forms.CharField(
        label="Mention d’adoption",
        help_text="Elle suit le titre sur chaque page et sur la couverture. Les points de "
        "suspension sont remplacés par la date d’adoption.",
        max_length=400,
        error_messages={
            "required": "Donnez la mention d’adoption.",
            "max_length": "La mention compte %(show_value)s signes ; la limite est de 400.",
        },
        validators=_NO_NULL,
    )
    confirmed = forms.BooleanField(
        label="Je publie cette évaluation",
        help_text="Ses pages, ses listes, ses données et son rapport en PDF sont lus par tous "
        "dès cet instant. Son texte est clos : il ne change plus que par une rectification, "
        "dont le motif est public.",
        error_messages={"required": "Cochez cette case pour publier."},
    )

    def __init__(self, evaluation: Evaluation, former: Evaluation | None, data: Any = None) -> None:
        self.evaluation = evaluation
        adopted = evaluation if evaluation.adopted_on else (former or evaluation)
        initial = {
            "adopted_on": adopted.adopted_on,
            "statement": adopted.statement or PROPOSED,
        }
        super().__init__(data, initial=initial)

    def clean_adopted_on(self) -> Any:
        """Refuse a day that has not come, and one before the plan."""
        day, plan = self.cleaned_data["adopted_on"], self.evaluation.plan
        if day > timezone.localdate():
            raise forms.ValidationError(
                "Ce jour n’est pas encore venu : une évaluation se publie une fois adoptée."
            )
        if plan.adopted_on and day < plan.adopted_on:
            raise forms.ValidationError(
                f"Cette date précède celle du plan, adopté le {french.day(plan.adopted_on)}."
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Write the date in the statement, which goes on into a sentence: no full stop."""
        cleaned = super().clean()
        day, statement = cleaned.get("adopted_on"), cleaned.get("statement")
        if statement:
            statement = one_line(statement).rstrip(" .")
            if day:
                written = french.day(day).replace("\u00a0", " ")
                statement = statement.replace(TO_FILL, written)
            cleaned["statement"] = statement
            if not statement:
                self.add_error("statement", "Donnez la mention d’adoption.")
            elif len(statement) > 400:  # once the date is in
                self.add_error("statement", "La mention, date comprise, compte plus de 400 signes.")
        return cleaned


class ReasonForm(forms.Form):
    """Why something is done to a published evaluation."""

    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        error_messages={
            "required": "Donnez le motif.",
            "max_length": f"Le motif compte %(show_value)s signes ; la limite est de "
            f"{LONGEST_REASON}.",
        },
        validators=_NO_NULL,
    )

    def clean_reason(self) -> str:
        """Keep the reason on one line; one of signs that nobody sees is none."""
        reason = one_line(self.cleaned_data["reason"])
        if not reason:
            raise forms.ValidationError(self.fields["reason"].error_messages["required"])
        return reason


class RectificationForm(ReasonForm):
    """Why an evaluation is rectified; everybody reads it."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="rectifier_%s")
        self.fields["reason"].label = "Motif de la rectification"
        self.fields["reason"].help_text = (
            "Une phrase, publiée avec la rectification. Par exemple : Le nombre de titres de "
            "séjour de la mesure 5 était inexact."
        )


class ConfirmedForm(ReasonForm):
    """Why something grave is done, and that this very evaluation is meant."""

    action = ""
    reason_label = ""
    reason_help = ""

    confirmation = forms.CharField(
        max_length=100,
        error_messages={"required": "Écrivez l’adresse de l’évaluation pour confirmer."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=_NO_NULL,
    )

    def __init__(self, evaluation: Evaluation, data: Any = None) -> None:
        self.slug = evaluation.slug
        super().__init__(data, auto_id=f"{self.action}_%s")
        self.fields["reason"].label = self.reason_label
        self.fields["reason"].help_text = self.reason_help
        self.fields["confirmation"].label = f"Pour confirmer, écrivez : {self.slug}"

    def clean_confirmation(self) -> str:
        """Refuse what is not the address of the evaluation at hand."""
        typed = self.cleaned_data["confirmation"].strip()
        if typed != self.slug:
            raise forms.ValidationError(f"Ce n’est pas cette évaluation : écrivez {self.slug}.")
        return typed


class WithdrawalForm(ConfirmedForm):
    """Why an evaluation is taken out of the public's sight."""

    action = "retirer"
    reason_label = "Motif du retrait"
    reason_help = "Il reste dans le journal de l’évaluation."


class DiscardForm(ConfirmedForm):
    """Why a rectification in preparation is given up."""

    action = "abandonner"
    reason_label = "Motif de l’abandon"
    reason_help = "Il reste dans le journal de l’évaluation."
