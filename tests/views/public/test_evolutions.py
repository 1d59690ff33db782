"""What moved from an evaluation to the next, as everybody reads it."""

import pytest

from measures.actions import plans, published
from measures.models import Evaluation, Plan, User
from tests import factories, once
from tests.factories import recommendation
from tests.views.reader import all_words, by_class, fetch, one, read, words
from tests.views.test_every_page import links

PLAN = "/plans/2019-2021/"
FIRST, SECOND = f"{PLAN}evaluations/2020/", f"{PLAN}evaluations/2022/"
PAGE = f"{SECOND}evolutions/"
NOT, PARTLY, DONE = "non", "partiellement", "mise-en-oeuvre"


@once.fixture
def plan() -> Plan:
    return factories.plan(measures=4)


@pytest.fixture
def first(plan: Plan) -> Evaluation:
    made = factories.evaluation(plan, "2020")
    for number, status in enumerate([NOT, PARTLY, DONE, DONE], start=1):
        factories.assess(made, number, status=status)
    marked = recommendation("Former les juges.", key="former")
    factories.assess(made, 1, status=NOT, observations=f"<p>Tout reste à faire.</p>{marked}")
    return factories.publish(made, adopted_on=factories.TODAY.replace(year=2020))


@pytest.fixture
def draft(first: Evaluation) -> Evaluation:
    made = factories.evaluation(first.plan, "2022")
    for number, status in enumerate([DONE, PARTLY, NOT, DONE], start=1):
        factories.assess(made, number, status=status)
    factories.assess(
        made,
        1,
        status=DONE,
        state_actions="<p>Deux actions.</p>",
        observations="<p>Presque tout est fait.</p>",
    )
    return made


@pytest.fixture
def second(draft: Evaluation) -> Evaluation:
    return factories.publish(draft)


@pytest.mark.usefixtures("second")
def test_what_moved_is_said_drawn_and_tabled_with_the_same_figures() -> None:
    root = read(PAGE)

    assert words(one(root, "//h1")) == "Ce qui a bougé depuis l’évaluation 2020"
    lead = words(one(root, by_class("lead")))
    assert lead == (
        "De l’évaluation 2020 à l’évaluation 2022, une mesure a avancé, une a reculé, "
        "deux n’ont pas changé de degré."
    )
    rows = [all_words(row, "td") for row in root.xpath("//tbody/tr")]
    assert rows == [
        ["Mise en œuvre", "Mise en œuvre", "1"],
        ["Mise en œuvre", "Non mise en œuvre", "1"],
        ["Partiellement mise en œuvre", "Partiellement mise en œuvre", "1"],
        ["Non mise en œuvre", "Mise en œuvre", "1"],
    ]
    drawn = all_words(root, "//*[local-name()='svg']//*[@class='flow-figure']")
    assert drawn == [row[2] for row in rows]
    assert "Le tableau qui suit" in one(root, "//*[local-name()='svg']").get("aria-label")


@pytest.mark.usefixtures("second")
def test_the_measures_that_changed_are_listed_with_from_and_to() -> None:
    root = read(PAGE)
    assert all_words(root, "//main//h2")[1:] == [
        "Les mesures qui ont avancé",
        "Les mesures qui ont reculé",
        "Ce que sont devenues les recommandations de 2020",
    ]
    assert all_words(root, by_class("move")) == [
        "Non mise en œuvre → puis Mise en œuvre",
        "Mise en œuvre → puis Non mise en œuvre",
    ]
    assert f"{SECOND}mesures/3/evolution/" in links(root, PAGE)


@pytest.mark.usefixtures("second")
def test_pages_lead_to_what_moved_where_something_comes_before() -> None:
    for path in (SECOND, f"{SECOND}mesures/", f"{SECOND}mesures/1/", PLAN):
        assert PAGE in links(read(path), path), path
    assert f"{SECOND}mesures/1/evolution/" in links(read(f"{SECOND}mesures/1/"), SECOND)
    for path in (FIRST, f"{FIRST}mesures/1/"):
        assert not [
            link
            for link in links(read(path), path)
            if link.startswith(FIRST) and "evolution" in link
        ]


@pytest.mark.usefixtures("second")
def test_a_first_evaluation_has_nothing_to_compare_with() -> None:
    said = words(one(read(f"{FIRST}evolutions/", status=404), "//main"))
    assert "Aucune évaluation antérieure de ce plan n’est publiée." in said
    fetch(f"{FIRST}mesures/1/evolution/", status=404)
    fetch(f"{SECOND}mesures/9/evolution/", status=404)


