"""One dated exercise of the CNCDH over a whole plan: in preparation, then published.

A row is one *edition*. A rectification is a further edition of the same address, prepared like
the first and replacing it in public on the day it is published; the earlier one stays as it was.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from measures.models.plan import Plan
from measures.models.public_change import PublicChange
from measures.models.versioned import Versioned


def neighbours(evaluation: str = "") -> dict[str, Exists]:
    """Return whether evaluations of the same plan, adopted before and after one, are published.

    `evaluation` is the way to the published evaluation from the rows asked about, with its
    final `__`.
    """
    others = Evaluation.objects.published_editions().filter(plan=OuterRef(f"{evaluation}plan"))
    others = others.exclude(slug=OuterRef(f"{evaluation}slug"))
    day = OuterRef(f"{evaluation}adopted_on")
    return {
        "has_earlier": Exists(others.filter(adopted_on__lt=day)),
        "has_later": Exists(others.filter(adopted_on__gt=day)),
    }


class EvaluationQuerySet(models.QuerySet):
    """The one place that says which evaluations are public."""

    def published(self) -> "EvaluationQuerySet":
        """Keep the published editions that no later published edition replaces."""
        later = Evaluation.objects.filter(
            plan=OuterRef("plan"),
            slug=OuterRef("slug"),
            edition__gt=OuterRef("edition"),
            published_at__isnull=False,
        )
        return self.filter(~Exists(later), published_at__isnull=False)

    def published_editions(self) -> "EvaluationQuerySet":
        """Keep every edition ever published, also those that a later one replaced."""
        return self.filter(published_at__isnull=False)

    def with_neighbours(self) -> "EvaluationQuerySet":
        """Set `has_earlier` and `has_later` of published evaluations."""
        return self.annotate(**neighbours())

    def with_content_version(self) -> "EvaluationQuerySet":
        """Set `content_version`, by which what is read of published evaluations may be kept."""
        return self.annotate(content_version=PublicChange.objects.as_column())

    def in_preparation(self) -> "EvaluationQuerySet":
        """Keep what is still being written."""
        return self.filter(published_at__isnull=True)

    def last_editions(self) -> "EvaluationQuerySet":
        """Keep the last edition of each evaluation: what those who write it have before them."""
        later = Evaluation.objects.filter(
            plan=OuterRef("plan"), slug=OuterRef("slug"), edition__gt=OuterRef("edition")
        )
        return self.filter(~Exists(later))


class Evaluation(Versioned):
    """An edition of an evaluation."""

    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, related_name="evaluations", verbose_name="plan"
    )
    slug = models.SlugField("adresse", help_text="Par exemple : 2017")
    edition = models.PositiveSmallIntegerField(
        "édition", default=1, validators=[MinValueValidator(1)]
    )
    rectification_reason = models.TextField("motif de la rectification", blank=True)
    title = models.CharField("titre", max_length=300)
    adopted_on = models.DateField("adoptée le", null=True, blank=True)
    statement = models.CharField("mention d’adoption", max_length=400, blank=True)
    notice = models.TextField(
        "avertissement",
        blank=True,
        help_text="Affiché sur chaque page : par exemple, qu’il s’agit d’une condensation.",
    )
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="publiée par",
    )

    # Where an earlier edition is read: the published one that came next. Set by who looks it up.
    replaced_by: "Evaluation | None" = None
    # Whether its pages are read by those who write it, before it is published. Set likewise.
    previewed: bool = False
    # Whether one of the same plan comes before it, or after it, and is published. Set likewise.
    has_earlier: bool = False
    has_later: bool = False
    # The version of the public content with which it was read, once published. Set likewise.
    content_version: int | None = None

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-adopted_on", "slug", "-edition"]
        get_latest_by = "adopted_on"
        verbose_name = "évaluation"
        verbose_name_plural = "évaluations"
        permissions = [
            ("read_draft", "Lire ce qui est en préparation"),
            ("write_draft", "Écrire"),
            ("proofread_draft", "Marquer comme relu, et confier les textes"),
            ("export_draft", "Exporter le projet en PDF"),
            ("publish_evaluation", "Publier et rectifier"),
            ("unpublish_evaluation", "Retirer de la publication"),
            ("administer_plans", "Tenir les plans, leurs mesures et les destinataires"),
            ("administer_accounts", "Tenir les comptes"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "slug"],
                condition=Q(published_at__isnull=True),
                name="one_edition_in_preparation",
                violation_error_message=(
                    "Une édition de cette évaluation est déjà en préparation."
                ),
            ),
            models.UniqueConstraint(
                fields=["plan", "slug", "edition"],
                name="one_evaluation_per_slug_and_edition",
                violation_error_message="Ce plan a déjà une évaluation à cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="evaluation_published_by_and_at",
                violation_error_message="Une publication a toujours un auteur et une date.",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(adopted_on__isnull=False) & ~Q(statement="")),
                name="evaluation_published_once_adopted",
                violation_error_message=(
                    "Une évaluation publiée a une date et une mention d’adoption."
                ),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=F("adopted_on")),
                name="evaluation_dates_in_order",
                violation_error_message=(
                    "Une évaluation ne peut être publiée avant d’avoir été adoptée."
                ),
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(rectification_reason=""),
                name="evaluation_rectified_for_a_reason",
                violation_error_message="Une rectification a toujours un motif.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether this edition has been published, and is therefore closed."""
        return self.published_at is not None

    @property
    def adoption(self) -> str:
        """How it was adopted, in words; of what is in preparation, that it was not yet."""
        return self.statement or "projet non adopté"
