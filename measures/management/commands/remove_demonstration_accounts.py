"""`manage.py remove_demonstration_accounts`: make a tried-out database fit for production."""

from django.core.management.base import BaseCommand

from measures.actions.accounts import remove_demonstration_accounts


class Command(BaseCommand):
    """Close the demonstration accounts; what they signed keeps their name."""

    help = "Ferme les comptes de démonstration ; ce qu’ils ont signé garde leur nom."

    def handle(self, **_: object) -> None:
        """Close them and say how many."""
        count = remove_demonstration_accounts()
        self.stdout.write(f"{count} compte(s) de démonstration fermé(s).")
