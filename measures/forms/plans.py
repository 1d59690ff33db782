"""The forms of the structure of a plan: what it is called, its priorities and its measures."""

import hashlib
from typing import Any

from django import forms

from measures.forms import fields
from measures.models import Measure, Plan, Priority
from measures.pasted import Row, Unreadable, as_text, cells, decode, shorten, workbook

LARGEST_FILE = 1_000_000  # bytes
LONGEST_LIST = 400_000  # characters


class PlanForm(forms.Form):
    """What a plan is called, who adopted it, when, and for which years."""

    title = fields.line("Intitulé", 300)
    short_title = fields.line("Titre court", 80, help_text="Par exemple : Plan 2014-2016")
    start_year = fields.number("Première année", low=1990, high=2100)
    end_year = fields.number("Dernière année", low=1990, high=2100)
    adopted_on = fields.day("Adopté le")
    adopted_by = fields.line("Adopté par", 200, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse years in disorder."""
        cleaned = super().clean()
        start, end = cleaned.get("start_year"), cleaned.get("end_year")
        if start and end and end < start:
            self.add_error("end_year", "La dernière année ne peut précéder la première.")
        return cleaned


class NewPlanForm(PlanForm):
    """A plan to create; its address stays."""

    slug = fields.slug(
        help_text="Elle ne changera plus. Par exemple : 2024-2027. Laissée vide, elle est faite "
        "des deux années.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Make the address of a plan that was given none."""
        cleaned = super().clean()
        if not cleaned.get("slug") and not self.errors:
            cleaned["slug"] = f"{cleaned['start_year']}-{cleaned['end_year']}"
        return cleaned


class PlanIdentityForm(PlanForm):
    """A plan that is there already."""

    version = fields.version()


class PriorityForm(forms.Form):
    """What a priority is called."""

    title = fields.line("Titre", 300)


class PriorityTitleForm(PriorityForm):
    """A priority that is there already."""

    version = fields.version()


class MeasureForm(forms.Form):
    """A measure: its titles, its place, and what it prolongs."""

    title = fields.line("Titre", 400)
    short_title = fields.line(
        "Titre court",
        200,
        required=False,
        help_text="Pour le sommaire et les tableaux. Laissé vide, il est fait du titre.",
    )
    priority = forms.ModelChoiceField(
        label="Priorité",
        queryset=Priority.objects.none(),
        empty_label=None,
        error_messages=fields.choice_messages("Cette priorité"),
    )
    number = fields.number(
        "Numéro",
        help_text="Si une autre mesure l’a déjà, les mesures qui se trouvent entre les deux se "
        "décalent d’un rang.",
    )
    continues = forms.ModelMultipleChoiceField(
        label="Mesures d’un plan antérieur que celle-ci prolonge",
        queryset=Measure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=fields.choice_messages("Cette mesure"),
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority"].queryset = plan.priorities.all()
        earlier = Measure.objects.filter(plan__start_year__lt=plan.start_year)
        earlier = earlier.select_related("plan").order_by("-plan__start_year", "number")
        self.fields["continues"].queryset = earlier
        self.fields["continues"].label_from_instance = lambda row: (
            f"{row.plan.short_title}, mesure {row.number} : {row.short_title}"
        )
        if not earlier.exists():
            del self.fields["continues"]

    def clean(self) -> dict[str, Any]:
        """Make the short title of a measure that was given none."""
        cleaned = super().clean()
        if cleaned.get("title") and not cleaned.get("short_title"):
            cleaned["short_title"] = shorten(cleaned["title"])
        cleaned.setdefault("continues", [])
        return cleaned


class NewMeasureForm(MeasureForm):
    """A measure to add: the last one unless a number is given."""

    number = fields.number(
        "Numéro", required=False, help_text="Laissé vide, c’est celui qui suit la dernière."
    )


class MeasureSheetForm(MeasureForm):
    """A measure that is there already."""

    version = fields.version()


class MoveForm(forms.Form):
    """A button that moves a measure or a priority by one place, or numbers all measures."""

    move = forms.RegexField(
        r"^(?:(?:measure|priority):[1-9][0-9]{0,3}:(?:up|down)|through)$",
        max_length=30,
        error_messages={
            "required": "Ce déplacement n’existe pas.",
            "invalid": "Ce déplacement n’existe pas.",
            "max_length": "Ce déplacement n’existe pas.",
        },
    )


class ImportForm(forms.Form):
    """A list of measures: pasted cells, or a file."""

    text = forms.CharField(
        label="Cellules collées",
        required=False,
        strip=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "maxlength": None}),
        error_messages={
            "max_length": "La liste compte %(show_value)s signes ; la limite est de "
            "%(limit_value)s. Collez-la en deux fois."
        },
        help_text="Copiées d’Excel ou de LibreOffice, ou du texte CSV.",
    )
    file = forms.FileField(
        label="Ou un fichier CSV ou XLSX",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text="D’un mégaoctet au plus ; seule la première feuille est lue.",
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Give the rows of the list; a file takes the place of what is pasted."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        sent = cleaned.get("file")
        try:
            rows = self._rows_of(sent) if sent else cells(cleaned.get("text", ""))
        except Unreadable as refusal:
            self.add_error("file", str(refusal))
            return cleaned
        if not rows:
            self.add_error("text", "Collez une liste, ou choisissez un fichier.")
            return cleaned
        if sent:
            cleaned["text"] = _as_lines(rows)
        cleaned["rows"] = rows
        cleaned["digest"] = _digest(rows)
        return cleaned

    def _rows_of(self, sent: Any) -> list[Row]:
        if sent.size > LARGEST_FILE:
            raise Unreadable("Ce fichier pèse plus d’un mégaoctet.")
        data = sent.read()
        if data.startswith(b"PK"):
            return workbook(data)
        if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable(
                "Ce fichier ne se lit pas : enregistrez-le au format XLSX ou CSV, ou collez ses "
                "cellules."
            )
        return cells(decode(data))


def _digest(rows: list[Row]) -> str:
    """Return what tells a list from another, whatever ends of line a browser sends."""
    return hashlib.sha256(as_text(row.cells for row in rows).encode()).hexdigest()


def _as_lines(rows: list[Row]) -> str:
    """Return rows as text in which each stands on its own line, as far as there is room."""
    lines: list[tuple[str, ...]] = []
    for row in rows:
        lines += [()] * min(row.line - 1 - len(lines), 1000)
        lines.append(row.cells)
    return as_text(lines)
