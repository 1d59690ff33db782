"""Looking through the stored texts of an evaluation for what is to be said before it is published.

In a constant number of queries.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from measures import answering, print_fonts
from measures.models import Assessment, Evaluation, Section
from measures.models.written import Written
from measures.readiness.findings import Finding, Kind, Spot, quoted
from measures.readiness.followed import Followed
from measures.rich_text import internal_links, passages
from measures.rich_text.clean import MAX_NOTE
from measures.rich_text.tree import parse, text_of

LONG_NOTE = MAX_NOTE * 9 // 10  # characters; a few more words and it could not be saved
MANY_ADDRESSEES = 6  # of one recommendation: asked of everybody, it is asked of nobody
_UNFINISHED = re.compile(
    r"\[(?:à|voir) [^\]]*\]|\bà compléter\b|\bXXX+\b|\?\?+|\blorem ipsum\b", re.IGNORECASE
)

EMPTY_NOTE = "Texte de la note"  # what the editor writes in a note until somebody does


def findings(evaluation: Evaluation) -> list[Finding]:
    """Return all that is to be said of an evaluation, in the order of its report.

    Seven queries, whatever it holds, and two more where an evaluation comes before.
    """
    followed, answered = Followed(evaluation), answering.by_assessment(evaluation)
    assessments = list(evaluation.assessments.select_related("measure").in_reading_order())
    sections = list(evaluation.sections.all())
    measures = list(evaluation.plan.measures.all())
    anchors = _anchors(evaluation, measures, sections, assessments)
    front = [row for row in sections if row.place == Section.Place.BEFORE_MEASURES]
    back = [row for row in sections if row.place != Section.Place.BEFORE_MEASURES]
    found = list(_of_text(Spot(), evaluation.notice, anchors))
    for row in front:
        found += [*_of_section(row, sections, anchors), *followed.of_section(row)]
    assessed = {row.measure_id for row in assessments}
    for measure in measures:
        spot = Spot(measure=measure.number, title=measure.short_title)
        found += _of_signs(spot, f"{measure.title} {measure.short_title}")
        if measure.pk not in assessed:  # the database would refuse it: say so before
            found.append(Finding(Kind.UNASSESSED, spot, "degré de mise en œuvre à donner"))
    for row in assessments:
        found += [*_of_assessment(row, anchors), *followed.of_assessment(row)]
        spot = Spot(measure=row.measure.number, title=row.measure.short_title)
        for answer in answered.get(row.pk, ()):
            found += _of_text(spot, answer.text, anchors)
    for row in back:
        found += [*_of_section(row, sections, anchors), *followed.of_section(row)]
    return found + list(followed.elsewhere(sections))


def preventing(evaluation: Evaluation) -> list[str]:
    """Return what prevents a publication, one sentence each."""
    return [found.sentence for found in findings(evaluation) if found.blocking]


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
    for text in (row.plain_summary, row.state_actions, row.observations):
        yield from _of_text(spot, text, anchors)


def _of_section(
    row: Section, sections: list[Section], anchors: frozenset[str]
) -> Iterator[Finding]:
    spot = Spot(section=row.slug, title=row.title)
    if not row.body and not any(other.parent_id == row.pk for other in sections):
        yield Finding(Kind.EMPTY, spot, "ni texte ni sous-section")
    yield from _of_writing(spot, row)
    yield from _of_signs(spot, f"{row.label} {row.title}")
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
    yield from _of_signs(spot, text)
    for anchor in dict.fromkeys(internal_links(text)):
        if anchor not in anchors:
            yield Finding(
                Kind.DEAD_LINK, spot, f"le lien #{anchor} ne mène nulle part dans cette évaluation"
            )
    for mark in passages(text):
        if not mark.addressees:
            yield Finding(
                Kind.NO_ADDRESSEE, spot, f"recommandation sans destinataire, {quoted(mark.text)}"
            )
        elif len(mark.addressees) > MANY_ADDRESSEES:
            count = len(mark.addressees)
            yield Finding(
                Kind.MANY_ADDRESSEES, spot, f"{count} destinataires pour {quoted(mark.text)}"
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
                f"la note {quoted(words)} compte {len(words)} signes sur {MAX_NOTE}",
            )
    for match in _UNFINISHED.finditer(text_of(root)):
        yield Finding(Kind.UNFINISHED, spot, f"le texte contient {quoted(match.group())}")


def _of_signs(spot: Spot, text: str) -> Iterator[Finding]:
    for sign in print_fonts.lacking([text]):
        yield Finding(
            Kind.NO_SIGN,
            spot,
            f"le signe {print_fonts.named(sign)} n’a pas de caractère d’imprimerie : écrivez-le "
            f"autrement",
        )


def _of_tables(spot: Spot, root: etree._Element) -> Iterator[Finding]:
    for table in root.iter("table"):
        caption = table.find("caption")
        named = "un tableau" if caption is None else f"le tableau {quoted(text_of(caption))}"
        if caption is None:
            yield Finding(Kind.TABLE, spot, f"un tableau sans titre, {quoted(text_of(table))}")
        if table.find(".//th") is None:
            yield Finding(Kind.TABLE, spot, f"{named} n’a pas de cellules d’en-tête")


def _same(title: str) -> str:
    return " ".join(title.casefold().split())
