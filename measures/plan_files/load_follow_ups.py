"""Reading what a file says became of the recommendations of an earlier evaluation."""

import re

from measures.actions import follow_ups
from measures.following import Said
from measures.plan_files import layout
from measures.plan_files.document import Document


def read_follow_ups(document: Document) -> Said:
    """Return what a file says became of earlier recommendations, by name."""
    part = document.parts.get(layout.FOLLOW_UPS)
    if part is None:
        return {}
    entry, found = document.entry(part), {}
    for name, header in entry.headers.items():
        if not re.fullmatch(r"[-\w]+/[-\w]+", name, re.ASCII):
            raise document.refuse(
                header.line,
                f"« {name} » n’est pas une recommandation : attendu, comme 2017/13a, une "
                "évaluation et un identifiant.",
            )
        label, _, comment = header.value.partition(layout.OUTCOME_END)
        outcome = layout.OUTCOME_BY_LABEL.get(label.strip())
        if outcome is None:
            known = ", ".join(layout.OUTCOME_BY_LABEL)
            raise document.refuse(
                header.line, f"« {label.strip()} » n’est pas une suite ; attendu : {known}."
            )
        found[name] = {"outcome": outcome, "comment": comment}
    return follow_ups.cleaned(found)


def follow_line(document: Document) -> int:
    """Return the line where a refusal about follow-ups is looked for, the first without any."""
    part = document.parts.get(layout.FOLLOW_UPS)
    return part.title_line if part else 1
