"""What an acting person did says so for ever: one of each kind of thing, and every row of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import Access, Account, Acknowledgement, Advice, BusinessCase, Decision
from cases.services.access import switch_access
from cases.services.accounts import controls_of, give_evidence, launch_account, tick_control
from cases.services.giving import give_case
from cases.services.reviews import acknowledge_review, excuse_review
from cases.services.thread import acknowledge_case, post_message
from policy.models import MediaContact, MediaContactNote, PolicyVersion
from policy.services.awareness import book, create_session, record_attendance
from policy.services.media_contacts import move_media_contact
from portal import clock
from portal.models import Employee, EmployeeImport, Post, TrailEvent
from portal.services.appointments import (
    appoint,
    cancel_appointment,
    end_appointment,
    extend_appointment,
    hand_over,
)
from portal.services.people import record_leaving
from tests.builders import CONTROLS, NOW, a_complete_draft, move
from tests.cases.accounts import ADDRESS, a_sent_review, sweep, version
from tests.clients import signed_in
from tests.factories import AppointmentFactory, EmployeeFactory, MediaContactFactory, SessionFactory

pytestmark = pytest.mark.django_db

UNTIL = date(2028, 1, 1)
DAY = timedelta(days=1)
SPRING = NOW + timedelta(days=170)

# By whom each kind of thing is done here, all of them acting.
EVENTS = {
    Post.HEAD_OF_IT: {
        "appointment.made",
        "appointment.extended",
        "appointment.ended",
        "appointment.cancelled",
        "case.approve",
        "account.create",
        "access.name",
    },
    Post.COMMUNICATIONS_MANAGER: {
        "session.create",
        "attendance.record",
        "access.attend",
        "case.advise",
        "case.message",
        "control.tick",
        "review.acknowledge",
        "review.excuse",
        "media.advise",
        "media.close",
        "export",
    },
    Post.ACCESS_OPERATOR: {"access.switch_on"},
    Post.POLICY_ADMINISTRATOR: {
        "employee.leaving",
        "employee.left",
        "session.release_place",
        "access.remove",
        "account.without_lead",
        "case.acknowledge",
        "case.without_applicant",
        "case.stale",
        "case.give",
        "review.acknowledge",
        "export",
    },
}


@pytest.fixture
def acting() -> dict[Post, Employee]:
    given = {"acting": True, "ends_on": UNTIL}
    return {post: AppointmentFactory(post=post, **given).employee for post in EVENTS}


def test_every_row_says_that_they_were_acting(acting):
    appointments_are_changed(acting[Post.HEAD_OF_IT])
    account = a_case_goes_live(acting)
    reviews_are_read(account, acting)
    a_media_contact_is_answered(acting[Post.COMMUNICATIONS_MANAGER])
    lists_are_exported(acting)
    people_leave(acting)

    for post, person in acting.items():
        words = f"Acting {post.label} until 1 January 2028"
        done = TrailEvent.objects.filter(actor=person).exclude(event="sign-in")
        assert {event: {words} for event in EVENTS[post]} == {
            event: set(done.filter(event=event).values_list("actor_post", flat=True))
            for event in done.values_list("event", flat=True)
        }
    for rows in (Decision, Advice, MediaContactNote, Acknowledgement):
        said = set(rows.objects.values_list("by_post", flat=True))
        assert said
        assert all(words.startswith("Acting ") for words in said), said


def appointments_are_changed(head: Employee) -> None:
    how = {"post": Post.AUDITOR, "starts_on": clock.today(), "by": head}
    made = appoint(employee=EmployeeFactory(), ends_on=clock.today() + 9 * DAY, **how)
    extend_appointment(made, until=clock.today() + 20 * DAY, by=head)
    coming = hand_over(made, employee=EmployeeFactory(), starts_on=clock.today() + 5 * DAY, by=head)
    cancel_appointment(coming, by=head)
    end_appointment(made, on=clock.today(), by=head)


def a_case_goes_live(acting: dict[Post, Employee]) -> Account:
    communications, head = acting[Post.COMMUNICATIONS_MANAGER], acting[Post.HEAD_OF_IT]
    manager = EmployeeFactory(name="Manager")
    case = a_complete_draft(by=EmployeeFactory(line_manager=manager))
    case = move(case, "send", case.applicant, declared=True)
    post_message(case, by=communications, text="Who answers at weekends?")
    advice = {"verdict": "support", "text": "A sound idea.", "controls": CONTROLS}
    case = move(case, "advise", communications, **advice)
    case = move(case, "present", case.applicant)
    # Nobody is left up the line, so the policy administrator does the manager's duties.
    Employee.objects.filter(pk=manager.pk).update(left_on=clock.today())
    case = BusinessCase.objects.get(pk=case.pk)
    acknowledge_case(case, by=acting[Post.POLICY_ADMINISTRATOR])
    case = move(case, "approve", head)

    account = Account.objects.get(case=case)
    with clock.at(NOW - 2 * DAY):
        session = create_session(
            by=communications,
            organiser=EmployeeFactory(),
            starts_at=NOW - DAY,
            minutes=60,
            places=9,
            place="Here",
        )
    for access in account.accesses.all():
        record_attendance(session, person=access.person, attended=True, by=communications)
    for access in Access.objects.filter(account=account):
        switch_access(access, on=True, by=acting[Post.ACCESS_OPERATOR])
    for control in controls_of(account):
        seen = {"seen_version": version(account)}
        give_evidence(account, control, evidence="Done.", by=account.lead, **seen)
        tick_control(account, control, by=communications, seen_version=version(account))
    launch_account(account, address=ADDRESS, by=account.lead, seen_version=version(account))
    return account


def reviews_are_read(account: Account, acting: dict[Post, Employee]) -> None:
    """One read for both sides, the next one excused."""
    communications = acting[Post.COMMUNICATIONS_MANAGER]
    with clock.at(SPRING):
        sweep()
        review = a_sent_review(account.reviews.get(number=1))
        readers = {
            "communications": communications,
            "manager": acting[Post.POLICY_ADMINISTRATOR],
        }
        for side, reader in readers.items():
            review.refresh_from_db()
            acknowledge_review(review, side=side, by=reader, seen_version=review.version)
    with clock.at(SPRING + 183 * DAY):
        sweep()
        review = account.reviews.get(number=2)
        seen = {"seen_version": review.version}
        excuse_review(review, reason="Flooded.", by=communications, **seen)


def a_media_contact_is_answered(communications: Employee) -> None:
    contact = MediaContactFactory()
    for name in ("advise", "close"):
        contact = MediaContact.objects.get(pk=contact.pk)
        seen = {"seen_version": contact.version}
        move_media_contact(contact, name, by=communications, text="Words.", **seen)


def lists_are_exported(acting: dict[Post, Employee]) -> None:
    communications = signed_in(acting[Post.COMMUNICATIONS_MANAGER])
    administrator = signed_in(acting[Post.POLICY_ADMINISTRATOR])
    version, session = PolicyVersion.objects.get(), SessionFactory(starts_at=NOW)
    faults = EmployeeImport.objects.create(name="hr.csv", uploaded_at=NOW, state_since=NOW)
    for client, url in (
        (communications, reverse("cases:export")),
        (communications, reverse("media_contacts:export")),
        (communications, reverse("awareness:register_export", args=[session.pk])),
        (administrator, reverse("policy:coverage_export", args=[version.pk])),
        (administrator, reverse("employee_import_faults", args=[faults.pk])),
    ):
        assert client.get(url).status_code == 200


def people_leave(acting: dict[Post, Employee]) -> None:
    administrator = acting[Post.POLICY_ADMINISTRATOR]
    case = a_complete_draft(by=EmployeeFactory(line_manager=None))
    case = move(case, "send", case.applicant, declared=True)
    case = move(
        case,
        "advise",
        acting[Post.COMMUNICATIONS_MANAGER],
        verdict="support",
        text="A sound idea.",
        controls=CONTROLS,
    )
    leaver = case.applicant
    session = create_session(
        by=acting[Post.COMMUNICATIONS_MANAGER],
        organiser=EmployeeFactory(),
        starts_at=NOW + DAY,
        minutes=60,
        places=9,
        place="Here",
    )
    book(session, by=leaver)
    Employee.objects.filter(pk=case.manager_id).update(left_on=clock.today())
    record_leaving(leaver, on=clock.today(), by=administrator)
    case.refresh_from_db()
    give_case(case, to=EmployeeFactory(), by=administrator, seen_version=case.version)

    account = Account.objects.get()
    record_leaving(account.lead, on=clock.today(), by=administrator)
