"""The demonstration plan, and the same with ten and a hundred times as many measures."""

import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from measures.actions import passages, recommendations
from measures.models import Assessment, Evaluation, Measure, Recommendation

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures/2014-2016"
_KEY = re.compile(r'(?<=data-key=")([^"]+)')


def prepare(times: int) -> None:
    """Fill an empty database with the plan, its measures and their texts `times` over."""
    call_command("migrate", verbosity=0)
    call_command("load_plan", str(FIXTURES), stdout=StringIO())
    if times > 1:
        with transaction.atomic():
            _multiply(Evaluation.objects.published().get(), times)


def _multiply(evaluation: Evaluation, times: int) -> None:
    published = {"published_at": evaluation.published_at, "published_by": evaluation.published_by}
    rows = Evaluation.objects.filter(pk=evaluation.pk)
    rows.update(published_at=None, published_by=None)  # no rule is in the way meanwhile
    originals = list(evaluation.assessments.select_related("measure"))
    asked = list(evaluation.recommendations.filter(assessment__isnull=False))
    spoken_to = {row.pk: list(row.addressees.all()) for row in asked}
    for copied in range(1, times):
        _copy(originals, asked, spoken_to, copied)
    recommendations.number(evaluation)
    passages.derive_whole(evaluation)
    passages.gather_words(evaluation)
    rows.update(**published)


def _copy(
    originals: list[Assessment],
    asked: list[Recommendation],
    spoken_to: dict[int, list],
    copied: int,
) -> None:
    copies: dict[int, Assessment] = {}
    for row in originals:
        measure = Measure(
            plan_id=row.measure.plan_id,
            priority_id=row.measure.priority_id,
            number=row.measure.number + copied * len(originals),
            title=row.measure.title,
            short_title=row.measure.short_title,
        )
        measure.save()
        values = {
            field.attname: getattr(row, field.attname)
            for field in Assessment._meta.concrete_fields
            if not field.primary_key
        }
        values |= {"measure_id": measure.pk, "observations_in_id": None}
        values["observations"] = _KEY.sub(rf"\g<1>-{copied}", row.observations)
        copies[row.pk] = Assessment.objects.create(**values)
    for row in originals:
        if row.observations_in_id:
            made = Assessment.objects.filter(pk=copies[row.pk].pk)
            made.update(observations_in=copies[row.observations_in_id])
    for row in asked:
        made = Recommendation.objects.create(
            evaluation_id=row.evaluation_id,
            assessment=copies[row.assessment_id],
            key=f"{row.key}-{copied}",
            position=row.position,
            number=0,
            html=row.html,
            text=row.text,
        )
        made.addressees.set(spoken_to[row.pk])
