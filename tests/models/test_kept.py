"""What is kept of the public content is that of its version: never older, and nothing of drafts."""

import pytest

from measures.actions import addressees, published
from measures.models import Addressee, Evaluation, PublicChange, User, kept
from tests import factories
from tests.views.reader import fetch, words
from tests.views.staff.test_preview import client_of, tree

PUBLIC = "/plans/2019-2021/evaluations/2022/"
OFFERING = (f"{PUBLIC}mesures/", f"{PUBLIC}recommandations/", "/recherche/")


def test_it_is_read_once_for_each_version_and_anew_without_one() -> None:
    read = []

    @kept.kept
    def reading(version: int | None, name: str) -> str:
        read.append((version, name))
        return f"{name} {len(read)}"

    assert reading(1, "a") == reading(1, "a") == "a 1"
    assert (reading(1, "b"), reading(2, "a"), reading(1, "a")) == ("b 2", "a 3", "a 1")
    assert (reading(None, "a"), reading(None, "a")) == ("a 4", "a 5")
    kept.forget()
    assert reading(1, "a") == "a 6"


@pytest.fixture
def evaluation(writer: User) -> Evaluation:
    factories.addressee("parlement", "Parlement")
    made = factories.evaluation(factories.plan(measures=1))
    marked = factories.recommendation("Former.", key="former", to="parlement")
    factories.assess(made, 1, observations=marked)
    return factories.publish(made)


def test_an_evaluation_knows_the_version_that_it_was_read_with(evaluation: Evaluation) -> None:
    versions = []
    for _ in range(2):
        versions.append(PublicChange.objects.version())
        read = Evaluation.objects.with_content_version().get(pk=evaluation.pk)
        assert read.content_version == versions[-1]
        PublicChange.objects.create()
    assert versions[1] == versions[0] + 1


def test_filters_offer_a_new_name_as_soon_as_it_is_given(
    evaluation: Evaluation, writer: User
) -> None:
    for path in OFFERING:
        assert "Parlement" in offered(fetch(path))
    row = Addressee.objects.get()
    addressees.rename(row, name="Les deux chambres", expected_name="Parlement", by=writer)
    for path in OFFERING:
        assert "Les deux chambres" in offered(fetch(path))
        assert "Parlement" not in offered(fetch(path))


def test_a_draft_offers_what_was_just_written_and_the_public_page_does_not(
    evaluation: Evaluation, writer: User
) -> None:
    draft = published.rectify(evaluation, reason="Un oubli.", by=writer)
    reader, preview = client_of(writer), "/redaction/plans/2019-2021/evaluations/2022/apercu/{}"
    for path in OFFERING:
        fetch(path)
    factories.addressee("ecole", "École")
    before = reader.get(preview.format("recommandations/"))
    assert "École" not in offered(before)
    marked = factories.recommendation("Enseigner.", key="enseigner", to="ecole")
    factories.assess(draft, 1, observations=marked)
    assert "École" in offered(reader.get(preview.format("recommandations/")))
    for path in OFFERING:
        assert "École" not in offered(fetch(path))


def offered(answer: object) -> list[str]:
    return [words(option) for option in tree(answer).findall(".//option")]
