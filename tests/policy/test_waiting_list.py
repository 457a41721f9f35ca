"""The waiting list of a full session: its order, and who moves up when a place comes free (5.1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policy.models import AwarenessSession, Booking
from policy.services.awareness import (
    book,
    cancel_booking,
    cancel_session,
    change_session,
    close_waiting_lists,
    record_attendance,
    remind_of_sessions,
)
from portal import clock
from portal.models import Notice, TrailEvent
from portal.refusals import Refused
from portal.services.people import record_leaving
from tests.databases import at_once
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def a_full_session(places=1, waiting=0, **fields):
    """A session whose places are all booked, and the bookings of those who wait for one."""
    session = SessionFactory(places=places, **fields)
    BookingFactory.create_batch(places, session=session)
    return session, BookingFactory.create_batch(waiting, session=session, waiting=True)


def placed(session):
    return {b.person for b in session.bookings.standing().select_related("person")}


def waiting(session):
    """Who waits, with their positions."""
    return [(b.person, b.position) for b in session.bookings.waiting().with_position()]


def told(subject):
    return [n.recipient for n in Notice.objects.filter(subject__startswith=subject).order_by("pk")]


def changed(session, **details):
    kept = ("starts_at", "minutes", "places", "place", "organiser")
    details = {name: getattr(session, name) for name in kept} | details
    return change_session(session, by=session.organiser, **details)


@pytest.mark.django_db
def test_a_full_session_is_waited_for_in_order():
    session, _ = a_full_session()
    first, second = EmployeeFactory.create_batch(2)

    booking = book(session, by=first)
    book(session, by=second)

    assert booking.waiting
    assert waiting(session) == [(first, 1), (second, 2)]
    assert told("Waiting list: awareness session on 11 November 2026") == [first, second]
    assert TrailEvent.objects.last().event == "session.wait"
    with pytest.raises(Refused, match=r"You are already on the waiting list of this session\."):
        book(session, by=first)


@pytest.mark.django_db
def test_a_place_given_up_goes_to_whoever_has_waited_longest():
    session, (first, second) = a_full_session(waiting=2)
    (gives_up,) = placed(session)

    cancel_booking(session, by=gives_up)

    assert placed(session) == {first.person}
    assert waiting(session) == [(second.person, 1)]
    first.refresh_from_db()
    assert (first.waiting, first.moved_up_at) == (False, NOW)
    assert told("You have a place: awareness session on 11 November 2026") == [first.person]
    event = TrailEvent.objects.last()
    assert (event.event, event.actor) == ("session.move_up", None)
    assert event.summary.endswith(f"{first.person.name} moved up from the waiting list")


@pytest.mark.django_db
def test_leaving_the_list_moves_nobody_up_and_closes_the_gap():
    session, (first, second) = a_full_session(waiting=2)
    before = placed(session)

    cancel_booking(session, by=first.person)

    assert placed(session) == before
    assert waiting(session) == [(second.person, 1)]
    book(session, by=first.person)
    assert waiting(session) == [(second.person, 1), (first.person, 2)]


@pytest.mark.django_db
def test_the_place_of_a_leaver_goes_to_who_waits_and_a_leaver_waits_no_longer():
    session, (first, second, third) = a_full_session(waiting=3)
    (leaver,) = placed(session)

    record_leaving(first.person, on=date(2026, 11, 4), by=None)
    record_leaving(leaver, on=date(2026, 11, 4), by=None)

    assert placed(session) == {second.person}
    assert waiting(session) == [(third.person, 1)]


@pytest.mark.django_db
def test_more_places_go_to_as_many_of_those_who_wait():
    session, (first, second, third) = a_full_session(waiting=3)
    before = placed(session)

    changed(session, places=3)

    assert placed(session) == before | {first.person, second.person}
    assert waiting(session) == [(third.person, 1)]
    changed(AwarenessSession.objects.get(pk=session.pk), places=10)
    assert waiting(session) == []
    assert session.bookings.standing().count() == 4


@pytest.mark.django_db
def test_those_who_wait_hear_of_a_change_and_of_the_end():
    session, (booking,) = a_full_session(waiting=1)

    changed(session, place="Meeting room 2")
    assert booking.person in told("Changed: awareness session")
    cancel_session(session, by=session.organiser)
    assert booking.person in told("Cancelled: awareness session")
    assert set(
        Notice.objects.filter(subject__startswith="Cancelled").values_list("path", flat=True)
    ) == {"/awareness/"}
    assert Notice.objects.filter(body__contains="You are still on the waiting list.").count() == 1


@pytest.mark.django_db
def test_when_it_starts_those_still_waiting_are_told_once():
    session, (came, missed, gave_up) = a_full_session(waiting=3)
    cancel_booking(session, by=gave_up.person)
    assert close_waiting_lists(today=clock.today()) == 0

    with clock.at(session.starts_at):
        with pytest.raises(Refused, match=r"This session started at 10am on 11 November 2026\."):
            book(session, by=EmployeeFactory())
        record_attendance(session, person=came.person, attended=True, by=session.organiser)
        assert close_waiting_lists(today=clock.today()) == 1
        assert close_waiting_lists(today=clock.today()) == 0

    assert told("No place came free: awareness session on 11 November 2026") == [missed.person]
    assert Notice.objects.get(recipient=missed.person).path == "/awareness/"


@pytest.mark.django_db
def test_who_waits_is_not_reminded_and_who_moved_up_in_time_is():
    session, (moves_up, waits) = a_full_session(waiting=2)
    (gives_up,) = placed(session)
    day_before = session.starts_at - timedelta(days=1)

    cancel_booking(session, by=gives_up)
    with clock.at(day_before):
        assert remind_of_sessions(today=clock.today()) == 1
        cancel_booking(session, by=moves_up.person)
        # They have just been told that they have a place.
        assert remind_of_sessions(today=clock.today()) == 0

    assert told("Reminder") == [moves_up.person]
    assert placed(session) == {waits.person}


@pytest.mark.django_db
def test_nobody_waits_for_a_session_held_while_they_are_at_another():
    session, _ = a_full_session()
    person = BookingFactory().person
    with pytest.raises(Refused, match=r"You have booked another session at 10am"):
        book(session, by=person)


def of_their_own(call, people):
    """For each person a call under the test's clock, to be made at once."""

    def under_the_clock(person):
        with clock.at(NOW):
            return call(person)

    return [lambda person=person: under_the_clock(person) for person in people]


