"""What counts the changes of what the public reads."""

from django.db import models
from django.db.models import Count, Subquery, Value


class PublicChangeQuerySet(models.QuerySet):
    """The one place that says which version of the public content is in force."""

    def version(self) -> int:
        """Return the version of the public content: how often it was changed (one query)."""
        return self.count()

    def as_column(self) -> Subquery:
        """Return the version as a column of whatever is read."""
        together = self.order_by().annotate(all=Value(1)).values("all")
        return Subquery(together.annotate(version=Count("pk")).values("version"))


class PublicChange(models.Model):
    """A change of what the public reads, written in the transaction that makes it.

    Rows are added and never go. Their number is a version that rises with each commit, in
    whatever order transactions end, and without one row that all of them would queue for.
    """

    at = models.DateTimeField("le", auto_now_add=True)

    objects = PublicChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "changement public"
        verbose_name_plural = "changements publics"

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"
