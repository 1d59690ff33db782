"""The PDF of the demonstration evaluation, made once for all tests that read it."""

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from measures import report as reports
from measures.exports import attached
from measures.report import Report
from tests.conftest import restore
from tests.exports.paper import Paper
from tests.once import Rows


@pytest.fixture(scope="session")
def report_2017(rows_2014: Rows, django_db_blocker: DjangoDbBlocker) -> Report:
    """The whole report of the demonstration evaluation; reading it takes no query."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = reports.build(
            restore(rows_2014).evaluations.select_related("plan").get(slug="2017")
        )
        transaction.set_rollback(True)
    return report


@pytest.fixture(scope="session")
def paper_2017(report_2017: Report) -> Paper:
    """Its PDF, as it is published."""
    return Paper(attached.document(report_2017))
