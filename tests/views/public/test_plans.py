"""The front page, the page of a plan, and the lasting address of a measure."""

from datetime import date

import pytest

from measures.actions import plans
from measures.models import Document, Evaluation, Plan, Priority, User
from measures.templatetags.french import file_size
from tests import bulk, factories
from tests.factories import recommendation
from tests.report_2017 import EVALUATION, MEASURES, PLAN, STATUSES
from tests.views.reader import all_words, by_class, fetch, links, one, read, words

NOT, PARTLY, DONE = "non", "partiellement", "mise-en-oeuvre"


def headline(statuses: list[str], slug: str = "2019-2021") -> str:
    """Return the first heading of the front page once such an evaluation is published."""
    evaluation = factories.evaluation(factories.plan(slug, measures=len(statuses)))
    for number, status in enumerate(statuses, start=1):
        factories.assess(evaluation, number, status=status)
    factories.publish(evaluation)
    return words(one(read("/"), "//h1"))


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ([NOT, PARTLY, NOT], "Aucune mesure sur trois n’a été mise en œuvre"),
        ([DONE, PARTLY, NOT], "Une mesure sur trois a été mise en œuvre"),
        ([DONE, PARTLY, DONE], "Deux mesures sur trois ont été mises en œuvre"),
        ([DONE, DONE, DONE], "Les trois mesures ont été mises en œuvre"),
        ([DONE], "La seule mesure a été mise en œuvre"),
        ([PARTLY], "La seule mesure n’a pas été mise en œuvre"),
    ],
)
def test_the_headline_says_how_many_measures_are_implemented(
    writer: User, statuses: list[str], said: str
) -> None:
    assert headline(statuses) == said


@pytest.mark.usefixtures("evaluation_2017")
def test_the_headline_of_2017_counts_in_words() -> None:
    said = words(one(read("/"), "//h1"))
    assert said == "Quatre mesures sur vingt-trois ont été mises en œuvre"


@pytest.mark.usefixtures("evaluation_2017")
def test_the_front_page_counts_measures_by_status() -> None:
    root = read("/")
    figures = all_words(root, by_class("figures") + "/li")
    assert [figure.casefold() for figure in figures] == [
        "4 mise en œuvre",
        "14 partiellement mise en œuvre",
        "5 non mise en œuvre",
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Lire le rapport"),
        (EVALUATION, "Lire le rapport"),
        (f"{EVALUATION}rapport/", "Lire le rapport"),
        ("/plan-du-site/", "Le rapport"),
    ],
)
@pytest.mark.usefixtures("evaluation_2017")
def test_who_downloads_the_report_knows_how_large_it_is(path: str, said: str) -> None:
    size = Document.objects.get(kind="rapport").size
    (link,) = (a for a in read(path).xpath("//a") if a.get("href") == f"{EVALUATION}rapport.pdf")
    assert words(link) == f"{said} (PDF, {file_size(size)})".replace("\u202f", " ")


@pytest.mark.parametrize("path", ["/", EVALUATION])
@pytest.mark.usefixtures("evaluation_2017")
def test_a_tile_for_each_measure_leads_to_it_and_says_its_status_in_words(path: str) -> None:
    tiles = read(path).xpath(by_class("tile"))
    assert [tile.get("href") for tile in tiles] == [f"{EVALUATION}mesures/{n}/" for n in MEASURES]
    for number, tile in zip(MEASURES, tiles, strict=True):
        said = words(tile)
        assert said.startswith(f"Mesure {number} : ")
        assert said.endswith(f", {STATUSES[number].lower()}")


@pytest.mark.usefixtures("evaluation_2017")
def test_the_front_page_says_the_shares_of_each_priority_and_of_all_in_words() -> None:
    root = read("/")
    bars = all_words(root, by_class("bar-text"))
    assert len(bars) == 4
    # 4, 14 and 5 of 23: 17.4, 60.9 and 21.7 percents
    assert bars[-1] == (
        "4 mise en œuvre (17 %) · 14 partiellement mise en œuvre (61 %) · "
        "5 non mise en œuvre (22 %)"
    )


