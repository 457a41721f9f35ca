"""One person's access: who gives it, what it rests on, who switches it, how it ends (5.1, 6.2)."""

from datetime import timedelta

import pytest

from cases.account_workflow import ACCESS_MOVES, moves_open
from cases.models import Access, AccessState, Account, Role
from cases.services.access import add_person, needs_cover, remove_person, switch_access
from policy.services.awareness import record_attendance
from portal import clock
from portal.models import Notice, Post, Posts, TrailEvent
from portal.refusals import Refused, Stale
from portal.services.people import handle_leavers, record_leaving
from tests.builders import holder_of, the_holder
from tests.cases.accounts import (
    a_live_account,
    access_of,
    an_account_to_launch,
    an_approved_account,
    attend,
    switch_on,
    told,
    version,
)
from tests.factories import AppointmentFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db

COVER = "administrator"

# State → what the lead and an access operator can each do. Nobody else can do anything.
EXPECTED = {
    AccessState.NEEDS_SESSION: ({"drop"}, set()),
    AccessState.READY: ({"drop"}, {"switch_on"}),
    AccessState.ON: ({"remove"}, set()),
    AccessState.TO_REMOVE: (set(), {"switch_off"}),
    AccessState.OFF: ({"give"}, set()),
}


def can(access, employee):
    day = clock.today()
    return set(
        moves_open(ACCESS_MOVES, access, by=employee, posts=Posts.of(employee, day), day=day)
    )


def reread(access):
    return Access.objects.get(pk=access.pk)


def remove(account, role, reason="Moved to another team", by=None):
    remove_person(
        access_of(account, role),
        reason=reason,
        by=by or account.lead,
        seen_version=version(account),
    )


@pytest.mark.parametrize("state", AccessState.values)
def test_moves_of_each_person(state, start_from):
    account = start_from(an_approved_account)
    access = access_of(account, COVER)
    access.state = state
    lead_moves, operator_moves = EXPECTED[state]

    assert can(access, account.lead) == lead_moves
    assert can(access, the_holder(Post.ACCESS_OPERATOR)) == operator_moves
    others = [
        account.lead.line_manager,
        access.person,
        the_holder(Post.HEAD_OF_IT),
        the_holder(Post.COMMUNICATIONS_MANAGER),
        holder_of(Post.POLICY_ADMINISTRATOR),
        EmployeeFactory(),
    ]
    for other in others:
        assert can(access, other) == set(), other


# Attendance


def test_an_attendance_makes_all_of_a_persons_waiting_accesses_ready(start_from):
    first = start_from(an_approved_account)
    person = access_of(first, COVER).person
    second = an_approved_account(covers=[(person, Role.AUTHOR)], account_name="Parks news")
    (attendance,) = attend(person)

    accesses = Access.objects.filter(person=person)
    assert {(a.state, a.attendance) for a in accesses} == {("ready", attendance)}
    assert access_of(first, "lead").state == "needs_session"
    operator = Post.ACCESS_OPERATOR.label
    assert told("access_ready") == [
        (operator, "Access to switch on: Library news"),
        (operator, "Access to switch on: Parks news"),
    ]
    assert second.subject in TrailEvent.objects.filter(event="access.attend").values_list(
        "subject", flat=True
    )


def absent(attendance):
    session = attendance.session
    record_attendance(session, person=attendance.person, attended=False, by=session.organiser)


def test_an_attendance_corrected_to_absent_takes_away_what_rested_on_it(start_from):
    account = start_from(an_approved_account)
    lead, cover = access_of(account, "lead"), access_of(account, COVER)
    lead_attended, cover_attended = attend(lead.person, cover.person)
    switch_access(reread(cover), on=True, by=the_holder(Post.ACCESS_OPERATOR))
    absent(lead_attended)
    absent(cover_attended)

    assert (reread(lead).state, reread(lead).attendance) == ("needs_session", None)
    cover = reread(cover)
    assert (cover.state, cover.reason) == ("to_remove", "The attendance was corrected to absent")
    assert told("access_to_remove") == [
        (Post.ACCESS_OPERATOR.label, "Access to remove: Library news")
    ]


def test_access_rests_on_another_attendance_where_there_is_one(start_from):
    account = start_from(an_approved_account)
    cover = access_of(account, COVER)
    earlier = SessionFactory(starts_at=clock.now() - timedelta(days=40))
    first = record_attendance(earlier, person=cover.person, attended=True, by=earlier.organiser)
    (second,) = attend(cover.person)
    switch_access(reread(cover), on=True, by=the_holder(Post.ACCESS_OPERATOR))
    assert reread(cover).attendance == first
    with clock.at(clock.now() + timedelta(days=1)):
        absent(first)

    cover = reread(cover)
    assert (cover.state, cover.attendance) == ("on", second)
    assert cover.state_since == cover.switched_on_at
    event = TrailEvent.objects.get(event="access.attendance")
    assert event.changes == {"session": [first.session.subject, second.session.subject]}


