"""What each move needs, writes and tells, and what it refuses."""

from datetime import date, timedelta

import pytest

from cases.models import BusinessCase, Decision, Role, State
from cases.services.drafting import save_answers
from cases.services.moves import move_case
from cases.services.records import fingerprint
from portal import clock
from portal.models import Holiday, Notice, Post, TrailEvent
from portal.refusals import Refused, Stale
from portal.services.appointments import appoint
from tests.builders import (
    NOW,
    a_case_in,
    a_complete_draft,
    a_draft,
    holder_of,
    move,
    the_holder,
)
from tests.factories import AppointmentFactory, AttendanceFactory, EmployeeFactory

pytestmark = pytest.mark.django_db


def told(template: str) -> set[str]:
    """Names of those who were told something."""
    rows = Notice.objects.filter(key__startswith=f"{template}|")
    return set(rows.values_list("recipient__name", flat=True))


def change(case, **answers):
    """Change answers as the applicant, with the version as it stands."""
    case.refresh_from_db()
    return save_answers(case, by=case.applicant, seen_version=case.version, answers=answers)


# Sending


def test_sending_tells_the_manager_and_asks_communications():
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=EmployeeFactory(name="Adviser"))
    holder_of(Post.COMMUNICATIONS_MANAGER, employee=EmployeeFactory(name="Chief"))

    case = move(a_complete_draft(), "send", by=BusinessCase.objects.get().applicant, declared=True)

    assert case.state == State.ADVICE_REQUESTED
    assert case.sent_at == NOW
    assert case.due_on == date(2026, 11, 18)
    assert told("case_sent") == {"Applicant"}
    assert told("manager_told") == {"Manager"}
    assert told("advice_needed") == {"Adviser", "Chief"}
    assert told("book_session") == {"Applicant", "Cover"}
    subject = Notice.objects.filter(key__startswith="advice_needed|").first().subject
    assert subject == "Advice needed by 18 November 2026: Library news"


def test_holidays_are_no_working_days():
    Holiday.objects.create(day=date(2026, 11, 9), name="A local holiday")

    assert a_case_in(State.ADVICE_REQUESTED).due_on == date(2026, 11, 19)


def test_who_has_attended_is_not_asked_to_book(start_from):
    case = start_from(a_complete_draft)
    AttendanceFactory(person=case.applicant)

    move(case, "send", by=case.applicant, declared=True)

    assert told("book_session") == {"Cover"}


def test_an_incomplete_case_is_not_sent():
    case = a_draft()

    with pytest.raises(Refused, match="Some questions are not answered yet"):
        move(case, "send", by=case.applicant, declared=True)


def test_sending_needs_the_conduct_declaration(start_from):
    case = start_from(a_complete_draft)

    with pytest.raises(Refused, match="Confirm that you will follow the rules"):
        move(case, "send", by=case.applicant)


def test_sending_freezes_the_answers_with_their_fingerprint(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    revision = case.revisions.get()
    frozen = revision.answers

    move(case, "take_back", by=case.applicant)
    change(case, platform="Instagram")

    revision.refresh_from_db()
    assert revision.answers == frozen
    assert revision.sha256 == fingerprint(frozen)
    assert revision.declared_by == case.applicant
    assert len(revision.sha256) == 64


# Advice


def test_advice_that_suggests_changes_goes_back(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)

    case = move(case, "advise", by=adviser, verdict="changes", text="Say who posts.")

    assert case.state == State.CHANGES_REQUESTED
    assert told("advice_given") == {"Applicant"}
    notice = Notice.objects.get(key__startswith="advice_given|")
    assert notice.subject == "Advice on Library news: suggest changes"


@pytest.mark.parametrize("verdict", ["support", "conditions", "against"])
def test_all_other_advice_makes_it_ready_to_present(verdict, start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    case = move(
        case,
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict=verdict,
        text="Our view.",
        controls=["Moderate comments"],
    )

    assert case.state == State.READY_TO_PRESENT
    advice = case.latest_advice()
    assert [control.text for control in advice.controls.all()] == ["Moderate comments"]
    assert advice.by_post == "Communications Manager"


def test_advice_needs_a_text(start_from):
    case = start_from(a_case_in, State.ADVICE_REQUESTED)

    with pytest.raises(Refused, match="Enter your advice"):
        move(
            case,
            "advise",
            by=the_holder(Post.COMMUNICATIONS_MANAGER),
            verdict="support",
            text="",
        )


@pytest.mark.parametrize("answers", [{"platform": "Instagram"}])
def test_advice_goes_stale_when_the_platform_changes(answers):
    case = change(a_case_in(State.READY_TO_PRESENT), **answers)

    assert case.latest_advice().is_stale
    with pytest.raises(Refused, match="changed since the advice"):
        move(case, "present", by=case.applicant)


def test_advice_goes_stale_when_the_authors_change(start_from):
    case = start_from(a_case_in, State.READY_TO_PRESENT)

    case = save_answers(
        case,
        by=case.applicant,
        seen_version=case.version,
        answers={},
        covers=[(EmployeeFactory(), Role.AUTHOR)],
    )

    assert case.latest_advice().is_stale


def test_advice_stands_when_other_answers_change():
    case = change(a_case_in(State.READY_TO_PRESENT), purpose="Something else.")

    assert not case.latest_advice().is_stale
    assert move(case, "present", by=case.applicant).state == State.AWAITING_DECISION


def test_stale_advice_is_asked_for_again_and_then_the_case_is_presented():
    case = change(a_case_in(State.READY_TO_PRESENT), platform="Instagram")

    case = move(case, "ask_again", by=case.applicant, asked="Is Instagram all right?")
    case = move(
        case,
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict="support",
        text="Yes.",
    )

    assert case.state == State.READY_TO_PRESENT
    assert move(case, "present", by=case.applicant).round == 1


def test_going_against_advice_needs_a_reason():
    case = move(
        a_case_in(State.ADVICE_REQUESTED),
        "advise",
        by=the_holder(Post.COMMUNICATIONS_MANAGER),
        verdict="against",
        text="No.",
    )

    with pytest.raises(Refused, match="Enter why you present this against the advice"):
        move(case, "present", by=case.applicant)

    case = move(case, "present", by=case.applicant, reason="Families ask for it.")
    assert case.latest_revision().reason == "Families ask for it."


# Decisions


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


# Pages drawn before the case changed, and people who come and go


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
