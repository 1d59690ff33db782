"""Where a search looks: filters in the address, combined and removed one by one."""

import pytest
from django.http import QueryDict
from lxml import html as lxml_html

from measures.models import Evaluation
from measures.search.filters import Filters
from measures.search.question import read
from tests import once
from tests.factories import recommendation
from tests.search.asking import ask, where
from tests.search.conftest import Publish, publish


@once.fixture
def evaluations() -> list[Evaluation]:
    to_school = recommendation("Agir à l’école.", to="ecole", key="e")
    to_both = recommendation("Agir vite.", to="ecole parlement", key="b")
    texts = {number: f"<p>Agir {number} fois.</p>" for number in (1, 2, 3, 4)}
    return [
        publish(texts, suites=to_school + to_both),
        publish({4: "<p>Agir.</p>"}, slug="2023"),
        publish({2: "<p>Agir.</p>"}, slug="2022", plan="2014-2016"),
    ]


def filters(query: str) -> Filters:
    data = QueryDict(query)
    return Filters(data, question=read(data.get("q", "")))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"plan": "2014-2016"}, [2]),
        ({"evaluation": "2023"}, [4]),
        ({"evaluation": "2022", "plan": "2019-2021"}, ["suites", 1, 2, 3, 4]),
        ({"evaluation": "2023", "plan": "2014-2016"}, []),
        ({"plan": "2019-2021", "priorite": "2"}, [3, 4, 4]),
        ({"statut": "non"}, [1]),
        ({"statut": "non", "priorite": "2"}, []),
        ({"destinataire": "parlement"}, ["suites"]),
        ({"destinataire": "ecole", "plan": "2014-2016"}, []),
    ],
)
def test_filters_combine(
    evaluations: list[Evaluation], asked: dict[str, str], found: list[int | str]
) -> None:
    assert sorted(where("agir", **asked), key=str) == sorted(found, key=str)


def test_a_filter_by_addressee_keeps_what_is_asked_of_it(evaluations: list[Evaluation]) -> None:
    assert ask("agir", destinataire="ecole").said == "2 passages dans 1 section"
    assert ask("agir", destinataire="parlement").said == "1 passage dans 1 section"


@pytest.mark.parametrize(
    "query", ["plan=2000", "statut=perdu", "statut=%00", "priorite=1&destinataire=personne"]
)
def test_a_choice_that_does_not_exist_filters_nothing(
    evaluations: list[Evaluation], query: str
) -> None:
    found = filters(f"q=agir&{query}")
    assert found.unknown
    assert found.active == []
    assert found.where == found.everywhere


def test_what_is_offered_is_what_is_published(evaluations: list[Evaluation]) -> None:
    offered = {
        choice.name: [value for value, _ in choice.options] for choice in filters("").choices
    }
    assert offered == {
        "plan": ["2019-2021", "2014-2016"],
        "evaluation": ["2023", "2022"],
        "priorite": ["1", "2"],
        "statut": ["mise-en-oeuvre", "partiellement", "non"],
        "destinataire": ["ecole", "parlement"],
    }


def test_priorities_are_named_where_there_is_one_plan(published: Publish) -> None:
    published({})
    (priorities,) = [row for row in filters("").choices if row.name == "priorite"]
    assert priorities.options == (("1", "I – Priorité numéro 1"), ("2", "II – Priorité numéro 2"))


def test_each_filter_in_force_can_be_removed(evaluations: list[Evaluation]) -> None:
    found = filters("q=agir&plan=2019-2021&statut=non&page=3&autre=x")
    assert [(active.label, active.without) for active in found.active] == [
        ("Plan : Plan 2019-2021", "?q=agir&statut=non"),
        ("Mise en œuvre : Non mise en œuvre", "?q=agir&plan=2019-2021"),
    ]
    assert found.kept == "q=agir"


def test_a_choice_is_a_list_with_what_is_asked_for_selected(evaluations: list[Evaluation]) -> None:
    choice = next(row for row in filters("statut=non").choices if row.name == "statut")
    select = lxml_html.fragment_fromstring(str(choice))
    assert (select.get("name"), select.get("id")) == ("statut", choice.id_for_label)
    assert select.xpath("option[@selected]/@value") == ["non"]
    assert select.xpath("option/@value")[0] == ""


@pytest.mark.django_db
def test_where_nothing_is_published_there_is_nothing_to_filter() -> None:
    found = filters("q=agir")
    assert found.latest is None
    assert found.where.values == {"evaluations": []}
    assert ask("agir").unknown[0].instead == []
