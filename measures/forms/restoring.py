"""The form that brings back a version of a text: the version of the text that one has seen."""

from django import forms

_UNKNOWN = "La version du texte n’est pas un nombre : rechargez la page avant de rétablir."


class RestoreForm(forms.Form):
    """A button, and the version of the text when the page was shown."""

    version = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,  # what a column of the database holds
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), _UNKNOWN),
    )

    @property
    def sentence(self) -> str:
        """What is wrong, for a page that shows no field."""
        return " ".join(error for errors in self.errors.values() for error in errors)
