"""What an authority answered to what an evaluation says of a measure."""

from django.db import models
from django.db.models import Q

from measures.models.assessment import Assessment
from measures.models.evaluation import Evaluation
from measures.models.recommendation import Addressee


class Answer(models.Model):
    """The answer that an addressee published, in its own words.

    The row is part of the assessment beside which it stands: it has its version and its history.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="answers", verbose_name="évaluation"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="answers", verbose_name="appréciation"
    )
    addressee = models.ForeignKey(
        Addressee, on_delete=models.PROTECT, related_name="answers", verbose_name="destinataire"
    )
    given_on = models.DateField("date de la réponse")
    text = models.TextField("texte")

    class Meta:
        ordering = ["evaluation", "assessment", "given_on", "addressee__slug"]
        verbose_name = "réponse d’un destinataire"
        verbose_name_plural = "réponses des destinataires"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "addressee"],
                name="one_answer_per_addressee",
                violation_error_message="Ce destinataire a déjà une réponse sur cette mesure.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="answer_has_a_text",
                violation_error_message="Une réponse a un texte.",
            ),
        ]

    def __str__(self) -> str:
        return f"Réponse : {self.addressee}"
