"""Who is writing where: a line for each page of the desk that somebody has open."""

from django.conf import settings
from django.db import models

from measures.models.evaluation import Evaluation


class Presence(models.Model):
    """A person on the editing page of a text, and when the page last said so.

    `place` names the text as links do: `mesure-13`, `section-normes`.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="presences", verbose_name="évaluation"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="compte"
    )
    place = models.CharField("texte", max_length=80)
    at = models.DateTimeField("le")

    class Meta:
        ordering = ["-at"]
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "user", "place"],
                name="one_presence_per_text",
                violation_error_message="Cette présence est déjà notée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.place}"