def test_the_front_page_leads_to_what_is_asked_of_each_addressee(writer: User) -> None:
    factories.addressee("ecole", "École")
    factories.addressee("parlement", "Parlement")
    evaluation = factories.evaluation(factories.plan(measures=1))
    marks = recommendation("Former.", key="a", to="parlement ecole")
    factories.assess(
        evaluation, 1, observations=marks + recommendation("Agir.", key="b", to="parlement")
    )
    factories.publish(evaluation)

    root = read("/")

    asked = {words(a): a.get("href") for a in root.xpath(by_class("addressee-list") + "//a")}
    base = "/plans/2019-2021/evaluations/2022/recommandations/?destinataire="
    assert list(asked.items()) == [
        ("École : 1 recommandation", f"{base}ecole"),
        ("Parlement : 2 recommandations", f"{base}parlement"),
    ]
    assert "2 recommandations figurent dans cette évaluation" in words(root)


def test_one_recommendation_and_none_are_said_in_the_singular(writer: User) -> None:
    evaluation = factories.evaluation(factories.plan(measures=2))
    factories.publish(evaluation)
    assert "0 recommandation figure dans cette évaluation" in words(read("/"))

    other = factories.evaluation(Plan.objects.get(), "2023")
    factories.assess(other, 1, observations=recommendation("Agir.", key="agir"))
    factories.publish(other, adopted_on=date(2023, 6, 1))
    assert "1 recommandation figure dans cette évaluation" in words(read("/"))
    overview = read("/plans/2019-2021/evaluations/2023/")
    assert "1 recommandation, par destinataire" in words(overview)


@pytest.mark.django_db
def test_the_front_page_without_any_plan_says_so() -> None:
    root = read("/")
    assert "Aucune évaluation n’est encore publiée" in words(root)
    assert "Aucun plan n’est encore enregistré" in words(root)


def test_the_front_page_shows_the_evaluation_adopted_last(
    evaluation_2017: Evaluation, writer: User
) -> None:
    later = factories.evaluation(factories.plan(measures=2), "2020")
    factories.publish(later, adopted_on=date(2020, 3, 1))

    root = read("/")

    assert "1er mars 2020" in words(root)
    assert set(root.xpath(by_class("tile") + "/@href")) == {
        f"/plans/2019-2021/evaluations/2020/mesures/{n}/" for n in (1, 2)
    }
    assert PLAN in links(root, "/")


@pytest.mark.usefixtures("evaluation_2017")
def test_the_page_of_a_plan_says_its_adoption_and_each_status() -> None:
    root = read(PLAN)
    assert "Adopté le 14 mai 2014 · Conseil des ministres" in words(root)
    rows = root.xpath(by_class("trajectories") + "/tbody/tr")
    assert [words(row[1]) for row in rows] == list(STATUSES.values())
    assert [one(row, ".//th//a").get("href") for row in rows] == [
        f"{PLAN}mesures/{n}/" for n in MEASURES
    ]
    assert {"3 priorités", "23 mesures"} <= set(all_words(root, "//aside//li"))


def two_evaluations() -> Plan:
    plan = factories.plan(measures=3)
    for slug, statuses in (("2020", [NOT, PARTLY, DONE]), ("2022", [DONE, PARTLY, DONE])):
        evaluation = factories.evaluation(plan, slug)
        for number, status in enumerate(statuses, start=1):
            factories.assess(evaluation, number, status=status)
        factories.publish(evaluation, adopted_on=date(int(slug), 6, 1))
    return plan


