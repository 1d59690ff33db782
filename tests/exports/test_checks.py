"""The checks of each build: shown to fail on what they are there for, and to see what they read."""

from io import BytesIO

import pikepdf
import pytest

from measures import report as reports
from measures.exports import checks, pdf
from measures.exports.checks import ForeignFont, LostNote, WrongPage
from measures.exports.documents import measure
from measures.exports.press import Press
from measures.models import Assessment, Evaluation
from measures.report import Report
from tests import factories
from tests.exports.paper import Paper

PAGE = '<!DOCTYPE html><html lang="fr"><head><title>Essai</title></head><body>{}</body></html>'
LISTED = '<nav class="toc"><a href="#fin">Fin <span class="toc-page">{}</span></a></nav>'
TABLE = '<table><tr><td data-page="fin">{}</td></tr></table>'
END = '<h2 id="fin" style="break-before: page">Fin</h2>'


@pytest.mark.parametrize("listing", [LISTED, TABLE])
def test_a_number_that_is_not_the_folio_of_its_page_is_refused(listing: str) -> None:
    press = Press()
    checks.check_pages([press.lay_out(PAGE.format(listing.format(2) + END))])
    with pytest.raises(WrongPage, match="fin : 3 au lieu de 2"):
        checks.check_pages([press.lay_out(PAGE.format(listing.format(3) + END))])


def test_a_number_for_a_place_that_is_nowhere_is_refused() -> None:
    with pytest.raises(WrongPage, match="aucune page"):
        checks.check_pages([Press().lay_out(PAGE.format(LISTED.format(1)))])


def test_folios_go_on_through_the_documents_that_make_one() -> None:
    press = Press()
    front = press.lay_out(PAGE.format(LISTED.format(2)))
    checks.check_pages([front, press.lay_out(PAGE.format(END), first_page=2)])


def noted(words: int) -> str:
    note = " ".join(f"mot{number}" for number in range(words))
    return PAGE.format(f'<p>Dit<span class="footnote" id="note-1">{note}</span> ici.</p>')


def test_a_note_whose_end_finds_no_page_is_refused() -> None:
    press = Press()
    checks.check_notes(noted(40), press.lay_out(noted(40)))
    with pytest.raises(LostNote, match="note-1"):
        checks.check_notes(noted(3000), press.lay_out(noted(3000)))


def test_a_sign_that_our_fonts_lack_is_refused_by_its_name() -> None:
    press = Press()
    assert press.lay_out(PAGE.format("<p>Łódź, Αθήνα, Београд, « ≠ » : 5 ‰ – œuvre…</p>"))
    with pytest.raises(ForeignFont, match="« 中 » \\(U\\+4E2D\\)"):
        press.lay_out(PAGE.format("<p>Le sceau 中 du ministère</p>"))


def test_the_report_is_made_through_these_checks(db: None) -> None:
    made = factories.evaluation(factories.plan(measures=1), "2022")
    factories.assess(made, 1)
    Assessment.objects.update(state_actions="<p>Le sceau 中</p>")
    report = _report(made)
    for wanted in (pdf.REPORT, measure(1)):
        with pytest.raises(ForeignFont):
            pdf.render(report, wanted)


def _report(evaluation: Evaluation) -> Report:
    return reports.build(Evaluation.objects.select_related("plan").get(pk=evaluation.pk))


def test_only_our_fonts_are_in_the_report(paper_2017: Paper) -> None:
    names = {
        str(font.BaseFont).partition("+")[2]
        for page in pikepdf.open(BytesIO(paper_2017.data)).pages
        for font in page.Resources.get("/Font", {}).values()
    }
    assert names == {
        "Rapport-Sans",
        "Rapport-Sans-Semi-Bold",
        "Rapport-Serif",
        "Rapport-Serif-Italic",
        "Rapport-Serif-Semi-Bold",
    }
