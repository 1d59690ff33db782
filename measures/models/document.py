"""The PDFs that are made of an evaluation, and kept: of a publication for good, or proofs.

A row says what is wanted and how far it has come; the bytes are in a table of their own, so that
no list ever loads them. A document of a publication bears the moment of that publication, and
that of its withdrawal if it comes to that: it then stays in the history, out of any reader's reach.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from measures.models.evaluation import Evaluation


class DocumentQuerySet(models.QuerySet):
    """Which documents a reader may have."""

    def public(self) -> "DocumentQuerySet":
        """Keep those of a publication that still stands."""
        return self.filter(published_at=F("evaluation__published_at"), withdrawn_at__isnull=True)

    def ready(self) -> "DocumentQuerySet":
        """Keep those that are made."""
        return self.filter(state=Document.State.READY)


class Document(models.Model):
    """One document of an evaluation: wanted, being made, or kept.

    A proof belongs to whoever asked for it; it has no moment of publication.
    """

    class Kind(models.TextChoices):
        """What a document holds; the value stands in its address and in the name of its file."""

        REPORT = "rapport", "rapport"
        SYNTHESIS = "synthese", "synthèse"
        PRIORITY = "priorite", "priorité"
        MEASURE = "mesure", "mesure"
        ADDRESSEE = "destinataire", "destinataire"

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "en-attente", "en attente"
        MAKING = "en-cours", "en cours"
        READY = "pret", "prêt"
        FAILED = "echoue", "échoué"

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="documents", verbose_name="évaluation"
    )
    published_at = models.DateTimeField("publication du", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    key = models.SlugField("partie", max_length=100, blank=True)
    options = models.CharField("options", max_length=40, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="demandé par",
    )
    asked_at = models.DateTimeField("demandé le")
    signature = models.CharField("empreinte du contenu", max_length=64)
    state = models.CharField("état", max_length=12, choices=State.choices, default=State.WAITING)
    # Who makes it, and when that maker last said so: a maker that says nothing more is dead.
    taken_by = models.CharField("pris par", max_length=32, blank=True)
    taken_at = models.DateTimeField("pris le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    made_at = models.DateTimeField("fait le", null=True, blank=True)
    size = models.PositiveIntegerField("taille", null=True, blank=True)  # bytes
    sha256 = models.CharField("empreinte SHA-256", max_length=64, blank=True)
    failure = models.CharField("échec", max_length=400, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = "document"
        verbose_name_plural = "documents"
        indexes = [models.Index(fields=["state", "asked_at"], name="documents_to_make")]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "published_at", "kind", "key"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="one_document_per_publication",
                violation_error_message="Cette publication a déjà ce document.",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "asked_by", "kind", "key", "options"],
                condition=Q(published_at__isnull=True),
                name="one_proof_per_person",
                violation_error_message="Cette épreuve est déjà demandée.",
            ),
            models.CheckConstraint(
                condition=Q(
                    published_at__isnull=True, withdrawn_at__isnull=True, asked_by__isnull=False
                )
                | Q(published_at__isnull=False, asked_by__isnull=True, options=""),
                name="document_of_publication_or_proof",
                violation_error_message=(
                    "Un document est celui d’une publication, ou l’épreuve demandée par quelqu’un."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["rapport", "synthese"], key="")
                | (Q(kind__in=["priorite", "mesure", "destinataire"]) & ~Q(key="")),
                name="document_kind_and_key",
                violation_error_message="Ce document n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["en-attente", "en-cours", "pret", "echoue"]),
                name="document_state_known",
                violation_error_message="Cet état de document n’existe pas.",
            ),
            models.CheckConstraint(
                condition=(Q(state="en-cours", taken_at__isnull=False) & ~Q(taken_by=""))
                | (~Q(state="en-cours") & Q(taken_at__isnull=True, taken_by="")),
                name="document_being_made_by_and_at",
                violation_error_message="Un document en cours est pris par quelqu’un.",
            ),
            models.CheckConstraint(
                condition=(Q(state="pret", made_at__isnull=False, size__gt=0) & ~Q(sha256=""))
                | (~Q(state="pret") & Q(made_at__isnull=True, size__isnull=True, sha256="")),
                name="document_ready_with_fingerprint",
                violation_error_message="Un document prêt a une date, une taille et une empreinte.",
            ),
            models.CheckConstraint(
                condition=(Q(state="echoue") & ~Q(failure=""))
                | (~Q(state="echoue") & Q(failure="")),
                name="document_failed_for_a_reason",
                violation_error_message="Un document qui n’a pu être fait dit pourquoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}".strip()


class DocumentBytes(models.Model):
    """The bytes of a document; they are written once, and never change."""

    document = models.OneToOneField(
        Document,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="bytes",
        verbose_name="document",
    )
    data = models.BinaryField("octets")

    class Meta:
        verbose_name = "octets d’un document"
        verbose_name_plural = "octets des documents"

    def __str__(self) -> str:
        return str(self.document)