# Switching


def test_an_operator_switches_access_on_and_off(start_from):
    account = start_from(a_live_account)
    operator = the_holder(Post.ACCESS_OPERATOR)
    cover = access_of(account, COVER)
    assert (cover.state, cover.switched_on_by, cover.switched_on_at) == (
        "on",
        operator,
        clock.now(),
    )
    assert ("Cover", "Your access is on: Library news") in told("access_on")

    other = EmployeeFactory(name="Other")
    add_person(
        account,
        person=other,
        role=Access.Role.AUTHOR,
        by=account.lead,
        seen_version=version(account),
    )
    remove(account, COVER)
    assert reread(cover).state == "to_remove"
    switch_access(cover, on=False, by=operator)

    assert (reread(cover).state, reread(cover).reason) == ("off", "Moved to another team")
    assert told("access_off") == [("Cover", "Your access was removed: Library news")]
    event = TrailEvent.objects.get(event="access.switch_off")
    assert (event.actor, event.actor_post) == (operator, "Access operator (IT)")
    assert event.changes == {"access": ["to_remove", "off"]}


def test_access_is_switched_once(start_from):
    account = start_from(an_approved_account)
    attend(access_of(account, COVER).person)
    operator = the_holder(Post.ACCESS_OPERATOR)
    switch_access(access_of(account, COVER), on=True, by=operator)
    with pytest.raises(Refused, match="The state of the access is: Access on"):
        switch_access(access_of(account, COVER), on=True, by=operator)


def test_nobody_is_switched_on_without_a_session(start_from):
    account = start_from(an_approved_account)
    with pytest.raises(Refused, match="The state of the access is: Session needed"):
        switch_access(access_of(account, COVER), on=True, by=the_holder(Post.ACCESS_OPERATOR))


def test_an_attendance_that_no_longer_counts_opens_nothing(settings, start_from):
    account = start_from(an_approved_account)
    attend(access_of(account, COVER).person)
    settings.ATTENDANCE_VALID_MONTHS = 12
    operator = the_holder(Post.ACCESS_OPERATOR)
    with (
        clock.at(clock.now() + timedelta(days=365)),
        pytest.raises(Refused, match="Cover needs to attend an awareness session"),
    ):
        switch_access(access_of(account, COVER), on=True, by=operator)


def test_an_operator_who_is_named_switches_nothing_and_the_administrator_hears():
    operator = the_holder(Post.ACCESS_OPERATOR)
    administrator = holder_of(Post.POLICY_ADMINISTRATOR)
    account = an_approved_account(covers=[(operator, Role.AUTHOR)])
    attend(account.lead)

    assert told("access_ready") == []
    assert told("operator_needed") == [
        (administrator.name, "Someone must switch access: Library news")
    ]
    lead = access_of(account, "lead")
    with pytest.raises(Refused, match="You are named"):
        switch_access(lead, on=True, by=operator)

    acting = EmployeeFactory(name="Acting")
    AppointmentFactory(
        employee=acting, post=Post.ACCESS_OPERATOR, acting=True, for_case=account.case.reference
    )
    switch_access(lead, on=True, by=acting)
    event = TrailEvent.objects.get(event="access.switch_on")
    assert event.actor_post == f"Acting Access operator (IT) for {account.case.reference}"

    other = an_approved_account(account_name="Parks news")
    attend(other.lead)
    with pytest.raises(Refused, match="Only an access operator"):
        switch_access(access_of(other, "lead"), on=True, by=acting)


# People added and taken off by the lead


def test_the_lead_adds_people_to_a_live_account(start_from):
    account = start_from(a_live_account)
    attended, new = EmployeeFactory(name="Attended"), EmployeeFactory(name="New")
    attend(attended)
    for person in (attended, new):
        add_person(
            account,
            person=person,
            role=Access.Role.AUTHOR,
            by=account.lead,
            seen_version=version(account),
        )

    assert {a.person.name: a.state for a in account.accesses.filter(role="author")} == {
        "Attended": "ready",
        "New": "needs_session",
    }
    assert ("New", "Book an awareness session for Library news") in told("access_needs_session")


