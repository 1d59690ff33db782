"""What the software holds: plans, their evaluations, and who changed what."""

from measures.models.answer import Answer
from measures.models.assessment import Assessment, AssessmentQuerySet
from measures.models.document import Document, DocumentBytes, DocumentQuerySet
from measures.models.evaluation import Evaluation, EvaluationQuerySet
from measures.models.follow_up import FollowUp
from measures.models.passage import Passage, Word
from measures.models.plan import Measure, Plan, Priority
from measures.models.presence import Presence
from measures.models.public_change import PublicChange
from measures.models.recommendation import Addressee, Recommendation
from measures.models.revision import Revision
from measures.models.section import Section
from measures.models.user import User
from measures.models.written import Written

__all__ = [
    "Addressee",
    "Answer",
    "Assessment",
    "AssessmentQuerySet",
    "Document",
    "DocumentBytes",
    "DocumentQuerySet",
    "Evaluation",
    "EvaluationQuerySet",
    "FollowUp",
    "Measure",
    "Passage",
    "Plan",
    "Presence",
    "Priority",
    "PublicChange",
    "Recommendation",
    "Revision",
    "Section",
    "User",
    "Word",
    "Written",
]
