"""Where things stand in the folder of a plan, and their names in its headers."""

from pathlib import Path

from measures.models import Assessment, Evaluation, FollowUp, Section, Written

PLAN = "plan.txt"
MEASURES = "mesures.txt"
ADDRESSEES = "destinataires.txt"
PRIORITIES = "priorites"
EVALUATIONS = "evaluations"
EVALUATION = "evaluation.txt"
ASSESSMENTS = "mesures"
SECTIONS = "sections"

PLAIN_SUMMARY = "En clair"
STATE_ACTIONS = "Actions de l’État"
OBSERVATIONS = "Observations et recommandations de la CNCDH"

FOLLOW_UPS = "Suites données aux recommandations"  # `2017/13a: suivie – Une phrase.`
ANSWER = "Réponse : "  # then the slug of the addressee, and the date in brackets
OUTCOME_END = " – "

WORK_STATE = "travail"  # of what is in preparation

STATUS_BY_LABEL = {label: status for status, label in Assessment.Status.choices}
OUTCOME_BY_LABEL = {label: outcome for outcome, label in FollowUp.Outcome.choices}
PLACE_BY_LABEL = {label: place for place, label in Section.Place.choices}
WORK_STATE_BY_LABEL = {label: state for state, label in Written.WorkState.choices}


def evaluation_folder(plan_folder: Path, evaluation: Evaluation) -> Path:
    """`evaluations/2017`, or `evaluations/2017.2` for its second edition."""
    edition = f".{evaluation.edition}" if evaluation.edition > 1 else ""
    return plan_folder / EVALUATIONS / f"{evaluation.slug}{edition}"


def assessment_file(folder: Path, number: int) -> Path:
    """`mesures/07.txt`."""
    return folder / ASSESSMENTS / f"{number:02d}.txt"


def section_file(folder: Path, section: Section) -> Path:
    """`sections/03-normes.txt`: the rank, then the address."""
    return folder / SECTIONS / f"{section.order:02d}-{section.slug}.txt"
