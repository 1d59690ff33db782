"""What every edited row has: a version that counts its saves, and the time of the last."""

from django.db import models


class Versioned(models.Model):
    """Base of the rows that people edit; `version` refuses a save made on a stale copy."""

    version = models.PositiveIntegerField("version", default=1, editable=False)
    updated_at = models.DateTimeField("dernière modification", auto_now=True)

    class Meta:
        abstract = True
