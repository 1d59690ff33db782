"""The parts of a report as documents of their own, and proofs of what is in preparation."""

import gc
import re
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from measures import report as reports
from measures.exports import documents, pdf
from measures.exports.documents import Draft
from measures.exports.parts import NoSuchPart
from measures.models import Evaluation, User
from measures.report import Report
from tests import factories
from tests.exports.paper import Paper, letters
from tests.factories import note, recommendation
from tests.report_2017 import STATUSES

pytestmark = pytest.mark.printed

AT = datetime(2022, 6, 1, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))


def printed(report: Report, wanted: documents.Wanted, **options: Draft) -> Paper:
    return Paper(pdf.render(report, wanted, **options))


def addresses(paper: Paper) -> set[str]:
    """Return where the links of a document lead outside of it."""
    with pikepdf.open(BytesIO(paper.data)) as opened:
        links = [link for page in opened.pages for link in page.get("/Annots", ())]
        return {str(link.A.URI) for link in links if "/A" in link}


@pytest.mark.parametrize("number", [13, 19])
def test_a_measure_by_itself_says_all_that_the_report_says_of_it(
    report_2017: Report, paper_2017: Paper, number: int
) -> None:
    alone = printed(report_2017, documents.measure(number))
    said = "".join(alone.letters)
    row = next(row for row in report_2017.assessments if row.measure.number == number)
    assert letters(row.measure.title) in said
    assert letters(STATUSES[number]) in said
    assert letters(report_2017.evaluation.title) in said
    shared = row.observations_in_id or row.pk
    own = [each for each in report_2017.recommendations if each.assessment_id == shared]
    assert own
    for each in own:
        assert letters(f"Recommandation {each.number}") in said
    others = {each.number for each in report_2017.recommendations} - {each.number for each in own}
    found = re.findall(r"Recommandation\s(\d+)", "\n".join(alone.bodies))
    assert not {int(each) for each in found} & others


def test_notes_bear_the_numbers_of_the_whole_report(writer: User) -> None:
    made = factories.evaluation(factories.plan(measures=3))
    shared = factories.assess(
        made,
        1,
        state_actions=f"<p>Un{note('Première note.')}.</p>",
        observations=f"<p>Deux{note('Deuxième note.')}.</p>",
    )
    factories.assess(
        made,
        2,
        state_actions=f"<p>Trois{note('Troisième note.')}.</p>",
        observations="",
        observations_in=shared,
    )
    report = report_of(factories.publish(made))
    [text] = ["\n".join(printed(report, documents.measure(2)).bodies)]
    assert re.search(r"3\.\s*Troisième note", text)
    assert re.search(r"2\.\s*Deuxième note", text)
    assert "Première" not in text


def report_of(evaluation: Evaluation) -> Report:
    return reports.build(Evaluation.objects.select_related("plan").get(pk=evaluation.pk))


def test_links_stay_inside_or_lead_to_the_site(writer: User) -> None:
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(measures=3, priorities=2))
    away = "Voir la <a href='#mesure-3'>mesure 3</a> et la <a href='#mesure-1'>mesure 1</a>."
    asked = recommendation("Agir.", key="agir", to="parlement")
    factories.assess(made, 1, observations=f"<p>{away}</p>{asked}")
    report = report_of(factories.publish(made))
    site = "http://127.0.0.1:8000/plans/2019-2021/evaluations/2022/editions/1/"
    alone = printed(report, documents.measure(1))
    assert f"{site}mesures/3/" in addresses(alone)
    (inside,) = [link for link in alone.links(0) if link.words == "mesure 1"]
    assert inside.page == 0
    parliament = addresses(printed(report, documents.addressee("parlement")))
    assert {f"{site}recommandations/agir/"} < parliament
    assert f"{site}recommandations/?destinataire=parlement" in parliament
    synthesis = addresses(printed(report, documents.SYNTHESIS))
    assert {f"{site}mesures/{number}/" for number in (1, 2, 3)} <= synthesis


def test_a_priority_by_itself_holds_its_measures_and_no_other(report_2017: Report) -> None:
    alone = printed(report_2017, documents.priority(3))
    marks = [mark.title for mark in alone.bookmarks() if mark.level == 1]
    titles = {row.measure.number: row.measure.title for row in report_2017.assessments}
    assert list(map(letters, marks)) == [letters(titles[number]) for number in (20, 21, 22, 23)]


