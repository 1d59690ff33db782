"""The answer of an addressee, as everybody reads it: in its own words, and said to be so."""

import pytest
from django.test import Client

from measures.actions import published
from measures.models import Evaluation, User
from tests import factories, once
from tests.answered import SAID, answer
from tests.views.reader import all_words, by_class, fetch, one, read, words

BASE = "/plans/2019-2021/evaluations/2022/"
PREVIEW = "/redaction/plans/2019-2021/evaluations/2022/apercu/"
WORDS = "signé la convention"


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=2))
    answer(made, 1, miprof=SAID)
    factories.assess(made, 1)
    return made


@pytest.fixture
def second(draft: Evaluation) -> Evaluation:
    return factories.publish(draft)


@pytest.mark.usefixtures("second")
def test_it_stands_beside_the_finding_as_the_words_of_the_authority() -> None:
    root = read(f"{BASE}mesures/1/")
    assert "La réponse du destinataire" in all_words(root, "//h2")
    said = words(one(root, by_class("addressee-answer")))
    assert said == (
        "Autorité « miprof », le 1er mars 2022 Le ministère a signé la convention. "
        "Texte de l’autorité, qui n’engage pas la CNCDH."
    )
    assert one(root, by_class("addressee-answer")).tag == "blockquote"
    assert not read(f"{BASE}mesures/2/").xpath(by_class("addressee-answer"))
    assert WORDS in words(one(read(f"{BASE}rapport/"), by_class("addressee-answer")))


def test_nothing_of_it_is_public_before_it_is_published_and_the_preview_shows_it(
    draft: Evaluation, client: Client
) -> None:
    for path in ("mesures/1/", "rapport/"):
        fetch(f"{BASE}{path}", status=404)
    client.force_login(factories.user())
    for path in ("mesures/1/", "rapport/"):
        assert WORDS in client.get(f"{PREVIEW}{path}").content.decode()


@pytest.mark.usefixtures("second")
def test_one_that_comes_later_makes_a_further_edition_that_says_so(writer: User) -> None:
    made = published.rectify(
        Evaluation.objects.get(), reason="Réponse du Parlement ajoutée", by=writer
    )
    answer(made, 1, miprof=SAID, parlement={"on": "2022-09-01", "text": "<p>Une loi suivra.</p>"})
    factories.assess(made, 1)
    assert "Une loi suivra" not in fetch(f"{BASE}mesures/1/").content.decode()
    factories.publish(made)
    root = read(f"{BASE}mesures/1/")
    assert "Les réponses des destinataires" in all_words(root, "//h2")
    assert len(root.xpath(by_class("addressee-answer"))) == 2
    changed = read(f"{BASE}rectification/")
    assert all_words(changed, by_class("rectified") + "/h3") == ["Réponses des destinataires"]
    assert "Une loi suivra" in words(one(changed, by_class("rectified")))


@pytest.mark.usefixtures("second")
def test_it_takes_one_query_more(client: Client, django_assert_num_queries: object) -> None:
    for number, queries in ((1, 4), (2, 3)):
        with django_assert_num_queries(queries):
            client.get(f"{BASE}mesures/{number}/")
