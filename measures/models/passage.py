"""What a search looks through: the texts of every evaluation, block by block.

All rows are derived from the texts by the actions that write these, and may be built anew at any
time (`manage.py rebuild_search`). None is edited by itself.
"""

from django.db import models
from django.db.models import Q

from measures.models.assessment import Assessment
from measures.models.evaluation import Evaluation
from measures.models.recommendation import Recommendation
from measures.models.section import Section


class Passage(models.Model):
    """A title, or a block of a text, as its page shows it.

    `anchor` is the one that the page of the measure or of the section gives to this very block;
    a title has none. `folded` holds the words as they are compared (`search_words`).
    """

    class Kind(models.TextChoices):
        """What kind of words these are."""

        TITLE = "titre", "intitulé"
        TEXT = "texte", "texte"
        RECOMMENDATION = "recommandation", "recommandation"
        NOTE = "note", "note"

    class Source(models.TextChoices):
        """The text in which a passage stands; the value begins the anchors of that text."""

        PLAIN_SUMMARY = "c", "En clair"
        STATE_ACTIONS = "a", "Actions de l’État"
        OBSERVATIONS = "o", "Observations"
        BODY = "s", "Texte"

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="passages", verbose_name="évaluation"
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="passages",
        verbose_name="appréciation",
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="passages",
        verbose_name="section",
    )
    recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="passages",
        verbose_name="recommandation",
    )
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    source = models.CharField("texte d’origine", max_length=1, choices=Source.choices, blank=True)
    anchor = models.CharField("ancre", max_length=24, blank=True)
    position = models.PositiveIntegerField("place dans la page")
    text = models.TextField("texte")
    folded = models.TextField("mots comparés")

    class Meta:
        ordering = ["evaluation_id", "assessment_id", "section_id", "position"]
        verbose_name = "passage"
        verbose_name_plural = "passages"
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, section__isnull=True)
                | Q(assessment__isnull=True, section__isnull=False),
                name="passage_in_one_text",
                violation_error_message="Un passage se trouve dans un texte et un seul.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Word(models.Model):
    """A word of a published evaluation: how it is compared and written, how frequent, and where.

    What stands nowhere, and words that never meet, are known from here without a look at the
    texts; and the nearest words can be proposed. `pages` are the keys of the assessments that
    hold it, and those of sections with a minus sign.
    """

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="words", verbose_name="évaluation"
    )
    folded = models.CharField("mot comparé", max_length=60)
    written = models.CharField("mot écrit", max_length=60)
    count = models.PositiveIntegerField("passages")
    pages = models.JSONField("pages", default=list)

    class Meta:
        ordering = ["evaluation_id", "folded"]
        verbose_name = "mot"
        verbose_name_plural = "mots"
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "folded"],
                name="one_row_per_word",
                violation_error_message="Ce mot est déjà compté dans l’évaluation.",
            ),
        ]

    def __str__(self) -> str:
        return self.written
