"""Saying what became of earlier recommendations, in the editing page of the text."""

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from measures import following
from measures.actions import published
from measures.models import Evaluation, FollowUp, Revision, User
from tests import factories, once
from tests.followed import SAID, first_evaluation, follow, follow_section, next_evaluation
from tests.views.reader import all_words, by_class, one, words

EDIT = "/redaction/plans/2019-2021/evaluations/2022/mesures/1/"
SECTION = "/redaction/plans/2019-2021/evaluations/2022/sections/suites/"
OUTCOME, COMMENT = "suite_2020/former_outcome", "suite_2020/former_comment"


@once.fixture
def draft() -> Evaluation:
    return next_evaluation(first_evaluation())


@pytest.fixture
def signed(client: Client, writer: User) -> Client:
    client.force_login(writer)
    return client


def form_of(answer: object) -> dict[str, str]:
    """Return what the form of a page would send."""
    root = html.document_fromstring(answer.content.decode())
    (form,) = root.xpath("//form[@id='texte']")
    # a browser leaves out the line break that begins a textarea
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def send(client: Client, path: str = EDIT, **changed: str) -> object:
    """Send the form of a page with some changes."""
    return client.post(path, form_of(client.get(path)) | changed)


def test_the_page_shows_each_recommendation_of_the_evaluation_before_with_its_fields(
    draft: Evaluation, signed: Client
) -> None:
    root = html.document_fromstring(signed.get(EDIT).content.decode())
    assert all_words(root, by_class("follow-up") + "/h3") == [
        "Recommandation 1, évaluation 2020",
        "Recommandation 2, évaluation 2020",
    ]
    said = words(root.xpath(by_class("follow-up"))[0])
    assert "Former les juges." in said
    assert "École & université" in said
    choices = all_words(root, f"//select[@name='{OUTCOME}']/option")
    assert choices == ["À apprécier", "Suivie", "Partiellement suivie", "Non suivie", "Sans objet"]
    for field in root.xpath(
        "//select[starts-with(@name, 'suite')] | //textarea[starts-with(@name, 'suite')]"
    ):
        assert one(root, f"//label[@for='{field.get('id')}']") is not None
    assert root.xpath("//a[@href='/plans/2019-2021/evaluations/2020/recommandations/former/']")
    assert "suites" not in form_of(signed.get(EDIT.replace("/1/", "/2/")))


def test_it_is_saved_with_the_text(draft: Evaluation, signed: Client) -> None:
    answer = send(signed, **{OUTCOME: "non-suivie", COMMENT: " Rien\nn’est fait. "})
    assert answer.status_code == 302
    held = FollowUp.objects.get()
    assert (held.outcome, held.comment) == ("non-suivie", "Rien n’est fait.")
    shown = form_of(signed.get(EDIT))
    assert (shown[OUTCOME], shown[COMMENT]) == ("non-suivie", "Rien n’est fait.")


def test_a_section_has_the_fields_of_its_recommendations(draft: Evaluation, signed: Client) -> None:
    send(
        signed,
        SECTION,
        **{
            "suite_2020/poursuivre_outcome": "sans-objet",
            "suite_2020/poursuivre_comment": "Le plan a changé.",
        },
    )
    assert FollowUp.objects.get().section.slug == "suites"


def test_what_cannot_be_kept_comes_back_with_all_that_was_typed(
    draft: Evaluation, signed: Client
) -> None:
    answer = send(signed, **{OUTCOME: "suivie", COMMENT: "long " * 200})
    assert answer.status_code == 422
    assert "L’explication compte 999 signes ; la limite est de 600." in words(
        html.document_fromstring(answer.content.decode())
    ).replace("\u202f", " ")
    assert form_of(answer)[COMMENT] == "long " * 200
    answer = send(signed, **{OUTCOME: "presque"})
    assert answer.status_code == 422
    assert not FollowUp.objects.exists()