@pytest.mark.usefixtures("second")
def test_a_measure_shows_its_degrees_over_time_and_what_its_texts_say_anew() -> None:
    root = read(f"{SECOND}mesures/1/evolution/")

    times = all_words(root, by_class("timeline") + "/li")
    assert [said.split(" adoptée")[0] for said in times] == ["Évaluation 2020", "Évaluation 2022"]
    assert all_words(root, by_class("timeline") + by_class("status")) == [
        "Non mise en œuvre",
        "Mise en œuvre",
    ]
    assert all_words(root, "//main//h2")[1:] == [
        "Actions de l’État",
        "Observations et recommandations de la CNCDH",
    ]
    said = words(one(root, "//main"))
    for word in ("Une action", "Deux actions", "Tout reste à faire", "Presque tout est fait"):
        assert word in said
    marked = " ".join(all_words(root, by_class("redline") + "//ins"))
    assert "Presque" in marked or "Deux" in marked


@pytest.mark.usefixtures("second")
def test_a_text_that_did_not_change_is_said_so() -> None:
    said = words(one(read(f"{SECOND}mesures/4/evolution/"), "//main"))
    assert said.count("Ce texte n’a pas changé depuis l’évaluation 2020.") == 2


def test_observations_shared_with_another_measure_are_compared_as_they_are_read(
    first: Evaluation,
) -> None:
    made = factories.evaluation(first.plan, "2022")
    held = factories.assess(made, 1, observations="<p>Pour deux mesures.</p>")
    factories.assess(made, 2, observations="", observations_in=held)
    factories.publish(made)

    said = words(one(read(f"{SECOND}mesures/2/evolution/"), "//main"))

    assert "Une observation" in said
    assert "Pour deux mesures" in said


def test_a_measure_that_is_new_to_the_plan_has_no_text_to_compare(
    first: Evaluation, writer: User
) -> None:
    plans.create_measure(
        priority=first.plan.priorities.get(), number=5, title="Neuve", short_title="N", by=writer
    )
    factories.publish(factories.evaluation(first.plan, "2022"))

    page = read(f"{SECOND}mesures/5/evolution/")
    assert "ne portait pas sur cette mesure" in words(one(page, "//main"))
    root = read(PAGE)
    assert "Les mesures sans degré dans l’une des deux évaluations" in all_words(root, "//h2")
    assert "Non évaluée → puis Partiellement mise en œuvre" in all_words(root, by_class("move"))


def test_nothing_of_a_draft_is_compared_before_it_is_published(
    draft: Evaluation, client: object
) -> None:
    fetch(PAGE, status=404)
    fetch(f"{SECOND}mesures/1/evolution/", status=404)
    assert "2022" not in fetch(PLAN).content.decode().split("<main")[1].split("</main")[0]

    client.force_login(factories.user())
    at = "/redaction/plans/2019-2021/evaluations/2022/apercu/"
    shown = client.get(f"{at}evolutions/")
    assert shown.status_code == 200
    assert "Ce qui a bougé depuis l’évaluation 2020" in shown.content.decode()
    measure = client.get(f"{at}mesures/1/evolution/").content.decode()
    assert "Presque" in measure
    assert "projet non adopté" in measure
    assert f'href="{at}evolutions/"' in client.get(at).content.decode()


@pytest.mark.usefixtures("second")
def test_what_moved_is_read_in_the_edition_at_hand(writer: User) -> None:
    made = published.rectify(Evaluation.objects.get(slug="2022"), reason="Erreur.", by=writer)
    factories.assess(made, 1, status=NOT)
    factories.publish(made)

    assert "aucune mesure n’a avancé" in words(one(read(PAGE), by_class("lead")))
    former = f"{SECOND}editions/1/evolutions/"
    assert "une mesure a avancé" in words(one(read(former), by_class("lead")))
    assert f"{SECOND}editions/1/mesures/1/evolution/" in links(read(former), former)


@pytest.mark.parametrize("measures", [4, 40])
def test_what_moved_takes_the_same_queries_at_every_size(
    measures: int, writer: User, client: object, django_assert_num_queries: object
) -> None:
    plan = factories.plan("2014-2016", measures=measures)
    factories.evaluated(plan, "2015", [])
    factories.evaluated(plan, "2017", [DONE])
    at = "/plans/2014-2016/evaluations/2017/"
    for path, queries in ((f"{at}evolutions/", 5), (f"{at}mesures/1/evolution/", 6)):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
