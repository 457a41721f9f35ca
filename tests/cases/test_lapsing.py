"""Attendances that run out: people reminded in time, access that ends, and what keeps it (5.1)."""

from datetime import date, datetime, time, timedelta

import pytest

from cases import attendance_duties
from cases.models import Access
from cases.services.lapsing import lapse_accesses, remind_of_attendance
from policy.services.awareness import record_attendance
from portal import clock
from portal.models import TrailEvent
from tests.builders import NOW
from tests.cases.accounts import a_live_account, an_approved_account, attend, told
from tests.duties import duties_of
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db

# Attended the day before NOW, on 3 November 2026: counts until 2 November 2028.
LAST_DAY = date(2028, 11, 2)


@pytest.fixture(autouse=True)
def two_years(settings):
    settings.ATTENDANCE_VALID_MONTHS = 24


def on(day):
    return clock.at(datetime.combine(day, time(9), clock.COUNCIL_TIME))


@pytest.fixture
def account(start_from):
    with clock.at(NOW):
        return start_from(a_live_account)


def sweep(day):
    with on(day):
        return lapse_accesses(today=day), remind_of_attendance(today=day)


def states(account):
    return dict(Access.objects.filter(account=account).values_list("role", "state"))


def days_before(days):
    return LAST_DAY - timedelta(days=days)


def attend_again(person, day):
    with on(day):
        attend(person)


def test_those_whose_access_rests_on_it_are_reminded_60_and_14_days_before(account):
    with clock.at(NOW):
        attend(EmployeeFactory(name="Without access"))
    people = account.accesses.count()

    assert sweep(days_before(61)) == (0, 0)
    assert sweep(days_before(60)) == (0, people)
    assert sweep(days_before(59)) == (0, 0)
    assert sweep(days_before(14)) == (0, people)
    assert sweep(days_before(0)) == (0, 0)

    subject = "Book an awareness session: your attendance counts until 2 November 2028"
    assert told("attendance_runs_out") == sorted(
        [(access.person.name, subject) for access in account.accesses.all()] * 2
    )


def test_a_backlog_sends_the_newest_rule_only(account):
    assert sweep(days_before(3)) == (0, account.accesses.count())
    assert len(told("attendance_runs_out")) == account.accesses.count()


def test_whoever_attended_again_is_not_reminded_and_keeps_their_access(account):
    attend_again(account.lead, days_before(100))
    assert sweep(days_before(60))[1] == account.accesses.count() - 1

    sweep(LAST_DAY + timedelta(days=1))

    assert states(account)["lead"] == "on"
    lead = account.accesses.get(role="lead")
    assert clock.date_of(lead.attendance.session.starts_at) == days_before(101)


def test_the_day_after_what_is_on_is_to_be_removed_and_what_is_ready_waits(account):
    with clock.at(NOW):
        waiting = an_approved_account()
        attend(waiting.lead)
    assert sweep(LAST_DAY)[0] == 0

    assert sweep(LAST_DAY + timedelta(days=1))[0] == account.accesses.count() + 1
    assert sweep(LAST_DAY + timedelta(days=1))[0] == 0

    assert set(states(account).values()) == {"to_remove"}
    assert states(waiting)["lead"] == "needs_session"
    removed = account.accesses.get(role="lead")
    assert removed.reason == "The attendance at an awareness session counted until 2 November 2028"
    assert TrailEvent.objects.filter(event="access.remove").last().actor is None


def test_the_person_the_lead_and_the_operators_are_told(account):
    sweep(LAST_DAY + timedelta(days=1))
    cover = account.accesses.exclude(role="lead").get().person
    subject = f"Awareness session needed for {account.name}: {cover.name}"
    assert [name for name, said in told("attendance_lost") if said == subject] == sorted(
        [account.lead.name, cover.name]
    )
    assert len(told("access_to_remove")) == account.accesses.count()


def test_without_a_limit_nothing_runs_out(account, settings):
    settings.ATTENDANCE_VALID_MONTHS = None
    assert sweep(date(2100, 1, 1)) == (0, 0)
    assert duties(account.lead, date(2100, 1, 1)) == []


def test_an_attendance_of_long_ago_makes_nothing_ready():
    with clock.at(NOW):
        account = an_approved_account()
        session = SessionFactory(starts_at=NOW - timedelta(days=900))
        record_attendance(session, person=account.lead, attended=True, by=session.organiser)
    assert states(account)["lead"] == "needs_session"


def duties(person, day):
    with on(day):
        found = duties_of(person, attendance_duties.duties)
    return [(duty.text, duty.url, duty.due_on) for duty in found]


def test_the_home_page_asks_for_a_session_until_one_is_booked(account):
    asked = (
        "Book a session: your attendance runs out on 2 November 2028",
        "/awareness/",
        LAST_DAY,
    )
    assert duties(account.lead, days_before(61)) == []
    assert duties(account.lead, days_before(60)) == [asked]
    assert duties(EmployeeFactory(), days_before(60)) == []
    to_come = SessionFactory(starts_at=datetime(2028, 10, 1, 9, tzinfo=clock.COUNCIL_TIME))
    BookingFactory(session=to_come, person=account.lead)
    assert duties(account.lead, days_before(60)) == []


def test_the_home_page_asks_once_by_the_newest_of_several(account):
    attend_again(account.lead, date(2026, 11, 10))
    with on(date(2026, 11, 11)):
        an_approved_account(by=account.lead, account_name="Parks news")
    day = date(2028, 10, 1)
    with on(day):
        (duty,) = duties_of(account.lead, attendance_duties.duties)
    assert duty.text == "Book a session: your attendance runs out on 8 November 2028"
    assert clock.date_of(duty.since) == date(2028, 9, 9)
