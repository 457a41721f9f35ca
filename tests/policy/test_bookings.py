"""Places at awareness sessions, and the reminder of the day before (5.1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policy.models import Booking
from policy.services.awareness import (
    book,
    cancel_booking,
    cancel_session,
    change_session,
    remind_of_sessions,
)
from portal import clock
from portal.models import Employee, Notice, TrailEvent
from portal.refusals import Refused
from portal.services.people import record_leaving
from tests.databases import at_once
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@pytest.mark.django_db
def test_booking_gives_a_place_and_says_so():
    session, person = SessionFactory(), EmployeeFactory(name="Pat O'Neill")

    booking = book(session, by=person)

    assert (booking.session, booking.person, booking.booked_at) == (session, person, NOW)
    notice = Notice.objects.get()
    assert notice.recipient == person
    assert notice.subject == "Booked: awareness session on 11 November 2026"
    assert "Hello Pat O'Neill" in notice.body
    assert "at 10am on 11 November 2026" in notice.body
    assert notice.path == f"/awareness/{session.pk}/"
    assert TrailEvent.objects.get().event == "session.book"


@pytest.mark.django_db
def test_refusals():
    person = EmployeeFactory()
    with pytest.raises(Refused, match=r"This session started at 10:42am on 4 November 2026\."):
        book(SessionFactory(starts_at=NOW), by=person)
    with pytest.raises(Refused, match=r"You have not booked this session\."):
        cancel_booking(SessionFactory(), by=person)

    booked = SessionFactory(minutes=60)
    book(booked, by=person)
    with pytest.raises(Refused, match=r"You have already booked this session\."):
        book(booked, by=person)
    assert Booking.objects.filter(person=person).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "minutes", "clashes"),
    [
        (datetime(2026, 11, 11, 9, tzinfo=UTC), 60, False),
        (datetime(2026, 11, 11, 9, tzinfo=UTC), 61, True),
        (datetime(2026, 11, 11, 10, 59, tzinfo=UTC), 60, True),
        (datetime(2026, 11, 11, 11, tzinfo=UTC), 60, False),
    ],
)
def test_nobody_books_two_sessions_at_the_same_time(starts, minutes, clashes):
    person = EmployeeFactory()
    BookingFactory(session=SessionFactory(minutes=60), person=person)
    other = SessionFactory(starts_at=starts, minutes=minutes)
    if clashes:
        with pytest.raises(
            Refused, match=r"You have booked another session at 10am on 11 November 2026\."
        ):
            book(other, by=person)
    else:
        book(other, by=person)


@pytest.mark.django_db
def test_place_given_up_is_taken_by_another_and_may_be_booked_again():
    session = SessionFactory(places=1)
    first, second = EmployeeFactory(), EmployeeFactory()
    book(session, by=first)
    cancel_booking(session, by=first)
    book(session, by=second)
    cancel_booking(session, by=second)
    book(session, by=first)
    held = Booking.objects.standing().filter(session=session)
    assert [booking.person for booking in held] == [first]
    assert Notice.objects.filter(recipient=first).count() == 2


def test_pressing_twice_books_once(committed_db):
    session, person = SessionFactory(), EmployeeFactory()

    def press():
        with clock.at(NOW):
            return book(session, by=person)

    answers = at_once(*[press] * 6)

    assert sorted(type(answer).__name__ for answer in answers) == ["Booking"] + ["Refused"] * 5
    assert Booking.objects.count() == 1


def reminded():
    reminders = Notice.objects.filter(subject__startswith="Reminder").order_by("pk")
    return [(notice.recipient, notice.subject) for notice in reminders]


def sweep(at):
    with clock.at(at):
        return remind_of_sessions(today=clock.today())


@pytest.mark.django_db
def test_day_before_people_are_reminded_once():
    booking = BookingFactory()
    BookingFactory(session=booking.session, cancelled_at=NOW)
    day_before = datetime(2026, 11, 10, 0, 5, tzinfo=UTC)

    assert sweep(datetime(2026, 11, 9, 23, 55, tzinfo=UTC)) == 0
    assert sweep(day_before) == 1
    assert sweep(day_before + timedelta(hours=1)) == 0
    assert reminded() == [(booking.person, "Reminder: awareness session on 11 November 2026")]


@pytest.mark.django_db
def test_reminder_missed_the_day_before_comes_on_the_day_and_never_after_the_start():
    booking = BookingFactory()
    too_late = BookingFactory(
        session=SessionFactory(starts_at=datetime(2026, 11, 11, 7, tzinfo=UTC))
    )
    assert sweep(datetime(2026, 11, 11, 8, tzinfo=UTC)) == 1
    assert [person for person, _ in reminded()] == [booking.person]
    assert too_late.person not in [person for person, _ in reminded()]


@pytest.mark.django_db
def test_booking_made_the_day_before_needs_no_reminder():
    BookingFactory(booked_at=datetime(2026, 11, 10, 0, 0, tzinfo=UTC))
    assert sweep(datetime(2026, 11, 10, 9, tzinfo=UTC)) == 0
    assert reminded() == []


@pytest.mark.django_db
def test_moved_session_is_reminded_of_again_and_a_cancelled_one_never():
    booking = BookingFactory()
    session = booking.session
    day_before = datetime(2026, 11, 10, 9, tzinfo=UTC)
    sweep(day_before)
    with clock.at(day_before):
        change_session(
            session,
            by=session.organiser,
            organiser=session.organiser,
            starts_at=datetime(2026, 11, 18, 10, tzinfo=UTC),
            minutes=60,
            places=12,
            place="Meeting room 1",
        )
    assert sweep(datetime(2026, 11, 10, 10, tzinfo=UTC)) == 0
    assert sweep(datetime(2026, 11, 17, 9, tzinfo=UTC)) == 1
    assert [subject for _, subject in reminded()] == [
        "Reminder: awareness session on 11 November 2026",
        "Reminder: awareness session on 18 November 2026",
    ]

    cancelled = BookingFactory(session=SessionFactory(starts_at=NOW + timedelta(days=1))).session
    cancel_session(cancelled, by=cancelled.organiser)
    assert sweep(NOW) == 0


@pytest.mark.django_db
def test_day_before_is_the_councils_day():
    # 00:30 on 1 July in London is 23:30 on 30 June in UTC.
    session = SessionFactory(starts_at=datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    BookingFactory(session=session)
    assert sweep(datetime(2027, 6, 29, 22, 55, tzinfo=UTC)) == 0
    assert sweep(datetime(2027, 6, 29, 23, 5, tzinfo=UTC)) == 1


@pytest.mark.django_db
def test_leaver_gives_up_places_to_come():
    booking = BookingFactory()
    past = BookingFactory(
        person=booking.person, session=SessionFactory(starts_at=NOW - timedelta(days=30))
    )
    record_leaving(booking.person, on=date(2026, 11, 4), by=None)
    booking.refresh_from_db()
    past.refresh_from_db()
    assert booking.cancelled_at == NOW
    assert past.cancelled_at is None
    assert Employee.objects.get(pk=booking.person_id).leaving_handled_at == NOW
