"""Small rows for tests, made through the actions that the software itself uses."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.utils import timezone

from measures import rights, signatures
from measures.actions import addressees, assessments, evaluations, plans, sections
from measures.actions.documents import Printed
from measures.models import Addressee, Assessment, Evaluation, Plan, Section, User

TODAY = date(2022, 6, 1)


def user(username: str = "camille", *, role: str = rights.RAPPORTEURS, **fields: object) -> User:
    """Return the account of this name, created if needed with this role."""
    found = User.objects.filter(username=username).first()
    if found is None:
        found = User.objects.create_user(username=username, password=None, **fields)
        found.groups.add(Group.objects.get(name=role))
    return found


def writer() -> User:
    """Return somebody who writes."""
    return user("camille", first_name="Camille", last_name="Martin")


def plan(
    slug: str = "2019-2021", *, measures: int = 3, priorities: int = 1, by: User | None = None
) -> Plan:
    """Return a plan whose measures are dealt out to its priorities in order."""
    by = by or user()
    start, _, end = slug.partition("-")
    made = plans.create_plan(
        slug=slug,
        title=f"Plan d’action national {slug}",
        short_title=f"Plan {slug}",
        adopted_on=date(int(start), 1, 15),
        adopted_by="Conseil des ministres",
        start_year=int(start),
        end_year=int(end),
        presentation="<p>Présentation du plan.</p>",
        by=by,
    )
    rows = [
        plans.create_priority(
            plan=made, number=n, title=f"Priorité numéro {n}", presentation="<p>But.</p>", by=by
        )
        for n in range(1, priorities + 1)
    ]
    for number in range(1, measures + 1):
        plans.create_measure(
            priority=rows[(number - 1) * priorities // measures],
            number=number,
            title=f"Titre long de la mesure {number}",
            short_title=f"Mesure courte {number}",
            by=by,
        )
    return made


def addressee(slug: str = "gouvernement", name: str = "Gouvernement") -> Addressee:
    """Return the addressee of this slug."""
    return addressees.save(slug=slug, name=name, by=user())


def evaluation(
    of: Plan, slug: str = "2022", *, by: User | None = None, **fields: str
) -> Evaluation:
    """Return an evaluation in preparation, every measure still to assess."""
    title = fields.pop("title", f"Évaluation {slug}")
    return evaluations.create(plan=of, slug=slug, title=title, by=by or user(), **fields)


def assess(
    evaluation: Evaluation,
    number: int,
    *,
    status: str = "partiellement",
    state_actions: str = "<p>Une action.</p>",
    observations: str = "<p>Une observation.</p>",
    observations_in: Assessment | None = None,
    page: int | None = None,
    plain_summary: str | None = None,
    work_state: str = Assessment.WorkState.PROOFREAD,
    by: User | None = None,
) -> Assessment:
    """Save the assessment of the measure of this number."""
    row = evaluation.assessments.get(measure__number=number)
    assessments.save(
        row,
        status=status,
        state_actions=state_actions,
        observations=observations,
        observations_in=observations_in,
        page=page,
        plain_summary=plain_summary,
        work_state=work_state,
        expected_version=row.version,
        by=by or user(),
    )
    return row


def section(
    evaluation: Evaluation,
    slug: str = "introduction",
    *,
    order: int = 1,
    place: int = Section.Place.BEFORE_MEASURES,
    by: User | None = None,
    **fields: object,
) -> Section:
    """Return a section of an evaluation in preparation."""
    fields = {
        "label": "",
        "title": f"Section {slug}",
        "body": "<p>Un texte.</p>",
        "work_state": Section.WorkState.PROOFREAD,
    } | fields
    return sections.create(
        evaluation=evaluation, slug=slug, place=place, order=order, by=by or user(), **fields
    )


def recommendation(words: str, *, key: str = "", to: str = "") -> str:
    """Return the rich text of a passage marked as a recommendation."""
    mark = f'<div class="recommendation" data-key="{key}" data-to="{to}">'
    return f"{mark}\n<p>{words}</p>\n</div>"


def note(words: str) -> str:
    """Return the rich text of a footnote."""
    return f'<span class="footnote">{words}</span>'


def publish(
    evaluation: Evaluation,
    *,
    adopted_on: date = TODAY,
    at: datetime | None = None,
    by: User | None = None,
) -> Evaluation:
    """Complete what is left, and publish with the smallest report."""
    for row in evaluation.assessments.filter(status="a-evaluer").select_related("measure"):
        assess(evaluation, row.measure.number, by=by)
    _address(evaluation, by=by or user())
    statement = "adoptée par la CNCDH"
    return published(evaluation, adopted_on=adopted_on, statement=statement, at=at, by=by or user())


def published(
    evaluation: Evaluation,
    *,
    adopted_on: date | None,
    statement: str,
    at: datetime | None = None,
    by: User,
    expected_state: str | None = None,
) -> Evaluation:
    """Publish an evaluation as it is, with the smallest report."""
    at = at or timezone.now()
    evaluation = Evaluation.objects.select_related("plan").get(pk=evaluation.pk)
    adoption = {"adopted_on": adopted_on, "statement": statement}
    ahead = evaluations.as_published(evaluation, **adoption, at=at, by=by)
    return evaluations.publish(
        evaluation,
        **adoption,
        at=at,
        printed=smallest_report(ahead),
        by=by,
        expected_state=expected_state,
    )


def smallest_report(ahead: Evaluation) -> Printed:
    """Return what stands for the report of an evaluation where a test does not read it."""
    content = f"%PDF-1.7\n% {ahead.title}, {ahead.published_at}\n%%EOF\n".encode()
    return Printed(content, signatures.of(ahead))


def _address(evaluation: Evaluation, *, by: User) -> None:
    """Give an addressee to each recommendation that has none."""
    nobody = 'data-to=""'
    assessed = list(evaluation.assessments.filter(observations__contains=nobody))
    written = list(evaluation.sections.filter(body__contains=nobody))
    if not assessed and not written:
        return
    somebody = f'data-to="{addressee().slug}"'
    for row in assessed:
        assessments.save(
            row,
            status=row.status,
            state_actions=row.state_actions,
            observations=row.observations.replace(nobody, somebody),
            observations_in=row.observations_in,
            page=row.page,
            expected_version=row.version,
            by=by,
        )
    for row in written:
        sections.save(
            row,
            label=row.label,
            title=row.title,
            place=row.place,
            order=row.order,
            parent=row.parent,
            body=row.body.replace(nobody, somebody),
            page=row.page,
            expected_version=row.version,
            by=by,
        )


def evaluated(plan: Plan, slug: str, statuses: list[str]) -> Evaluation:
    """Publish an evaluation with the statuses of measures 1, 2, 3…, adopted in June of its year."""
    made = evaluation(plan, slug)
    for number, status in enumerate(statuses, start=1):
        assess(made, number, status=status)
    return publish(made, adopted_on=date(int(slug), 6, 1))
