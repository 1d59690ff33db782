"""The list of authorities that recommendations speak to."""

import pytest
from django.core.exceptions import ValidationError

from measures.actions import addressees
from measures.actions.refusals import Stale
from measures.models import Addressee, Revision, User


def test_an_addressee_is_created_then_renamed_each_with_a_revision(writer: User) -> None:
    created = addressees.save(slug="miprof", name="Miprof", by=writer)
    renamed = addressees.save(slug="miprof", name="MIPROF", by=writer)

    assert renamed == created
    assert Addressee.objects.get().name == "MIPROF"
    names = [row.content["name"] for row in Revision.objects.order_by("pk")]
    assert names == ["Miprof", "MIPROF"]
    assert Revision.objects.filter(by=writer).count() == 2


def test_saving_an_addressee_as_it_is_changes_nothing(writer: User) -> None:
    addressees.save(slug="miprof", name="MIPROF", by=writer)
    addressees.save(slug="miprof", name="MIPROF", by=writer)

    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("slug", "name"), [("parlement", "MIPROF"), ("pas une adresse", "Parlement"), ("parlement", "")]
)
def test_a_name_taken_or_empty_or_a_wrong_address_is_refused(
    writer: User, slug: str, name: str
) -> None:
    addressees.save(slug="miprof", name="MIPROF", by=writer)

    with pytest.raises(ValidationError):
        addressees.save(slug=slug, name=name, by=writer)

    assert [row.slug for row in Addressee.objects.all()] == ["miprof"]
    assert Revision.objects.count() == 1


def test_an_addressee_is_created_once_whatever_its_case_and_accents(writer: User) -> None:
    made, new = addressees.create(name="  Ministère de  l’Œuvre ", by=writer)
    assert (made.slug, made.name, new) == ("ministere-de-l-oeuvre", "Ministère de l’Œuvre", True)
    assert addressees.create(name="ministere de l'oeuvre", by=writer) == (made, False)


def test_two_names_of_one_address_get_two(writer: User) -> None:
    long = "Direction " * 8
    first, _ = addressees.create(name=f"{long} un", by=writer)
    second, _ = addressees.create(name=f"{long} deux", by=writer)
    assert second.slug == f"{first.slug}-2"
    assert addressees.create(name="…", by=writer)[0].slug == "destinataire"


def test_a_name_is_changed_unless_somebody_changed_it_meanwhile(writer: User) -> None:
    made, _ = addressees.create(name="Ministère", by=writer)
    assert addressees.rename(made, name="Justice", expected_name="Ministère", by=writer)
    assert addressees.rename(made, name="Justice", expected_name="Ministère", by=writer) is False
    with pytest.raises(Stale):
        addressees.rename(made, name="Intérieur", expected_name="Ministère", by=writer)
    made.refresh_from_db()
    assert (made.slug, made.name) == ("ministere", "Justice")
