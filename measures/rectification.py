"""What a rectification changed: the texts of two editions side by side, as redlines and words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from measures import answering, following, french
from measures.following import Text
from measures.models import Addressee, Assessment, Evaluation, Section
from measures.rich_text import Redline, redline, redline_words

HEADING_LEVEL = 4  # of the first heading inside a text: below that of the part and its label


@dataclass(frozen=True)
class Change:
    """A text that changed, as a redline; or what is no text, in words."""

    label: str
    redline: Redline | None = None
    words: str = ""


@dataclass(frozen=True)
class Part:
    """A page of the evaluation, or the evaluation itself, with what changed there.

    `assessment` and `section` are those of the later edition, or of the former one if `removed`.
    """

    changes: list[Change]
    assessment: Assessment | None = None
    section: Section | None = None
    added: bool = False
    removed: bool = False


@dataclass(frozen=True)
class Rectification:
    """An edition, the one it replaces, and what changed from one to the other."""

    evaluation: Evaluation
    former: Evaluation
    parts: list[Part] = field(default_factory=list)


def former_of(evaluation: Evaluation) -> Evaluation | None:
    """Return the published edition that an edition replaces, or will."""
    rows = Evaluation.objects.published_editions().filter(
        plan=evaluation.plan_id, slug=evaluation.slug, edition__lt=evaluation.edition
    )
    former = rows.order_by("-edition").first()
    if former is not None:
        former.plan, former.replaced_by = evaluation.plan, evaluation
    return former


def compare(former: Evaluation, evaluation: Evaluation) -> Rectification:
    """Return what changed between two editions, in the order of the report; nine queries."""
    names = dict(Addressee.objects.values_list("slug", "name"))
    before = {row.slug: row for row in former.sections.select_related("parent")}
    after = {row.slug: row for row in evaluation.sections.select_related("parent")}
    rows = sorted(
        [*after.values(), *(row for slug, row in before.items() if slug not in after)],
        key=lambda row: (row.place, row.order, row.slug not in after),
    )
    followed = _Followed(former, evaluation)
    sections = [
        _section(before.get(row.slug), after.get(row.slug), names, followed) for row in rows
    ]
    said = {row.measure_id: row for row in _assessments(former)}
    assessments = [
        Part(list(_assessed(said.get(row.measure_id), row, names, followed)), assessment=row)
        for row in _assessments(evaluation)
    ]
    front = [part for part in sections if part.section.place == Section.Place.BEFORE_MEASURES]
    back = [part for part in sections if part.section.place != Section.Place.BEFORE_MEASURES]
    parts = [Part(list(_itself(former, evaluation))), *front, *assessments, *back]
    return Rectification(evaluation, former, [part for part in map(_seen, parts) if part.changes])


class _Followed:
    """What two editions say became of recommendations, and what was answered, text by text."""

    def __init__(self, former: Evaluation, evaluation: Evaluation) -> None:
        self._said = [following.said_by_text(each) for each in (former, evaluation)]
        self._answers = [answering.said_by_assessment(each) for each in (former, evaluation)]

    def changes(self, before: Text | None, after: Text) -> Iterator[Change]:
        """Yield what a text says otherwise."""
        texts = [
            following.as_text(said.get(following.keys_of(row)))
            for said, row in zip(self._said, (before, after), strict=True)
        ]
        if texts[0] != texts[1]:
            yield Change("Suites données aux recommandations", redline(*texts, fold=True))

    def answers(
        self, before: Assessment | None, after: Assessment, names: dict[str, str]
    ) -> Iterator[Change]:
        """Yield what addressees answered otherwise."""
        texts = [
            answering.as_text(said.get(row.pk) if row else None, names)
            for said, row in zip(self._answers, (before, after), strict=True)
        ]
        if texts[0] != texts[1]:
            yield Change("Réponses des destinataires", _redline(*texts, {}))


def _seen(part: Part) -> Part:
    """Leave out what no reader sees: the key of a recommendation that was marked anew."""
    seen = [change for change in part.changes if change.words or change.redline]
    if part.added or part.removed:  # a section without a text is one all the same
        return part
    return replace(part, changes=seen)


def _assessments(evaluation: Evaluation) -> list[Assessment]:
    rows = evaluation.assessments.select_related("measure__priority", "observations_in__measure")
    return list(rows.defer("internal_note", "observations_in__observations").in_reading_order())


def _itself(before: Evaluation, after: Evaluation) -> Iterator[Change]:
    """Yield what the evaluation says of itself otherwise."""
    if before.title != after.title:
        yield Change("Titre", redline_words(before.title, after.title))
    if after.is_published:
        adopted = [f"{row.statement} (le {french.day(row.adopted_on)})" for row in (before, after)]
        if adopted[0] != adopted[1]:
            yield Change("Adoption", redline_words(*adopted))
    if before.notice != after.notice:
        yield Change("Avertissement", _redline(before.notice, after.notice, {}))


def _section(
    before: Section | None, after: Section | None, names: dict[str, str], followed: _Followed
) -> Part:
    if after is None:
        gone = [Change("Section retirée", _redline(before.body, "", names))]
        return Part(gone, section=before, removed=True)
    if before is None:
        new = [Change("Section ajoutée", _redline("", after.body, names))]
        return Part(new, section=after, added=True)
    changes = []
    if (before.label, before.title) != (after.label, after.title):
        changes.append(Change("Titre", redline_words(str(before), str(after))))
    if _place(before) != _place(after):
        words = f"{_place(after)} ; auparavant {_place(before)}."
        changes.append(Change("Place dans le rapport", words=words))
    if before.body != after.body:
        changes.append(Change("Texte", _redline(before.body, after.body, names)))
    changes += followed.changes(before, after)
    changes += _page(before, after)
    return Part(changes, section=after)


def _place(section: Section) -> str:
    inside = f", dans « {section.parent} »" if section.parent else ""
    return f"{section.get_place_display()}{inside}"


def _assessed(
    before: Assessment | None, after: Assessment, names: dict[str, str], followed: _Followed
) -> Iterator[Change]:
    """Yield what is said of a measure otherwise; of one that is new to the plan, all of it."""
    former = f" ; auparavant {_degree(before)}" if before else ""
    before = before or Assessment()
    if before.status != after.status:
        yield Change("Degré de mise en œuvre", words=f"{_degree(after)}{former}.")
    if before.plain_summary != after.plain_summary:
        texts = before.plain_summary, after.plain_summary
        yield Change("En clair", _redline(*texts, names))
    if before.state_actions != after.state_actions:
        texts = before.state_actions, after.state_actions
        yield Change("Actions de l’État", _redline(*texts, names))
    if _shared(before) != _shared(after):
        words = "Elles sont propres à cette mesure."
        if _shared(after):
            words = f"Elles sont désormais communes avec la mesure {_shared(after)}."
        yield Change("Observations", words=words)
    if before.observations != after.observations:
        texts = before.observations, after.observations
        yield Change("Observations et recommandations de la CNCDH", _redline(*texts, names))
    yield from followed.changes(before, after)
    yield from followed.answers(before, after, names)
    yield from _page(before, after)


def _degree(assessment: Assessment) -> str:
    return f"« {assessment.degree.label} »"


def _shared(assessment: Assessment) -> int | None:
    shared = assessment.observations_in
    return shared.measure.number if shared else None


def _page(before: Section | Assessment, after: Section | Assessment) -> Iterator[Change]:
    if before.page != after.page:
        said = [f"page {row.page}" if row.page else "aucune" for row in (after, before)]
        yield Change("Page du rapport adopté", words=f"{said[0]} ; auparavant {said[1]}.")


def _redline(before: str, after: str, names: dict[str, str]) -> Redline:
    return redline(before, after, heading_level=HEADING_LEVEL, addressees=names, fold=True)
