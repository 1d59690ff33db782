"""The journal of an evaluation: everything that changed, filtered, leading to each version."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from measures import rights
from measures.actions import assessments, outline, published
from measures.actions.saving import history_of
from measures.models import Assessment, Evaluation, Revision
from tests import factories, once

JOURNAL = "/redaction/plans/2019-2021/evaluations/2024/journal/"


@once.fixture
def draft() -> Evaluation:
    return factories.evaluation(factories.plan(measures=3), "2024")


@pytest.fixture
def row(draft: Evaluation) -> Assessment:
    anne = factories.user("anne", role=rights.WRITERS, first_name="Anne", last_name="Roux")
    luc = factories.user("luc", role=rights.WRITERS, first_name="Luc", last_name="Petit")
    factories.section(draft, "normes", title="Les normes", body="<p>Une.</p>", by=luc)
    factories.assess(draft, 2, by=luc)
    return factories.assess(draft, 1, status="non", by=anne)


@pytest.fixture
def client(db: None) -> Client:
    made = Client()
    made.force_login(
        factories.user("lecteur", role=rights.WRITERS),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return made


def listed(client: Client, query: str = "") -> str:
    response = client.get(f"{JOURNAL}{query}")
    assert response.status_code == 200
    page = " ".join(response.content.decode().split())
    return page.partition('<ol class="versions">')[2].partition("</ol>")[0]


def test_every_change_is_listed_and_leads_to_its_version(row: Assessment, client: Client) -> None:
    page = listed(client)
    assert page.count('<li class="version') == 4
    for words in ("Mesure 1 – Mesure courte 1", "Les normes", "Anne Roux", "Luc Petit"):
        assert words in page
    assert "L’évaluation elle-même" in page
    first = history_of(row)[0]
    assert f"/evaluations/2024/mesures/1/historique/{first.pk}/" in page
    assert "Degré de mise en œuvre" in page


@pytest.mark.parametrize(
    ("query", "count", "words"),
    [
        ("?personne=anne", 1, "Mesure courte 1"),
        ("?texte=mesure-2", 1, "Luc Petit"),
        ("?texte=section-normes", 1, "Les normes"),
        ("?texte=evaluation", 1, "L’évaluation elle-même"),
        ("?personne=luc&texte=mesure-2", 1, "Mesure courte 2"),
        ("?sorte=ecartee", 0, ""),
        ("?du=2100-01-01", 0, ""),
        ("?au=01/01/2000", 0, ""),
    ],
)
def test_filters_keep_what_they_say(
    row: Assessment, client: Client, query: str, count: int, words: str
) -> None:
    page = listed(client, query)
    assert page.count('<li class="version') == count
    assert words in page


def test_dates_are_inclusive_and_said_in_french(row: Assessment, client: Client) -> None:
    at = timezone.make_aware(datetime(2026, 3, 3, 23, 30))
    Revision.objects.filter(pk=history_of(row)[0].pk).update(at=at)
    assert listed(client, "?du=2026-03-03&au=2026-03-03").count('<li class="version') == 1
    page = client.get(f"{JOURNAL}?du=03/03/2026").content.decode()
    assert "Depuis le\u202f: 3\u00a0mars 2026" in page
    assert 'value="2026-03-03"' in page


@pytest.mark.parametrize("query", ["?du=32/13/2026", "?personne=nemo", "?texte=mesure-99"])
def test_a_filter_that_does_not_exist_shows_everything(
    row: Assessment, client: Client, query: str
) -> None:
    assert listed(client, query).count('<li class="version') == 4
    assert "la liste est montrée entière" in client.get(f"{JOURNAL}{query}").content.decode()


def test_publications_stand_out_and_go_on_through_editions(row: Assessment, client: Client) -> None:
    for text in (*row.evaluation.assessments.all(), *row.evaluation.sections.all()):
        type(text).objects.filter(pk=text.pk).update(work_state="relu")
    evaluation = factories.publish(row.evaluation)
    page = listed(client, "?sorte=publication")
    assert page.count("is-notable") == 1
    assert "Publication" in page
    published.rectify(evaluation, reason="Un chiffre", by=factories.user())
    page = listed(client, "?sorte=publication")
    assert page.count("is-notable") == 2
    assert "Rectification" in page
    assert "Repris de l’édition 1" in listed(client)
    first = history_of(row).last()
    answer = client.get(JOURNAL.replace("journal/", f"mesures/1/historique/{first.pk}/"))
    assert answer.status_code == 200


def test_a_rectification_given_up_is_still_read(row: Assessment, client: Client) -> None:
    for text in (*row.evaluation.assessments.all(), *row.evaluation.sections.all()):
        type(text).objects.filter(pk=text.pk).update(work_state="relu")
    former = factories.publish(row.evaluation)
    draft = published.rectify(former, reason="Un chiffre", by=factories.user())
    factories.assess(draft, 1, status="non", observations="<p>Jamais publié.</p>")
    written = history_of(draft.assessments.get(measure__number=1)).first()
    published.discard(draft, reason="Par erreur", by=factories.user())
    assert "is-notable" in listed(client, "?sorte=publication")
    assert "Mesure 1 – Mesure courte 1 (rectification abandonnée)" in listed(client)
    answer = client.get(f"{JOURNAL}{written.pk}/")
    page = " ".join(answer.content.decode().split())
    assert "Jamais publié." in page
    assert "Mesure 1 – Mesure courte 1" in page
    assert "Rétablir" not in page
    assert client.get(f"{JOURNAL}999999/").status_code == 404
    assert client.post(f"{JOURNAL}{written.pk}/").status_code == 405


def test_a_section_removed_is_still_told(row: Assessment, client: Client) -> None:
    empty = factories.section(row.evaluation, "vide", order=2, title="Une section vide", body="")
    outline.remove(empty, by=factories.user())
    page = listed(client)
    assert "Une section vide (supprimé depuis)" in page
    assert "Suppression de la section" in page
    removed = Revision.objects.get(message__startswith="Suppression")
    assert client.get(f"{JOURNAL}{removed.pk}/").status_code == 200


def test_texts_set_aside_are_found(row: Assessment, client: Client) -> None:
    assessments.set_aside(
        row, status="non", state_actions="", observations="<p>É.</p>", by=factories.user()
    )
    assert "Version écartée lors d’un conflit" in listed(client, "?sorte=ecartee")


@pytest.mark.parametrize("measures", [3, 30])
def test_the_journal_takes_the_same_queries_at_every_size(
    client: Client, measures: int, db: None, django_assert_num_queries: object
) -> None:
    draft = factories.evaluation(factories.plan(measures=measures), "2024")
    for number in range(1, measures + 1):
        factories.assess(draft, number)
    client.get(JOURNAL)  # content types are known from here on
    with django_assert_num_queries(13):
        listed(client)


def test_the_journal_of_another_evaluation_is_another(row: Assessment, client: Client) -> None:
    other = factories.evaluation(row.evaluation.plan, "2025")
    factories.assess(other, 3)
    assert "Mesure courte 3</p>" not in listed(client)


def test_the_journal_needs_a_login_a_right_and_the_right_method(
    row: Assessment, client: Client
) -> None:
    assert Client().get(JOURNAL).status_code == 302
    assert client.post(JOURNAL).status_code == 405
    stranger = Client()
    stranger.force_login(
        factories.User.objects.create_user("sans droit"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert stranger.get(JOURNAL).status_code == 403
    assert client.get(JOURNAL.replace("2024", "1999")).status_code == 404
