"""The list of authorities that recommendations speak to."""

from django.db import transaction

from measures import french
from measures.actions.refusals import Stale
from measures.actions.saving import record
from measures.models import Addressee, User
from measures.rich_text import one_line, readable

LONGEST = 400  # characters: more than any name, whose « œ » counts twice


@transaction.atomic
def save(*, slug: str, name: str, by: User) -> Addressee:
    """Create an addressee, or rename the one at this slug. Raises `ValidationError`."""
    name = readable(name)
    addressee = Addressee.objects.filter(slug=slug).first() or Addressee(slug=slug)
    if addressee.pk is None or addressee.name != name:
        addressee.name = name
        addressee.full_clean()
        addressee.save()
        record(addressee, content={"slug": slug, "name": name}, by=by)
    return addressee


@transaction.atomic
def create(*, name: str, by: User) -> tuple[Addressee, bool]:
    """Return the addressee of this name, and whether it is new; case and accents do not count.

    Its address is made from its name, and stays when it is renamed. Raises `ValidationError`.
    """
    name = one_line(name)
    known = list(Addressee.objects.select_for_update())
    sought = french.slug(name, longest=LONGEST)
    for row in known:
        if sought and french.slug(row.name, longest=LONGEST) == sought:
            return row, False
    base, taken = french.slug(name, longest=44) or "destinataire", {row.slug for row in known}
    slugs = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return save(slug=next(slug for slug in slugs if slug not in taken), name=name, by=by), True


@transaction.atomic
def rename(addressee: Addressee, *, name: str, expected_name: str, by: User) -> bool:
    """Change a name everywhere it is shown; tell whether it changed.

    Raises `Stale` if somebody renamed it meanwhile, and `ValidationError`.
    """
    held = Addressee.objects.select_for_update().get(pk=addressee.pk)
    name = one_line(name)
    if held.name == name:
        return False
    if held.name != expected_name:
        raise Stale(held)
    save(slug=held.slug, name=name, by=by)
    return True
