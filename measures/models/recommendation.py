"""Recommendations: rows derived from the marks in the texts, and whom they speak to."""

from django.db import models
from django.db.models import Q

from measures.models.assessment import Assessment
from measures.models.evaluation import Evaluation
from measures.models.section import Section


class Addressee(models.Model):
    """An authority that recommendations speak to."""

    slug = models.SlugField("adresse", unique=True)
    name = models.CharField("nom", max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "destinataire"
        verbose_name_plural = "destinataires"

    def __str__(self) -> str:
        return self.name


class Recommendation(models.Model):
    """A marked passage of the observations of a measure, or of a section.

    The mark in the text is the truth; the row is rewritten from it at each save and never
    edited by itself. `key` comes from the mark and survives edits around it; `number` is the
    place in the evaluation.
    """

    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.CASCADE,
        related_name="recommendations",
        verbose_name="évaluation",
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="appréciation",
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name="section",
    )
    key = models.SlugField("identifiant", max_length=40)
    position = models.PositiveSmallIntegerField("place dans le texte")
    number = models.PositiveIntegerField("numéro")
    html = models.TextField("passage")
    text = models.TextField("passage en texte seul")
    addressees = models.ManyToManyField(
        Addressee, related_name="recommendations", verbose_name="destinataires"
    )

    class Meta:
        ordering = ["evaluation", "number"]
        verbose_name = "recommandation"
        verbose_name_plural = "recommandations"
        indexes = [models.Index(fields=["evaluation", "number"], name="recommendation_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "key"],
                name="one_recommendation_per_key",
                violation_error_message="Cet identifiant de recommandation est déjà pris.",
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, section__isnull=True)
                | Q(assessment__isnull=True, section__isnull=False),
                name="recommendation_in_one_text",
                violation_error_message="Une recommandation se trouve dans un texte et un seul.",
            ),
        ]

    def __str__(self) -> str:
        return f"Recommandation {self.number}"

    @property
    def anchor(self) -> str:
        """The anchor of its block in the text where it stands."""
        return f"r-{self.key}"
