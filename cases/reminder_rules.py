"""The reminders of reviews, of cases that wait and of attendance: data that a sweep applies."""

from dataclasses import dataclass
from enum import Enum, auto


class Recipient(Enum):
    """Whom a rule reaches; `cases.services.reminders` finds the people of the day."""

    LEAD = auto()
    MANAGER = auto()
    COMMUNICATIONS = auto()
    HEAD_OF_IT = auto()
    # Who holds a waiting case, and who manages them.
    HOLDER = auto()
    HOLDERS_MANAGER = auto()
    # Whose attendance at a session runs out.
    ATTENDEE = auto()


@dataclass(frozen=True)
class Rule:
    """One reminder: how long after the due date, whom it reaches, and with which e-mail."""

    offset: int
    recipients: tuple[Recipient, ...]
    template: str


LEAD_AND_MANAGER = (Recipient.LEAD, Recipient.MANAGER)
AND_COMMUNICATIONS = (*LEAD_AND_MANAGER, Recipient.COMMUNICATIONS)
AND_HEAD_OF_IT = (*AND_COMMUNICATIONS, Recipient.HEAD_OF_IT)

# Offsets in days (6.2 review).
REVIEW_RULES = (
    Rule(-30, LEAD_AND_MANAGER, "review_due"),
    Rule(-7, LEAD_AND_MANAGER, "review_due"),
    Rule(0, LEAD_AND_MANAGER, "review_due_today"),
    Rule(7, LEAD_AND_MANAGER, "review_overdue"),
    Rule(14, AND_COMMUNICATIONS, "review_overdue"),
    Rule(30, AND_HEAD_OF_IT, "review_suspension_proposed"),
)

# Offsets in working days (6.1).
CASE_RULES = (
    Rule(0, (Recipient.HOLDER,), "answer_due_today"),
    Rule(5, (Recipient.HOLDER,), "answer_overdue"),
    Rule(10, (Recipient.HOLDERS_MANAGER,), "answer_overdue_manager"),
)

# Offsets in days from the last day on which an attendance counts (5.1).
ATTENDANCE_RULES = (
    Rule(-60, (Recipient.ATTENDEE,), "attendance_runs_out"),
    Rule(-14, (Recipient.ATTENDEE,), "attendance_runs_out"),
)
