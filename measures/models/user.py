"""An account: somebody who writes, publishes or administers."""

from django.contrib.auth.models import AbstractUser
from django.db import models

LOADER = "chargement"


class User(AbstractUser):
    """A person; never deleted once something bears the name, only made inactive."""

    demonstration = models.BooleanField(
        "compte de démonstration",
        default=False,
        editable=False,
        help_text="Mot de passe public : refusé au démarrage en production.",
    )

    previous_login = models.DateTimeField(
        "connexion précédente",
        null=True,
        blank=True,
        editable=False,
        help_text="Depuis quand la rédaction lui dit ce qui a changé.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "compte"
        verbose_name_plural = "comptes"

    @property
    def is_loader(self) -> bool:
        """Whether this is the account that signs what is loaded from files."""
        return self.username == LOADER

    def __str__(self) -> str:
        return self.get_full_name() or self.username
