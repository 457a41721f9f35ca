"""Access taken away from two sides at once: neither waits for the other for ever."""

from concurrent.futures import wait
from datetime import timedelta

from django.db import transaction

from cases.services.account_locking import lock_access, lock_account
from policy.services.awareness import record_attendance
from portal import clock
from portal.models import Employee
from portal.services.people import record_leaving
from tests.builders import NOW
from tests.cases.accounts import a_live_account
from tests.databases import at_once
from tests.factories import AttendanceFactory, SessionFactory


def a_lead_who_attended_twice():
    """An account, and what corrects the attendance on which its lead's access rests."""
    with clock.at(NOW):
        account = a_live_account()
        spare = SessionFactory(starts_at=NOW - timedelta(days=30))
        AttendanceFactory(session=spare, person=account.lead)
    access = account.accesses.get(role="lead")
    session = access.attendance.session

    def correct():
        with clock.at(NOW):
            record_attendance(session, person=account.lead, attended=False, by=session.organiser)

    return account, access, correct


def test_a_correction_takes_the_account_before_its_access(two_connections):
    first, second = two_connections
    account, access, correct = a_lead_who_attended_twice()
    leaving = transaction.atomic()
    first.run(leaving.__enter__)
    first.run(lock_account, account.pk)

    correction = second.start(correct)
    wait([correction], timeout=0.5)
    assert correction.running(), f"did not wait: {correction.exception()}"
    first.run(lock_access, access.pk)
    first.run(leaving.__exit__, None, None, None)

    correction.result(timeout=30)
    access.refresh_from_db()
    assert access.state == "on"


def test_a_correction_that_meets_the_leaving_of_the_same_person(committed_db):
    account, access, correct = a_lead_who_attended_twice()

    def leave():
        with clock.at(NOW):
            record_leaving(Employee.objects.get(pk=account.lead_id), on=NOW.date(), by=None)

    assert at_once(correct, leave) == [None, None]
    access.refresh_from_db()
    assert access.state == "to_remove"
