"""Who is told of each move (pages.md, E-mails)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.models import BusinessCase, Decision
from cases.models.case import WAITS_FOR
from cases.parties import answerers_of, communications_for, managers_of, policy_administrators
from policy.attendance import standing_attendance
from portal.models import Employee, TrailEvent
from portal.services import notices


@dataclass(frozen=True)
class Moved:
    """A move that was made, as the people who are told of it need it."""

    case: BusinessCase
    event: TrailEvent
    decision: Decision | None
    # Who was to answer before the move.
    waited_on: list[Employee]
    day: date


def the_applicant(moved: Moved) -> list[Employee]:
    return [moved.case.applicant]


def the_manager(moved: Moved) -> list[Employee]:
    return managers_of(moved.case, day=moved.day)


def whoever_answers(moved: Moved) -> list[Employee]:
    return answerers_of(moved.case, day=moved.day)


def whoever_was_to_answer(moved: Moved) -> list[Employee]:
    return moved.waited_on


def everyone_concerned(moved: Moved) -> list[Employee]:
    case, day = moved.case, moved.day
    named = [n.person for n in case.named_people.all()]
    return [case.applicant, *named, *managers_of(case, day=day), *communications_for(case, day=day)]


def named_without_session(moved: Moved) -> list[Employee]:
    """Those named in the case who have not attended an awareness session (5.1)."""
    people = [moved.case.applicant, *(n.person for n in moved.case.named_people.all())]
    attended = standing_attendance([p.pk for p in people], moved.day)
    return [person for person in people if person.pk not in attended]


# Move → the e-mail templates it sets off, each with whom it goes to.
TOLD: dict[str, list[tuple[str, Callable[[Moved], list[Employee]]]]] = {
    "send": [
        ("case_sent", the_applicant),
        ("manager_told", the_manager),
        ("advice_needed", whoever_answers),
    ],
    "ask_again": [("advice_needed", whoever_answers)],
    "advise": [("advice_given", the_applicant)],
    "present": [("decision_needed", whoever_answers)],
    "approve": [("approved", everyone_concerned)],
    "reject": [("not_approved", everyone_concerned)],
    "return": [("changes_needed", the_applicant)],
    "refer_back": [("advice_needed", whoever_answers), ("referred_back", the_applicant)],
    "take_back": [("taken_back", whoever_was_to_answer)],
    "withdraw": [("withdrawn", whoever_was_to_answer)],
}


def tell_of(move: str, moved: Moved) -> None:
    """Tell everyone concerned of a move that was made."""
    case = moved.case
    for template, recipients in TOLD[move]:
        _tell(template, moved, recipients=recipients(moved))
    if move == "send":
        # Once for each case and person, however often it is sent (5.1).
        notices.tell(
            "book_session",
            recipients=named_without_session(moved),
            about=case.subject,
            path=case.get_absolute_url(),
            case=case,
        )
    if case.state in WAITS_FOR and not whoever_answers(moved):
        _tell("nobody_may_act", moved, recipients=policy_administrators(day=moved.day))


def _tell(template: str, moved: Moved, *, recipients: list[Employee]) -> None:
    case = moved.case
    notices.tell(
        template,
        recipients=recipients,
        about=f"{case.subject} event {moved.event.pk}",
        path=case.get_absolute_url(),
        case=case,
        decision=moved.decision,
        advice=case.latest_advice(),
    )
