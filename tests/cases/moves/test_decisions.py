"""What a decision needs, writes and tells."""

from datetime import date

import pytest

from cases.models import Decision, State
from cases.services.moves import move_case
from portal.models import Post, TrailEvent
from portal.refusals import Refused
from tests.builders import a_case_in, move, the_holder
from tests.cases.moves.making import told
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def test_a_decision_names_the_advice_and_the_frozen_answers(start_from):
    case = start_from(a_case_in, State.APPROVED)
    decision = Decision.objects.get()

    assert decision.case == case
    assert decision.round == 1
    assert decision.advice == case.latest_advice()
    assert decision.revision.occasion == "presented"
    assert decision.by_post == "Head of IT & Customer Services"
    assert told("approved") == {"Applicant", "Cover", "Manager", "Communications Manager"}


def test_what_an_acting_head_did_says_so():
    acting = EmployeeFactory(name="Acting")
    AppointmentFactory(
        employee=acting, post=Post.HEAD_OF_IT, acting=True, ends_on=date(2026, 11, 18)
    )

    case = move(a_case_in(State.AWAITING_DECISION), "reject", by=acting, reasons="No.")

    words = "Acting Head of IT & Customer Services until 18 November 2026"
    assert case.latest_decision().by_post == words
    assert TrailEvent.objects.get(event="case.reject").actor_post == words


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("reject", "Enter your reasons"),
        ("return", "Enter what must change"),
        ("refer_back", "Enter what Communications must advise on"),
    ],
)
def test_whatever_is_not_approval_needs_reasons(name, sentence):
    with pytest.raises(Refused, match=sentence):
        move(a_case_in(State.AWAITING_DECISION), name, by=the_holder(Post.HEAD_OF_IT))


def test_the_second_decision_is_refused_with_who_decided_and_when(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    seen = case.version
    head = the_holder(Post.HEAD_OF_IT)
    move_case(case, "approve", by=head, seen_version=seen)

    with pytest.raises(Refused, match="already answered this at 10:42am on 4 November 2026"):
        move_case(case, "reject", by=head, seen_version=seen, reasons="No.")

    assert Decision.objects.count() == 1


def test_each_presenting_has_a_decision_of_its_own(start_from):
    case = start_from(a_case_in, State.CHANGES_REQUESTED)

    case = move(case, "present", by=case.applicant)
    case = move(case, "approve", by=the_holder(Post.HEAD_OF_IT))

    assert [d.outcome for d in case.decisions.all()] == ["returned", "approved"]
    assert case.revisions.count() == 3


def test_a_case_referred_back_is_advised_on_and_presented_again():
    case = move(
        a_case_in(State.AWAITING_DECISION),
        "refer_back",
        by=the_holder(Post.HEAD_OF_IT),
        reasons="What about records?",
    )

    assert case.state == State.ADVICE_REQUESTED
    assert case.asked == "What about records?"
    assert told("referred_back") == {"Applicant"}
    case = move(
        case,
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict="support",
        text="They are kept.",
    )
    assert move(case, "present", by=case.applicant).round == 2