def test_an_authority_reads_all_that_is_asked_of_it_with_the_measures(report_2017: Report) -> None:
    alone = printed(report_2017, documents.addressee("legislateur"))
    said = "".join(alone.letters)
    (part,) = [p for p in report_2017.addressees if p.addressee.slug == "legislateur"]
    assert part.recommendations
    for row in part.recommendations:
        assert letters(f"Recommandation {row.number}") in said
        if row.assessment:
            measure = row.assessment.measure
            status = STATUSES[measure.number]
            assert letters(f"Mesure {measure.number}, {measure.short_title} : {status}") in said
    found = re.findall(r"Recommandation\s(\d+)", "\n".join(alone.bodies))
    assert [int(each) for each in found] == sorted(row.number for row in part.recommendations)


@pytest.mark.parametrize(
    "wanted", [documents.measure(24), documents.priority(9), documents.addressee("personne")]
)
def test_what_the_report_does_not_have_is_refused(
    report_2017: Report, wanted: documents.Wanted
) -> None:
    with pytest.raises(NoSuchPart):
        pdf.render(report_2017, wanted)


def test_unused_objects_are_looked_for_again_after_a_document_and_after_a_refusal(
    report_2017: Report,
) -> None:
    assert gc.isenabled()
    pdf.render(report_2017, documents.measure(14))
    assert gc.isenabled()
    with pytest.raises(NoSuchPart):
        pdf.render(report_2017, documents.measure(24))
    assert gc.isenabled()


def test_every_document_has_a_name_of_its_own(report_2017: Report) -> None:
    names = [documents.file_name(report_2017.evaluation, w) for w in documents.every(report_2017)]
    assert len(names) == len(set(names))
    assert names[0] == "cncdh-evaluation-2014-2016-2017.pdf"
    assert "cncdh-evaluation-2014-2016-2017-mesure-13.pdf" in names


# Proofs


@pytest.fixture
def draft(writer: User) -> Report:
    made = factories.evaluation(factories.plan(measures=2))
    lines = "".join(f"<p>Ligne {number}.</p>" for number in range(1, 21))
    row = factories.assess(made, 1, observations=lines)
    type(row).objects.filter(pk=row.pk).update(internal_note="À vérifier\n\nauprès d’elle.")
    return report_of(made)


def test_a_proof_says_across_each_page_that_it_is_not_to_be_shared(draft: Report) -> None:
    proof = printed(draft, documents.measure(1), draft=Draft(by="Camille", at=AT))
    with pikepdf.open(BytesIO(proof.data)) as opened:
        for page in opened.pages:
            content = (
                page.Contents.read_bytes()
                if not isinstance(page.Contents, pikepdf.Array)
                else b"".join(part.read_bytes() for part in page.Contents)
            )
            assert b"/Subtype/Watermark" in content
    for words in map(" ".join, map(str.split, map(str, proof.bodies))):
        assert "Projet – ne pas diffuser" in words


def test_lines_are_numbered_by_five_if_asked(draft: Report) -> None:
    plain = printed(draft, documents.measure(1), draft=Draft(by="Camille", at=AT))
    numbered = printed(
        draft, documents.measure(1), draft=Draft(by="Camille", at=AT, line_numbers=True)
    )
    assert len(plain.texts) == len(numbered.texts)
    width = numbered.sizes[0][0]
    column = numbered.texts[0].get_text_bounded(0, 0, width * 0.12).split()
    assert column[:4] == ["5", "10", "15", "20"]
    assert plain.texts[0].get_text_bounded(0, 70, width * 0.12).split() == []


def test_internal_notes_are_printed_only_if_asked_and_never_once_published(
    draft: Report, writer: User
) -> None:
    asked = Draft(by="Camille", at=AT, internal_notes=True)
    note = letters("auprès d’elle")
    assert note in letters(printed(draft, documents.REPORT, draft=asked).whole())
    without = Draft(by="Camille", at=AT)
    assert note not in letters(printed(draft, documents.REPORT, draft=without).whole())
    published = report_of(factories.publish(draft.evaluation))
    for wanted in (documents.REPORT, documents.measure(1)):
        assert note not in letters(printed(published, wanted, draft=asked).whole())
