"""The list of authorities that recommendations speak to."""

import pytest
from django.core.exceptions import ValidationError

from measures.actions import addressees
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
