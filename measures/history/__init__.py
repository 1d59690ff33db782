"""History: from what each save recorded to what a page shows of it.

A revision holds only the fields that were written then: what a row held at a given time is put
together from the latest saved revision that holds each field. What a conflict set aside stands
beside this sequence, never in it.
"""

from measures.history.changes import Change, changes, whole
from measures.history.fields import FIELDS, Field
from measures.history.steps import (
    Step,
    alone,
    in_time,
    lines,
    of_evaluation,
    of_text,
    same_text,
    steps,
)

__all__ = [
    "FIELDS",
    "Change",
    "Field",
    "Step",
    "alone",
    "changes",
    "in_time",
    "lines",
    "of_evaluation",
    "of_text",
    "same_text",
    "steps",
    "whole",
]
