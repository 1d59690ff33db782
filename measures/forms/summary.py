"""The field of a summary in plain language: lines to type, paragraphs to keep."""

from collections.abc import Mapping
from typing import Any

from django import forms

from measures.rich_text.summary import MAX_SUMMARY, as_lines, from_lines

_HELP = (
    f"Facultatif, {MAX_SUMMARY} signes au plus. Pour être compris de tous : un fait par phrase, "
    f"des phrases courtes, des mots de tous les jours ; dire qui fait quoi ; écrire les sigles en "
    f"entier. Une ligne vide sépare deux paragraphes. Ce résumé se lit en premier sur la page ; "
    f"il ne remplace pas le texte adopté."
)


class SummaryWidget(forms.Textarea):
    """Shows a stored summary as lines, and gives what was typed as paragraphs."""

    def format_value(self, value: str | None) -> str | None:
        """Return a stored text as it is typed; what was refused, as it came."""
        return as_lines(value) if value and value.startswith("<p>") else value

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """Return what was typed as paragraphs."""
        value = super().value_from_datadict(data, files, name)
        return from_lines(value) if value else value


def summary() -> forms.CharField:
    """Return the field « En clair »."""
    attrs = {"rows": 6, "lang": "fr", "spellcheck": "true"}
    return forms.CharField(
        label="En clair", help_text=_HELP, required=False, widget=SummaryWidget(attrs)
    )
