"""What became of a recommendation of an earlier evaluation, as a later one says it."""

from django.db import models
from django.db.models import Q

from measures.models.assessment import Assessment
from measures.models.evaluation import Evaluation
from measures.models.section import Section

LONGEST = 600  # characters of a comment: a sentence or two


class FollowUp(models.Model):
    """The outcome of one recommendation, with the sentence that explains it.

    The recommendation is named by its evaluation and its key, as its permanent address names
    it: editions come and go, these two stay. The row is part of the assessment or section in
    which it is written: it has its version and its history.
    """

    class Outcome(models.TextChoices):
        """What became of it; the first exists only while in preparation."""

        TO_JUDGE = "a-apprecier", "à apprécier"
        FOLLOWED = "suivie", "suivie"
        PARTLY_FOLLOWED = "partiellement-suivie", "partiellement suivie"
        NOT_FOLLOWED = "non-suivie", "non suivie"
        MOOT = "sans-objet", "sans objet"

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="évaluation"
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="appréciation",
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name="section",
    )
    former = models.SlugField("évaluation de la recommandation")
    key = models.SlugField("identifiant de la recommandation", max_length=40)
    outcome = models.CharField(
        "suite donnée", max_length=20, choices=Outcome.choices, default=Outcome.TO_JUDGE
    )
    comment = models.CharField("explication", max_length=LONGEST, blank=True)

    class Meta:
        ordering = ["evaluation", "former", "key"]
        verbose_name = "suite donnée à une recommandation"
        verbose_name_plural = "suites données aux recommandations"
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "former", "key"],
                name="one_follow_up_per_recommendation",
                violation_error_message=(
                    "Cette évaluation dit déjà ce qu’est devenue cette recommandation."
                ),
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, section__isnull=True)
                | Q(assessment__isnull=True, section__isnull=False),
                name="follow_up_in_one_text",
                violation_error_message=(
                    "Ce qu’est devenue une recommandation se dit dans un texte et un seul."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        "a-apprecier",
                        "suivie",
                        "partiellement-suivie",
                        "non-suivie",
                        "sans-objet",
                    ]
                ),
                name="follow_up_outcome_known",
                violation_error_message="Cette suite n’existe pas : choisissez-la dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="a-apprecier", comment=""),
                name="follow_up_says_something",
                violation_error_message="Il n’y a rien à garder d’une suite encore à apprécier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} : {self.get_outcome_display()}"

    @property
    def name(self) -> str:
        """The recommendation as files and history name it: « 2017/13a »."""
        return f"{self.former}/{self.key}"

    @property
    def result(self) -> Outcome:
        """The outcome with its words, for the component that shows it."""
        return self.Outcome(self.outcome)

    @property
    def is_finished(self) -> bool:
        """Whether it has an outcome and the sentence that explains it."""
        return bool(self.comment) and self.outcome != self.Outcome.TO_JUDGE
