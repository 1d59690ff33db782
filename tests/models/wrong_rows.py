"""Rows that are right, and for each rule of the database what makes one of them wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db import models

from measures.models import (
    Assessment,
    Evaluation,
    Measure,
    Passage,
    Plan,
    Presence,
    Priority,
    Recommendation,
    Section,
    Word,
)
from tests import factories


class World:
    """Rows that the cases stand among, made when a case asks for them."""

    @cached_property
    def plan(self) -> Plan:
        return factories.plan("2019-2021", measures=1)

    @cached_property
    def priority(self) -> Priority:
        return self.plan.priorities.get()

    @cached_property
    def other_plan(self) -> Plan:
        return factories.plan("2014-2016", measures=1)

    @cached_property
    def evaluation(self) -> Evaluation:
        return factories.evaluation(self.plan, "2022")

    @cached_property
    def assessment(self) -> Assessment:
        mark = factories.recommendation("Agir.", key="prise")
        return factories.assess(self.evaluation, 1, observations=mark)

    @cached_property
    def section(self) -> Section:
        return factories.section(self.evaluation, "introduction")

    @cached_property
    def later(self) -> Evaluation:
        return factories.evaluation(self.plan, "2023")

    @cached_property
    def presence(self) -> Presence:
        at = datetime(2022, 6, 1, 10, tzinfo=UTC)
        return Presence.objects.create(
            evaluation=self.evaluation, user=factories.user(), place="mesure-1", at=at
        )

    @cached_property
    def published(self) -> Evaluation:
        return factories.publish(factories.evaluation(self.plan, "2021"))

    def add_measure(self, number: int) -> Measure:
        """Return a measure that no evaluation assesses: straight in the database."""
        return Measure.objects.create(**RIGHT[Measure](self) | {"number": number})

    def publication(self) -> dict[str, Any]:
        """Return what a publication writes."""
        at = datetime(2022, 6, 1, 10, tzinfo=UTC)
        adoption = {"adopted_on": date(2022, 6, 1), "statement": "adoptée"}
        return adoption | {"published_at": at, "published_by": factories.user()}


Values = Callable[[World], dict[str, Any]]

# Rows that are right, one kind each.
RIGHT: dict[type[models.Model], Values] = {
    Plan: lambda _: {
        "slug": "2030-2032",
        "title": "Titre",
        "short_title": "Titre",
        "start_year": 2030,
        "end_year": 2032,
    },
    Priority: lambda world: {"plan": world.priority.plan, "number": 7, "title": "Titre"},
    Measure: lambda world: {
        "plan": world.plan,
        "priority": world.priority,
        "number": 7,
        "title": "Titre",
        "short_title": "Titre",
    },
    Evaluation: lambda world: {"plan": world.plan, "slug": "2025", "title": "Titre"},
    Assessment: lambda world: {
        "evaluation": world.evaluation,
        "measure": world.add_measure(8),
        "status": "non",
    },
    Section: lambda world: {
        "evaluation": world.section.evaluation,
        "slug": "normes",
        "title": "Titre",
        "place": Section.Place.BEFORE_MEASURES,
        "order": 7,
    },
    Recommendation: lambda world: {
        "evaluation": world.evaluation,
        "assessment": world.assessment,
        "key": "neuve",
        "position": 2,
        "number": 2,
        "html": "<p>Agir.</p>",
        "text": "Agir.",
    },
    Passage: lambda world: {
        "evaluation": world.evaluation,
        "assessment": world.assessment,
        "kind": Passage.Kind.TEXT,
        "position": 7,
        "text": "Agir.",
        "folded": " agir ",
    },
    Presence: lambda world: {
        "evaluation": world.presence.evaluation,
        "user": world.presence.user,
        "place": "mesure-2",
        "at": world.presence.at,
    },
    Word: lambda world: {
        "evaluation": world.published,
        "folded": "agir",
        "written": "agir",
        "count": 1,
    },
}


@dataclass
class Case:
    """What makes a right row wrong; `first` completes the right row where it must differ."""

    name: str
    model: type[models.Model]
    wrong: Values
    first: Values = lambda _: {}


def published_alone(world: World) -> dict[str, Any]:
    empty = factories.plan("2010-2012", measures=0, priorities=0)
    return {"plan": empty} | world.publication()


CASES = [
    Case("plan_years_in_order", Plan, lambda _: {"end_year": 2029}),
    Case("one_priority_per_number", Priority, lambda _: {"number": 1}),
    Case("one_measure_per_number", Measure, lambda _: {"number": 1}),
    Case(
        "measure_in_priority_of_its_plan",
        Measure,
        lambda world: {"priority": world.other_plan.priorities.get()},
    ),
    Case(
        "one_evaluation_per_slug_and_edition",
        Evaluation,
        lambda world: {"slug": world.published.slug},
    ),
    Case(
        "one_edition_in_preparation",
        Evaluation,
        lambda world: {"slug": world.evaluation.slug},
        first=lambda _: {"edition": 2, "rectification_reason": "Une date."},
    ),
    Case("evaluation_rectified_for_a_reason", Evaluation, lambda _: {"edition": 2}),
    Case("evaluation_adopted_after_plan", Evaluation, lambda _: {"adopted_on": date(2019, 1, 14)}),
    Case("published_evaluation_is_complete", Evaluation, World.publication),
    Case(
        "evaluation_published_by_and_at", Evaluation, lambda _: {"published_by": factories.user()}
    ),
    Case(
        "evaluation_published_by_and_at",
        Evaluation,
        lambda _: {"published_by": None},
        first=published_alone,
    ),
    Case(
        "evaluation_published_once_adopted",
        Evaluation,
        lambda _: {"adopted_on": None},
        first=published_alone,
    ),
    Case(
        "evaluation_published_once_adopted",
        Evaluation,
        lambda _: {"statement": ""},
        first=published_alone,
    ),
    Case(
        "evaluation_dates_in_order",
        Evaluation,
        lambda _: {"adopted_on": date(2022, 6, 2)},
        first=published_alone,
    ),
    Case(
        "one_assessment_per_measure",
        Assessment,
        lambda world: {"measure": world.assessment.measure},
    ),
    Case("assessment_work_state_known", Assessment, lambda _: {"work_state": "fini"}),
    Case("section_work_state_known", Section, lambda _: {"work_state": "fini"}),
    Case("assessment_status_known", Assessment, lambda _: {"status": "presque"}),
    Case(
        "assessment_shares_or_has_observations",
        Assessment,
        lambda world: {"observations": "<p>Texte.</p>", "observations_in": world.assessment},
    ),
    Case(
        "assessment_in_one_plan",
        Assessment,
        lambda world: {"measure": world.other_plan.measures.get()},
    ),
    Case(
        "assessment_shares_within_evaluation",
        Assessment,
        lambda world: {"observations_in": world.later.assessments.first()},
    ),
    Case(
        "published_assessment_has_status",
        Assessment,
        lambda _: {"status": "a-evaluer"},
        first=lambda world: {"evaluation": world.published, "measure": world.add_measure(9)},
    ),
    Case("one_section_per_slug", Section, lambda _: {"slug": "introduction"}),
    Case("one_section_per_rank", Section, lambda _: {"order": 1}),
    Case(
        "section_in_evaluation_of_parent",
        Section,
        lambda world: {"parent": factories.section(world.later)},
    ),
    Case("one_recommendation_per_key", Recommendation, lambda _: {"key": "prise"}),
    Case("recommendation_in_one_text", Recommendation, lambda world: {"section": world.section}),
    Case("recommendation_in_one_text", Recommendation, lambda _: {"assessment": None}),
    Case(
        "recommendation_in_evaluation_of_text",
        Recommendation,
        lambda world: {"evaluation": world.later},
    ),
    Case(
        "recommendation_in_evaluation_of_text",
        Recommendation,
        lambda world: {"assessment": None, "section": factories.section(world.later)},
    ),
    Case("passage_in_one_text", Passage, lambda world: {"section": world.section}),
    Case("passage_in_one_text", Passage, lambda _: {"assessment": None}),
    Case("one_presence_per_text", Presence, lambda _: {"place": "mesure-1"}),
    Case("one_row_per_word", Word, lambda _: {"folded": "action"}),
]
