"""What an approval creates, and what stands before an account goes live (5.1, 5.7)."""

from datetime import date

import pytest

from cases.models import Account, AccountState, Condition, Review, Role, State
from cases.services.accounts import (
    controls_of,
    give_evidence,
    launch_account,
    meet_condition,
    missing_for_launch,
    tick_control,
)
from cases.services.drafting import save_answers
from portal import clock
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused, Stale
from portal.services.people import record_leaving
from tests.builders import a_case_in, holder_of, move, the_holder
from tests.cases.accounts import (
    ADDRESS,
    a_live_account,
    access_of,
    an_account_to_launch,
    an_approved_account,
    attend,
    switch_on,
    tick_all,
    told,
    version,
)
from tests.factories import EmployeeFactory

pytestmark = pytest.mark.django_db


def states(account):
    return {a.person.name: (a.role, a.state) for a in account.accesses.select_related("person")}


def launch(account, by=None):
    launch_account(account, address=ADDRESS, by=by or account.lead, seen_version=version(account))


def test_an_approval_creates_the_account_its_people_and_its_conditions():
    member = EmployeeFactory(name="Member")
    attended = EmployeeFactory(name="Attended")
    attend(attended)
    covers = [(attended, Role.ADMINISTRATOR), (EmployeeFactory(name="Author"), Role.AUTHOR)]
    operator = holder_of(Post.ACCESS_OPERATOR)
    case = a_case_in(State.CHANGES_REQUESTED, covers=covers)
    save_answers(
        case,
        by=case.applicant,
        seen_version=case.version,
        answers={"access_for": "workgroup", "workgroup_name": "Branch staff"},
        # A cover who is a member of the workgroup too has one access.
        members=[member, attended],
    )
    case = move(case, "present", case.applicant)
    conditions = [("Publish a house style", date(2027, 1, 15))]
    move(case, "approve", the_holder(Post.HEAD_OF_IT), conditions=conditions)

    account = Account.objects.get()
    assert (account.name, account.platform, account.address) == ("Library news", "Facebook", "")
    assert (account.lead, account.state) == (case.applicant, AccountState.AWAITING_ACCESS)
    assert account.planned_daily_rate == 2
    assert states(account) == {
        "Applicant": ("lead", "needs_session"),
        "Attended": ("administrator", "ready"),
        "Author": ("author", "needs_session"),
        "Member": ("member", "needs_session"),
    }
    assert list(account.conditions.values_list("text", "due_on")) == conditions
    subject = "Book an awareness session for Library news"
    assert told("access_needs_session") == [
        ("Applicant", subject),
        ("Author", subject),
        ("Member", subject),
    ]
    assert told("access_ready") == [(operator.name, "Access to switch on: Library news")]


def test_a_cover_who_left_before_the_approval_has_no_access():
    cover = EmployeeFactory(name="Cover")
    case = a_case_in(State.AWAITING_DECISION, covers=[(cover, Role.AUTHOR)])
    record_leaving(cover, on=clock.today(), by=None)
    move(case, "approve", the_holder(Post.HEAD_OF_IT))

    access = access_of(Account.objects.get(), "author")
    assert (access.state, access.reason) == ("off", "Left the council")


def test_the_address_of_an_account_that_is_already_running_is_kept():
    case = a_case_in(State.APPROVED, already_running=True, address=ADDRESS)
    assert case.account.address == ADDRESS


def test_everything_that_is_missing_for_the_launch_is_said(start_from):
    account = start_from(an_approved_account)
    expected = [
        "Applicant, the lead, does not have access yet.",
        "No author or administrator who stands in for the lead has access yet.",
        "2 controls are not ticked by Communications yet.",
    ]
    assert missing_for_launch(account, day=clock.today()) == expected
    with pytest.raises(Refused) as refused:
        launch(account)
    assert str(refused.value) == " ".join(expected)


def test_a_workgroup_member_is_no_cover(start_from):
    account = start_from(an_account_to_launch)
    account.accesses.filter(role="administrator").update(role="member")

    with pytest.raises(Refused, match="No author or administrator"):
        launch(account)


def test_an_account_goes_live_and_its_first_review_is_scheduled(start_from):
    account = start_from(an_account_to_launch)
    launch(account)

    account = Account.objects.get()
    assert (account.state, account.address) == ("live", ADDRESS)
    assert account.live_on == date(2026, 11, 4)
    review = Review.objects.get()
    assert (review.number, review.state) == (1, "scheduled")
    assert (review.period_from, review.due_on) == (date(2026, 11, 4), date(2027, 5, 4))
    assert told("account_live") == [
        (name, "Live: Library news")
        for name in ("Applicant", "Communications Manager", "Cover", "Manager")
    ]
    event = TrailEvent.objects.get(event="account.launch")
    assert event.changes == {"state": ["awaiting_access", "live"]}
    assert (event.subject, event.actor) == (account.subject, account.lead)


