"""What may be downloaded: the report of a published evaluation."""

import pypdfium2
from django.http import HttpResponse
from django.test import Client

from measures.actions import plans, published
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

    with django_assert_num_queries(6):  # no recommendation, hence no addressee of it
        answer = client.get(path)
    with django_assert_num_queries(3):
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


def test_the_report_of_an_evaluation_published_again_is_made_again(writer: User) -> None:
    plan = factories.plan(measures=1)
    path = f"{BASE}/2022/rapport.pdf"
    first = factories.publish(factories.evaluation(plan))
    assert "Une observation." in words_of(fetch(path))

    published.unpublish(first, reason="Une erreur.", by=writer)
    fetch(path, status=404)
    factories.assess(first, 1, observations="<p>Tout autre chose.</p>")
    factories.publish(first)

    said = words_of(fetch(path))
    assert "Tout autre chose." in said
    assert "Une observation." not in said


def test_the_report_shows_the_titles_that_its_plan_has_now(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan))
    path = f"{BASE}/2022/rapport.pdf"
    assert "Titre long de la mesure 1" in words_of(fetch(path))
    measure = plan.measures.get()
    plans.save_measure(
        measure,
        priority=measure.priority,
        title="Un titre corrigé",
        short_title=measure.short_title,
        expected_version=measure.version,
        by=writer,
    )
    assert "Un titre corrigé" in words_of(fetch(path))


def words_of(answer: HttpResponse) -> str:
    """Return the words of a PDF."""
    document = pypdfium2.PdfDocument(answer.content)
    return " ".join(page.get_textpage().get_text_bounded() for page in document)
