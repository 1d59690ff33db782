"""Rules that compare rows of several tables, kept by the database itself.

Check constraints see one row only. These triggers refuse, on SQLite and PostgreSQL alike, what
no action would write: whatever the door, a wrong row raises `IntegrityError` with a French
sentence. They are created anew after each migration (see `apps.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Rule:
    """A condition on a new row (`NEW`) that must never be true; of a change alone, on `OLD` too."""

    name: str
    table: str
    violated: str
    message: str
    events: tuple[str, ...] = ("insert", "update")


RULES = (
    Rule(
        name="measure_in_priority_of_its_plan",
        table="measures_measure",
        violated="NEW.plan_id <> (SELECT plan_id FROM measures_priority "
        "WHERE id = NEW.priority_id)",
        message="Une mesure et sa priorité appartiennent au même plan.",
    ),
    Rule(
        name="assessment_in_one_plan",
        table="measures_assessment",
        violated="(SELECT plan_id FROM measures_evaluation WHERE id = NEW.evaluation_id) <> "
        "(SELECT plan_id FROM measures_measure WHERE id = NEW.measure_id)",
        message="Une appréciation porte sur une mesure du plan évalué.",
    ),
    Rule(
        name="assessment_shares_within_evaluation",
        table="measures_assessment",
        violated="NEW.evaluation_id <> (SELECT evaluation_id FROM measures_assessment "
        "WHERE id = NEW.observations_in_id)",
        message="Des observations communes appartiennent à la même évaluation.",
    ),
    Rule(
        name="published_assessment_has_status",
        table="measures_assessment",
        violated="NEW.status = 'a-evaluer' AND (SELECT published_at FROM measures_evaluation "
        "WHERE id = NEW.evaluation_id) IS NOT NULL",
        message="Dans une évaluation publiée, aucune mesure ne reste à évaluer.",
    ),
    Rule(
        name="published_evaluation_with_report",
        table="measures_evaluation",
        violated="OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM measures_document d JOIN measures_documentbytes b ON b.document_id = d.id "
        "WHERE d.evaluation_id = NEW.id AND d.published_at = NEW.published_at "
        "AND d.withdrawn_at IS NULL AND d.kind = 'rapport' AND d.state = 'pret')",
        message="Une évaluation ne se publie qu’avec son rapport.",
        events=("update",),
    ),
    Rule(
        name="published_evaluation_is_complete",
        table="measures_evaluation",
        violated="NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM measures_measure m "
        "WHERE m.plan_id = NEW.plan_id AND NOT EXISTS (SELECT 1 FROM measures_assessment a "
        "WHERE a.measure_id = m.id AND a.evaluation_id = NEW.id AND a.status <> 'a-evaluer'))",
        message="Une évaluation ne se publie qu’avec le degré de mise en œuvre de chaque mesure.",
    ),
    Rule(
        name="evaluation_adopted_after_plan",
        table="measures_evaluation",
        violated="NEW.adopted_on < (SELECT adopted_on FROM measures_plan WHERE id = NEW.plan_id)",
        message="Une évaluation ne peut être adoptée avant le plan qu’elle évalue.",
    ),
    Rule(
        name="section_in_evaluation_of_parent",
        table="measures_section",
        violated="NEW.evaluation_id <> (SELECT evaluation_id FROM measures_section "
        "WHERE id = NEW.parent_id)",
        message="Une section et celle qui la contient appartiennent à la même évaluation.",
    ),
    Rule(
        name="recommendation_in_evaluation_of_text",
        table="measures_recommendation",
        violated="NEW.evaluation_id <> COALESCE((SELECT evaluation_id FROM measures_assessment "
        "WHERE id = NEW.assessment_id), (SELECT evaluation_id FROM measures_section "
        "WHERE id = NEW.section_id))",
        message="Une recommandation appartient à l’évaluation de son texte.",
    ),
    Rule(
        name="published_document_stays",
        table="measures_document",
        violated="OLD.state = 'pret' AND OLD.published_at IS NOT NULL AND NOT COALESCE("
        "(OLD.withdrawn_at IS NULL OR NEW.withdrawn_at = OLD.withdrawn_at) "
        "AND NEW.state = 'pret' AND NEW.published_at = OLD.published_at AND NEW.kind = OLD.kind "
        "AND NEW.key = OLD.key AND NEW.sha256 = OLD.sha256 AND NEW.size = OLD.size "
        "AND NEW.made_at = OLD.made_at, FALSE)",
        message="Un document publié ne change plus.",
        events=("update",),
    ),
    Rule(
        name="document_bytes_of_their_size",
        table="measures_documentbytes",
        violated="NOT EXISTS (SELECT 1 FROM measures_document d WHERE d.id = NEW.document_id "
        "AND d.size = length(NEW.data))",
        message="Les octets d’un document ont la taille que dit le document.",
        events=("insert",),
    ),
    Rule(
        name="document_bytes_never_change",
        table="measures_documentbytes",
        violated="NEW.data <> OLD.data OR NEW.document_id <> OLD.document_id",
        message="Les octets d’un document ne changent pas.",
        events=("update",),
    ),
    Rule(
        name="answer_in_evaluation_of_assessment",
        table="measures_answer",
        violated="NEW.evaluation_id <> (SELECT evaluation_id FROM measures_assessment "
        "WHERE id = NEW.assessment_id)",
        message="Une réponse appartient à l’évaluation de la mesure à laquelle elle répond.",
    ),
    Rule(
        name="follow_up_in_evaluation_of_text",
        table="measures_followup",
        violated="NEW.evaluation_id <> COALESCE((SELECT evaluation_id FROM measures_assessment "
        "WHERE id = NEW.assessment_id), (SELECT evaluation_id FROM measures_section "
        "WHERE id = NEW.section_id))",
        message="Ce qu’est devenue une recommandation se dit dans un texte de l’évaluation.",
    ),
    Rule(
        name="follow_up_of_an_earlier_evaluation",
        table="measures_followup",
        violated="NEW.former = (SELECT slug FROM measures_evaluation WHERE id = NEW.evaluation_id)",
        message="Une évaluation dit ce que sont devenues les recommandations d’une autre.",
    ),
    Rule(
        name="published_follow_up_is_finished",
        table="measures_followup",
        violated="(NEW.outcome = 'a-apprecier' OR NEW.comment = '') AND "
        "(SELECT published_at FROM measures_evaluation WHERE id = NEW.evaluation_id) IS NOT NULL",
        message="Dans une évaluation publiée, une suite donnée est dite et expliquée.",
    ),
)


def drop_rules(*, using: str, **_: object) -> None:
    """Take the rules away, so that migrations may rebuild any table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for rule in RULES:
            if rule.table in tables:
                for statement in _drop(connection, rule):
                    cursor.execute(statement)


