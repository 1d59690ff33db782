"""The list of authorities that recommendations speak to."""

from django.db import transaction

from measures.actions.saving import record
from measures.models import Addressee, User


@transaction.atomic
def save(*, slug: str, name: str, by: User) -> Addressee:
    """Create an addressee, or rename the one at this slug. Raises `ValidationError`."""
    addressee = Addressee.objects.filter(slug=slug).first() or Addressee(slug=slug)
    if addressee.pk is None or addressee.name != name:
        addressee.name = name
        addressee.full_clean()
        addressee.save()
        record(addressee, content={"slug": slug, "name": name}, by=by)
    return addressee