def test_a_conflict_is_told_with_what_differs_and_nothing_is_lost(
    draft: Evaluation, signed: Client
) -> None:
    page = form_of(signed.get(EDIT))
    follow(draft, 1, former=SAID, voter=SAID, by=factories.user("alex"))

    answer = signed.post(
        EDIT, page | {OUTCOME: "suivie", COMMENT: "La loi est votée, tout est fait."}
    )

    assert answer.status_code == 409
    root = html.document_fromstring(answer.content.decode())
    assert all_words(root, by_class("difference") + "/h3") == [
        "Recommandation 1 : suite donnée",
        "Recommandation 1 : explication",
    ]
    assert "Partiellement suivie" in words(root.xpath(by_class("difference"))[0])
    assert root.xpath(by_class("difference") + "//del")
    back = form_of(answer)
    assert back[COMMENT] == "La loi est votée, tout est fait."
    assert back["suite_2020/voter_comment"] == SAID["comment"]  # untouched here: taken
    aside = Revision.objects.get(kind=Revision.Kind.SET_ASIDE)
    assert aside.content["follow_ups"]["2020/former"]["comment"] == back[COMMENT]
    taken = signed.post(EDIT, back | {"take": COMMENT})
    assert form_of(taken)[COMMENT] == SAID["comment"]

    assert signed.post(EDIT, back).status_code == 302
    row = draft.assessments.get(measure__number=1)
    assert following.said(row)["2020/former"]["outcome"] == "suivie"


def test_a_script_gets_the_same_and_may_send_one_field(draft: Evaluation, signed: Client) -> None:
    row = follow(draft, 1, former=SAID)
    answer = signed.post(
        EDIT, {"version": row.version, OUTCOME: "suivie"}, headers={"Accept": "application/json"}
    )
    assert answer.json()["changed"]
    assert OUTCOME in answer.json()["bases"]
    assert following.said(row)["2020/former"] == SAID | {"outcome": "suivie"}


def test_what_is_said_of_a_recommendation_that_went_meanwhile_is_given_back(
    draft: Evaluation, signed: Client
) -> None:
    page = form_of(signed.get(EDIT))
    published.unpublish(Evaluation.objects.get(slug="2020"), reason="Erreur.", by=factories.user())
    answer = signed.post(EDIT, page | {OUTCOME: "suivie", COMMENT: "Tous sont formés."})
    assert answer.status_code == 422
    assert "Tous sont formés." in answer.content.decode()


def test_a_lost_session_gives_it_back_by_name(draft: Evaluation, client: Client) -> None:
    sent = {"version": "1", OUTCOME: "suivie", COMMENT: "Tous sont formés."}
    root = html.document_fromstring(client.post(EDIT, sent).content.decode())
    labels = [words(label).replace("\u202f", " ") for label in root.xpath("//label")]
    assert "Recommandation 2020/former : explication" in labels
    assert "Tous sont formés." in all_words(root, "//textarea")


def test_the_publication_page_says_what_is_missing_and_where(
    draft: Evaluation, signed: Client
) -> None:
    follow(draft, 1, former={"outcome": "suivie", "comment": ""})
    root = html.document_fromstring(
        signed.get("/redaction/plans/2019-2021/evaluations/2022/publication/").content.decode()
    )
    said = words(one(root, "//main"))
    assert "Suite donnée à la recommandation 2020/former sans explication" in said
    assert "Recommandation 3 de l’évaluation 2020 à apprécier" in said


def test_the_history_and_the_journal_show_it(
    draft: Evaluation, signed: Client, django_assert_max_num_queries: Callable
) -> None:
    row = follow(draft, 1, former=SAID)
    follow_section(draft, "suites", poursuivre=SAID)
    revision = Revision.objects.filter(object_id=row.pk, content__has_key="status").first()
    said = signed.get(f"{EDIT}historique/{revision.pk}/").content.decode()
    assert "Suites données aux recommandations" in said
    assert SAID["comment"] in said
    journal = signed.get("/redaction/plans/2019-2021/evaluations/2022/journal/").content.decode()
    assert "Suites données aux recommandations" in journal


@pytest.mark.parametrize("recommendations", [2, 12])
def test_the_page_takes_the_same_queries_whatever_is_followed(
    writer: User, signed: Client, recommendations: int, django_assert_max_num_queries: Callable
) -> None:
    former = factories.evaluation(factories.plan(measures=1), "2020")
    marks = "".join(
        factories.recommendation(f"Faire {n}.", key=f"r{n}") for n in range(recommendations)
    )
    factories.assess(former, 1, observations=marks)
    factories.publish(former, adopted_on=factories.TODAY.replace(year=2020))
    factories.evaluation(former.plan, "2022")
    with django_assert_max_num_queries(26):
        assert signed.get(EDIT).status_code == 200
