"""The texts of evaluations, named as the desk names them, and found again by row or by place."""

from collections.abc import Iterable
from dataclasses import dataclass

from measures.models import Assessment, Evaluation, Section

Kind = type[Assessment] | type[Section] | type[Evaluation]


@dataclass(frozen=True)
class Text:
    """A text and where it is written; without a page of its own, what an evaluation says of itself.

    `page` and `key` are what `links.staff_address` takes: `assessment` and 13.
    """

    evaluation: Evaluation
    label: str
    title: str
    page: str = ""
    key: int | str = ""

    @property
    def place(self) -> str:
        """The name of the text in links and presences: `mesure-13`, `section-normes`."""
        return f"{'mesure' if self.page == 'assessment' else 'section'}-{self.key}"


def of_measure(evaluation: Evaluation, number: int, title: str) -> Text:
    """Return the text of a measure."""
    return Text(evaluation, f"Mesure {number}", title, "assessment", number)


def of_section(evaluation: Evaluation, slug: str, label: str, title: str) -> Text:
    """Return the text of a section."""
    return Text(evaluation, label or "Section", title, "section", slug)


class Directory:
    """Every text of some evaluations, by row and by place: two queries."""

    def __init__(self, evaluations: Iterable[Evaluation]) -> None:
        known = {row.pk: row for row in evaluations}
        self._by_row: dict[tuple[Kind, int], Text] = {
            (Evaluation, pk): Text(row, "L’évaluation elle-même", "titre, avertissement, motif")
            for pk, row in known.items()
        }
        measures = Assessment.objects.filter(evaluation__in=known).order_by()
        for pk, evaluation, number, title in measures.values_list(
            "pk", "evaluation", "measure__number", "measure__short_title"
        ):
            self._by_row[Assessment, pk] = of_measure(known[evaluation], number, title)
        sections = Section.objects.filter(evaluation__in=known).order_by()
        for pk, evaluation, slug, label, title in sections.values_list(
            "pk", "evaluation", "slug", "label", "title"
        ):
            self._by_row[Section, pk] = of_section(known[evaluation], slug, label, title)
        self._by_place = {
            (text.evaluation.pk, text.place): text for text in self._by_row.values() if text.page
        }

    def of_row(self, kind: Kind, pk: int) -> Text | None:
        """Return the text of a row, unless it is gone."""
        return self._by_row.get((kind, pk))

    def at(self, evaluation_id: int, place: str) -> Text | None:
        """Return the text at a place of an evaluation, unless there is none."""
        return self._by_place.get((evaluation_id, place))
