"""A part of the report that belongs to no measure: introduction, standards, Part II…"""

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from measures.models.evaluation import Evaluation
from measures.models.written import Written


class SectionQuerySet(models.QuerySet):
    """Sections in the order of the report, with what depends on their place in it."""

    def with_first_note(self) -> "SectionQuerySet":
        """Annotate `first_note`: the number of the first footnote of the text.

        Footnotes run through the whole evaluation: those of the sections read before come
        first, and after the measures those of all of these.
        """
        before = (
            Section.objects.filter(
                models.Q(place__lt=OuterRef("place"))
                | models.Q(place=OuterRef("place"), order__lt=OuterRef("order")),
                evaluation=OuterRef("evaluation"),
            )
            .order_by()
            .values("evaluation")
            .annotate(total=Sum("note_count"))
            .values("total")
        )
        of_measures = (
            Evaluation.objects.filter(pk=OuterRef("evaluation"))
            .order_by()
            .annotate(
                total=Sum(
                    F("assessments__state_actions_note_count")
                    + F("assessments__observations_note_count")
                )
            )
            .values("total")
        )
        whole = models.IntegerField()
        return self.annotate(
            first_note=Value(1)
            + Coalesce(Subquery(before, output_field=whole), 0)
            + Case(
                When(
                    place=Section.Place.AFTER_MEASURES,
                    then=Coalesce(Subquery(of_measures, output_field=whole), 0),
                ),
                default=0,
                output_field=whole,
            )
        )


class Section(Written):
    """A titled text before or after the measures, possibly inside another one."""

    class Place(models.IntegerChoices):
        """Where a section stands in the report."""

        BEFORE_MEASURES = 1, "avant les mesures"
        AFTER_MEASURES = 2, "après les mesures"

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="sections", verbose_name="évaluation"
    )
    slug = models.SlugField("adresse")
    label = models.CharField(
        "intitulé", max_length=80, blank=True, help_text="Par exemple : Partie II"
    )
    title = models.CharField("titre", max_length=300)
    place = models.PositiveSmallIntegerField("place", choices=Place.choices)
    order = models.PositiveSmallIntegerField("rang")
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="dans",
    )
    body = models.TextField("texte", blank=True)
    page = models.PositiveSmallIntegerField("page du rapport publié", null=True, blank=True)
    note_count = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["evaluation", "place", "order"]
        verbose_name = "section"
        verbose_name_plural = "sections"
        constraints = [
            *Written.Meta.constraints,
            models.UniqueConstraint(
                fields=["evaluation", "slug"],
                name="one_section_per_slug",
                violation_error_message="Cette évaluation a déjà une section à cette adresse.",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "place", "order"],
                name="one_section_per_rank",
                violation_error_message="Deux sections ne peuvent avoir le même rang.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} – {self.title}" if self.label else self.title
