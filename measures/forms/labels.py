"""What each field of a text is called, for the page that gives back what a session lost."""

from measures.forms import answering, following
from measures.forms.texts import PriorityForm
from measures.forms.written import AssessmentForm, SectionForm

_LABELS = {
    name: field.label
    for form in (AssessmentForm, SectionForm, PriorityForm)
    for name, field in form.base_fields.items()
    if field.label
}


def label(name: str) -> str:
    """Return the label of a field by its name, or nothing where it has none."""
    return _LABELS.get(name) or following.label(name) or answering.label(name)