def test_only_the_lead_makes_it_live_and_only_once(start_from):
    account = start_from(an_account_to_launch)
    for other in (
        account.lead.line_manager,
        access_of(account, "administrator").person,
        the_holder(Post.HEAD_OF_IT),
        the_holder(Post.COMMUNICATIONS_MANAGER),
    ):
        with pytest.raises(Refused, match="Only Applicant, who leads this account"):
            launch(account, by=other)
    launch(account)
    with pytest.raises(Refused, match="The state of the account is: Live"):
        launch(account)


def test_a_stale_page_does_not_make_it_live(start_from):
    account = start_from(an_account_to_launch)
    with pytest.raises(Stale, match="This account changed at 10:42am on 4 November 2026"):
        launch_account(account, address=ADDRESS, by=account.lead, seen_version=account.version - 1)


def test_communications_ticks_a_control_on_the_leads_evidence(start_from):
    account = start_from(an_approved_account)
    control = controls_of(account)[0]
    adviser = the_holder(Post.COMMUNICATIONS_MANAGER)

    with pytest.raises(Refused, match="has not given evidence"):
        tick_control(account, control, by=adviser, seen_version=version(account))
    with pytest.raises(Refused, match="Only Applicant, who leads"):
        give_evidence(account, control, evidence="Mine", by=adviser, seen_version=version(account))
    give_evidence(
        account, control, evidence="In the safe", by=account.lead, seen_version=version(account)
    )
    assert told("evidence_given") == [("Communications Manager", "Evidence to check: Library news")]
    with pytest.raises(Refused, match="Only Communications"):
        tick_control(account, control, by=account.lead, seen_version=version(account))
    tick_control(account, control, by=adviser, seen_version=version(account))

    control.refresh_from_db()
    assert (control.evidence, control.ticked_by) == ("In the safe", adviser)
    assert told("evidence_accepted") == [("Applicant", "Evidence accepted: Library news")]
    with pytest.raises(Refused, match="marked as met already"):
        give_evidence(
            account, control, evidence="Other", by=account.lead, seen_version=version(account)
        )


def test_the_last_tick_says_that_the_account_can_go_live(start_from):
    account = start_from(an_approved_account)
    attend(*[a.person for a in account.accesses.all()])
    switch_on(account)
    tick_all(account)
    assert [subject for _, subject in told("evidence_accepted")] == [
        "Evidence accepted: Library news",
        "Ready to go live: Library news",
    ]


def test_whoever_is_named_in_the_case_ticks_nothing():
    adviser = EmployeeFactory(name="Adviser")
    account = an_approved_account(covers=[(adviser, Role.AUTHOR)])
    holder_of(Post.COMMUNICATIONS_ADVISER, employee=adviser)
    control = controls_of(account)[0]
    give_evidence(account, control, evidence="Safe", by=account.lead, seen_version=version(account))

    with pytest.raises(Refused, match="You are named"):
        tick_control(account, control, by=adviser, seen_version=version(account))


@pytest.mark.parametrize("post", [Post.COMMUNICATIONS_MANAGER, Post.HEAD_OF_IT])
def test_a_condition_is_met_on_the_leads_evidence(post, start_from):
    account = start_from(a_live_account)
    condition = Condition.objects.create(
        account=account,
        text="Publish a house style",
        due_on=date(2027, 1, 15),
        set_by=account.decision.by,
        set_at=clock.now(),
    )
    holder = the_holder(post)
    with pytest.raises(Refused, match="has not given evidence"):
        meet_condition(account, condition, by=holder, seen_version=version(account))
    give_evidence(
        account, condition, evidence="Published", by=account.lead, seen_version=version(account)
    )
    with pytest.raises(Refused, match="Only Communications or the Head of IT"):
        meet_condition(account, condition, by=account.lead, seen_version=version(account))
    meet_condition(account, condition, by=holder, seen_version=version(account))

    condition.refresh_from_db()
    assert (condition.met_by, condition.met_at) == (holder, clock.now())
    notice = Notice.objects.get(key__startswith="evidence_accepted|condition.meet")
    assert (notice.recipient, notice.subject) == (
        account.lead,
        "Evidence accepted: Library news",
    )


def test_once_the_lead_has_left_their_manager_gives_the_evidence(start_from):
    account = start_from(an_approved_account)
    manager = account.lead.line_manager
    control = controls_of(account)[0]
    with pytest.raises(Refused):
        give_evidence(account, control, evidence="Safe", by=manager, seen_version=version(account))
    record_leaving(account.lead, on=clock.today(), by=None)
    give_evidence(account, control, evidence="Safe", by=manager, seen_version=version(account))

    event = TrailEvent.objects.get(event="control.evidence")
    assert (event.actor, event.actor_post) == (manager, "For the lead, who left")
    account = Account.objects.get()
    assert missing_for_launch(account, day=clock.today())[0] == (
        "Applicant left the council: the account needs a new lead."
    )
