"""Whether an evaluation is ready to be published: what prevents it, what deserves a look.

Read from the stored texts in a constant number of queries. The rapporteur's page lists all of
it; the action that publishes refuses what prevents, whoever asks.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from lxml import etree

from measures import french
from measures.models import Assessment, Evaluation, Section
from measures.models.written import Written
from measures.rich_text import internal_links, passages
from measures.rich_text.clean import MAX_NOTE
from measures.rich_text.tree import parse, text_of

LONG_NOTE = MAX_NOTE * 9 // 10  # characters; a few more words and it could not be saved
MANY_ADDRESSEES = 6  # of one recommendation: asked of everybody, it is asked of nobody
_UNFINISHED = re.compile(
    r"\[(?:à|voir) [^\]]*\]|\bà compléter\b|\bXXX+\b|\?\?+|\blorem ipsum\b", re.IGNORECASE
)

EMPTY_NOTE = "Texte de la note"  # what the editor writes in a note until somebody does


class Kind(StrEnum):
    """What a finding is about; those that prevent a publication come first."""

    UNASSESSED = "mesure à évaluer,mesures à évaluer"
    EMPTY = "texte vide,textes vides"
    NOT_PROOFREAD = "texte à relire,textes à relire"
    DEAD_LINK = "lien sans but,liens sans but"
    NO_ADDRESSEE = "recommandation sans destinataire,recommandations sans destinataire"
    EMPTY_NOTE = "note sans texte,notes sans texte"
    NO_ACTIONS = "mesure sans actions de l’État,mesures sans actions de l’État"
    MANY_ADDRESSEES = (
        "recommandation à de nombreux destinataires,recommandations à de nombreux destinataires"
    )
    TABLE = "tableau à compléter,tableaux à compléter"
    LONG_NOTE = "note très longue,notes très longues"
    UNFINISHED = "passage inachevé,passages inachevés"
    SAME_TITLE = "titre en double,titres en double"
    INTERNAL_NOTE = "note interne,notes internes"

    def counted(self, count: int) -> str:
        """Return « 3 textes vides »."""
        singular, several = self.value.split(",")
        return f"{count} {french.plural(count, singular, several)}"


BLOCKING = frozenset(
    [
        Kind.UNASSESSED,
        Kind.EMPTY,
        Kind.NOT_PROOFREAD,
        Kind.DEAD_LINK,
        Kind.NO_ADDRESSEE,
        Kind.EMPTY_NOTE,
    ]
)


@dataclass(frozen=True)
class Spot:
    """Where something was found: a measure, a section, or what an evaluation says of itself."""

    measure: int | None = None  # its number
    section: str = ""  # its slug
    title: str = ""

    @property
    def name(self) -> str:
        """The fewest words that name it: « Mesure 3 », « Section « Introduction » »."""
        if self.measure is not None:
            return f"Mesure {self.measure}"
        return f"Section « {self.title} »" if self.section else "Avertissement"


@dataclass(frozen=True)
class Finding:
    """One thing that prevents a publication, or deserves a look before it."""

    kind: Kind
    spot: Spot
    what: str

    @property
    def blocking(self) -> bool:
        """Whether nothing can be published as long as it stands."""
        return self.kind in BLOCKING

    @property
    def sentence(self) -> str:
        """The finding said by itself, with its place."""
        return f"{self.spot.name} : {self.what}."


def findings(evaluation: Evaluation) -> list[Finding]:
    """Return all that is to be said of an evaluation, in the order of its report.

    Three queries, whatever it holds.
    """
    assessments = list(evaluation.assessments.select_related("measure").in_reading_order())
    sections = list(evaluation.sections.all())
    measures = list(evaluation.plan.measures.all())
    anchors = _anchors(evaluation, measures, sections, assessments)
    front = [row for row in sections if row.place == Section.Place.BEFORE_MEASURES]
    back = [row for row in sections if row.place != Section.Place.BEFORE_MEASURES]
    found = list(_of_text(Spot(), evaluation.notice, anchors))
    for row in front:
        found += _of_section(row, sections, anchors)
    assessed = {row.measure_id for row in assessments}
    for measure in measures:
        if measure.pk not in assessed:  # the database would refuse it: say so before
            spot = Spot(measure=measure.number, title=measure.short_title)
            found.append(Finding(Kind.UNASSESSED, spot, "degré de mise en œuvre à donner"))
    for row in assessments:
        found += _of_assessment(row, anchors)
    for row in back:
        found += _of_section(row, sections, anchors)
    return found


def preventing(evaluation: Evaluation) -> list[str]:
    """Return what prevents a publication, one sentence each."""
    return [found.sentence for found in findings(evaluation) if found.blocking]


def by_spot(found: Iterable[Finding]) -> list[tuple[Spot, list[Finding]]]:
    """Group findings by place, in their order."""
    return [(spot, list(rows)) for spot, rows in groupby(found, key=lambda row: row.spot)]


def counted(found: Iterable[Finding]) -> list[str]:
    """Return findings as « 2 mesures à évaluer », « 1 texte vide », by kind."""
    kinds = [row.kind for row in found]
    return [kind.counted(kinds.count(kind)) for kind in Kind if kind in kinds]


def state_of(evaluation: Evaluation) -> str:
    """Return what changes whenever a text or a title of an evaluation does; four queries.

    Whoever publishes sends back the state that was shown: nobody publishes what nobody read.
    """
    held = Evaluation.objects.values_list("pk", "version").get(pk=evaluation.pk)
    assessments = evaluation.assessments.order_by("pk").values_list("pk", "version")
    sections = evaluation.sections.order_by("pk").values_list("pk", "version", "place", "order")
    titles = evaluation.plan.measures.order_by("pk").values_list(
        "pk", "number", "version", "priority", "priority__version"
    )
    state = repr([held, list(assessments), list(sections), list(titles)])
    return hashlib.sha256(state.encode()).hexdigest()[:32]


def _anchors(
    evaluation: Evaluation,
    measures: Iterable,
    sections: Iterable[Section],
    assessments: Iterable[Assessment],
) -> frozenset[str]:
    """Return every anchor that a text of the evaluation may lead to."""
    texts = [row.body for row in sections] + [row.observations for row in assessments]
    return frozenset(
        [f"mesure-{measure.number}" for measure in measures]
        + [f"section-{row.slug}" for row in sections]
        + [f"r-{mark.key}" for text in texts for mark in passages(text)]
    )


def _of_assessment(row: Assessment, anchors: frozenset[str]) -> Iterator[Finding]:
    spot = Spot(measure=row.measure.number, title=row.measure.short_title)
    if row.status == Assessment.Status.TO_ASSESS:
        yield Finding(Kind.UNASSESSED, spot, "degré de mise en œuvre à donner")
    if row.observations_in_id is None and not row.observations:
        yield Finding(Kind.EMPTY, spot, "observations à écrire")
    yield from _of_writing(spot, row)
    if not row.state_actions and (row.observations or row.observations_in_id):
        yield Finding(Kind.NO_ACTIONS, spot, "aucune action de l’État")
    for text in (row.state_actions, row.observations):
        yield from _of_text(spot, text, anchors)


def _of_section(
    row: Section, sections: list[Section], anchors: frozenset[str]
) -> Iterator[Finding]:
    spot = Spot(section=row.slug, title=row.title)
    if not row.body and not any(other.parent_id == row.pk for other in sections):
        yield Finding(Kind.EMPTY, spot, "ni texte ni sous-section")
    yield from _of_writing(spot, row)
    twins = [other for other in sections if other != row and _same(other.title) == _same(row.title)]
    if twins:
        yield Finding(Kind.SAME_TITLE, spot, "une autre section porte ce titre")
    yield from _of_text(spot, row.body, anchors)


def _of_writing(spot: Spot, row: Written) -> Iterator[Finding]:
    if row.progress == Written.WorkState.TO_PROOFREAD:
        yield Finding(Kind.NOT_PROOFREAD, spot, "texte à relire")
    elif row.progress != Written.WorkState.PROOFREAD:
        yield Finding(Kind.NOT_PROOFREAD, spot, f"texte {row.progress.label}, non relu")
    if row.internal_note:
        yield Finding(Kind.INTERNAL_NOTE, spot, "une note interne demeure ; elle n’est pas publiée")


def _of_text(spot: Spot, text: str, anchors: frozenset[str]) -> Iterator[Finding]:
    """Yield what is to be said of one stored text."""
    if not text:
        return
    for anchor in dict.fromkeys(internal_links(text)):
        if anchor not in anchors:
            yield Finding(
                Kind.DEAD_LINK, spot, f"le lien #{anchor} ne mène nulle part dans cette évaluation"
            )
    for mark in passages(text):
        if not mark.addressees:
            yield Finding(
                Kind.NO_ADDRESSEE, spot, f"recommandation sans destinataire, {_quoted(mark.text)}"
            )
        elif len(mark.addressees) > MANY_ADDRESSEES:
            count = len(mark.addressees)
            yield Finding(
                Kind.MANY_ADDRESSEES, spot, f"{count} destinataires pour {_quoted(mark.text)}"
            )
    root = parse(text)
    yield from _of_tables(spot, root)
    for note in root.iter("span"):
        words = text_of(note)
        if words.strip() == EMPTY_NOTE:
            yield Finding(Kind.EMPTY_NOTE, spot, "une note appelée n’a pas de texte")
        if len(words) > LONG_NOTE:
            yield Finding(
                Kind.LONG_NOTE,
                spot,
                f"la note {_quoted(words)} compte {len(words)} signes sur {MAX_NOTE}",
            )
    for match in _UNFINISHED.finditer(text_of(root)):
        yield Finding(Kind.UNFINISHED, spot, f"le texte contient {_quoted(match.group())}")


def _of_tables(spot: Spot, root: etree._Element) -> Iterator[Finding]:
    for table in root.iter("table"):
        caption = table.find("caption")
        named = "un tableau" if caption is None else f"le tableau {_quoted(text_of(caption))}"
        if caption is None:
            yield Finding(Kind.TABLE, spot, f"un tableau sans titre, {_quoted(text_of(table))}")
        if table.find(".//th") is None:
            yield Finding(Kind.TABLE, spot, f"{named} n’a pas de cellules d’en-tête")


def _same(title: str) -> str:
    return " ".join(title.casefold().split())


def _quoted(words: str, length: int = 60) -> str:
    """Return the first words of a passage between quotation marks."""
    words = " ".join(words.split())
    if len(words) > length:
        words = words[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return f"« {words} »"
