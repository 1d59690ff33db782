"""A national action plan, its priorities and its numbered measures."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from measures import french
from measures.models.versioned import Versioned


class Plan(Versioned):
    """A plan adopted by the State; the stable thing that evaluations are about."""

    slug = models.SlugField("adresse", unique=True, help_text="Par exemple : 2014-2016")
    title = models.CharField("intitulé", max_length=300)
    short_title = models.CharField("titre court", max_length=80)
    adopted_on = models.DateField("adopté le", null=True, blank=True)
    adopted_by = models.CharField("adopté par", max_length=200, blank=True)
    start_year = models.PositiveSmallIntegerField("première année")
    end_year = models.PositiveSmallIntegerField("dernière année")
    presentation = models.TextField("présentation", blank=True)

    class Meta:
        ordering = ["-start_year", "slug"]
        verbose_name = "plan"
        verbose_name_plural = "plans"
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__gte=F("start_year")),
                name="plan_years_in_order",
                violation_error_message="La dernière année d’un plan ne peut précéder la première.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Priority(Versioned):
    """A group of measures, numbered in roman figures."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="priorities", verbose_name="plan"
    )
    number = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    title = models.CharField("titre", max_length=300)
    plain_summary = models.TextField("en clair", blank=True)
    presentation = models.TextField("présentation", blank=True)

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = "priorité"
        verbose_name_plural = "priorités"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_priority_per_number",
                violation_error_message="Ce plan a déjà une priorité de ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"Priorité {self.roman} – {self.title}"

    @property
    def roman(self) -> str:
        """The number as printed: I, II, III."""
        return french.roman(self.number)


class Measure(Versioned):
    """One numbered commitment of a plan (not a measurement)."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="measures", verbose_name="plan"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, related_name="measures", verbose_name="priorité"
    )
    number = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    title = models.CharField("titre", max_length=400)
    short_title = models.CharField("titre court", max_length=200)
    continues = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="continued_by",
        verbose_name="prolonge",
        help_text="Mesures d’un plan antérieur que celle-ci prolonge.",
    )

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = "mesure"
        verbose_name_plural = "mesures"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="one_measure_per_number",
                violation_error_message="Ce plan a déjà une mesure de ce numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"Mesure {self.number} – {self.short_title}"
