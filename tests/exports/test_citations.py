"""References: what they say, and that the software they are for can read them."""

import json
import re
from datetime import date, datetime

import pytest
from django.conf import LazySettings
from django.utils import timezone

from measures.exports import citations
from measures.exports.citations import Reference, bibtex, csl_json
from measures.models import Evaluation, User
from tests import factories
from tests.factories import recommendation

SITE = "https://suivi.example.org"
EXACT = f"{SITE}/plans/2014-2016/evaluations/2017/editions/1/"
TITLE = (
    "Évaluation de la mise en œuvre du plan d’action national contre la traite des êtres "
    "humains (2014-2016)"
)
MEASURE_13 = (
    "Élargir le domaine de compétence des inspecteurs du travail à la constatation des "
    "infractions de traite des êtres humains"
)

# The fields of CSL 1.0.2 that ours may be among, with what each holds.
CSL_STRINGS = {
    "id", "type", "title", "container-title", "publisher", "edition", "page", "note", "language",
    "URL",
}  # fmt: skip
CSL_DATES = {"issued", "available-date"}


@pytest.fixture(autouse=True)
def site_url(settings: LazySettings) -> None:
    settings.SITE_URL = SITE


def spaced(text: str) -> str:
    """Return a text with plain spaces."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


def entry(text: str) -> tuple[str, str, dict[str, str]]:
    """Read a BibTeX entry, counting braces as BibTeX does: its kind, its key, its fields."""
    kind, key, rest = re.fullmatch(r"@(\w+)\{([\w-]+),\n(.*)\n\}\n", text, re.DOTALL).groups()
    fields, place = {}, 0
    while place < len(rest):
        name = re.compile(r"\s*(\w+) = ").match(rest, place)
        depth, place = 0, name.end()
        while place < len(rest) and (depth or rest[place] != ","):
            depth += {"{": 1, "}": -1}.get(rest[place], 0)
            place += 1
        assert depth == 0, f"unbalanced braces in {name[1]}"
        fields[name[1]] = rest[name.end() : place]
        place += 1
    return kind, key, fields


def reference(**fields: object) -> Reference:
    """Return the reference of nothing in particular."""
    known = {
        "key": "cncdh-x",
        "evaluation": "Évaluation",
        "adopted_on": date(2021, 2, 1),
        "published_on": date(2021, 2, 3),
        "edition": 1,
        "address": f"{SITE}/x/",
    }
    return Reference(**(known | fields))


def test_a_measure_is_cited_as_french_bibliographies_do(evaluation_2017: Evaluation) -> None:
    row = evaluation_2017.assessments.get(measure__number=13)
    assert spaced(citations.of_assessment(row).text) == (
        f"CNCDH, {TITLE}, mesure 13 « {MEASURE_13} », adoptée le 6 juillet 2017, édition 1 "
        f"publiée le 6 juillet 2017, p. 41 du rapport adopté, {EXACT}mesures/13/"
    )


def test_an_evaluation_is_cited_whole(evaluation_2017: Evaluation) -> None:
    assert spaced(citations.of_evaluation(evaluation_2017).text) == (
        f"CNCDH, {TITLE}, adoptée le 6 juillet 2017, édition 1 publiée le 6 juillet 2017, {EXACT}"
    )


def test_a_section_is_cited_with_its_page(evaluation_2017: Evaluation) -> None:
    text = spaced(citations.of_section(evaluation_2017.sections.get(slug="introduction")).text)
    assert ", « Introduction », adoptée le" in text
    assert text.endswith(f"p. 4 du rapport adopté, {EXACT}sections/introduction/")


def test_a_recommendation_is_cited_with_its_place_and_no_page(evaluation_2017: Evaluation) -> None:
    rows = evaluation_2017.recommendations
    of_measure = citations.of_recommendation(rows.get(key="13a"))
    assert f"recommandation 51, mesure 13 « {MEASURE_13} »" in spaced(of_measure.text)
    assert of_measure.page is None
    assert of_measure.address == f"{EXACT}recommandations/13a/"
    of_section = citations.of_recommendation(rows.get(key="part2-a"))
    assert "« Partie II – Principales recommandations" in spaced(of_section.text)


def test_a_rectified_edition_says_so_and_has_a_key_and_an_address_of_its_own(
    writer: User,
) -> None:
    plan = factories.plan(measures=1)
    made = []
    for edition, reason in ((1, ""), (2, "Une date était fausse.")):
        row = factories.evaluation(plan, edition=edition, rectification_reason=reason)
        made.append(factories.publish(row))
    day = datetime(2023, 3, 3, 0, 30, tzinfo=timezone.get_default_timezone())
    Evaluation.objects.filter(pk=made[1].pk).update(published_at=day)  # a day earlier in UTC
    first, second = (citations.of_evaluation(Evaluation.objects.get(pk=row.pk)) for row in made)
    assert "édition 2, rectifiée le 3 mars 2023" in spaced(second.text)
    assert first.key != second.key
    assert second.address == f"{SITE}/plans/2019-2021/evaluations/2022/editions/2/"


def test_bibtex_of_a_measure(evaluation_2017: Evaluation) -> None:
    row = evaluation_2017.assessments.get(measure__number=13)
    kind, key, fields = entry(bibtex(citations.of_assessment(row)))
    assert (kind, key) == ("incollection", "cncdh-2014-2016-2017-mesure-13")
    assert fields == {
        "author": "{{Commission nationale consultative des droits de l’homme}}",
        "title": f"{{{{Mesure 13 – {MEASURE_13}}}}}",
        "booktitle": f"{{{{{TITLE}}}}}",
        "publisher": "{CNCDH}",
        "year": "{2017}",
        "month": "jul",
        "pages": "{41}",
        "note": "{Adoptée le 6~juillet 2017, édition 1 publiée le 6~juillet 2017}",
        "language": "{french}",
        "url": f"{{{EXACT}mesures/13/}}",
    }


def test_bibtex_of_a_whole_evaluation_is_a_report(evaluation_2017: Evaluation) -> None:
    kind, key, fields = entry(bibtex(citations.of_evaluation(evaluation_2017)))
    assert (kind, key) == ("techreport", "cncdh-2014-2016-2017")
    assert fields["title"] == f"{{{{{TITLE}}}}}"
    assert fields["institution"] == "{CNCDH}"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Droit & police", r"Droit \& police"),
        ("50 % de 3 $", r"50 \% de 3 \$"),
        ("n° #1_a", r"n° \#1\_a"),
        ("a{b}c", r"a\textbraceleft{}b\textbraceright{}c"),
        ("un } seul", r"un \textbraceright{} seul"),
        ("x^2 ~ y", r"x\textasciicircum{}2 \textasciitilde{} y"),
        (r"C:\plan", r"C:\textbackslash{}plan"),
        ("«\u202fmot\u202f» 6\u00a0mai", r"«\,mot\,» 6~mai"),
        ("L’État, œuvre “x”", "L’État, œuvre “x”"),
        ('dit "fort"', 'dit "fort"'),
    ],
)
def test_what_latex_would_take_for_its_own_is_escaped(said: str, written: str) -> None:
    _, _, fields = entry(bibtex(reference(title=said, within="x")))
    assert fields["title"] == f"{{{{{written}}}}}"


def valid_csl(text: str) -> dict[str, object]:
    """Return the only item of CSL-JSON, once each of its fields is what CSL says."""
    (item,) = json.loads(text)
    assert item.keys() <= CSL_STRINGS | CSL_DATES | {"author"}
    assert item["type"] in {"report", "chapter"}
    assert all(isinstance(item[name], str) and item[name] for name in CSL_STRINGS & item.keys())
    for name in CSL_DATES:
        ((year, month, day),) = item[name]["date-parts"]
        assert date(year, month, day)
    assert item["author"] == [
        {"literal": "Commission nationale consultative des droits de l’homme"}
    ]
    return item


def test_csl_json_of_a_measure(evaluation_2017: Evaluation) -> None:
    row = evaluation_2017.assessments.get(measure__number=13)
    item = valid_csl(csl_json(citations.of_assessment(row)))
    assert item["type"] == "chapter"
    assert item["title"] == f"Mesure 13 – {MEASURE_13}"
    assert item["container-title"] == TITLE
    assert item["issued"] == {"date-parts": [[2017, 7, 6]]}
    assert (item["page"], item["edition"]) == ("41", "1")
    assert item["URL"] == f"{EXACT}mesures/13/"


def test_csl_json_of_a_whole_evaluation_has_no_container(evaluation_2017: Evaluation) -> None:
    item = valid_csl(csl_json(citations.of_evaluation(evaluation_2017)))
    assert (item["type"], item["title"]) == ("report", TITLE)
    assert "container-title" not in item
    assert "page" not in item


def test_csl_json_holds_whatever_a_title_holds() -> None:
    title = 'Dit "fort" \\ <b>&amp;</b>\u202f; œuvre'
    assert valid_csl(csl_json(reference(title=title, within="x")))["title"] == title


def test_every_part_of_an_evaluation_has_a_key_of_its_own(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    factories.section(evaluation, "introduction", body=recommendation("Agir.", key="agir"))
    factories.publish(evaluation)
    evaluation.refresh_from_db()
    references = [
        citations.of_evaluation(evaluation),
        *map(citations.of_assessment, evaluation.assessments.all()),
        *map(citations.of_section, evaluation.sections.all()),
        *map(citations.of_recommendation, evaluation.recommendations.all()),
    ]
    assert len({row.key for row in references}) == 5
    assert all(re.fullmatch(r"[a-z0-9-]+", row.key) for row in references)
    assert all(entry(bibtex(row)) and valid_csl(csl_json(row)) for row in references)
