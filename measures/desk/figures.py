"""What is missing in the evaluations in preparation, counted by the database."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from measures.models import Assessment, Evaluation, Section, User, Written

TO_ASSESS = Q(status=Assessment.Status.TO_ASSESS)
NOT_PROOFREAD = ~Q(work_state=Written.WorkState.PROOFREAD)
WITHOUT_OBSERVATIONS = Q(observations="", observations_in=None)


def without_text() -> Q:
    """Return which sections are empty: no text of their own, and no section inside."""
    return Q(body="") & ~Exists(Section.objects.filter(parent=OuterRef("pk")).order_by())


@dataclass
class InPreparation:
    """An evaluation in preparation: how many texts it has, and what they lack."""

    evaluation: Evaluation
    texts: int = 0
    to_assess: int = 0
    empty: int = 0
    not_proofread: int = 0
    mine: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is missing any more."""
        return bool(self.texts) and not (self.to_assess or self.empty or self.not_proofread)


def in_preparation(user: User) -> list[InPreparation]:
    """Return the evaluations in preparation, with what each lacks: three queries."""
    rows = Evaluation.objects.in_preparation().select_related("plan")
    found = {row.pk: InPreparation(row) for row in rows.order_by("-plan__start_year", "slug")}
    assessments = Assessment.objects.filter(evaluation__in=found)
    sections = Section.objects.filter(evaluation__in=found).alias(bare=without_text())
    for counts in [
        *_counted(assessments, WITHOUT_OBSERVATIONS, user, to_assess=TO_ASSESS),
        *_counted(sections, Q(bare=True), user),
    ]:
        evaluation = found[counts.pop("evaluation")]
        for name, count in counts.items():
            setattr(evaluation, name, getattr(evaluation, name) + count)
    return list(found.values())


def _counted(rows: QuerySet, empty: Q, user: User, **more: Q) -> Iterable[dict[str, int]]:
    """Count the texts of each evaluation by what they lack."""
    wanted = {"empty": empty, "not_proofread": NOT_PROOFREAD, "mine": Q(assigned_to=user)} | more
    counts = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    return rows.order_by().values("evaluation").annotate(texts=Count("pk"), **counts)


def published() -> list[Evaluation]:
    """Return the published evaluations, last first, and whether each is being rectified.

    `rectified` says that a further edition is in preparation.
    """
    later = Evaluation.objects.in_preparation().filter(plan=OuterRef("plan"), slug=OuterRef("slug"))
    rows = Evaluation.objects.published().select_related("plan")
    return list(rows.annotate(rectified=Exists(later)).order_by("-published_at"))
