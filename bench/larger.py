"""A report several times as long as the real one, made of copies of its priorities."""

import copy
import re
from collections.abc import Iterator
from dataclasses import replace

from measures.models import Assessment, Recommendation
from measures.report import PriorityPart, Report

_KEY = re.compile(r'(data-key=")([^"]+)(")')


def larger(report: Report, times: int) -> Report:
    """Return a report with `times` as many priorities, sections staying as they are.

    Copies have numbers, keys and primary keys of their own: nothing is shared by mistake.
    """
    priorities, recommendations = list(report.priorities), list(report.recommendations)
    for copied in range(1, times):
        parts, asked = _copies(report, copied)
        priorities += parts
        recommendations += asked
    for number, row in enumerate(recommendations, start=1):
        row.number = number
    return replace(report, priorities=priorities, recommendations=recommendations)


def _copies(report: Report, copied: int) -> tuple[list[PriorityPart], list[Recommendation]]:
    parts, asked = copy.deepcopy(
        (report.priorities, [row for row in report.recommendations if row.assessment_id])
    )
    measures, priorities = len(report.assessments), len(report.priorities)
    apart = copied * 1_000_000  # more than any primary key
    for part in parts:
        part.priority.number += copied * priorities
        part.priority.pk += apart
    for row in _assessments(parts):
        row.measure.number += copied * measures
        row.measure.priority = next(p.priority for p in parts if row in p.assessments)
        row.pk += apart
        row.observations_in_id = row.observations_in_id and row.observations_in_id + apart
        row.observations = _KEY.sub(rf"\g<1>\g<2>-{copied}\g<3>", row.observations)
    by_key = {row.pk: row for row in _assessments(parts)}
    for row in _assessments(parts):
        if row.observations_in_id:
            row.observations_in = by_key[row.observations_in_id]
    for row in asked:
        row.pk += apart
        row.key = f"{row.key}-{copied}"
        row.assessment = by_key[row.assessment_id + apart]
    return parts, asked


def _assessments(parts: list[PriorityPart]) -> Iterator[Assessment]:
    for part in parts:
        yield from part.assessments
