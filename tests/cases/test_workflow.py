"""Which moves each person has in each state, stated by hand."""

import pytest

from cases.models import Role, State
from cases.workflow import moves_open
from portal import clock
from portal.models import Post, Posts
from tests.builders import (
    a_case_in,
    a_complete_draft,
    holder_of,
    the_holder,
)
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

# State → what the applicant, Communications and the Head of IT can each do. Nobody else can do
# anything.
EXPECTED = {
    State.DRAFT: ({"send", "withdraw"}, set(), set()),
    State.ADVICE_REQUESTED: ({"take_back", "withdraw"}, {"advise"}, set()),
    State.CHANGES_REQUESTED: ({"send", "present", "ask_again", "withdraw"}, set(), set()),
    State.READY_TO_PRESENT: ({"present", "ask_again", "withdraw"}, set(), set()),
    State.AWAITING_DECISION: (
        {"take_back", "withdraw"},
        set(),
        {"approve", "reject", "return", "refer_back"},
    ),
    State.APPROVED: (set(), set(), set()),
    State.REJECTED: (set(), set(), set()),
    State.WITHDRAWN: (set(), set(), set()),
}


def can(case, employee):
    day = clock.today()
    return set(moves_open(case, by=employee, posts=Posts.of(employee, day), day=day))


@pytest.mark.parametrize("state", State.values)
def test_moves_of_each_person(state, start_from):
    case = start_from(a_case_in, state)
    adviser = holder_of(Post.COMMUNICATIONS_ADVISER)
    head = the_holder(Post.HEAD_OF_IT)
    acting = EmployeeFactory(name="Acting head")
    AppointmentFactory(employee=acting, post=Post.HEAD_OF_IT, acting=True, ends_on=clock.today())
    former = EmployeeFactory(name="Former acting head")
    AppointmentFactory(
        employee=former,
        post=Post.HEAD_OF_IT,
        acting=True,
        starts_on=clock.today().replace(month=1),
        ends_on=clock.today().replace(month=2),
    )
    applicant_moves, communications_moves, head_moves = EXPECTED[state]

    assert can(case, case.applicant) == applicant_moves
    assert can(case, adviser) == communications_moves
    assert can(case, head) == head_moves
    assert can(case, acting) == head_moves
    others = [
        case.manager,
        case.covers()[0].person,
        former,
        EmployeeFactory(name="Stranger"),
        holder_of(Post.POLICY_ADMINISTRATOR),
        holder_of(Post.ACCESS_OPERATOR),
        holder_of(Post.AUDITOR),
    ]
    for other in others:
        assert can(case, other) == set(), other


def test_whoever_is_named_neither_advises_nor_decides():
    adviser = holder_of(Post.COMMUNICATIONS_ADVISER)
    head = holder_of(Post.HEAD_OF_IT)
    covers = [(adviser, Role.AUTHOR), (head, Role.ADMINISTRATOR)]

    assert can(a_case_in(State.ADVICE_REQUESTED, covers=covers), adviser) == set()
    assert can(a_case_in(State.AWAITING_DECISION, covers=covers), head) == set()


def test_someone_acting_for_one_case_decides_that_case_alone():
    case, other = a_case_in(State.AWAITING_DECISION), a_case_in(State.AWAITING_DECISION)
    acting = EmployeeFactory()
    AppointmentFactory(employee=acting, post=Post.HEAD_OF_IT, acting=True, for_case=case.reference)

    assert can(case, acting) == {"approve", "reject", "return", "refer_back"}
    assert can(other, acting) == set()


def test_no_move_is_open_once_the_applicant_has_left(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    case.applicant.left_on = clock.today()
    case.applicant.save()

    assert can(case, the_holder(Post.HEAD_OF_IT)) == set()
    assert can(case, case.applicant) == set()


def test_a_draft_needs_no_advice_to_be_sent_but_cannot_be_presented(start_from):
    case = start_from(a_complete_draft)

    assert "present" not in can(case, case.applicant)
