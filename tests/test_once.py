"""Rows made once are written again whatever other tests did to the database."""

from django.db import connection

from measures.backup.tables import set_last_key
from measures.models import Addressee
from tests.conftest import restore
from tests.once import Rows


def test_the_next_row_has_a_key_of_its_own(db: None, rows_2014: Rows) -> None:
    set_last_key(Addressee, 1, connection)  # As a restored backup leaves it for all tests.
    restore(rows_2014)
    kept = Addressee.objects.count()
    assert kept > 1
    for number in range(kept):
        Addressee.objects.create(slug=f"ministere-{number}", name=f"Ministère {number}")
    assert Addressee.objects.count() == 2 * kept
