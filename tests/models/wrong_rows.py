"""Rows that are right, and for each rule of the database what makes one of them wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db import models

from measures.models import (
    Answer,
    Assessment,
    Document,
    DocumentBytes,
    Evaluation,
    FollowUp,
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
    """Rows that the cases stand among: a published evaluation, and what a case asks for."""

    def __init__(self, published: Evaluation) -> None:
        self.published = published
        self.plan = published.plan

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
    def answer(self) -> Answer:
        other = {"addressee": factories.addressee("parlement", "Parlement")}
        return Answer.objects.create(**RIGHT[Answer](self) | other)

    @cached_property
    def follow_up(self) -> FollowUp:
        return FollowUp.objects.create(**RIGHT[FollowUp](self) | {"key": "prise"})

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
    def document(self) -> Document:
        """A document that is ready, of four bytes that are still to come."""
        right = RIGHT[Document](self) | {"key": "2"} | READY
        return Document.objects.create(**right)

    @cached_property
    def proof(self) -> Document:
        """A proof of the first measure."""
        owner = {"published_at": None, "asked_by": factories.user()}
        return Document.objects.create(**RIGHT[Document](self) | owner)

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
    Answer: lambda world: {
        "evaluation": world.evaluation,
        "assessment": world.assessment,
        "addressee": factories.addressee(),
        "given_on": date(2022, 3, 1),
        "text": "<p>C’est fait.</p>",
    },
    FollowUp: lambda world: {
        "evaluation": world.evaluation,
        "assessment": world.assessment,
        "former": "2021",
        "key": "former",
        "outcome": FollowUp.Outcome.FOLLOWED,
        "comment": "Tous sont formés.",
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
    Document: lambda world: {
        "evaluation": world.published,
        "published_at": world.published.published_at,
        "kind": Document.Kind.MEASURE,
        "key": "1",
        "asked_at": datetime(2022, 6, 1, 10, tzinfo=UTC),
        "signature": "0" * 64,
    },
    DocumentBytes: lambda world: {"document": world.document, "data": b"%PDF"},
    Word: lambda world: {
        "evaluation": world.published,
        "folded": "agir",
        "written": "agir",
        "count": 1,
    },
}


# What completes a document, ready or in the hands of somebody.
READY = {
    "state": Document.State.READY,
    "made_at": datetime(2022, 6, 1, 11, tzinfo=UTC),
    "size": 4,
    "sha256": "0" * 64,
}
TAKEN = {
    "state": Document.State.MAKING,
    "taken_by": "somebody",
    "taken_at": datetime(2022, 6, 1, 11, tzinfo=UTC),
}


@dataclass
class Case:
    """What makes a right row wrong; `first` completes the right row where it must differ.

    Some rules are of an insertion or of a change alone.
    """

    name: str
    model: type[models.Model]
    wrong: Values
    first: Values = lambda _: {}
    events: tuple[str, ...] = ("insert", "update")


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
    Case("one_answer_per_addressee", Answer, lambda world: {"addressee": world.answer.addressee}),
    Case("answer_has_a_text", Answer, lambda _: {"text": ""}),
    Case("answer_in_evaluation_of_assessment", Answer, lambda world: {"evaluation": world.later}),
    Case("one_follow_up_per_recommendation", FollowUp, lambda world: {"key": world.follow_up.key}),
    Case("follow_up_in_one_text", FollowUp, lambda world: {"section": world.section}),
    Case("follow_up_in_one_text", FollowUp, lambda _: {"assessment": None}),
    Case("follow_up_outcome_known", FollowUp, lambda _: {"outcome": "presque"}),
    Case(
        "follow_up_says_something",
        FollowUp,
        lambda _: {"outcome": FollowUp.Outcome.TO_JUDGE, "comment": ""},
    ),
    Case("follow_up_in_evaluation_of_text", FollowUp, lambda world: {"evaluation": world.later}),
    Case("follow_up_of_an_earlier_evaluation", FollowUp, lambda _: {"former": "2022"}),
    Case(
        "published_follow_up_is_finished",
        FollowUp,
        lambda _: {"comment": ""},
        first=lambda world: {
            "evaluation": world.published,
            "assessment": world.published.assessments.get(),
            "former": "2020",
        },
    ),
    Case("passage_in_one_text", Passage, lambda world: {"section": world.section}),
    Case("passage_in_one_text", Passage, lambda _: {"assessment": None}),
    Case("one_presence_per_text", Presence, lambda _: {"place": "mesure-1"}),
    *(
        Case("published_document_stays", Document, wrong, lambda _: READY, events=("update",))
        for wrong in (
            lambda _: {"sha256": "1" * 64},
            lambda _: {"size": 5},
            lambda _: {"key": "2"},
            lambda _: {"published_at": READY["made_at"]},
            lambda _: {"made_at": datetime(2022, 6, 1, 12, tzinfo=UTC)},
            lambda _: {"state": "en-attente", "made_at": None, "size": None, "sha256": ""},
        )
    ),
    Case(
        "published_document_stays",
        Document,
        lambda _: {"withdrawn_at": None},
        lambda _: READY | {"withdrawn_at": READY["made_at"]},
        events=("update",),
    ),
    Case(
        "one_document_per_publication",
        Document,
        lambda _: {"kind": Document.Kind.REPORT, "key": ""},
    ),
    Case("document_of_publication_or_proof", Document, lambda _: {"published_at": None}),
    Case("document_of_publication_or_proof", Document, lambda _: {"asked_by": factories.user()}),
    Case("document_of_publication_or_proof", Document, lambda _: {"options": "notes"}),
    Case(
        "one_proof_per_person",
        Document,
        lambda _: {"key": "1"},
        lambda world: {"published_at": None, "asked_by": world.proof.asked_by, "key": "3"},
    ),
    Case("document_kind_and_key", Document, lambda _: {"key": ""}),
    Case("document_kind_and_key", Document, lambda _: {"kind": Document.Kind.SYNTHESIS}),
    Case("document_kind_and_key", Document, lambda _: {"kind": "affiche"}),
    Case("document_state_known", Document, lambda _: {"state": "perdu"}),
    Case("document_being_made_by_and_at", Document, lambda _: {"taken_by": "somebody"}),
    Case("document_being_made_by_and_at", Document, lambda _: {"taken_at": None}, lambda _: TAKEN),
    Case("document_ready_with_fingerprint", Document, lambda _: {"size": 4}),
    Case("document_ready_with_fingerprint", Document, lambda _: READY | {"sha256": ""}),
    Case("document_failed_for_a_reason", Document, lambda _: {"failure": "Trop long."}),
    Case("document_failed_for_a_reason", Document, lambda _: {"state": "echoue"}),
    Case(
        "document_bytes_of_their_size",
        DocumentBytes,
        lambda _: {"data": b"%PDF-"},
        events=("insert",),
    ),
    Case(
        "document_bytes_never_change",
        DocumentBytes,
        lambda _: {"data": b"FDP%"},
        events=("update",),
    ),
    Case(
        "published_evaluation_with_report",
        Evaluation,
        World.publication,
        lambda world: {"plan": factories.plan("2010-2012", measures=0, priorities=0)},
        events=("update",),
    ),
    Case("one_row_per_word", Word, lambda _: {"folded": "action"}),
]
