"""What became of recommendations, as everybody reads it: on both sides, once it is published."""

import pytest
from django.test import Client

from measures.actions import published
from measures.models import Evaluation, User
from tests import factories, once
from tests.followed import SAID, first_evaluation, follow, follow_section, next_evaluation
from tests.views.reader import all_words, by_class, fetch, links, one, read, words

FIRST = "/plans/2019-2021/evaluations/2020/"
SECOND = "/plans/2019-2021/evaluations/2022/"
PREVIEW = "/redaction/plans/2019-2021/evaluations/2022/apercu/"
DONE = {"outcome": "suivie", "comment": "Elle l’est depuis 2021."}
SAID_HERE = "le décret manque"


@once.fixture
def draft() -> Evaluation:
    made = next_evaluation(first_evaluation())
    follow(made, 1, former=SAID)
    follow_section(made, "suites", poursuivre=DONE)
    return made


@pytest.fixture
def second(draft: Evaluation) -> Evaluation:
    return factories.publish(draft)


@pytest.mark.usefixtures("second")
def test_the_later_evaluation_says_it_beside_what_was_asked() -> None:
    root = read(f"{SECOND}mesures/1/")
    assert "Ce que sont devenues les recommandations de l’évaluation 2020" in all_words(
        root, "//h2"
    )
    (item,) = root.xpath(by_class("followed-list") + "/li")
    assert words(item) == (
        "Recommandation 1 de l’évaluation 2020 Partiellement suivie Former les juges. "
        "La loi est votée, le décret manque."
    )
    assert f"{FIRST}recommandations/former/" in links(root, SECOND)
    said = words(one(read(f"{SECOND}sections/suites/"), "//main"))
    assert "Elle l’est depuis 2021." in said
    assert not read(f"{SECOND}mesures/2/").xpath(by_class("followed-list"))


@pytest.mark.usefixtures("second")
def test_the_earlier_evaluation_leads_to_what_became_of_its_recommendations() -> None:
    root = read(f"{FIRST}mesures/1/")
    assert "Ce que sont devenues ces recommandations" in all_words(root, "//h2")
    (item,) = root.xpath(by_class("followed-list") + "/li")
    assert words(item) == (
        "Recommandation 1 Partiellement suivie La loi est votée, le décret manque. "
        "Évaluation 2022, mesure 1"
    )
    assert f"{SECOND}mesures/1/#suites-donnees" in links(root, FIRST)
    assert read(f"{SECOND}mesures/1/").xpath("//*[@id='suites-donnees']")
    section = read(f"{FIRST}sections/suites/")
    assert f"{SECOND}sections/suites/#suites-donnees" in links(section, FIRST)
    listed = read(f"{FIRST}recommandations/")
    assert [
        said.split(" : ")[1]
        for said in all_words(listed, by_class("recommendation-since") + "/p[1]")
    ] == [
        "Partiellement suivie",
        "Suivie",
    ]


@pytest.mark.usefixtures("second")
def test_what_moved_counts_and_lists_every_recommendation() -> None:
    root = read(f"{SECOND}evolutions/")
    assert all_words(root, by_class("outcomes") + "/li") == [
        "1 suivie",
        "1 partiellement suivie",
        "0 non suivie",
        "0 sans objet",
        "1 non appréciée",
    ]
    heads = all_words(root, by_class("followed-head"))
    assert heads == [
        "Recommandation 1 Partiellement suivie",
        "Recommandation 2 Non appréciée dans cette évaluation",
        "Recommandation 3 Suivie",
    ]


@pytest.mark.usefixtures("second")
def test_the_report_says_it_too() -> None:
    said = words(one(read(f"{SECOND}rapport/"), "//main"))
    assert said.count("Ce que sont devenues les recommandations de l’évaluation 2020") == 2
    assert SAID_HERE in said


def test_nothing_of_it_is_public_before_it_is_published_and_the_preview_shows_it(
    draft: Evaluation, client: Client
) -> None:
    for path in (
        f"{FIRST}mesures/1/",
        f"{FIRST}sections/suites/",
        f"{FIRST}recommandations/",
        f"{FIRST}rapport/",
        f"{FIRST}donnees/recommandations.json",
        "/plans/2019-2021/",
    ):
        said = fetch(path).content.decode()
        assert SAID_HERE not in said, path
        assert "devenue" not in said, path
    for path in ("mesures/1/", "evolutions/", "rapport/"):
        fetch(f"{SECOND}{path}", status=404)

    client.force_login(factories.user())
    for path in ("mesures/1/", "evolutions/", "rapport/"):
        assert SAID_HERE in client.get(f"{PREVIEW}{path}").content.decode(), path


@pytest.mark.usefixtures("second")
def test_a_rectification_in_preparation_changes_nothing_of_it(writer: User) -> None:
    made = published.rectify(Evaluation.objects.get(slug="2022"), reason="Erreur.", by=writer)
    follow(made, 1, former=SAID | {"comment": "Un secret."})
    for path in (f"{FIRST}mesures/1/", f"{SECOND}mesures/1/", f"{SECOND}evolutions/"):
        said = fetch(path).content.decode()
        assert "Un secret." not in said
        assert SAID_HERE in said
    factories.publish(made)
    for path in (f"{FIRST}mesures/1/", f"{SECOND}mesures/1/"):
        assert SAID_HERE not in fetch(path).content.decode()
    assert SAID_HERE in fetch(f"{SECOND}editions/1/mesures/1/").content.decode()
    changed = words(one(read(f"{SECOND}rectification/"), "//main"))
    assert "Suites données aux recommandations" in changed
    assert "Un secret" in changed


@pytest.mark.usefixtures("second")
def test_an_earlier_evaluation_that_is_withdrawn_is_shown_nowhere(writer: User) -> None:
    published.unpublish(Evaluation.objects.get(slug="2020"), reason="Erreur.", by=writer)
    for path in ("mesures/1/", "rapport/", "recommandations/"):
        said = fetch(f"{SECOND}{path}").content.decode()
        assert "Former les juges" not in said, path
    fetch(f"{SECOND}evolutions/", status=404)


@pytest.mark.usefixtures("second")
def test_a_later_evaluation_that_is_withdrawn_says_nothing_any_more(writer: User) -> None:
    published.unpublish(Evaluation.objects.get(slug="2022"), reason="Erreur.", by=writer)
    for path in (f"{FIRST}mesures/1/", f"{FIRST}recommandations/"):
        assert SAID_HERE not in fetch(path).content.decode()


@pytest.mark.usefixtures("second")
def test_it_takes_few_queries(client: Client, django_assert_num_queries: object) -> None:
    for path, queries in (
        (f"{FIRST}mesures/1/", 4),
        (f"{SECOND}mesures/1/", 6),
        (f"{SECOND}mesures/2/", 4),
    ):
        with django_assert_num_queries(queries, info=path):
            client.get(path)
