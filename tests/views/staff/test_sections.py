"""The outline of a report kept in the browser."""

import pytest
from django.test import Client
from lxml import html

from measures import rights
from measures.models import Evaluation, Section
from tests import factories
from tests.views.reader import words

EVALUATION = "/redaction/plans/2019-2021/evaluations/2022/"
SECTIONS = f"{EVALUATION}sections/"
NEW = f"{EVALUATION}nouvelle-section/"


@pytest.fixture
def draft(db: None) -> Evaluation:
    made = factories.evaluation(factories.plan(measures=1))
    factories.section(made, "a")
    factories.section(made, "b", order=2)
    return made


@pytest.fixture
def client(db: None) -> Client:
    made = Client()
    made.force_login(
        factories.user("anne", role=rights.WRITERS),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return made


def said(answer: object) -> str:
    return words(html.document_fromstring(answer.content.decode()))


def slugs(draft: Evaluation) -> list[str]:
    return list(draft.sections.values_list("slug", flat=True))


def test_a_section_is_created_moved_nested_and_removed(client: Client, draft: Evaluation) -> None:
    typed = {"title": "Œuvre commune", "place": "1"}
    assert client.post(NEW, typed)["Location"] == f"{SECTIONS}#section-oeuvre-commune"
    client.post(SECTIONS, {"move": "oeuvre-commune:up"})
    assert slugs(draft) == ["a", "oeuvre-commune", "b"]
    path = f"{SECTIONS}oeuvre-commune/place/"
    made = draft.sections.get(slug="oeuvre-commune")
    holder = draft.sections.get(slug="b")
    nested = typed | {"parent": holder.pk, "version": made.version}
    assert client.post(path, nested).status_code == 302
    assert slugs(draft) == ["a", "b", "oeuvre-commune"]
    assert "Dans « Section b »" in said(client.get(SECTIONS))
    client.post(path, {"remove": "1"})
    assert slugs(draft) == ["a", "b"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Ce champ est nécessaire"),
        ({"place": "3"}, "Cette place n’existe pas"),
        ({"place": "2", "parent": "a"}, "se trouve avant les mesures"),
        ({"parent": "999999"}, "Cette section n’existe pas"),
        ({"slug": "a"}, "déjà une section à cette adresse"),
        ({"slug": "à b"}, "Une adresse ne contient"),
        ({"label": "a" * 81}, "la limite est de 80"),
    ],
)
def test_a_wrong_section_is_given_back(
    wrong: dict[str, str], message: str, client: Client, draft: Evaluation
) -> None:
    if wrong.get("parent") == "a":
        wrong = wrong | {"parent": str(draft.sections.get(slug="a").pk)}
    answer = client.post(NEW, {"title": "Neuve", "place": "1"} | wrong)
    assert answer.status_code == 422
    assert message in said(answer)
    assert slugs(draft) == ["a", "b"]


def test_a_section_that_holds_a_text_offers_no_removal(client: Client, draft: Evaluation) -> None:
    path = f"{SECTIONS}a/place/"
    assert "Supprimer" not in said(client.get(path))
    assert client.post(path, {"remove": "1"}).status_code == 422
    assert slugs(draft) == ["a", "b"]


def test_a_stale_or_closed_section_is_not_changed(client: Client, draft: Evaluation) -> None:
    path = f"{SECTIONS}a/place/"
    client.post(path, {"title": "Un", "place": "1", "version": "1"})
    answer = client.post(path, {"title": "Deux", "place": "1", "version": "1"})
    assert answer.status_code == 409
    assert "Titre : « Un »" in said(answer)
    factories.publish(draft)
    assert client.post(SECTIONS, {"move": "a:down"}).status_code == 409
    assert client.post(NEW, {"title": "Neuve", "place": "1"}).status_code == 409
    assert [row.title for row in Section.objects.order_by("order")] == ["Un", "Section b"]
    assert "ne changent plus" in said(client.get(SECTIONS))


def test_a_move_that_does_not_exist_is_refused(client: Client, draft: Evaluation) -> None:
    assert client.post(SECTIONS, {"move": "a:left"}).status_code == 422
    assert client.post(SECTIONS, {"move": "z:up"}).status_code == 404
