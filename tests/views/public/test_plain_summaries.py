"""A summary in plain language is read first, and says that it replaces nothing."""

import csv

import pytest

from measures.actions import plans
from measures.models import Evaluation, User
from tests import factories
from tests.views.reader import all_words, by_class, fetch, one, read, words

BASE = "/plans/2019-2021/evaluations/2022/"
SUMMARY = "<p>L’État forme des limnologues.</p>\n<p>C’est trop peu.</p>"


@pytest.fixture
def evaluation(writer: User) -> Evaluation:
    """A published evaluation of two measures, the first and the priority of which are summed up."""
    plan = factories.plan(measures=2)
    priority = plan.priorities.get()
    plans.save_priority(
        priority,
        title=priority.title,
        presentation=priority.presentation,
        plain_summary="<p>Repérer, aider.</p>",
        expected_version=priority.version,
        by=writer,
    )
    made = factories.evaluation(plan)
    factories.assess(made, 1, plain_summary=SUMMARY)
    return factories.publish(made)


def test_it_stands_first_on_the_page_of_the_measure(evaluation: Evaluation) -> None:
    root = read(f"{BASE}mesures/1/")
    assert all_words(root, "//main//h2")[:2] == ["En clair", "Actions de l’État"]
    said = words(one(root, by_class("plain-summary")))
    assert "L’État forme des limnologues." in said
    assert "ne remplace pas le texte adopté" in said
    description = one(root, "//meta[@name='description']").get("content")
    assert "L’État forme des limnologues." in description


def test_where_there_is_none_nothing_speaks_of_it(evaluation: Evaluation) -> None:
    assert "En clair" not in words(read(f"{BASE}mesures/2/"))


def test_it_stands_first_on_the_page_of_the_priority(evaluation: Evaluation) -> None:
    root = read(f"{BASE}priorites/1/")
    assert all_words(root, "//main//h2")[:2] == ["En clair", "Présentation"]
    assert "Repérer, aider." in words(one(root, by_class("plain-summary")))
    assert "ne remplace pas le texte du plan" in words(one(root, by_class("plain-summary")))


def test_it_stands_in_the_report_before_the_text(evaluation: Evaluation) -> None:
    root = read(f"{BASE}rapport/")
    titles = all_words(one(root, "//article[@id='mesure-1']"), ".//h4")
    assert titles[:2] == ["En clair", "Actions de l’État"]
    assert all_words(root, by_class("plain-summary") + "/h3") == ["En clair"]


def test_it_is_found_by_the_search(evaluation: Evaluation) -> None:
    root = read("/recherche/?q=limnologues")
    hit = one(root, by_class("hits") + "/li")
    assert "En clair" in words(hit)
    target = hit.xpath(".//a/@href")[0]
    path, _, anchor = target.partition("#")
    assert one(read(path), f"//*[@id='{anchor}']") is not None


def test_it_is_a_column_of_the_data(evaluation: Evaluation) -> None:
    lines = fetch(f"{BASE}donnees/mesures.csv").content.decode("utf-8-sig").splitlines(True)
    delimiter = csv.Sniffer().sniff(lines[0]).delimiter
    rows = list(csv.DictReader(lines, delimiter=delimiter))
    assert [" ".join(row["en_clair_texte"].split()) for row in rows] == [
        "L’État forme des limnologues. C’est trop peu.",
        "",
    ]


def test_a_rectification_shows_what_changed_in_it(evaluation: Evaluation, writer: User) -> None:
    again = factories.evaluation(
        evaluation.plan, "2022", edition=2, rectification_reason="Un chiffre était faux."
    )
    factories.assess(again, 1, plain_summary="<p>L’État forme des hydrologues.</p>")
    factories.publish(again)
    root = read(f"{BASE}rectification/")
    assert "En clair" in all_words(root, "//main//h3")
    assert "limnologues" in " ".join(all_words(root, "//main//del"))
