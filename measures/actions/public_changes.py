"""Which changes the public sees: each raises the version of the public content.

Caches hold a page as long as that version is the same (`tracker/page_cache.py`). Every write
leaves a revision, and `saving.record` asks here. What no rule below sets aside is public: a
change too many costs a page made anew, one forgotten would leave a stale page.
"""

from django.db import models

from measures.models import Evaluation, PublicChange, User


def note() -> None:
    """Raise the version of the public content, in the transaction of the change itself."""
    PublicChange.objects.create()


def is_public(row: models.Model) -> bool:
    """Tell whether the public sees a row that changed.

    Plans, priorities, measures and addressees are public at once; what belongs to an evaluation,
    once it is published; accounts never are.
    """
    if isinstance(row, User):
        return False
    if isinstance(row, Evaluation):
        return row.is_published
    evaluation = getattr(row, "evaluation_id", None)
    if evaluation is None:
        return True
    return Evaluation.objects.published_editions().filter(pk=evaluation).exists()
