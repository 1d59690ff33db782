"""The data travel in the report: the very files of the site."""

from io import BytesIO

import pikepdf
import pytest

from measures import report as reports
from measures.exports import attached, documents
from measures.exports.documents import Draft
from measures.models import User
from tests import factories
from tests.exports.paper import Paper
from tests.exports.test_parts import AT
from tests.report_2017 import EVALUATION
from tests.views.reader import fetch

pytestmark = pytest.mark.printed

PREFIX = "cncdh-evaluation-2014-2016-2017-"
NAMES = [f"{table}.{form}" for table in ("mesures", "recommandations") for form in ("csv", "json")]


def opened(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(document))


@pytest.mark.usefixtures("evaluation_2017")
def test_they_are_the_files_of_the_site_byte_for_byte(paper_2017: Paper) -> None:
    document = opened(paper_2017.data)
    found = document.attachments
    assert sorted(found) == [PREFIX + name for name in NAMES]
    for name in NAMES:
        file, answer = found[PREFIX + name].get_file(), fetch(f"{EVALUATION}donnees/{name}")
        assert file.read_bytes() == answer.content
        assert file.mime_type == answer["Content-Type"].partition(";")[0]
        assert PREFIX + name in answer["Content-Disposition"]
        assert found[PREFIX + name].description


def test_they_are_the_data_of_the_whole_document(paper_2017: Paper) -> None:
    document = opened(paper_2017.data)
    assert [str(file.AFRelationship) for file in document.Root.AF] == ["/Data"] * len(NAMES)


def test_a_part_and_a_proof_have_none(writer: User) -> None:
    report = reports.build(factories.publish(factories.evaluation(factories.plan(measures=1))))
    part = opened(attached.document(report, documents.measure(1)))
    proof = opened(attached.document(report, draft=Draft(by="Camille", at=AT)))
    assert not part.attachments
    assert not proof.attachments