def create_rules(*, using: str, **_: object) -> None:
    """Put the rules in force, replacing any former version of them."""
    drop_rules(using=using)
    connection = connections[using]
    with connection.cursor() as cursor:
        if {rule.table for rule in RULES} - set(connection.introspection.table_names(cursor)):
            return  # migrated backwards
        for rule in RULES:
            for statement in _create(connection, rule):
                cursor.execute(statement)


def _drop(connection: BaseDatabaseWrapper, rule: Rule) -> list[str]:
    if connection.vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {rule.name} ON {rule.table}"]
    return [f"DROP TRIGGER IF EXISTS {rule.name}_{event}" for event in rule.events]


def _create(connection: BaseDatabaseWrapper, rule: Rule) -> list[str]:
    values: Mapping[str, str] = rule.__dict__
    if connection.vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF {violated} THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', "
            "CONSTRAINT = '{name}', MESSAGE = '{message}'; END IF; RETURN NEW; END $$".format(
                **values
            ),
            "CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW "
            "EXECUTE FUNCTION {name}()".format(when=" OR ".join(rule.events), **values),
        ]
    return [
        f"CREATE TRIGGER {rule.name}_{event} BEFORE {event} ON {rule.table} "
        f"WHEN {rule.violated} BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
        for event in rule.events
    ]
