"""`manage.py verify_report` tells whether what is kept is what was published."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from measures.actions import documents, plans, published
from measures.exports import keeping, making
from measures.models import Document, DocumentBytes, Evaluation, User
from measures.models.integrity import create_rules, drop_rules
from tests import factories, once
from tests.views.reader import visitor

pytestmark = pytest.mark.printed


@once.fixture
def evaluation() -> Evaluation:
    return factories.publish(factories.evaluation(factories.plan(measures=1)))


def verify(*arguments: str) -> str:
    said = StringIO()
    try:
        call_command("verify_report", *arguments, stdout=said)
    except CommandError as error:
        return f"{said.getvalue()}{error}"
    return f"{said.getvalue()}Bien."


def tamper(evaluation: Evaluation) -> None:
    """Change a byte of a report, past the rules of the database."""
    drop_rules(using="default")
    row = DocumentBytes.objects.get(document__evaluation=evaluation)
    row.data = bytes(row.data)[:-1] + b"\0"
    row.save()
    create_rules(using="default")


def test_a_report_that_is_as_it_was_and_would_be_made_again(
    evaluation: Evaluation, writer: User
) -> None:
    evaluation.documents.all().delete()
    report = documents.keep_missing_report(evaluation, making.print_publication(evaluation))
    said = verify("2019-2021/2022")
    assert f"2019-2021/2022, édition 1, rapport : {report.size} octets" in said
    assert f"SHA-256 {report.sha256}" in said
    assert said.endswith("1 document vérifié. Aucune différence.\nBien.")

    measure = evaluation.plan.measures.get()
    plans.save_measure(
        measure,
        priority=measure.priority,
        title="Un titre corrigé",
        short_title=measure.short_title,
        expected_version=measure.version,
        by=writer,
    )
    assert "un titre ou un nom a été corrigé" in verify("--all")
    assert verify("--all", "--fingerprints-only").endswith("Bien.")


def test_bytes_that_changed_are_found(evaluation: Evaluation) -> None:
    published_as = Document.objects.get(evaluation=evaluation).sha256
    tamper(evaluation)
    said = verify("--all", "--fingerprints-only")
    assert f"ne sont pas ceux qui ont été publiés (empreinte publiée : {published_as}" in said
    assert said.endswith("Différences : 1.")


def test_bytes_that_changed_are_not_served(evaluation: Evaluation) -> None:
    tamper(evaluation)
    with pytest.raises(keeping.Damaged):
        visitor().get("/plans/2019-2021/evaluations/2022/rapport.pdf")


def test_a_report_that_is_made_otherwise_is_told(evaluation: Evaluation) -> None:
    assert "du même contenu : le logiciel, ses polices" in verify("2019-2021/2022")


def test_withdrawn_reports_are_looked_at_too(evaluation: Evaluation, writer: User) -> None:
    published.unpublish(evaluation, reason="Une erreur.", by=writer)
    tamper(evaluation)
    assert "rapport, retiré : les octets gardés" in verify("--all")


def test_what_is_not_there_is_refused(evaluation: Evaluation) -> None:
    assert "Il n’y a pas d’évaluation « 2019-2021/2030 »." in verify("2019-2021/2030")
    assert "Nommez des évaluations" in verify()
    assert "Nommez des évaluations" in verify("--all", "2019-2021/2022")
    evaluation.documents.all().delete()
    assert "Aucun document publié" in verify("2019-2021/2022")
