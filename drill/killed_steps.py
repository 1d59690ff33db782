"""Run inside an installation: forks a process for each statement, and kills it there."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime

from django.apps import apps
from django.db import connection, models

from drill.killed import die_after
from measures.actions import assessments, evaluations
from measures.exports import making
from measures.models import Assessment, Evaluation, User
from tests import factories

MOST = 400  # statements: more would mean that it never ends


def main() -> None:
    """Print a line for each action: its name, how often killed, whole, broken."""
    draft = factories.evaluation(factories.plan(measures=3), "2022")
    for number in (1, 2, 3):
        factories.assess(draft, number, work_state="relu")
    factories.addressee("ecole", "École")
    draft.refresh_from_db()
    by = factories.user()
    _tell("sauvegarde de texte", _save, by)
    printed = _print(draft, by)
    _tell("publication", lambda by: _publish(draft, printed, by), by)


def _tell(what: str, act: Callable[[User], None], by: User) -> None:
    sys.stdout.write("\t".join([what, *map(str, _kill_at_each_step(act, by))]) + "\n")


def _save(by: User) -> None:
    row = Assessment.objects.get(measure__number=1)
    marks = [factories.recommendation(f"Agir {n}.", key=f"k{n}", to="ecole") for n in (1, 2)]
    assessments.save(
        row,
        status="non",
        state_actions="<p>Tout autre chose.</p>",
        observations="<p>Vu.</p>" + "".join(marks),
        work_state="relu",
        expected_version=row.version,
        by=by,
    )


ADOPTION = {"adopted_on": date(2022, 6, 1), "statement": "adoptée"}
AT = datetime(2022, 6, 2, tzinfo=UTC)


def _print(draft: Evaluation, by: User) -> object:
    ahead = Evaluation.objects.get(pk=draft.pk)
    return making.print_publication(evaluations.as_published(ahead, **ADOPTION, at=AT, by=by))


def _publish(draft: Evaluation, printed: object, by: User) -> None:
    evaluation = Evaluation.objects.get(pk=draft.pk)
    evaluations.publish(evaluation, **ADOPTION, at=AT, printed=printed, by=by)


def _kill_at_each_step(act: Callable[[User], None], by: User) -> tuple[int, int, int]:
    """Return how often a process was killed, and left all or nothing, or less than that."""
    before, left = _content(), []
    for statements in range(1, MOST):
        connection.close()
        child = os.fork()
        if child == 0:
            with connection.execute_wrapper(die_after(statements)):
                act(by)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        now = _content()
        if os.WIFSIGNALED(status):
            left.append(now)
            if now != before:  # it was killed once all was done
                break
        elif status:
            raise RuntimeError("L’action a échoué.")
        else:
            break
    after = _content()
    whole = sum(one in (before, after) for one in left)
    assert after != before, "l’action n’a rien changé"
    return len(left), whole, len(left) - whole


def _content() -> dict[str, list[dict[str, object]]]:
    """Return what all tables of ours hold, but for moments."""
    return {
        model._meta.label: [
            {
                field.attname: bytes(value) if isinstance(value, memoryview) else value
                for field in model._meta.concrete_fields
                if not isinstance(field, models.DateTimeField)
                for value in [getattr(row, field.attname)]
            }
            for row in model._base_manager.order_by("pk")
        ]
        for model in apps.get_app_config("measures").get_models(include_auto_created=True)
    }
