"""Pages drawn before the case changed, and people who come and go."""

from datetime import date, timedelta

import pytest

from cases.models import BusinessCase, Role, State
from cases.services.moves import move_case
from portal import clock
from portal.models import Post, TrailEvent
from portal.refusals import Refused, Stale
from portal.services.appointments import appoint
from tests.builders import NOW, a_case_in, holder_of, move, the_holder
from tests.cases.moves.making import change, told
from tests.factories import AppointmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def test_a_stale_page_is_told_when_the_case_changed(start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)
    seen = case.version
    with clock.at(NOW + timedelta(hours=1)):
        change(case, purpose="Something else.")

    changed = "This case changed at 11:42am on 4 November 2026. Check it again before you go on."
    with pytest.raises(Stale, match=changed):
        move_case(case, "present", by=case.applicant, seen_version=seen)


def test_taking_back_tells_whoever_was_to_answer(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)

    assert move(case, "take_back", by=case.applicant).state == State.CHANGES_REQUESTED
    assert told("taken_back") == {"Head of IT & Customer Services"}


def test_when_nobody_may_act_the_policy_administrator_is_told():
    holder_of(Post.POLICY_ADMINISTRATOR)
    head = holder_of(Post.HEAD_OF_IT)
    case = a_case_in(State.READY_TO_PRESENT, covers=[(head, Role.AUTHOR)])

    case = move(case, "present", by=case.applicant)

    assert told("nobody_may_act") == {"Policy administrator (HR)"}
    assert BusinessCase.objects.nobody_may_act(clock.today()).get() == case
    assert told("decision_needed") == set()


def test_someone_acting_for_the_case_ends_that():
    head = holder_of(Post.HEAD_OF_IT)
    case = a_case_in(State.AWAITING_DECISION, covers=[(head, Role.AUTHOR)])

    AppointmentFactory(post=Post.HEAD_OF_IT, acting=True, for_case=case.reference)

    assert not BusinessCase.objects.nobody_may_act(clock.today()).exists()


def test_every_move_is_in_the_trail_with_the_state_before_and_after(start_from):
    case = start_from(a_case_in, State.APPROVED)

    moves = TrailEvent.objects.filter(
        subject=case.subject, event__in=["case.send", "case.advise", "case.present", "case.approve"]
    )
    assert [event.changes["state"] for event in moves] == [
        ["draft", "advice_requested"],
        ["advice_requested", "ready_to_present"],
        ["ready_to_present", "awaiting_decision"],
        ["awaiting_decision", "approved"],
    ]
    assert {event.actor_name for event in moves} == {
        "Applicant",
        "Communications Manager",
        "Head of IT & Customer Services",
    }


def test_the_trail_keeps_the_advice_its_controls_and_the_conditions(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)

    due = date(2026, 12, 1)
    move(case, "approve", by=the_holder(Post.HEAD_OF_IT), conditions=[("Answer comments", due)])

    advised = TrailEvent.objects.get(event="case.advise").changes
    assert advised["advice"] == [None, "Support"]
    assert advised["controls"] == [None, ["The council owns the credentials", "Two administrators"]]
    approved = TrailEvent.objects.get(event="case.approve").changes
    assert approved["conditions"] == [None, ["Answer comments (by 1 December 2026)"]]


def test_whoever_is_named_in_a_case_does_not_choose_who_acts_in_the_post_that_answers_it():
    head, administrator = the_holder(Post.HEAD_OF_IT), holder_of(Post.POLICY_ADMINISTRATOR)
    case = a_case_in(State.READY_TO_PRESENT, covers=[(head, Role.AUTHOR)])
    acting = {
        "employee": EmployeeFactory(),
        "post": Post.HEAD_OF_IT,
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=14),
        "acting": True,
    }

    with pytest.raises(Refused, match=f"You are named in {case.reference}"):
        appoint(**acting, by=head)
    appoint(**acting, by=administrator)
    move(case, "withdraw", by=case.applicant)
    appoint(**acting | {"employee": EmployeeFactory()}, by=head)


def test_presenting_without_the_changes_suggested_needs_a_reason():
    case = move(
        a_case_in(State.ADVICE_REQUESTED),
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict="changes",
        text="Say who posts.",
    )

    with pytest.raises(Refused, match="Enter why you present this against the advice"):
        move(case, "present", by=case.applicant)

    case = change(case, purpose="What is on; two of us post in turn.")
    assert move(case, "present", by=case.applicant).state == State.AWAITING_DECISION


def test_whoever_comes_after_a_case_was_taken_back_is_told_that_it_changed(start_from):
    case = start_from(a_case_in, State.AWAITING_DECISION)
    seen = case.version
    move(case, "take_back", by=case.applicant)

    changed = "This case changed at 10:42am on 4 November 2026. Check it again before you decide."
    with pytest.raises(Stale, match=changed):
        move_case(case, "approve", by=the_holder(Post.HEAD_OF_IT), seen_version=seen)
