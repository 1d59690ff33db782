"""The forms of an evaluation: opening one, and what it says of itself."""

from typing import Any

from django import forms

from measures.editor import RichTextWidget
from measures.forms import fields
from measures.models import Evaluation, Plan
from measures.rich_text import InvalidText, clean

OUTLINE, TEXTS = "plan", "textes"


class NewEvaluationForm(forms.Form):
    """An evaluation to open, from nothing or from an earlier one of the plan."""

    slug = fields.slug(help_text="L’année, le plus souvent. Elle ne changera plus.")
    title = fields.line("Titre", 300)
    former = forms.ModelChoiceField(
        label="Partir de",
        queryset=Evaluation.objects.none(),
        required=False,
        empty_label="Rien : aucune section, textes vides",
        error_messages=fields.choice_messages("Cette évaluation"),
    )
    carried = forms.ChoiceField(
        label="Reprendre",
        required=False,
        initial=OUTLINE,
        choices=[
            (OUTLINE, "Les sections seules, leurs textes et ceux des mesures vides"),
            (TEXTS, "Les sections et tous les textes, avec leurs notes et leurs recommandations"),
        ],
        widget=forms.RadioSelect,
        help_text="Dans les deux cas, chaque mesure est « à évaluer ».",
        error_messages=fields.choice_messages("Ce choix"),
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = plan.evaluations.last_editions().order_by("-adopted_on", "-slug")
        self.fields["former"].queryset = earlier
        self.fields["former"].label_from_instance = lambda row: (
            f"Évaluation {row.slug}{'' if row.is_published else ', en préparation'}"
        )
        if not earlier.exists():
            del self.fields["former"], self.fields["carried"]


class SettingsForm(forms.Form):
    """What an evaluation says of itself."""

    title = fields.line("Titre", 300)
    notice = forms.CharField(
        label="Avertissement",
        required=False,
        help_text="Affiché sur chaque page de l’évaluation ; le plus souvent vide.",
        widget=RichTextWidget(attrs={"rows": 6}),
    )
    rectification_reason = fields.line(
        "Motif de la rectification", 250, help_text="Publié avec la rectification."
    )
    version = fields.version()

    def __init__(self, evaluation: Evaluation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if evaluation.edition == 1:
            del self.fields["rectification_reason"]

    def clean_notice(self) -> str:
        """Refuse a text that cannot be kept."""
        try:
            return clean(self.cleaned_data["notice"], marks=())
        except InvalidText as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
