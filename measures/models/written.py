"""What writers work on: a text with its state of work, the person it is given to, and a note."""

from django.conf import settings
from django.db import models

from measures.models.versioned import Versioned


class Written(Versioned):
    """Base of the texts of an evaluation; none of these fields is ever published."""

    class WorkState(models.TextChoices):
        """How far the writing of a text has come."""

        TO_WRITE = "a-ecrire", "à écrire"
        IN_PROGRESS = "en-cours", "en cours"
        TO_PROOFREAD = "a-relire", "à relire"
        PROOFREAD = "relu", "relu"

    work_state = models.CharField(
        "état du travail", max_length=12, choices=WorkState.choices, default=WorkState.TO_WRITE
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="confié à",
    )
    internal_note = models.TextField(
        "note interne", blank=True, max_length=20_000, help_text="Jamais publiée."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(work_state__in=["a-ecrire", "en-cours", "a-relire", "relu"]),
                name="%(class)s_work_state_known",
                violation_error_message="Cet état du travail n’existe pas.",
            ),
        ]

    @property
    def progress(self) -> "Written.WorkState":
        """The state of work with its words."""
        return self.WorkState(self.work_state)
