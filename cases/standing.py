"""Where a case stands: who holds it, since when and until when, and what stands in its way."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.models import BusinessCase, State
from cases.models.case import ANSWERS_OPEN, UNDECIDED, WAITS_FOR
from portal import clock
from portal.models import Employee, Post

POST_THAT_HOLDS = {
    State.ADVICE_REQUESTED: "Communications",
    State.AWAITING_DECISION: Post.HEAD_OF_IT.label,
}
NO_APPLICANT = "A new applicant is needed"


def held_by(case: BusinessCase) -> str:
    """Who has the next move, in a word for lists; nobody, once a case has ended."""
    if case.state in UNDECIDED and case.sent_at and case.has_no_applicant(clock.today()):
        return NO_APPLICANT
    if case.state in ANSWERS_OPEN:
        return case.applicant.name
    return POST_THAT_HOLDS.get(case.state, "")


@dataclass(frozen=True)
class Standing:
    """Who holds a case, since when, and until when; nobody holds one that has ended."""

    # The post, where it waits for one.
    post: str
    people: list[Employee]
    since: datetime
    due_on: date | None
    is_overdue: bool
    # Everyone who could answer it is named in it, or the post is vacant.
    nobody_may_act: bool
    # Its applicant has left: it waits to be given to someone else (6.2).
    without_applicant: bool

    @property
    def holder(self) -> str:
        """Who holds it, in words; empty where nobody does."""
        names = " or ".join(person.name for person in self.people)
        return f"{self.post}: {names}" if self.post and names else names


def standing_of(case: BusinessCase, *, answerers: list[Employee], day: date) -> Standing:
    """Where a case stands on a day; ``answerers`` are those who may answer it."""
    waits = case.state in WAITS_FOR
    ended = case.state not in UNDECIDED
    # Nobody answers a case whose applicant has left before it is given to someone else.
    without_applicant = not ended and case.sent_at is not None and case.has_no_applicant(day)
    due_on = None if without_applicant else case.due_on
    return Standing(
        post="" if without_applicant else POST_THAT_HOLDS.get(case.state, ""),
        people=[] if ended or without_applicant else answerers if waits else [case.applicant],
        since=case.state_since,
        due_on=due_on,
        is_overdue=due_on is not None and due_on < day,
        nobody_may_act=waits and not answerers and not without_applicant,
        without_applicant=without_applicant,
    )
