"""Bringing a text back to what it was: an ordinary save, which history keeps like any other."""

from datetime import date

from django.utils.timezone import localtime

from measures import french, history
from measures.actions import assessments, plans, sections
from measures.models import Assessment, Plan, Priority, Revision, Section, User

Restored = Assessment | Section | Priority | Plan


def restore(row: Restored, revision: Revision, *, expected_version: int, by: User) -> bool:
    """Save what a text held at a revision of its own; tell whether anything changed.

    Its place, its state of work, its writer and its internal note stay as they are now. A
    revision set aside in a conflict is taken back in the same way. Raises what the save of the
    text raises.
    """
    (step,) = history.steps([revision], row=row)
    held = step.after
    kept = {"expected_version": expected_version, "by": by, "message": message(revision)}
    if isinstance(row, Assessment):
        of_edition, shared = row.evaluation.assessments.all(), held["observations_in"]
        return assessments.save(
            row,
            status=held["status"],
            plain_summary=held["plain_summary"],
            state_actions=held["state_actions"],
            observations=held["observations"],
            observations_in=of_edition.filter(measure__assessments=shared).first(),
            page=held["page"],
            follow_ups=held["follow_ups"],
            answers=held["answers"],
            **kept,
        )
    if isinstance(row, Section):
        return sections.save(
            row,
            label=held["label"],
            title=held["title"],
            place=row.place,
            order=row.order,
            parent=row.parent,
            body=held["body"],
            page=held["page"],
            follow_ups=held["follow_ups"],
            **kept,
        )
    if isinstance(row, Priority):
        return plans.save_priority(
            row, **{name: held[name] for name in plans.PRIORITY_FIELDS}, **kept
        )
    return plans.save_plan(
        row,
        **{name: held[name] for name in plans.PLAN_FIELDS if name != "adopted_on"},
        adopted_on=held["adopted_on"] and date.fromisoformat(held["adopted_on"]),
        **kept,
    )


def message(revision: Revision) -> str:
    """Return the reason that history keeps: « Rétablissement de la version du 3 mars 2026… »."""
    at = localtime(revision.at)
    aside = " écartée" if revision.kind == Revision.Kind.SET_ASIDE else ""
    return f"Rétablissement de la version{aside} du {french.day(at)}, {french.clock(at)}"
