"""The field of a rich text: a textarea that scripts of ours turn into an editor.

Without scripts it is edited as HTML, in the closed subset of `rich_text`.
"""

import json
from collections.abc import Collection
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from measures.models import Addressee
from measures.rich_text.editable import editable

_PLAIN = (
    "Sans JavaScript, ce texte s’écrit en HTML : <p>, <h3>, <ul>, <table>… "
    "Un saut de ligne n’y fait pas un paragraphe."
)


class RichTextWidget(forms.Textarea):
    """A textarea for a text that may hold `marks`: footnotes, recommendations, or neither."""

    def __init__(self, *, marks: Collection[str] = (), attrs: dict[str, Any] | None = None) -> None:
        given = {"rows": 18, "lang": "fr", "spellcheck": "true"}
        given |= {"data-editor": "", "data-marks": " ".join(marks)}
        super().__init__(given | (attrs or {}))
        self.marks = marks

    class Media:
        css = {"all": ["measures/css/editor.css"]}
        js = [forms.widgets.Script("measures/js/editor/index.js", type="module")]

    def format_value(self, value: str | None) -> str | None:
        """Return a stored text in the shape that the editor knows; what was sent, as it came."""
        return editable(value) if value else value

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        """Say, where no script runs, what the field then holds."""
        return format_html(
            "{}<noscript><p class='help'>{}</p></noscript>", super().render(*args, **kwargs), _PLAIN
        )

    def get_context(self, name: str, value: str | None, attrs: dict[str, Any] | None) -> dict:
        """Add the authorities that a recommendation may speak to."""
        context = super().get_context(name, value, attrs)
        if "recommendation" in self.marks:
            rows = Addressee.objects.values("slug", "name")
            given = context["widget"]["attrs"]
            given["data-addressees"] = json.dumps(list(rows), ensure_ascii=False)
            given["data-new-addressee"] = reverse("staff_addressees")
        return context
