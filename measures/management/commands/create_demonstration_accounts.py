"""`manage.py create_demonstration_accounts`: accounts with a public password, to try things."""

from django.core.management.base import BaseCommand

from measures.actions.accounts import (
    DEMONSTRATION_ACCOUNTS,
    DEMONSTRATION_PASSWORD,
    create_demonstration_accounts,
)


class Command(BaseCommand):
    """Create the accounts of the demonstration; refused in production."""

    help = "Crée les comptes de démonstration (refusé en production)."

    def handle(self, **_: object) -> None:
        """Create what is missing and print how to log in."""
        create_demonstration_accounts()
        names = ", ".join(DEMONSTRATION_ACCOUNTS)
        self.stdout.write(
            f"Comptes de démonstration : {names} – mot de passe : {DEMONSTRATION_PASSWORD}"
        )
