"""The signature of a report: what tells whether it would be another one today."""

import hashlib

from django.db.models import Q

from measures import sequence
from measures.models import Addressee, Evaluation


def of(evaluation: Evaluation) -> str:
    """Return what changes whenever its report would, on paper or before; seven queries.

    What the evaluation says of itself is taken as it is in memory: of one that is about to be
    published, it may not be in the database yet.
    """
    assessments = evaluation.assessments.order_by("pk").values_list("pk", "version")
    sections = evaluation.sections.order_by("pk").values_list(
        "pk", "version", "place", "order", "parent"
    )
    measures = evaluation.plan.measures.order_by("pk").values_list(
        "pk", "number", "version", "priority__number", "priority__version"
    )
    named = Q(recommendations__evaluation=evaluation) | Q(answers__evaluation=evaluation)
    names = Addressee.objects.filter(named).distinct()
    names = names.order_by("slug").values_list("slug", "name")
    published_at = evaluation.published_at and evaluation.published_at.timestamp()
    itself = (evaluation.pk, evaluation.version, evaluation.adopted_on, evaluation.statement)
    former = sequence.before(evaluation)  # whose recommendations are followed
    signed = [itself, published_at, evaluation.plan.version, former and former.pk]
    signed += [list(rows) for rows in (assessments, sections, measures, names)]
    return hashlib.sha256(repr(signed).encode()).hexdigest()
