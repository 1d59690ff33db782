"""The outline of a report: sections added, moved, nested, removed."""

import pytest

from measures.actions import outline
from measures.actions.refusals import Closed, InUse, Stale
from measures.actions.saving import history_of
from measures.models import Evaluation, Section, User
from tests import factories, once
from tests.factories import recommendation


@once.fixture
def draft() -> Evaluation:
    return factories.evaluation(factories.plan(measures=1))


def add(draft: Evaluation, slug: str, *, place: int = 1, parent: Section | None = None) -> Section:
    return outline.add(
        evaluation=draft,
        slug=slug,
        label="",
        title=slug,
        place=place,
        parent=parent,
        by=factories.user(),
    )


def save(section: Section, *, by: User, **changed: object) -> bool:
    names = ("label", "title", "place", "parent")
    values = {name: getattr(section, name) for name in names}
    values["expected_version"] = section.version
    return outline.save(section, by=by, **values | changed)


def slugs(draft: Evaluation, place: int = 1) -> list[str]:
    return list(draft.sections.filter(place=place).values_list("slug", flat=True))


def test_a_section_comes_last_in_what_holds_it(draft: Evaluation) -> None:
    first = add(draft, "a")
    add(draft, "b")
    inside = add(draft, "a1", parent=first)
    assert slugs(draft) == ["a", "a1", "b"]
    assert inside.order == draft.sections.get(slug="a1").order


def test_neighbours_change_places_with_what_is_in_them(draft: Evaluation, writer: User) -> None:
    first, second = add(draft, "a"), add(draft, "b")
    add(draft, "a1", parent=first)
    add(draft, "a2", parent=first)
    factories.addressee()
    row = draft.sections.get(slug="a1")
    assert outline.shift(second, down=False, by=writer)
    assert slugs(draft) == ["b", "a", "a1", "a2"]
    assert outline.shift(row, down=True, by=writer)
    assert slugs(draft) == ["b", "a", "a2", "a1"]
    assert outline.shift(row, down=True, by=writer) is False
    assert outline.shift(second, down=False, by=writer) is False
    assert history_of(second).first().message == "Ordre des sections"
    second.refresh_from_db()
    assert second.version == 1  # whoever writes its text is not disturbed


def test_recommendations_are_numbered_in_the_new_order(draft: Evaluation, writer: User) -> None:
    factories.addressee()
    for order, slug in enumerate("ab", start=1):
        body = recommendation(slug, key=slug, to="gouvernement")
        factories.section(draft, slug, order=order, body=body)
    outline.shift(draft.sections.get(slug="a"), down=True, by=writer)
    assert [row.key for row in draft.recommendations.order_by("number")] == ["b", "a"]


def test_a_section_goes_elsewhere_with_what_is_in_it(draft: Evaluation, writer: User) -> None:
    first, second = add(draft, "a"), add(draft, "b")
    add(draft, "a1", parent=first)
    add(draft, "z", place=2)
    first.refresh_from_db()
    assert save(first, place=2, title="Autre", by=writer)
    assert (slugs(draft), slugs(draft, 2)) == (["b"], ["z", "a", "a1"])
    assert save(second, place=2, parent=draft.sections.get(slug="z"), by=writer)
    assert slugs(draft, 2) == ["z", "b", "a", "a1"]
    assert save(second, by=writer) is False
    with pytest.raises(Stale):
        save(second, title="Neuf", expected_version=1, by=writer)


def test_only_an_empty_section_is_removed(draft: Evaluation, writer: User) -> None:
    first = add(draft, "a")
    add(draft, "a1", parent=first)
    written = factories.section(draft, "b", order=9)
    with pytest.raises(InUse, match="contient un texte"):
        outline.remove(written, by=writer)
    with pytest.raises(InUse, match="en contient d’autres"):
        outline.remove(first, by=writer)
    outline.remove(draft.sections.get(slug="a1"), by=writer)
    assert slugs(draft) == ["a", "b"]
    said = draft.revisions.first()
    assert said.message == "Suppression de la section « a1 »"


def test_a_published_report_keeps_its_outline(draft: Evaluation, writer: User) -> None:
    first = factories.section(draft, "a")
    second = factories.section(draft, "b", order=2)
    factories.publish(draft)
    for refused in (
        lambda: add(draft, "c"),
        lambda: save(first, title="Autre", by=writer),
        lambda: outline.shift(first, down=True, by=writer),
        lambda: outline.remove(second, by=writer),
    ):
        with pytest.raises(Closed):
            refused()
    assert slugs(draft) == ["a", "b"]
