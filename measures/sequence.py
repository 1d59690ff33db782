"""Which evaluation of a plan comes before another one: what « précédente » means, said once."""

from datetime import date

from measures.models import Evaluation


def before(evaluation: Evaluation) -> Evaluation | None:
    """Return the evaluation in force that was adopted last before one of the same plan.

    What is in preparation comes after all that is published; a rectification in preparation
    keeps the place of what it rectifies.
    """
    rows = Evaluation.objects.published().filter(plan=evaluation.plan_id)
    rows = rows.exclude(slug=evaluation.slug).filter(adopted_on__lt=place(evaluation))
    found = rows.order_by("-adopted_on", "-slug").first()
    if found is not None:
        found.plan = evaluation.plan
    return found


def is_followed(evaluation: Evaluation) -> bool:
    """Tell whether a published evaluation of the same plan comes after one."""
    rows = Evaluation.objects.published_editions().filter(plan=evaluation.plan_id)
    return rows.exclude(slug=evaluation.slug).filter(adopted_on__gt=place(evaluation)).exists()


def place(evaluation: Evaluation) -> date:
    """Return the day that puts an evaluation in its place among those of its plan."""
    if evaluation.adopted_on is not None:
        return evaluation.adopted_on
    editions = Evaluation.objects.published_editions().filter(
        plan=evaluation.plan_id, slug=evaluation.slug
    )
    adopted_on = editions.order_by("-edition").values_list("adopted_on", flat=True).first()
    return adopted_on or date.max
