"""The moves of a business case: one table, read by buttons, guards, the diagram and the tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import questions
from cases.models import BusinessCase, Outcome, State, Verdict
from cases.models.case import UNDECIDED
from portal.models import Employee, Post, Posts
from portal.models.appointments import COMMUNICATIONS
from portal.refusals import Refused
from portal.wording import moment

# Who may make a move: returns, in words, the post they act by; raises Refused.
By = Callable[[BusinessCase, Employee, Posts], str]
# What the case must be like for a move; raises Refused.
Given = Callable[[BusinessCase], None]
# What must come with a move; raises Refused.
Needs = Callable[[BusinessCase, Mapping[str, Any], date], None]


def applicant(case: BusinessCase, employee: Employee, posts: Posts) -> str:
    """The applicant alone."""
    if employee.pk != case.applicant_id:
        raise Refused(f"Only {case.applicant} can do this: it is their business case.")
    return ""


def communications(case: BusinessCase, employee: Employee, posts: Posts) -> str:
    """Communications, but nobody named in the case (5.7)."""
    return _holder(case, employee, posts, COMMUNICATIONS, title="Communications")


def head_of_it(case: BusinessCase, employee: Employee, posts: Posts) -> str:
    """The Head of IT & Customer Services or whoever acts for them, not named in the case (5.1)."""
    return _holder(case, employee, posts, (Post.HEAD_OF_IT,), title=f"the {Post.HEAD_OF_IT.label}")


def _holder(
    case: BusinessCase, employee: Employee, posts: Posts, wanted: tuple[Post, ...], *, title: str
) -> str:
    appointment = posts.holds(*wanted, case=case.reference)
    if appointment is None:
        raise Refused(f"Only {title} can do this.")
    if employee.pk in case.named_ids():
        raise Refused("You are named in this business case, so someone else must do this.")
    return appointment.as_text


def advised(case: BusinessCase) -> None:
    """Communications has advised (6.1)."""
    if case.latest_advice() is None:
        raise Refused("Communications has not advised on this business case yet.")


def advice_stands(case: BusinessCase) -> None:
    """Platform, category and authors are those that the advice was given on (5.7)."""
    if case.latest_advice().is_stale:
        raise Refused(
            "The platform, the type of social media or the authors changed since the advice. "
            "Ask Communications again before you present it."
        )


def complete(case: BusinessCase, answers: Mapping[str, Any], day: date) -> None:
    """Every question is answered (6.2)."""
    if questions.problems_of(case, day=day):
        raise Refused("Some questions are not answered yet. Check your answers.")


def declared(case: BusinessCase, answers: Mapping[str, Any], day: date) -> None:
    """The conduct declaration is made with this sending (1.5, 3.3, 3.4, 5.2–5.6)."""
    if not answers.get("declared"):
        raise Refused("Confirm that you will follow the rules for using social media at work.")


def declared_by_applicant(case: BusinessCase, answers: Mapping[str, Any], day: date) -> None:
    """Whoever is the applicant now has made the declaration: a new applicant declares anew."""
    if case.declared_by_id != case.applicant_id:
        declared(case, answers, day)


def goes_against_advice(case: BusinessCase) -> bool:
    """Whether presenting or approving the case as it is goes against the advice (5.7).

    It does where Communications does not support it, or suggested changes and nothing was changed.
    """
    advice = case.latest_advice()
    if advice.verdict == Verdict.CHANGES:
        answers = questions.answers_of(case)
        return not questions.differences(advice.revision.answers, answers)
    return advice.verdict == Verdict.AGAINST


def reason_against_advice(case: BusinessCase, answers: Mapping[str, Any], day: date) -> None:
    """Advice is not binding, but going against it needs a reason (5.7)."""
    if goes_against_advice(case) and not answers.get("reason"):
        raise Refused("Enter why you present this against the advice.")


def reason_to_approve(case: BusinessCase, answers: Mapping[str, Any], day: date) -> None:
    """Whoever approves against the advice says why, too (5.7)."""
    if goes_against_advice(case) and not answers.get("reasons"):
        raise Refused("Enter why you approve this against the advice.")


def text(name: str, sentence: str) -> Needs:
    """A text that must come with the move."""

    def needs(case: BusinessCase, answers: Mapping[str, Any], day: date) -> None:
        if not answers.get(name):
            raise Refused(sentence)

    return needs


@dataclass(frozen=True)
class Move:
    """One move: its button, where it leads from and to, who may make it, and what it takes."""

    label: str
    sources: tuple[State, ...]
    target: State
    by: By
    done: str
    given: tuple[Given, ...] = ()
    needs: tuple[Needs, ...] = ()
    # Advice that suggests changes leads elsewhere than all other advice.
    target_if_changes: State | None = None
    # What the decision says, where the move is one.
    outcome: Outcome | None = None

    def leads_to(self, verdict: str | None) -> State:
        """The state a move leads to, given the advice where it is one."""
        if verdict == Verdict.CHANGES and self.target_if_changes:
            return self.target_if_changes
        return self.target


MOVES: dict[str, Move] = {
    "send": Move(
        "Tell my manager and ask Communications",
        sources=(State.DRAFT, State.CHANGES_REQUESTED),
        target=State.ADVICE_REQUESTED,
        by=applicant,
        needs=(complete, declared),
        done="Told the manager and asked Communications for advice",
    ),
    "advise": Move(
        "Give advice",
        sources=(State.ADVICE_REQUESTED,),
        target=State.READY_TO_PRESENT,
        target_if_changes=State.CHANGES_REQUESTED,
        by=communications,
        needs=(text("verdict", "Select your advice"), text("text", "Enter your advice")),
        done="Gave advice",
    ),
    "present": Move(
        "Present for a decision",
        sources=(State.READY_TO_PRESENT, State.CHANGES_REQUESTED),
        target=State.AWAITING_DECISION,
        by=applicant,
        given=(advised, advice_stands),
        needs=(complete, declared_by_applicant, reason_against_advice),
        done="Presented the business case for a decision",
    ),
    "approve": Move(
        "Approve",
        sources=(State.AWAITING_DECISION,),
        target=State.APPROVED,
        by=head_of_it,
        given=(advised, advice_stands),
        needs=(reason_to_approve,),
        outcome=Outcome.APPROVED,
        done="Approved the business case",
    ),
    "return": Move(
        "Ask for changes",
        sources=(State.AWAITING_DECISION,),
        target=State.CHANGES_REQUESTED,
        by=head_of_it,
        needs=(text("reasons", "Enter what must change"),),
        outcome=Outcome.RETURNED,
        done="Asked for changes",
    ),
    "reject": Move(
        "Reject",
        sources=(State.AWAITING_DECISION,),
        target=State.REJECTED,
        by=head_of_it,
        given=(advised, advice_stands),
        needs=(text("reasons", "Enter your reasons"),),
        outcome=Outcome.REJECTED,
        done="Rejected the business case",
    ),
    "refer_back": Move(
        "Refer back to Communications",
        sources=(State.AWAITING_DECISION,),
        target=State.ADVICE_REQUESTED,
        by=head_of_it,
        needs=(text("reasons", "Enter what Communications must advise on"),),
        outcome=Outcome.REFERRED,
        done="Referred the business case back to Communications",
    ),
    "ask_again": Move(
        "Ask Communications again",
        sources=(State.READY_TO_PRESENT, State.CHANGES_REQUESTED),
        target=State.ADVICE_REQUESTED,
        by=applicant,
        given=(advised,),
        needs=(complete, declared_by_applicant, text("asked", "Enter what you want to ask")),
        done="Asked Communications again",
    ),
    "take_back": Move(
        "Take back to change it",
        sources=(State.ADVICE_REQUESTED, State.AWAITING_DECISION),
        target=State.CHANGES_REQUESTED,
        by=applicant,
        done="Took the business case back to change it",
    ),
    "withdraw": Move(
        "Withdraw",
        sources=UNDECIDED,
        target=State.WITHDRAWN,
        by=applicant,
        done="Withdrew the business case",
    ),
}


def permit(case: BusinessCase, move: str, *, by: Employee, posts: Posts, day: date) -> str:
    """Check the table and return, in words, the post by which the person makes the move.

    Raises Refused with the first reason against it: the person, the state, an applicant who has
    left (6.2), or what the case must be like.
    """
    rules = MOVES[move]
    post = rules.by(case, by, posts)
    if case.state not in rules.sources:
        raise Refused(_why_not_now(case))
    check_applicant(case, day=day)
    for given in rules.given:
        given(case)
    return post


def check_applicant(case: BusinessCase, *, day: date) -> None:
    """Raises Refused where the applicant has left, until the case is given to someone (6.2)."""
    if case.has_no_applicant(day):
        raise Refused(
            f"{case.applicant} left the council. This business case waits for a new applicant."
        )


def moves_open(case: BusinessCase, *, by: Employee, posts: Posts, day: date) -> list[str]:
    """The moves that a person can make on a case on a day, in the table's order."""
    return [
        move
        for move, rules in MOVES.items()
        if case.state in rules.sources and _permitted(case, move, by=by, posts=posts, day=day)
    ]


def _permitted(case: BusinessCase, move: str, *, by: Employee, posts: Posts, day: date) -> bool:
    try:
        permit(case, move, by=by, posts=posts, day=day)
    except Refused:
        return False
    return True


def is_answered(case: BusinessCase) -> bool:
    """Whether the newest presenting has its decision already."""
    decision = case.latest_decision()
    return decision is not None and decision.round == case.round


def _why_not_now(case: BusinessCase) -> str:
    """Names who decided and when, where the presenting in hand was answered already."""
    if is_answered(case):
        decision = case.latest_decision()
        return (
            f"{decision.by} ({decision.by_post}) already answered this at {moment(decision.at)}: "
            f"{decision.get_outcome_display().lower()}."
        )
    return (
        f"This cannot be done now. The state of the business case is: {case.get_state_display()}."
    )
