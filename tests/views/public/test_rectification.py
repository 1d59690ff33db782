"""What a rectification changed, as everybody reads it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from lxml import html
from lxml.html import HtmlElement

from measures.actions import evaluations, plans, published, sections
from measures.models import Evaluation, User
from measures.templatetags.french import file_size
from tests import factories, once
from tests.factories import recommendation
from tests.views.reader import all_words, by_class, fetch, one, read, words

BASE = "/plans/2019-2021/evaluations/2022/"
PAGE = f"{BASE}rectification/"
REASON = "Le chiffre de la mesure 2 était faux"


@once.fixture
def first() -> Evaluation:
    """A published evaluation of three measures and three sections."""
    factories.addressee("ecole", "École & université")
    made = factories.evaluation(factories.plan(measures=3), title="Évaluation du plan")
    factories.section(made, "introduction", title="Introduction", body="<p>Un début.</p>")
    factories.section(made, "annexe", place=2, title="Annexe", body="<p>Une fin.</p>")
    marked = recommendation("Former les juges.", key="former", to="ecole")
    factories.assess(made, 1, status="non", observations=f"<p>Rien.</p>{marked}", page=12)
    factories.assess(made, 2, state_actions="<p>En 2021, 61 titres délivrés.</p>")
    factories.assess(made, 3)
    return factories.publish(made, at=datetime(2022, 6, 2, 9, tzinfo=UTC))


@pytest.fixture
def second(first: Evaluation, writer: User) -> Evaluation:
    """Its rectification in preparation, with a few changes."""
    made = published.rectify(first, reason=REASON, by=writer)
    marked = recommendation("Former tous les juges.", key="former", to="ecole")
    row = made.assessments.get(measure__number=1)
    factories.assess(
        made,
        1,
        status="partiellement",
        state_actions=row.state_actions,
        observations=f"<p>Rien.</p>{marked}",
        page=13,
    )
    factories.assess(
        made,
        2,
        state_actions="<p>En 2021, 16 titres délivrés.</p>",
    )
    row = made.sections.get(slug="introduction")
    sections.save(
        row,
        label="",
        title="Avant-propos",
        place=row.place,
        order=row.order,
        parent=None,
        body=row.body,
        page=None,
        expected_version=row.version,
        by=writer,
    )
    factories.section(made, "glossaire", place=2, order=2, title="Glossaire", body="<p>Mot.</p>")
    return made


def marked(part: HtmlElement, tag: str) -> list[str]:
    """Return the words marked in a part, without what only a screen reader says of them."""
    return [
        words(found).partition(" : ")[2].partition(" (fin")[0] for found in part.xpath(f".//{tag}")
    ]


def publish(evaluation: Evaluation, *, at: datetime = datetime(2023, 3, 3, 9, tzinfo=UTC)) -> None:
    factories.publish(evaluation, at=at)


def test_each_changed_text_is_shown_with_what_changed(second: Evaluation) -> None:
    publish(second)
    root = read(PAGE)

    assert words(one(root, "//h1")) == "Ce que la rectification a changé"
    lead = words(one(root, by_class("lead")))
    assert lead == f"Évaluation rectifiée le 3 mars 2023. Motif : {REASON}."
    assert all_words(root, "//main//h2") == [
        "Avant-propos",
        "Mesure 1 · Mesure courte 1",
        "Mesure 2 · Mesure courte 2",
        "Glossaire",
    ]
    parts = root.xpath(by_class("rectified"))
    assert marked(parts[0], "del") == ["Introduction"]
    assert marked(parts[0], "ins") == ["Avant-propos"]
    assert all_words(parts[1], "./h3") == [
        "Degré de mise en œuvre",
        "Observations et recommandations de la CNCDH",
        "Page du rapport adopté",
    ]
    assert all_words(parts[1], "./p") == [
        "« partiellement mise en œuvre » ; auparavant « non mise en œuvre ».",
        "Page 13 ; auparavant page 12.",
    ]
    assert marked(parts[1], "ins") == ["tous"]
    assert (marked(parts[2], "del"), marked(parts[2], "ins")) == (["61"], ["16"])
    assert all_words(parts[3], "./h3") == ["Section ajoutée"]
    assert one(parts[1], "./h2/a").get("href") == f"{BASE}mesures/1/"


def test_a_section_taken_away_leads_to_the_former_edition(first: Evaluation, writer: User) -> None:
    made = factories.evaluation(
        first.plan, edition=2, rectification_reason=REASON, title=first.title
    )
    publish(made)
    parts = read(PAGE).xpath(by_class("rectified"))
    gone = [part for part in parts if "Section retirée" in words(part)]
    assert [one(part, "./h2/a").get("href") for part in gone] == [
        f"{BASE}editions/1/sections/introduction/",
        f"{BASE}editions/1/sections/annexe/",
    ]
    assert marked(gone[0], "del") == ["Un début."]


def test_it_leads_to_the_former_edition_and_its_pdf(second: Evaluation) -> None:
    publish(second)
    found = one(read(PAGE), by_class("rectified-from"))
    assert "publiée le 2 juin 2022" in words(found)
    assert found.xpath(".//a/@href") == [f"{BASE}editions/1/", f"{BASE}editions/1/rapport.pdf"]
    size = len(fetch(f"{BASE}editions/1/rapport.pdf").content)
    assert f"rapport (PDF, {file_size(size)})".replace("\u202f", " ") in words(found)


def test_a_rectification_that_changed_nothing_says_so(first: Evaluation, writer: User) -> None:
    publish(published.rectify(first, reason=REASON, by=writer))
    root = read(PAGE)
    assert "Aucun texte n’a changé." in words(root)
    assert not root.xpath(by_class("rectified"))


def test_what_an_evaluation_says_of_itself_and_its_adoption_count(
    first: Evaluation, writer: User
) -> None:
    made = published.rectify(first, reason=REASON, by=writer)
    evaluations.save(
        made,
        title="Évaluation du plan national",
        notice="<p>Extrait.</p>",
        rectification_reason=REASON,
        expected_version=made.version,
        by=writer,
    )
    done = factories.published(
        made, adopted_on=first.adopted_on, statement="adoptée de nouveau", by=writer
    )
    assert done.is_published
    (part,) = read(PAGE).xpath(by_class("rectified"))
    assert words(one(part, "./h2")) == "L’évaluation"
    assert all_words(part, "./h3") == ["Titre", "Adoption", "Avertissement"]


@pytest.mark.usefixtures("first")
def test_an_evaluation_that_was_not_rectified_has_no_such_page() -> None:
    fetch(PAGE, status=404)
    fetch(f"{BASE}editions/2/rectification/", status=404)


def test_what_is_in_preparation_is_not_told(second: Evaluation) -> None:
    fetch(PAGE, status=404)
    assert REASON not in words(read(BASE))


def test_an_earlier_rectification_keeps_its_page(second: Evaluation, writer: User) -> None:
    publish(second)
    third = published.rectify(second, reason="Encore", by=writer)
    factories.assess(third, 3, observations="<p>Autre observation.</p>")
    publish(third, at=datetime(2024, 1, 2, 9, tzinfo=UTC))

    assert all_words(read(PAGE), "//main//h2") == ["Mesure 3 · Mesure courte 3"]
    earlier = f"{BASE}editions/2/rectification/"
    root = read(earlier)
    assert "Mesure 2 · Mesure courte 2" in all_words(root, "//main//h2")
    assert one(root, by_class("replaced")).xpath(".//a/@href") == [PAGE]
    assert f"{BASE}editions/2/mesures/2/" in root.xpath("//main//h2/a/@href")
    assert fetch(f"{BASE}editions/3/rectification/", status=302)["Location"] == PAGE
    fetch(f"{BASE}editions/1/rectification/", status=404)


def test_the_feed_and_the_site_map_tell_of_it(second: Evaluation) -> None:
    publish(second)
    feed = fetch("/flux.atom").content.decode()
    assert "Rectification : Évaluation du plan" in " ".join(feed.split())
    assert f"motif : {REASON}" in " ".join(feed.split())
    assert PAGE in fetch("/sitemap.xml").content.decode()
    home = html.document_fromstring(fetch(BASE).content.decode())
    assert PAGE in home.xpath("//a/@href")


def test_it_takes_the_same_queries_whatever_changed(
    second: Evaluation, writer: User, django_assert_num_queries: Callable
) -> None:
    publish(second)
    with django_assert_num_queries(12):
        read(PAGE)
    third = published.rectify(second, reason="Encore", by=writer)
    for number in (1, 2, 3):
        factories.assess(third, number, observations=f"<p>Autre {number}.</p>")
    for order in range(10):
        factories.section(third, f"s{order}", place=2, order=order + 10)
    publish(third, at=datetime(2024, 1, 2, 9, tzinfo=UTC))
    with django_assert_num_queries(12):
        read(PAGE)


def test_plans_of_another_shape_are_no_matter(first: Evaluation, writer: User) -> None:
    """A measure that the plan got since the first edition is shown with all that is said of it."""
    made = published.rectify(first, reason=REASON, by=writer)
    plans.create_measure(
        priority=first.plan.priorities.get(),
        number=4,
        title="Titre",
        short_title="Quatre",
        by=writer,
    )
    factories.assess(made, 4, status="non")
    publish(made)
    root = read(PAGE)
    assert all_words(root, "//main//h2") == ["Mesure 4 · Quatre"]
    (part,) = root.xpath(by_class("rectified"))
    assert words(one(part, "./p[1]")) == "« non mise en œuvre »."
