"""The history of a text: versions listed, compared, and brought back through an ordinary save."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from measures import rights
from measures.actions import assessments, plans, sections
from measures.actions.saving import history_of
from measures.models import Assessment, Evaluation, Revision
from measures.models.versioned import Versioned
from tests import factories, once

BASE = "/redaction/plans/2019-2021/"
MEASURE = f"{BASE}evaluations/2024/mesures/1/"
HISTORY = f"{MEASURE}historique/"


@once.fixture
def draft() -> Evaluation:
    made = factories.evaluation(factories.plan(measures=3), "2024")
    factories.section(made, "normes", title="Les normes", body="<p>Une norme.</p>")
    return made


@pytest.fixture
def row(draft: Evaluation) -> Assessment:
    by = factories.user("anne", role=rights.WRITERS, first_name="Anne", last_name="Roux")
    row = factories.assess(draft, 1, status="non", observations="<p>Un premier avis.</p>", by=by)
    assessments.save(
        row,
        status="partiellement",
        state_actions=row.state_actions,
        observations="<p>Un second avis.</p>",
        expected_version=row.version,
        by=by,
        message="Après l’audition",
    )
    return row


@pytest.fixture
def enter(db: None) -> Callable[[str], Client]:
    def client(role: str) -> Client:
        made = Client()
        made.force_login(
            factories.user(f"de {role}", role=role),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return made

    return client


@pytest.fixture
def client(enter: Callable) -> Client:
    return enter(rights.WRITERS)


def revisions(row: Versioned) -> list[Revision]:
    return list(history_of(row))


def text(response: object) -> str:
    return " ".join(response.content.decode().split())


def test_the_versions_are_listed_with_who_what_and_why(row: Assessment, client: Client) -> None:
    page = text(client.get(HISTORY))
    assert "2 versions, la plus récente d’abord" in page
    assert "Anne Roux" in page
    assert "Après l’audition" in page
    assert "Degré de mise en œuvre · Observations et recommandations de la CNCDH" in page
    assert page.count("Version en place") == 1
    for revision in revisions(row):
        assert f"{HISTORY}{revision.pk}/" in page


def test_a_text_never_saved_says_so(draft: Evaluation, client: Client) -> None:
    page = text(client.get(f"{BASE}evaluations/2024/mesures/3/historique/"))
    assert "Rien n’a encore été enregistré pour ce texte." in page


def test_a_version_is_compared_with_the_one_before_it(row: Assessment, client: Client) -> None:
    last, _first = revisions(row)
    page = text(client.get(f"{HISTORY}{last.pk}/"))
    assert "Ce que cette version a changé à la précédente" in page
    assert '<span class="hidden">supprimé : </span>premier' in page
    assert '<span class="hidden">ajouté : </span>second' in page
    assert "non mise en œuvre</del>" in page
    assert "partiellement mise en œuvre</ins>" in page


def test_or_with_any_other_from_the_earlier_to_the_later(row: Assessment, client: Client) -> None:
    last, first = revisions(row)
    forth = text(client.get(f"{HISTORY}{last.pk}/?avec={first.pk}"))
    back = text(client.get(f"{HISTORY}{first.pk}/?avec={last.pk}"))
    for page in (forth, back):
        assert '<span class="hidden">ajouté : </span>second' in page
    assert "à celle-ci" in forth
    assert "Ce qui a changé de cette version à celle du" in back


def test_a_comparison_with_nothing_known_is_not_found(row: Assessment, client: Client) -> None:
    last = revisions(row)[0]
    for other in ("0", "x", "9" * 30, "-1", "²"):
        assert client.get(f"{HISTORY}{last.pk}/", {"avec": other}).status_code == 404
    assert client.get(f"{HISTORY}{last.pk}/?avec=").status_code == 200


def test_the_version_of_another_text_is_not_found(row: Assessment, client: Client) -> None:
    other = factories.assess(row.evaluation, 2)
    foreign = revisions(other)[0]
    last = revisions(row)[0]
    assert client.get(f"{HISTORY}{foreign.pk}/").status_code == 404
    assert client.get(f"{HISTORY}{last.pk}/?avec={foreign.pk}").status_code == 404
    sent = client.post(f"{HISTORY}{foreign.pk}/retablir/", {"version": row.version})
    assert sent.status_code == 404
    row.refresh_from_db()
    assert row.observations == "<p>Un second avis.</p>"


def test_bringing_a_version_back_writes_a_new_one(row: Assessment, client: Client) -> None:
    first = revisions(row)[-1]
    Revision.objects.filter(pk=first.pk).update(
        at=timezone.make_aware(timezone.datetime(2026, 3, 3, 14, 5))
    )
    response = client.post(f"{HISTORY}{first.pk}/retablir/", {"version": row.version}, follow=True)
    assert response.redirect_chain == [(HISTORY, 302)]
    row.refresh_from_db()
    assert (row.status, row.observations) == ("non", "<p>Un premier avis.</p>")
    assert len(revisions(row)) == 3
    latest = revisions(row)[0]
    said = "Rétablissement de la version du 3 mars 2026, 14 h 05"
    assert latest.message.replace("\u00a0", " ") == said
    assert str(latest.by) == "de Rédaction"
    assert "La version est rétablie" in text(response)


def test_what_a_conflict_set_aside_is_shown_and_taken_back(row: Assessment, client: Client) -> None:
    by = factories.user("luc", role=rights.WRITERS)
    assessments.set_aside(
        row, status="non", state_actions="", observations="<p>Le texte écarté.</p>", by=by
    )
    aside = revisions(row)[0]
    page = text(client.get(HISTORY))
    assert "Version écartée lors d’un conflit" in page
    page = text(client.get(f"{HISTORY}{aside.pk}/"))
    assert "Pour la reprendre, rétablissez-la" in page
    client.post(f"{HISTORY}{aside.pk}/retablir/", {"version": row.version})
    row.refresh_from_db()
    assert row.observations == "<p>Le texte écarté.</p>"
    assert revisions(row)[0].message.startswith("Rétablissement de la version écartée du ")


def test_a_stale_page_brings_nothing_back(row: Assessment, client: Client) -> None:
    first = revisions(row)[-1]
    response = client.post(f"{HISTORY}{first.pk}/retablir/", {"version": row.version - 1})
    assert response.status_code == 409
    assert "Quelqu’un a enregistré ce texte entre-temps." in text(response)
    assert len(revisions(row)) == 2


@pytest.mark.parametrize("version", ["", "x", "0", "-3", "9" * 20])
def test_a_version_that_is_no_number_is_refused(
    row: Assessment, client: Client, version: str
) -> None:
    first = revisions(row)[-1]
    response = client.post(f"{HISTORY}{first.pk}/retablir/", {"version": version})
    assert response.status_code == 422
    assert "rechargez la page" in text(response)
    assert len(revisions(row)) == 2


def test_a_published_evaluation_is_closed(row: Assessment, client: Client) -> None:
    factories.assess(row.evaluation, 1, status="non", observations="<p>Fin.</p>")
    factories.publish(row.evaluation)
    first = revisions(row)[-1]
    page = text(client.get(f"{HISTORY}{first.pk}/"))
    assert "préparez une rectification" in page
    assert "Rétablir cette version" not in page
    row.refresh_from_db()
    response = client.post(f"{HISTORY}{first.pk}/retablir/", {"version": row.version})
    assert response.status_code == 409
    assert "Cette évaluation est publiée" in text(response)
    row.refresh_from_db()
    assert row.observations == "<p>Fin.</p>"


def test_the_version_in_place_has_nothing_to_bring_back(row: Assessment, client: Client) -> None:
    last = revisions(row)[0]
    url = f"{HISTORY}{last.pk}/"
    assert "Rétablir cette version" not in text(client.get(url))
    response = client.post(f"{url}retablir/", {"version": row.version}, follow=True)
    assert "il n’y avait rien à rétablir" in text(response)
    assert len(revisions(row)) == 2


def test_a_section_keeps_its_place_when_it_is_brought_back(
    draft: Evaluation, client: Client
) -> None:
    row = draft.sections.get()
    sections.save(
        row, label="", title="Les normes applicables", place=row.place, order=7, parent=None,
        body="<p>Deux normes.</p>", page=None, expected_version=row.version,
        by=factories.user(),
    )  # fmt: skip
    url = f"{BASE}evaluations/2024/sections/normes/historique/"
    last, first = revisions(row)
    assert '<span class="hidden">ajouté : </span>applicables' in text(
        client.get(f"{url}{last.pk}/")
    )
    client.post(f"{url}{first.pk}/retablir/", {"version": row.version})
    row.refresh_from_db()
    assert (row.title, row.body, row.order) == ("Les normes", "<p>Une norme.</p>", 7)


def test_priorities_and_plans_have_the_same_pages(
    draft: Evaluation, enter: Callable[[str], Client]
) -> None:
    priority = draft.plan.priorities.get()
    plans.save_priority(
        priority, title="Autre titre", presentation="<p>Autre but.</p>",
        expected_version=priority.version, by=factories.user(),
    )  # fmt: skip
    plan = draft.plan
    plan.refresh_from_db()
    values = {name: getattr(plan, name) for name in plans.PLAN_FIELDS}
    plans.save_plan(
        plan, **values | {"presentation": "<p>Autre présentation.</p>", "adopted_on": None},
        expected_version=plan.version, by=factories.user(),
    )  # fmt: skip
    admin = enter(rights.ADMINISTRATORS)
    for row, url in (
        (priority, f"{BASE}priorites/1/historique/"),
        (plan, f"{BASE}presentation/historique/"),
    ):
        last, first = revisions(row)
        assert "Autre" in text(admin.get(f"{url}{last.pk}/"))
        assert admin.get(url).status_code == 200
        admin.post(f"{url}{first.pk}/retablir/", {"version": row.version})
        row.refresh_from_db()
        assert "Autre" not in row.presentation
    assert plan.adopted_on.year == 2019


def test_long_histories_are_paged_with_the_same_queries(
    row: Assessment, client: Client, django_assert_max_num_queries: object
) -> None:
    by = factories.user()
    for number in range(60):
        row.refresh_from_db()
        assessments.save(
            row, status="non", state_actions="", observations=f"<p>Version {number}.</p>",
            expected_version=row.version, by=by,
        )  # fmt: skip
    with django_assert_max_num_queries(12):
        page = text(client.get(HISTORY))
    assert "62 versions" in page
    assert "Page 1 sur 2" in page
    assert "Page 2 sur 2" in text(client.get(f"{HISTORY}?page=2"))


def addresses(row: Assessment) -> tuple[str, str, str]:
    first = revisions(row)[-1]
    return HISTORY, f"{HISTORY}{first.pk}/", f"{HISTORY}{first.pk}/retablir/"


def test_history_needs_a_login(row: Assessment) -> None:
    listed, version, restore = addresses(row)
    for answer in (Client().get(listed), Client().get(version)):
        assert answer.status_code == 302
        assert "next=" in answer.url
    before = len(revisions(row))
    assert Client().post(restore, {"version": row.version}).status_code in {302, 401}
    assert len(revisions(row)) == before


def test_who_may_only_read_brings_nothing_back(
    row: Assessment, enter: Callable[[str], Client]
) -> None:
    listed, version, restore = addresses(row)
    admin = enter(rights.ADMINISTRATORS)
    assert admin.get(listed).status_code == 200
    assert "Rétablir cette version" not in text(admin.get(version))
    assert admin.post(restore, {"version": row.version}).status_code == 403
    priority = row.evaluation.plan.priorities.get()
    first = revisions(priority)[-1]
    url = f"{BASE}priorites/1/historique/{first.pk}/retablir/"
    assert enter(rights.WRITERS).post(url, {"version": priority.version}).status_code == 403


def test_the_wrong_method_is_refused(row: Assessment, client: Client) -> None:
    listed, version, restore = addresses(row)
    assert client.post(listed).status_code == 405
    assert client.post(version).status_code == 405
    assert client.get(restore).status_code == 405


def test_a_version_leads_to_those_around_it_and_to_the_text(
    row: Assessment, client: Client
) -> None:
    last, first = revisions(row)
    page = text(client.get(f"{HISTORY}{first.pk}/"))
    assert f'<a href="{HISTORY}{last.pk}/">La suivante ›</a>' in page
    assert f'<a href="?avec={last.pk}">Comparer avec la version en place</a>' in page
    assert f'<a href="{MEASURE}">Le texte en place</a>' in page
    page = text(client.get(f"{HISTORY}{last.pk}/"))
    assert f'<a href="{HISTORY}{first.pk}/">‹ La précédente</a>' in page
    assert "Comparer avec la version en place" not in page
    assert f"{MEASURE}historique/" in text(client.get(MEASURE))


def test_what_an_evaluation_says_of_itself_is_shown_only(row: Assessment, client: Client) -> None:
    url = f"{BASE}evaluations/2024/historique/"
    (revision,) = revisions(row.evaluation)
    assert "1 version" in text(client.get(url))
    assert "Rétablir cette version" not in text(client.get(f"{url}{revision.pk}/"))
    assert client.post(f"{url}{revision.pk}/retablir/").status_code == 404
