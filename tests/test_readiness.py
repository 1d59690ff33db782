"""What prevents a publication, and what deserves a look before it."""

import pytest

from measures import readiness
from measures.actions import plans
from measures.models import Evaluation, Section, User
from measures.readiness import Kind
from measures.rich_text.clean import MAX_NOTE
from tests import factories, once
from tests.factories import note, recommendation

TABLE = "<table><caption>Titre</caption><tr><th>A</th></tr><tr><td>1</td></tr></table>"


@once.fixture
def evaluation() -> Evaluation:
    """One that is ready: two measures, a section before them."""
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(measures=2))
    factories.section(made, "introduction")
    for number in (1, 2):
        factories.assess(made, number)
    return made


def found(evaluation: Evaluation) -> list[tuple[Kind, str]]:
    """Return what is found, but for what is the same everywhere: its kind and sentence."""
    return [(row.kind, row.sentence) for row in readiness.findings(evaluation)]


def test_of_what_is_ready_nothing_is_said(evaluation: Evaluation) -> None:
    assert found(evaluation) == []
    assert readiness.preventing(evaluation) == []


def test_the_evaluation_of_2017_could_be_published_as_it_is(evaluation_2017: Evaluation) -> None:
    said = readiness.findings(evaluation_2017)
    assert [row.sentence for row in said if row.blocking] == []
    assert "Mesure 14 : aucune action de l’État." in [row.sentence for row in said]