def test_the_page_of_a_plan_shows_how_statuses_moved(writer: User) -> None:
    two_evaluations()

    root = read("/plans/2019-2021/")

    table = one(root, by_class("trajectories"))
    assert all_words(table, "thead//th") == ["Mesure", "Évaluation 2020", "Évaluation 2022"]
    assert [all_words(row, "td") for row in table.xpath("tbody/tr")] == [
        ["Non mise en œuvre", "Mise en œuvre"],
        ["Partiellement mise en œuvre", "Partiellement mise en œuvre"],
        ["Mise en œuvre", "Mise en œuvre"],
    ]
    assert "Une mesure a changé de degré de mise en œuvre" in words(root)


def test_a_measure_that_an_evaluation_did_not_assess_says_so(writer: User) -> None:
    plan = factories.plan(measures=1)
    factories.publish(factories.evaluation(plan, "2020"), adopted_on=date(2020, 6, 1))
    plans.create_measure(
        priority=plan.priorities.get(), number=2, title="Neuve", short_title="Neuve", by=writer
    )
    factories.publish(factories.evaluation(plan, "2022"))

    root = read("/plans/2019-2021/")

    rows = root.xpath(by_class("trajectories") + "/tbody/tr")
    assert all_words(rows[1], "td") == ["Non évaluée", "Partiellement mise en œuvre"]
    assert "Aucune mesure n’a changé de degré" in words(root)


def test_a_plan_without_published_evaluation_says_so(
    evaluation_2017: Evaluation, writer: User
) -> None:
    factories.evaluation(factories.plan(measures=1))

    root = read("/plans/2019-2021/")

    assert "Aucune évaluation de ce plan n’est encore publiée" in words(root)
    assert not [link for link in links(root, "/") if "/plans/2019-2021/evaluations/" in link]


def test_a_priority_without_measure_leads_to_its_page(writer: User) -> None:
    plan = factories.plan(measures=2)
    factories.publish(factories.evaluation(plan))
    Priority.objects.create(plan=plan, number=2, title="À venir")

    root = read("/plans/2019-2021/")

    target = "/plans/2019-2021/evaluations/2022/priorites/2/"
    assert target in links(root, "/")
    assert "0 mesure" in all_words(read(target), "//h2")


def test_titles_keep_their_signs_and_get_french_spacing(writer: User) -> None:
    Plan.objects.filter(pk=factories.plan(measures=1).pk).update(
        title='Droits & <b>l\'enfance</b> : un "plan" ; vite'
    )
    heading = one(read("/plans/2019-2021/"), "//h1")
    assert heading.text_content() == ('Droits & <b>l’enfance</b>\u202f: un "plan"\u202f; vite')


def test_a_measure_has_an_address_that_outlasts_evaluations(writer: User) -> None:
    two_evaluations()
    answer = fetch("/plans/2019-2021/mesures/2/", status=302)
    assert answer["Location"] == "/plans/2019-2021/evaluations/2022/mesures/2/"


def test_the_lasting_address_of_a_measure_leads_to_the_last_evaluation_that_has_it(
    evaluation_2017: Evaluation, writer: User
) -> None:
    draft = factories.evaluation(evaluation_2017.plan, "2018")
    answer = fetch(f"{PLAN}mesures/13/", status=302)
    assert answer["Location"] == f"{EVALUATION}mesures/13/"

    factories.publish(draft, adopted_on=date(2018, 6, 1))
    answer = fetch(f"{PLAN}mesures/13/", status=302)
    assert answer["Location"] == f"{PLAN}evaluations/2018/mesures/13/"


def test_a_long_plan_is_paged_and_has_no_page_beyond_the_last(db: None) -> None:
    bulk.evaluation(230)
    root = read("/plans/2031-2033/?page=3")
    rows = all_words(root, by_class("trajectories") + "/tbody/tr/th")
    assert (len(rows), rows[-1]) == (30, "230 – Mesure courte 230")
    assert "Page 3 sur 3" in words(root)
    assert "pas de page 4" in words(read("/plans/2031-2033/?page=4", status=404))