def test_thirty_who_book_the_last_five_places_at_once(committed_db):
    session = SessionFactory(places=12)
    BookingFactory.create_batch(7, session=session)
    people = EmployeeFactory.create_batch(30)

    answers = at_once(*of_their_own(lambda person: book(session, by=person), people))

    assert [type(answer) for answer in answers] == [Booking] * 30
    assert sum(not answer.waiting for answer in answers) == 5
    assert session.bookings.standing().count() == 12
    in_order = waiting(session)
    assert [position for _, position in in_order] == list(range(1, 26))
    assert {person for person, _ in in_order} == {a.person for a in answers if a.waiting}

    by_five = [b.person for b in answers if not b.waiting]
    at_once(*of_their_own(lambda person: cancel_booking(session, by=person), by_five[:1]))
    assert waiting(session) == [(person, n) for n, (person, _) in enumerate(in_order[1:], 1)]

    at_once(*of_their_own(lambda person: cancel_booking(session, by=person), by_five[1:3]))
    assert waiting(session) == [(person, n) for n, (person, _) in enumerate(in_order[3:], 1)]
    assert session.bookings.standing().count() == 12
    assert sorted(p.pk for p in told("You have a place")) == sorted(
        person.pk for person, _ in in_order[:3]
    )


def test_a_person_who_books_two_sessions_at_the_same_hour_at_once_has_one(committed_db):
    person, sessions = EmployeeFactory(), SessionFactory.create_batch(2)

    answers = at_once(*of_their_own(lambda session: book(session, by=person), sessions))

    assert sorted(type(answer).__name__ for answer in answers) == ["Booking", "Refused"]


def test_a_place_given_up_while_more_are_added_moves_each_up_once(committed_db):
    session, bookings = a_full_session(places=2, waiting=4)
    leaves, *_ = placed(session)

    def add_places():
        with clock.at(NOW):
            changed(session, places=4)

    at_once(add_places, *of_their_own(lambda person: cancel_booking(session, by=person), [leaves]))

    assert session.bookings.standing().count() == 4
    assert [person for person, _ in waiting(session)] == [bookings[3].person]
    assert len(told("You have a place")) == 3
