"""Posts and cases for tests, built through the services that people use."""

from datetime import date, datetime

from cases.models import BusinessCase, Role, State
from cases.services.drafting import save_answers, start_case
from cases.services.moves import move_case
from policy.models import PlatformCategory
from portal import clock
from portal.models import Appointment, Employee, Post
from tests.factories import AppointmentFactory, EmployeeFactory

# A Wednesday in working hours: tests that need a clock start here.
NOW = datetime(2026, 11, 4, 10, 42, tzinfo=clock.COUNCIL_TIME)
LONG_AGO = date(2020, 1, 1)


def holder_of(post: Post, *, employee: Employee | None = None) -> Employee:
    """Somebody who holds a post substantively, since long ago."""
    employee = employee or EmployeeFactory(name=post.label)
    AppointmentFactory(employee=employee, post=post)
    return employee


def the_holder(post: Post) -> Employee:
    """Whoever holds a post, appointed now where nobody does."""
    standing = Appointment.objects.filter(post=post, for_case="", acting=False).first()
    return standing.employee if standing else holder_of(post)


def the_category() -> PlatformCategory:
    return PlatformCategory.objects.get_or_create(name="Social networks")[0]


ANSWERS = {
    "account_name": "Library news",
    "platform": "Facebook",
    "already_running": False,
    "access_for": "named",
    "purpose": "What is on in our libraries.",
    "audience": "People who live near a library.",
    "aims": "More visits by families.",
    "why_platform": "Most local families use it.",
    "channels": ["website", "print"],
    "frequency": "daily",
    "times": 2,
    "keeps_records": True,
    "records_how": "A monthly export to the records system.",
    "will_hand_over": True,
    "will_send_reviews": True,
    "will_check_content": True,
}


def a_draft(*, by: Employee | None = None) -> BusinessCase:
    """A draft without any answers."""
    return start_case(by=by or EmployeeFactory(name="Applicant"))


def a_complete_draft(
    *,
    by: Employee | None = None,
    manager: Employee | None = None,
    covers: list[tuple[Employee, Role]] | None = None,
    **answers,
) -> BusinessCase:
    """A draft with every question answered, ready to be sent."""
    case = a_draft(by=by)
    manager = manager or case.applicant.line_manager or EmployeeFactory(name="Manager")
    if case.applicant.line_manager is None:
        case.applicant.line_manager = manager
        case.applicant.save()
    covers = covers or [(EmployeeFactory(name="Cover"), Role.ADMINISTRATOR)]
    return save_answers(
        case,
        by=case.applicant,
        seen_version=case.version,
        answers={**ANSWERS, "manager": manager, "category": the_category(), **answers},
        covers=covers,
    )


def move(case: BusinessCase, name: str, by: Employee, **answers) -> BusinessCase:
    """Make a move with the version as it stands and return the case as it then is."""
    case = BusinessCase.objects.get(pk=case.pk)
    move_case(case, name, by=by, seen_version=case.version, **answers)
    return BusinessCase.objects.get(pk=case.pk)


CONTROLS = ["The council owns the credentials", "Two administrators"]

WAY_TO = {
    State.DRAFT: [],
    State.ADVICE_REQUESTED: ["send"],
    State.READY_TO_PRESENT: ["send", "advise"],
    State.AWAITING_DECISION: ["send", "advise", "present"],
    State.CHANGES_REQUESTED: ["send", "advise", "present", "return"],
    State.APPROVED: ["send", "advise", "present", "approve"],
    State.REJECTED: ["send", "advise", "present", "reject"],
    State.WITHDRAWN: ["send", "withdraw"],
}


def a_case_in(state: State, **draft) -> BusinessCase:
    """A case brought to a state by the moves that lead there, its posts filled as needed."""
    return brought_to(state, a_complete_draft(**draft))


def brought_to(state: State, case: BusinessCase) -> BusinessCase:
    """A complete draft brought to a state in the same way."""
    applicant = case.applicant
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)
    head = the_holder(Post.HEAD_OF_IT)
    advice = {"verdict": "support", "text": "A sound idea.", "controls": CONTROLS}
    how = {
        "send": {"by": applicant, "declared": True},
        "advise": {"by": adviser, **advice},
        "present": {"by": applicant},
        "return": {"by": head, "reasons": "Say more about records."},
        "approve": {"by": head},
        "reject": {"by": head, "reasons": "There is an account already."},
        "withdraw": {"by": applicant},
    }
    for step in WAY_TO[state]:
        case = move(case, step, **how[step])
    return case
