"""History: one row for each saved change, written in the same transaction as the change."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from measures.models.evaluation import Evaluation


class Revision(models.Model):
    """Who changed what, when, and the whole content after the change.

    `content` holds the written fields of the object by name, so that any two revisions can be
    compared and any one restored.
    """

    class Kind(models.TextChoices):
        """What became of the content."""

        SAVED = "enregistree", "enregistrée"
        SET_ASIDE = "ecartee", "écartée"  # refused in a conflict, and kept here

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    evaluation = models.ForeignKey(
        Evaluation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="évaluation",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="par"
    )
    at = models.DateTimeField("le", auto_now_add=True)
    kind = models.CharField("sorte", max_length=12, choices=Kind.choices, default=Kind.SAVED)
    message = models.CharField("motif", max_length=300, blank=True)
    content = models.JSONField("contenu")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "modification"
        verbose_name_plural = "modifications"
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="history_of")]

    def __str__(self) -> str:
        return f"{self.target} – {self.at:%d/%m/%Y %H:%M}"
