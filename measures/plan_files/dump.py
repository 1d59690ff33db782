"""Writing a plan and all its evaluations, drafts included, as files that `load` reads back."""

from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from measures import answering, following
from measures.models import (
    Addressee,
    Assessment,
    Evaluation,
    FollowUp,
    Plan,
    Priority,
    Section,
    Written,
)
from measures.plan_files import layout
from measures.plan_files.document import write


def dump(plan: Plan, root: Path) -> list[Path]:
    """Write the plan under `root / plan.slug` and return the files, in order."""
    folder = root / plan.slug
    files = {
        folder / layout.PLAN: write(
            [
                ("intitulé", plan.title),
                ("titre court", plan.short_title),
                ("adopté le", plan.adopted_on),
                ("adopté par", plan.adopted_by),
                ("début", plan.start_year),
                ("fin", plan.end_year),
            ],
            [("", plan.presentation)],
        )
    }
    for priority in plan.priorities.all():
        files[folder / layout.PRIORITIES / f"{priority.number}.txt"] = write(
            [("titre", priority.title)],
            [("", priority.presentation), *_summary(priority)],
        )
    files[folder / layout.MEASURES] = _measures(plan)
    named = Q(recommendations__evaluation__plan=plan) | Q(answers__evaluation__plan=plan)
    addressees = Addressee.objects.filter(named).distinct()
    files[folder / layout.ADDRESSEES] = write(
        addressees.order_by("slug").values_list("slug", "name")
    )
    for evaluation in plan.evaluations.order_by("slug", "edition"):
        files |= _evaluation(folder, evaluation)
    for path in folder.glob(f"{layout.EVALUATIONS}/*/{layout.SECTIONS}/*.txt"):
        if path not in files:
            path.unlink()  # left by a former dump: the section has another rank since
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def _measures(plan: Plan) -> str:
    written = []
    rows = plan.measures.select_related("priority").prefetch_related("continues__plan")
    for measure in rows:
        continues = ", ".join(
            f"{former.plan.slug}/{former.number}" for former in measure.continues.all()
        )
        headers = [
            ("priorité", measure.priority.number),
            ("titre", measure.title),
            ("titre court", measure.short_title),
            ("prolonge", continues),
        ]
        written.append(f"== Mesure {measure.number}\n\n{write(headers)}")
    return "\n" + "\n".join(written)


def _evaluation(plan_folder: Path, evaluation: Evaluation) -> dict[Path, str]:
    folder = layout.evaluation_folder(plan_folder, evaluation)
    published_at = evaluation.published_at and timezone.localtime(evaluation.published_at)
    files = {
        folder / layout.EVALUATION: write(
            [
                ("titre", evaluation.title),
                ("motif de la rectification", evaluation.rectification_reason),
                ("adoptée le", evaluation.adopted_on),
                ("mention d’adoption", evaluation.statement),
                ("publiée le", published_at.isoformat() if published_at else None),
            ],
            [("", evaluation.notice)],
        )
    }
    for section in evaluation.sections.select_related("parent"):
        files[layout.section_file(folder, section)] = write(
            [
                ("titre", section.title),
                ("intitulé", section.label),
                ("place", section.get_place_display()),
                ("dans", section.parent.slug if section.parent else None),
                ("page", section.page),
                _work_state(section, evaluation),
            ],
            [("", section.body)],
        ) + _follow_ups(section)
    rows = evaluation.assessments.select_related("measure", "observations_in__measure")
    for assessment in rows.order_by("measure__number"):
        if not evaluation.is_published and _is_untouched(assessment):
            continue
        path = layout.assessment_file(folder, assessment.measure.number)
        files[path] = _assessment(assessment, evaluation)
    return files


def _is_untouched(assessment: Assessment) -> bool:
    """Tell whether nothing was written of a measure yet: opening an evaluation makes it anew."""
    return assessment.version == 1 and assessment.status == Assessment.Status.TO_ASSESS


def _work_state(row: Written, evaluation: Evaluation) -> tuple[str, str | None]:
    """Return how far a text has come; what is published needs no word of it."""
    started = row.work_state != Written.WorkState.TO_WRITE and not evaluation.is_published
    return layout.WORK_STATE, row.get_work_state_display() if started else None


def _summary(row: Assessment | Priority) -> list[tuple[str, str]]:
    """Return the part of a summary in plain language, where there is one."""
    return [(layout.PLAIN_SUMMARY, row.plain_summary)] if row.plain_summary else []


def _assessment(assessment: Assessment, evaluation: Evaluation) -> str:
    shared = assessment.observations_in
    parts = [*_summary(assessment), (layout.STATE_ACTIONS, assessment.state_actions)]
    if shared is None:
        parts.append((layout.OBSERVATIONS, assessment.observations))
    for slug, held in answering.said(assessment).items():
        parts.append((f"{layout.ANSWER}{slug} ({held['on']})", held["text"]))
    return write(
        [
            ("statut", assessment.get_status_display()),
            ("page", assessment.page),
            ("observations communes avec", shared.measure.number if shared else None),
            _work_state(assessment, evaluation),
        ],
        parts,
    ) + _follow_ups(assessment)


def _follow_ups(row: Assessment | Section) -> str:
    """Return what a text says became of earlier recommendations, a line for each."""
    labels = dict(FollowUp.Outcome.choices)
    lines = [
        (name, layout.OUTCOME_END.join(filter(None, (labels[said["outcome"]], said["comment"]))))
        for name, said in following.said(row).items()
    ]
    return f"\n== {layout.FOLLOW_UPS}\n\n{write(lines)}" if lines else ""