def test_of_an_evaluation_just_opened_each_measure_is_said_to_be_written(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    said = readiness.findings(evaluation)
    assert readiness.counted(row for row in said if row.blocking) == [
        "2 mesures à évaluer",
        "2 textes vides",
        "2 textes à relire",
    ]
    spots = [spot for spot, _ in readiness.by_spot(said)]
    assert [spot.measure for spot in spots] == [1, 2]
    assert {spot.title for spot in spots} == {"Mesure courte 1", "Mesure courte 2"}


@pytest.mark.parametrize(
    ("changed", "kind", "sentence"),
    [
        ({"status": "a-evaluer"}, Kind.UNASSESSED, "degré de mise en œuvre à donner"),
        ({"observations": ""}, Kind.EMPTY, "observations à écrire"),
        ({"work_state": "a-relire"}, Kind.NOT_PROOFREAD, "texte à relire"),
        (
            {"observations": "<p>Voir <a href='#mesure-9'>là</a>.</p>"},
            Kind.DEAD_LINK,
            "le lien #mesure-9 ne mène nulle part dans cette évaluation",
        ),
        (
            {"state_actions": "<p>Voir <a href='#section-perdue'>là</a>.</p>"},
            Kind.DEAD_LINK,
            "le lien #section-perdue ne mène nulle part dans cette évaluation",
        ),
        (
            {"observations": "<p>Voir <a href='#r-perdue'>là</a>.</p>"},
            Kind.DEAD_LINK,
            "le lien #r-perdue ne mène nulle part dans cette évaluation",
        ),
        (
            {"observations": recommendation("Former tous les magistrats.")},
            Kind.NO_ADDRESSEE,
            "recommandation sans destinataire, « Former tous les magistrats. »",
        ),
        (
            {"observations": f"<p>Vu{factories.note(readiness.EMPTY_NOTE)}.</p>"},
            Kind.EMPTY_NOTE,
            "une note appelée n’a pas de texte",
        ),
        (
            {"state_actions": "<p>Le sceau 中 du ministère, à 5 ‰ – œuvre…</p>"},
            Kind.NO_SIGN,
            "le signe « 中 » (U+4E2D) n’a pas de caractère d’imprimerie : écrivez-le autrement",
        ),
    ],
)
def test_what_prevents_a_publication(
    evaluation: Evaluation, changed: dict[str, str], kind: Kind, sentence: str
) -> None:
    factories.assess(evaluation, 2, **changed)
    assert found(evaluation) == [(kind, f"Mesure 2 : {sentence}.")]
    (row,) = readiness.findings(evaluation)
    assert row.blocking
    assert (row.spot.measure, row.spot.section) == (2, "")
    assert readiness.preventing(evaluation) == [row.sentence]


def test_observations_shared_with_another_measure_are_no_empty_text(
    evaluation: Evaluation,
) -> None:
    first = evaluation.assessments.get(measure__number=1)
    factories.assess(evaluation, 2, observations="", observations_in=first)
    assert found(evaluation) == []


def test_links_that_lead_somewhere_are_left_alone(evaluation: Evaluation) -> None:
    links = "".join(
        f"<a href='#{to}'>x</a> " for to in ("mesure-1", "section-introduction", "r-agir")
    )
    marked = recommendation("Agir.", key="agir", to="parlement")
    factories.assess(evaluation, 2, observations=f"<p>{links}</p>{marked}")
    assert found(evaluation) == []


def test_a_section_has_a_text_or_holds_another(evaluation: Evaluation) -> None:
    part = factories.section(evaluation, "partie", order=2, body="", title="Partie")
    assert found(evaluation) == [(Kind.EMPTY, "Section « Partie » : ni texte ni sous-section.")]
    (row,) = readiness.findings(evaluation)
    assert (row.spot.measure, row.spot.section) == (None, "partie")

    factories.section(evaluation, "dedans", order=3, parent=part)
    assert found(evaluation) == []


def test_a_section_not_proof_read_prevents_too(evaluation: Evaluation) -> None:
    factories.section(evaluation, "suites", place=2, title="Suites", work_state="en-cours")
    assert found(evaluation) == [
        (Kind.NOT_PROOFREAD, "Section « Suites » : texte en cours, non relu.")
    ]


def test_titles_are_printed_too(evaluation: Evaluation) -> None:
    factories.section(evaluation, "suites", place=2, title="Suites ➔")
    evaluation.plan.measures.filter(number=2).update(title="Former 中")
    assert [(kind, sentence.partition(" n’a")[0]) for kind, sentence in found(evaluation)] == [
        (Kind.NO_SIGN, "Mesure 2 : le signe « 中 » (U+4E2D)"),
        (Kind.NO_SIGN, "Section « Suites ➔ » : le signe « ➔ » (U+2794)"),
    ]


def test_the_notice_is_looked_at_too(writer: User) -> None:
    notice = "<p>Voir <a href='#section-perdue'>là</a>.</p>"
    evaluation = factories.evaluation(factories.plan(measures=1), notice=notice)
    factories.assess(evaluation, 1)
    ((kind, sentence),) = found(evaluation)
    assert kind == Kind.DEAD_LINK
    assert sentence.startswith("Avertissement : le lien #section-perdue")


@pytest.mark.parametrize(
    ("changed", "kind", "sentence"),
    [
        ({"state_actions": ""}, Kind.NO_ACTIONS, "aucune action de l’État"),
        (
            {"observations": "<table><tr><th>Titres délivrés</th></tr></table>"},
            Kind.TABLE,
            "un tableau sans titre, « Titres délivrés »",
        ),
        (
            {"observations": "<table><caption>Titre</caption><tr><td>1</td></tr></table>"},
            Kind.TABLE,
            "le tableau « Titre » n’a pas de cellules d’en-tête",
        ),
        (
            {"observations": f"<p>Oui{note('Mot ' * 560)}.</p>"},
            Kind.LONG_NOTE,
            "la note « Mot Mot Mot Mot Mot Mot Mot Mot Mot Mot Mot Mot Mot Mot Mot… » compte "
            f"2239 signes sur {MAX_NOTE}",
        ),
        (
            {"observations": "<p>Une date à compléter.</p>"},
            Kind.UNFINISHED,
            "le texte contient « à compléter »",
        ),
        (
            {"observations": "<p>En XXXX, oui.</p>"},
            Kind.UNFINISHED,
            "le texte contient « XXXX »",
        ),
    ],
)
def test_what_deserves_a_look_prevents_nothing(
    evaluation: Evaluation, changed: dict[str, str], kind: Kind, sentence: str
) -> None:
    factories.assess(evaluation, 2, **changed)
    assert found(evaluation) == [(kind, f"Mesure 2 : {sentence}.")]
    assert readiness.preventing(evaluation) == []


def test_a_table_with_its_title_and_headers_and_a_figure_in_roman_are_left_alone(
    evaluation: Evaluation,
) -> None:
    factories.assess(evaluation, 2, observations=f"<p>Article XX du code ?</p>{TABLE}")
    assert [kind for kind, _ in found(evaluation)] == []


def test_what_is_asked_of_too_many_deserves_a_look(evaluation: Evaluation) -> None:
    slugs = [factories.addressee(f"a{n}", f"Destinataire {n}").slug for n in range(7)]
    marked = recommendation("Agir.", to=" ".join(slugs))
    factories.assess(evaluation, 1, observations=marked)
    assert found(evaluation) == [
        (Kind.MANY_ADDRESSEES, "Mesure 1 : 7 destinataires pour « Agir. ».")
    ]


def test_sections_of_one_title_and_notes_that_remain_deserve_a_look(
    evaluation: Evaluation,
) -> None:
    factories.section(evaluation, "suite", order=2, title="SECTION  introduction")
    evaluation.sections.filter(slug="suite").update(internal_note="Revoir.")
    assert [kind for kind, _ in found(evaluation)] == [
        Kind.SAME_TITLE,
        Kind.INTERNAL_NOTE,
        Kind.SAME_TITLE,
    ]


def test_findings_come_in_the_order_of_the_report(evaluation: Evaluation) -> None:
    after = Section.Place.AFTER_MEASURES
    factories.section(evaluation, "suites", place=after, body="", title="Suites")
    factories.section(evaluation, "avant", order=2, body="", title="Avant")
    factories.assess(evaluation, 1, observations="")
    names = [spot.name for spot, _ in readiness.by_spot(readiness.findings(evaluation))]
    assert names == ["Section « Avant »", "Mesure 1", "Section « Suites »"]


def test_looking_takes_the_same_queries_whatever_there_is(
    writer: User, django_assert_num_queries: object
) -> None:
    for slug, measures in (("2019-2021", 2), ("2022-2024", 12)):
        plan = factories.plan(slug, measures=measures)
        evaluation = factories.evaluation(plan)
        for number in range(measures):
            factories.section(evaluation, f"s{number}", order=number)
        with django_assert_num_queries(7):
            readiness.findings(evaluation)


def test_the_state_changes_whenever_a_text_does(evaluation: Evaluation) -> None:
    seen = [readiness.state_of(evaluation)]
    assert readiness.state_of(evaluation) == seen[0]
    factories.assess(evaluation, 1, observations="<p>Autrement.</p>")
    seen.append(readiness.state_of(evaluation))
    factories.section(evaluation, "neuve", order=2)
    seen.append(readiness.state_of(evaluation))
    evaluation.sections.filter(slug="neuve").update(order=3)
    seen.append(readiness.state_of(evaluation))
    measure = evaluation.plan.measures.get(number=1)
    plans.save_measure(
        measure,
        priority=measure.priority,
        title="Autre titre",
        short_title=measure.short_title,
        expected_version=measure.version,
        by=factories.user(),
    )
    seen.append(readiness.state_of(evaluation))
    assert len(set(seen)) == 5
