from cases.models.access import Access, AccessState
from cases.models.account import Account, AccountState, Condition
from cases.models.advice import Advice, Control, StandardControl, Verdict
from cases.models.case import BusinessCase, NamedPerson, Role, State
from cases.models.decision import Decision, Outcome
from cases.models.message import Message
from cases.models.mover import LeadMove, MoverAnswer
from cases.models.reference import ReferenceCounter
from cases.models.review import (
    Acknowledgement,
    Metric,
    Review,
    ReviewFigure,
    ReviewOutcome,
    ReviewState,
    Side,
)
from cases.models.revision import Revision

__all__ = [
    "Access",
    "AccessState",
    "Account",
    "AccountState",
    "Acknowledgement",
    "Advice",
    "BusinessCase",
    "Condition",
    "Control",
    "Decision",
    "LeadMove",
    "Message",
    "Metric",
    "MoverAnswer",
    "NamedPerson",
    "Outcome",
    "ReferenceCounter",
    "Review",
    "ReviewFigure",
    "ReviewOutcome",
    "ReviewState",
    "Revision",
    "Role",
    "Side",
    "StandardControl",
    "State",
    "Verdict",
]
