"""What one evaluation says of one measure."""

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from measures.models.evaluation import Evaluation
from measures.models.plan import Measure
from measures.models.section import Section
from measures.models.written import Written


def _count(related: str) -> Coalesce:
    """Count what is related to a row by itself: only for the rows of the page that is shown."""
    counted = Assessment.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    counted = counted.annotate(total=Count(related)).values("total")
    return Coalesce(Subquery(counted), 0)


class AssessmentQuerySet(models.QuerySet):
    """Assessments in the order of the report, with what depends on their place in it."""

    def without_texts(self) -> "AssessmentQuerySet":
        """Leave the long texts in the database."""
        return self.defer("plain_summary", "state_actions", "observations", "internal_note")

    def for_table(self) -> "AssessmentQuerySet":
        """What one row of the table of measures shows, without the texts.

        `status_rank` sorts from nothing to everything; `recommendation_count` includes those
        of observations shared with another measure.
        """
        statuses = list(Assessment.Status)
        return (
            self.select_related("measure__priority")
            .without_texts()
            .defer("measure__priority__presentation", "measure__priority__plain_summary")
            .annotate(
                status_rank=Case(
                    *(When(status=status, then=rank) for rank, status in enumerate(statuses)),
                    output_field=models.PositiveSmallIntegerField(),
                ),
                recommendation_count=_count("recommendations")
                + _count("observations_in__recommendations"),
            )
        )

    def in_reading_order(self) -> "AssessmentQuerySet":
        """Sort by priority, then by number: the order of the report."""
        return self.order_by("measure__priority__number", "measure__number")

    def with_first_note(self) -> "AssessmentQuerySet":
        """Annotate `first_note`: the number of the first footnote in the State actions.

        Footnotes run through the whole evaluation: those of the sections before the measures
        and of the measures read before come first.
        """
        front = (
            Section.objects.filter(
                evaluation=OuterRef("evaluation"), place=Section.Place.BEFORE_MEASURES
            )
            .order_by()
            .values("evaluation")
            .annotate(total=Sum("note_count"))
            .values("total")
        )
        before = (
            Assessment.objects.filter(
                Q(measure__priority__number__lt=OuterRef("measure__priority__number"))
                | Q(
                    measure__priority__number=OuterRef("measure__priority__number"),
                    measure__number__lt=OuterRef("measure__number"),
                ),
                evaluation=OuterRef("evaluation"),
            )
            .order_by()
            .values("evaluation")
            .annotate(total=Sum(F("state_actions_note_count") + F("observations_note_count")))
            .values("total")
        )
        return self.annotate(
            first_note=Value(1)
            + Coalesce(Subquery(front, output_field=models.IntegerField()), 0)
            + Coalesce(Subquery(before, output_field=models.IntegerField()), 0)
        )


class Assessment(Written):
    """The State's actions for a measure, the CNCDH's observations, and a status."""

    class Status(models.TextChoices):
        """Degree of implementation, from nothing to everything."""

        TO_ASSESS = "a-evaluer", "à évaluer"
        NOT_IMPLEMENTED = "non", "non mise en œuvre"
        PARTIALLY_IMPLEMENTED = "partiellement", "partiellement mise en œuvre"
        IMPLEMENTED = "mise-en-oeuvre", "mise en œuvre"

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name="évaluation",
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="assessments", verbose_name="mesure"
    )
    status = models.CharField(
        "degré de mise en œuvre", max_length=16, choices=Status.choices, default=Status.TO_ASSESS
    )
    plain_summary = models.TextField("en clair", blank=True)
    state_actions = models.TextField("actions de l’État", blank=True)
    observations = models.TextField("observations et recommandations de la CNCDH", blank=True)
    observations_in = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="also_observes",
        verbose_name="observations communes avec",
    )
    page = models.PositiveSmallIntegerField("page du rapport publié", null=True, blank=True)
    state_actions_note_count = models.PositiveSmallIntegerField(default=0, editable=False)
    observations_note_count = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "measure__number"]
        verbose_name = "appréciation"
        verbose_name_plural = "appréciations"
        constraints = [
            *Written.Meta.constraints,
            models.UniqueConstraint(
                fields=["evaluation", "measure"],
                name="one_assessment_per_measure",
                violation_error_message="Cette mesure a déjà une appréciation dans l’évaluation.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["a-evaluer", "non", "partiellement", "mise-en-oeuvre"]),
                name="assessment_status_known",
                violation_error_message="Ce degré de mise en œuvre n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(observations_in__isnull=True) | Q(observations=""),
                name="assessment_shares_or_has_observations",
                violation_error_message=(
                    "Une mesure dont les observations sont communes avec une autre n’en a pas "
                    "en propre."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} ({self.evaluation})"

    @property
    def degree(self) -> Status:
        """The status with its words, for the component that shows it."""
        return self.Status(self.status)
