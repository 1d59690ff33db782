"""An account: somebody who writes, publishes or administers."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person; never deleted once something bears the name, only made inactive."""

    demonstration = models.BooleanField(
        "compte de démonstration",
        default=False,
        editable=False,
        help_text="Mot de passe public : refusé au démarrage en production.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    def __str__(self) -> str:
        return self.get_full_name() or self.username
