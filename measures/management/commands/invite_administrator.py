"""`manage.py invite_administrator`: the first account of an installation, or a way back in."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from measures import rights
from measures.actions import invitations
from measures.actions.accounts import loader_account
from measures.actions.refusals import AddressTaken


class Command(BaseCommand):
    """Create an account of the administration, and print where its password is chosen."""

    help = "Crée un compte d’administration et écrit le lien par lequel choisir son mot de passe."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the name."""
        parser.add_argument("email")
        parser.add_argument("prenom")
        parser.add_argument("nom")

    def handle(self, *, email: str, prenom: str, nom: str, **_: object) -> None:
        """Invite, without a message: whoever runs this has reached the machine."""
        try:
            user = invitations.invite(
                email=email,
                first_name=prenom,
                last_name=nom,
                role=rights.ADMINISTRATORS,
                by=loader_account(),
            )
        except AddressTaken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Lien valable trois jours :\n{invitations.link(user)}")
