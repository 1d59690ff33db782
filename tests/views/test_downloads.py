"""What may be downloaded: the report of a published evaluation."""

import pypdfium2
from django.test import Client

from measures.models import User
from tests import factories
from tests.views.reader import fetch

BASE = "/plans/2019-2021/evaluations"


def test_the_report_of_a_published_evaluation_is_a_pdf_made_once_with_a_name_of_its_own(
    writer: User, client: Client, django_assert_num_queries: object
) -> None:
    plan = factories.plan(measures=4, priorities=2)
    factories.publish(factories.evaluation(plan, title="Évaluation du plan"))
    path = f"{BASE}/2022/rapport.pdf"

    with django_assert_num_queries(4):  # no recommendation, hence no addressee
        answer = client.get(path)
    with django_assert_num_queries(1):
        again = client.get(path)

    assert answer.content == again.content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'inline; filename="cncdh-evaluation-2019-2021-2022.pdf"'
    )
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()
    assert pypdfium2.PdfDocument(answer.content).get_metadata_value("Title") == "Évaluation du plan"


def test_the_report_of_a_draft_or_of_nothing_is_not_to_be_found(writer: User) -> None:
    factories.evaluation(factories.plan(measures=1))
    for slug in ("2022", "2030"):
        fetch(f"{BASE}/{slug}/rapport.pdf", status=404)
