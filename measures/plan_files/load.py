"""Loading a plan from its files, through the same actions as an editor's save.

Loading again what is there already changes nothing. A published evaluation is closed: files
that differ from it are refused.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from measures.actions import addressees, plans
from measures.models import Measure, Plan, Priority, User
from measures.plan_files import layout
from measures.plan_files.document import Document, read
from measures.plan_files.load_evaluation import EvaluationLoader, PrintPublication


@dataclass
class Loaded:
    """What a load did: the plan, and how many of its rows it wrote."""

    plan: Plan
    written: int


@transaction.atomic
def load(folder: Path, *, print_publication: PrintPublication, by: User) -> Loaded:
    """Load the plan of a folder, all or nothing. Raises `FileRefused`.

    `print_publication` makes the report that is kept with an evaluation published here; what it
    raises stops the load.
    """
    return _Loader(folder, print_publication, by).load()


@dataclass
class _Loader:
    folder: Path
    print_publication: PrintPublication
    by: User
    written: int = 0

    def load(self) -> Loaded:
        plan = self._plan()
        priorities = self._priorities(plan)
        measures = self._measures(plan, priorities)
        self._addressees()
        for folder in sorted((self.folder / layout.EVALUATIONS).glob("*/")):
            self.written += EvaluationLoader(
                folder, plan, measures, self.print_publication, self.by
            ).load()
        return Loaded(plan, self.written)

    def _plan(self) -> Plan:
        document = read(self.folder / layout.PLAN)
        document.expect(
            required=["intitulé", "titre court", "début", "fin"],
            optional=["adopté le", "adopté par"],
        )
        document.expect_parts([""])
        values = {
            "title": document.text("intitulé"),
            "short_title": document.text("titre court"),
            "adopted_on": document.date("adopté le"),
            "adopted_by": document.text("adopté par"),
            "start_year": document.number("début"),
            "end_year": document.number("fin"),
            "presentation": document.rich(marks=()),
        }
        plan = Plan.objects.filter(slug=self.folder.name).first()
        with document.refusals():
            if plan is None:
                plan = plans.create_plan(slug=self.folder.name, by=self.by, **values)
                self.written += 1
            else:
                self.written += plans.save_plan(
                    plan, expected_version=plan.version, by=self.by, **values
                )
        return plan

    def _priorities(self, plan: Plan) -> dict[int, Priority]:
        existing = {priority.number: priority for priority in plan.priorities.all()}
        for path in sorted((self.folder / layout.PRIORITIES).glob("*.txt")):
            document = read(path)
            document.expect(required=["titre"])
            document.expect_parts(["", layout.PLAIN_SUMMARY])
            if not re.fullmatch(r"[1-9][0-9]*", path.stem):
                raise document.refuse(1, "le nom du fichier est le numéro de la priorité : 1.txt.")
            number = int(path.stem)
            values = {
                "title": document.text("titre"),
                "presentation": document.rich(marks=()),
                "plain_summary": document.summary(layout.PLAIN_SUMMARY),
            }
            priority = existing.get(number)
            with document.refusals():
                if priority is None:
                    existing[number] = plans.create_priority(
                        plan=plan, number=number, by=self.by, **values
                    )
                    self.written += 1
                else:
                    self.written += plans.save_priority(
                        priority, expected_version=priority.version, by=self.by, **values
                    )
        return existing

    def _measures(self, plan: Plan, priorities: dict[int, Priority]) -> dict[int, Measure]:
        existing = {measure.number: measure for measure in plan.measures.all()}
        listing = read(self.folder / layout.MEASURES)
        listing.expect(required=[])
        for part in listing.parts.values():
            title = re.fullmatch(r"Mesure ([1-9][0-9]*)", part.title)
            if title is None:
                raise listing.refuse(part.title_line, "attendu : « == Mesure 1 ».")
            number = int(title[1])
            entry = listing.entry(part)
            entry.expect(required=["priorité", "titre", "titre court"], optional=["prolonge"])
            priority = priorities.get(entry.number("priorité"))
            if priority is None:
                raise entry.refuse(entry.line("priorité"), "cette priorité n’existe pas.")
            values = {
                "priority": priority,
                "title": entry.text("titre"),
                "short_title": entry.text("titre court"),
                "continues": _continued(entry),
            }
            measure = existing.get(number)
            with entry.refusals(part.title_line):
                if measure is None:
                    existing[number] = plans.create_measure(number=number, by=self.by, **values)
                    self.written += 1
                else:
                    self.written += plans.save_measure(
                        measure, expected_version=measure.version, by=self.by, **values
                    )
        return existing

    def _addressees(self) -> None:
        path = self.folder / layout.ADDRESSEES
        if not path.exists():
            return
        document = read(path)
        for part in document.parts.values():
            raise document.refuse(part.line, "une ligne par destinataire, sans ligne vide.")
        for slug, header in document.headers.items():
            with document.refusals(header.line):
                addressees.save(slug=slug, name=header.value, by=self.by)


def _continued(entry: Document) -> list[Measure]:
    found = []
    for reference in filter(None, re.split(r",\s*", entry.text("prolonge"))):
        slug, _, number = reference.partition("/")
        measure = Measure.objects.filter(
            plan__slug=slug, number=int(number) if number.isdecimal() else 0
        ).first()
        if measure is None:
            raise entry.refuse(
                entry.line("prolonge"),
                f"la mesure « {reference} » n’existe pas ; chargez son plan.",
            )
        found.append(measure)
    return found