def test_only_the_lead_adds_a_current_employee_once(start_from):
    account = start_from(an_approved_account)
    person = EmployeeFactory(name="New")
    arguments = {"person": person, "role": Access.Role.AUTHOR}
    with pytest.raises(Refused, match="Only Applicant"):
        add_person(account, by=person, seen_version=version(account), **arguments)
    with pytest.raises(Stale):
        add_person(account, by=account.lead, seen_version=version(account) + 1, **arguments)
    add_person(account, by=account.lead, seen_version=version(account), **arguments)
    with pytest.raises(Refused, match="New is already on the list"):
        add_person(account, by=account.lead, seen_version=version(account), **arguments)
    leaver = EmployeeFactory(name="Leaver", left_on=clock.today())
    with pytest.raises(Refused, match="Leaver has left the council"):
        add_person(
            account,
            person=leaver,
            role=Access.Role.AUTHOR,
            by=account.lead,
            seen_version=version(account),
        )


def test_whoever_was_taken_off_can_be_named_again(start_from):
    account = start_from(an_approved_account)
    author = EmployeeFactory(name="Author")
    add_person(
        account,
        person=author,
        role=Access.Role.AUTHOR,
        by=account.lead,
        seen_version=version(account),
    )
    remove(account, "author")
    access = access_of(account, "author")
    assert (access.state, access.reason) == ("off", "Moved to another team")
    add_person(
        account,
        person=author,
        role=Access.Role.MEMBER,
        by=account.lead,
        seen_version=version(account),
    )

    access = Access.objects.get(account=account, person=author)
    assert (access.state, access.role, access.reason) == ("needs_session", "member", "")


def test_the_trail_says_by_which_post_and_for_whom_people_are_named_and_taken_off(
    start_from,
):
    account = start_from(a_live_account)
    named = TrailEvent.objects.filter(event="access.name")
    assert {event.actor_post for event in named} == {Post.HEAD_OF_IT.label}
    manager = account.lead.line_manager
    record_leaving(account.lead, on=clock.today(), by=None)
    add_person(
        account,
        person=EmployeeFactory(name="New"),
        role=Access.Role.AUTHOR,
        by=manager,
        seen_version=version(account),
    )
    remove(account, "author", by=manager)

    for event in (named.last(), TrailEvent.objects.filter(event="access.drop").last()):
        assert (event.actor, event.actor_post) == (manager, "For the lead, who left")


def test_the_lead_and_the_only_cover_are_not_taken_off(start_from):
    account = start_from(a_live_account)
    with pytest.raises(Refused, match="The lead cannot be taken off"):
        remove(account, "lead")
    with pytest.raises(Refused, match="Cover is the only cover"):
        remove(account, COVER)
    with pytest.raises(Refused, match="Only Applicant"):
        remove(account, COVER, by=account.lead.line_manager)


# Leaving


def test_a_leaver_holds_no_access():
    cover = EmployeeFactory(name="Cover")
    live = a_live_account(covers=[(cover, Role.ADMINISTRATOR)])
    new = an_account_to_launch(covers=[(cover, Role.ADMINISTRATOR)], account_name="Parks news")
    other = an_approved_account(
        covers=[(cover, Role.ADMINISTRATOR), (EmployeeFactory(), Role.AUTHOR)],
        account_name="Roads news",
    )
    assert access_of(other, COVER).state == "ready"
    record_leaving(cover, on=clock.today(), by=None)

    for account, state in ((live, "to_remove"), (new, "to_remove"), (other, "off")):
        access = access_of(account, COVER)
        assert (access.state, access.reason) == (state, "Left the council")
    # Its access operator hears of both that were on, and leads and manager of both without a cover.
    assert {subject for _, subject in told("leaving")} == {
        "Access to remove: Library news, Parks news",
        "Cover needed: Library news",
        "Cover needed: Parks news",
    }
    assert needs_cover(Account.objects.get(pk=live.pk))
    assert not needs_cover(Account.objects.get(pk=other.pk))


def test_when_the_lead_leaves_everyone_concerned_is_told_that_a_new_one_is_needed(start_from):
    account = start_from(a_live_account)
    record_leaving(account.lead, on=clock.today() + timedelta(days=3), by=None)
    assert access_of(account, "lead").state == "on"
    with clock.at(clock.now() + timedelta(days=3)):
        handle_leavers(today=clock.today())
        handle_leavers(today=clock.today())

        assert access_of(account, "lead").state == "to_remove"
        assert told("leaving") == [
            ("Access operator (IT)", "Access to remove: Library news"),
            *(
                (name, "New lead needed: Library news")
                for name in ("Communications Manager", "Cover", "Manager")
            ),
        ]


def test_no_mail_names_more_than_the_account(start_from):
    account = start_from(a_live_account)
    case = account.case
    for notice in Notice.objects.exclude(key__startswith="thread"):
        for answer in (case.purpose, case.audience, case.aims, case.why_platform):
            assert answer not in notice.subject + notice.body


def test_switch_on_leaves_what_is_not_ready(start_from):
    account = start_from(an_approved_account)
    switch_on(account)
    assert set(account.accesses.values_list("state", flat=True)) == {"needs_session"}
