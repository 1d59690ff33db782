"""Loading one edition of an evaluation: what it says of itself, its sections, its assessments."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from measures import answering, following
from measures.actions import assessments, evaluations, sections
from measures.actions.documents import Printed
from measures.actions.refusals import Closed
from measures.models import Assessment, Evaluation, Measure, Plan, Section, User, Written
from measures.plan_files import layout
from measures.plan_files.document import Document, Part, read
from measures.plan_files.load_answers import read_answers
from measures.plan_files.load_follow_ups import follow_line, read_follow_ups
from measures.rich_text import internal_links
from measures.rich_text.clean import MARKS

PrintPublication = Callable[[Evaluation], Printed]

_PUBLISHED_ON = "publiée le"
_ADOPTION = "adoptée le", "mention d’adoption"


@dataclass
class EvaluationLoader:
    """Loads the folder of an edition, `2017` or `2017.2`, whose plan and measures are there."""

    folder: Path
    plan: Plan
    measures: dict[int, Measure]
    print_publication: PrintPublication
    by: User
    written: int = 0
    keys: dict[str, Document] = field(default_factory=dict)

    def load(self) -> int:
        """Load, and return the number of rows written. Raises `FileRefused`."""
        document = read(self.folder / layout.EVALUATION)
        document.expect(
            required=["titre"], optional=["motif de la rectification", *_ADOPTION, _PUBLISHED_ON]
        )
        document.expect_parts([""])
        evaluation = self._evaluation(document)
        self._sections(document, evaluation)
        self._assessments(document, evaluation)
        self._publication(document, evaluation)
        return self.written

    def _evaluation(self, document: Document) -> Evaluation:
        name = re.fullmatch(r"([^.]+)(?:\.([2-9]|[1-9][0-9]+))?", self.folder.name)
        if name is None:
            raise document.refuse(1, "le nom du dossier est une adresse et une édition : 2017.2.")
        slug, edition = name[1], int(name[2] or 1)
        values = {
            "title": document.text("titre"),
            "notice": document.rich(marks=()),
            "rectification_reason": document.text("motif de la rectification"),
        }
        evaluation = self.plan.evaluations.filter(slug=slug, edition=edition).first()
        with document.refusals():
            if evaluation is None:
                evaluation = evaluations.create(
                    plan=self.plan, slug=slug, edition=edition, by=self.by, **values
                )
                self.written += 1
            elif _differs(evaluation, values):
                self.written += evaluations.save(
                    evaluation, expected_version=evaluation.version, by=self.by, **values
                )
        return evaluation

    def _publication(self, document: Document, evaluation: Evaluation) -> None:
        at = document.moment(_PUBLISHED_ON)
        if at is None and not evaluation.is_published:
            for name in filter(document.text, _ADOPTION):
                raise document.refuse(
                    document.line(name), f"« {name} » ne va pas sans « {_PUBLISHED_ON} »."
                )
            return
        adopted_on, statement = document.date("adoptée le"), document.text("mention d’adoption")
        with document.refusals(document.line(_PUBLISHED_ON)):
            if not evaluation.is_published:
                self._publish(evaluation, adopted_on=adopted_on, statement=statement, at=at)
                self.written += 1
            elif _differs(
                evaluation, {"adopted_on": adopted_on, "statement": statement, "published_at": at}
            ):
                raise Closed

    def _publish(
        self, evaluation: Evaluation, *, adopted_on: date | None, statement: str, at: datetime
    ) -> None:
        adoption = {"adopted_on": adopted_on, "statement": statement}
        evaluations.check(evaluation, **adoption)
        ahead = evaluations.as_published(evaluation, **adoption, at=at, by=self.by)
        printed = self.print_publication(ahead)
        evaluations.publish(evaluation, **adoption, at=at, printed=printed, by=self.by)

    def _sections(self, about: Document, evaluation: Evaluation) -> None:
        existing = {section.slug: section for section in evaluation.sections.all()}
        waiting: dict[str, Document] = {}
        for path in sorted((self.folder / layout.SECTIONS).glob("*.txt")):
            document = read(path)
            order, _, slug = path.stem.partition("-")
            if not (order.isdecimal() and slug):
                raise document.refuse(1, "le nom du fichier est un rang et une adresse : 01-x.txt.")
            if slug in waiting:
                raise document.refuse(1, f"cette section est déjà dans {waiting[slug].path.name}.")
            waiting[slug] = document
        if evaluation.is_published:
            for slug in sorted(existing.keys() - waiting.keys()):
                raise about.refuse(1, f"{Closed()} Il manque le fichier de la section « {slug} ».")
        while waiting:
            parents_first = [slug for slug in waiting if waiting[slug].text("dans") not in waiting]
            for slug in parents_first:
                self._section(waiting.pop(slug), about, evaluation, slug, existing)
            if not parents_first:
                document = next(iter(waiting.values()))
                raise document.refuse(document.line("dans"), "cette section se contient elle-même.")

    def _section(
        self,
        document: Document,
        about: Document,
        evaluation: Evaluation,
        slug: str,
        existing: dict[str, Section],
    ) -> None:
        document.expect(
            required=["titre", "place"], optional=["intitulé", "dans", "page", layout.WORK_STATE]
        )
        document.expect_parts(["", layout.FOLLOW_UPS])
        place = layout.PLACE_BY_LABEL.get(document.text("place"))
        if place is None:
            raise document.refuse(
                document.line("place"), f"attendu : {' ou '.join(layout.PLACE_BY_LABEL)}."
            )
        parent = document.text("dans")
        if parent and parent not in existing:
            raise document.refuse(document.line("dans"), f"section « {parent} » inconnue.")
        values = {
            "label": document.text("intitulé"),
            "title": document.text("titre"),
            "place": place,
            "order": int(document.path.stem.partition("-")[0]),
            "parent": existing.get(parent),
            "body": self._text(document, ""),
            "page": document.number("page"),
        }
        values |= _work_state(document, about)
        became = read_follow_ups(document)
        section = existing.get(slug)
        with document.refusals(follow_line(document)):
            if section is None:
                section = existing[slug] = sections.create(
                    evaluation=evaluation,
                    slug=slug,
                    follow_ups=became,
                    by=self.by,
                    **values,
                )
                self.written += 1
            elif _differs(section, values) or following.said(section) != became:
                self.written += sections.save(
                    section,
                    follow_ups=became,
                    expected_version=section.version,
                    by=self.by,
                    **values,
                )
        self._refuse_other_keys(document, "", section.body, values["body"])

    def _assessments(self, about: Document, evaluation: Evaluation) -> None:
        rows = {row.measure.number: row for row in evaluation.assessments.select_related("measure")}
        paths = sorted((self.folder / layout.ASSESSMENTS).glob("*.txt"))
        for path in paths:
            document = read(path)
            number = int(path.stem) if path.stem.isdecimal() else 0
            if number not in rows:
                raise document.refuse(1, "le plan n’a pas de mesure de ce numéro.")
            named = layout.assessment_file(self.folder, number)
            if path != named:
                raise document.refuse(1, f"le fichier de cette mesure se nomme {named.name}.")
            self._assessment(document, rows, number, about)
        if evaluation.is_published:
            for number in sorted(rows.keys() - {int(path.stem) for path in paths}):
                raise about.refuse(1, f"{Closed()} Il manque le fichier de la mesure {number}.")

    def _assessment(
        self, document: Document, rows: dict[int, Assessment], number: int, about: Document
    ) -> None:
        document.expect(
            required=["statut"], optional=["page", "observations communes avec", layout.WORK_STATE]
        )
        answered = read_answers(document)
        document.expect_parts(
            [
                *(layout.PLAIN_SUMMARY, layout.STATE_ACTIONS, layout.OBSERVATIONS),
                *(*answered.titles, layout.FOLLOW_UPS),
            ]
        )
        status = layout.STATUS_BY_LABEL.get(document.text("statut"))
        if status is None:
            known = ", ".join(layout.STATUS_BY_LABEL)
            raise document.refuse(document.line("statut"), f"attendu : {known}.")
        shared = document.number("observations communes avec")
        if shared is not None and shared not in rows:
            raise document.refuse(
                document.line("observations communes avec"), "cette mesure n’existe pas."
            )
        values = {
            "status": status,
            "plain_summary": document.summary(layout.PLAIN_SUMMARY),
            "state_actions": self._text(document, layout.STATE_ACTIONS, ["footnote"]),
            "observations": self._text(document, layout.OBSERVATIONS),
            "observations_in": rows[shared] if shared is not None else None,
            "page": document.number("page"),
        }
        values |= _work_state(document, about)
        became = read_follow_ups(document)
        assessment = rows[number]
        if (
            _differs(assessment, values)
            or following.said(assessment) != became
            or answering.said(assessment) != answered.answers
        ):
            with document.refusals(follow_line(document)):
                self.written += assessments.save(
                    assessment,
                    follow_ups=became,
                    answers=answered.answers,
                    expected_version=assessment.version,
                    by=self.by,
                    **values,
                )
        self._refuse_other_keys(
            document, layout.OBSERVATIONS, assessment.observations, values["observations"]
        )

    def _text(self, document: Document, title: str, marks: Collection[str] = MARKS) -> str:
        """Return a part as rich text whose keys are new and whose links lead somewhere."""
        stored = document.rich(title, marks=marks)
        part = document.parts.get(title)
        for key in _keys(stored):
            if key in self.keys:
                raise document.refuse(
                    _line_of(part, f'data-key="{key}"'),
                    f"l’identifiant « {key} » est déjà pris dans {self.keys[key].path.name}.",
                )
            self.keys[key] = document
        for anchor in internal_links(stored):
            number = anchor.removeprefix("mesure-")
            if anchor.startswith("mesure-") and not (
                number.isdecimal() and int(number) in self.measures
            ):
                raise document.refuse(
                    _line_of(part, f"#{anchor}"), f"le lien #{anchor} ne mène à aucune mesure."
                )
        return stored

    def _refuse_other_keys(self, document: Document, title: str, stored: str, written: str) -> None:
        """Refuse a recommendation that another text of the evaluation still holds."""
        for key in _keys(written):
            if key not in _keys(stored):
                raise document.refuse(
                    _line_of(document.parts.get(title), f'data-key="{key}"'),
                    f"l’identifiant « {key} » appartient encore à un autre texte de cette "
                    f"évaluation : donnez-en un nouveau à ce passage.",
                )


def _differs(row: Evaluation | Section | Assessment, values: dict) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _work_state(document: Document, about: Document) -> dict[str, str]:
    """Return the state of work that a file gives; what is published was proof-read."""
    label = document.text(layout.WORK_STATE)
    if not label:
        return {"work_state": Written.WorkState.PROOFREAD} if about.text(_PUBLISHED_ON) else {}
    if label not in layout.WORK_STATE_BY_LABEL:
        known = ", ".join(layout.WORK_STATE_BY_LABEL)
        raise document.refuse(document.line(layout.WORK_STATE), f"attendu : {known}.")
    return {"work_state": layout.WORK_STATE_BY_LABEL[label]}


def _keys(stored: str) -> list[str]:
    return re.findall(r'data-key="([^"]*)"', stored)


def _line_of(part: Part, sought: str) -> int:
    return part.line + part.source.split(sought)[0].count("\n")
