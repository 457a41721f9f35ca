"""A session in people's calendars: as a file, and with the e-mails of those who have a place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from policy.services.awareness import book, cancel_session, change_session, remind_of_sessions
from portal import clock
from portal.models import Notice
from portal.services.outbox import drain_outbox
from tests.factories import BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def event_in(text):
    """The method of a calendar's text, and its one event."""
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], event


def downloaded(client, person, session):
    client.force_login(person)
    answer = client.get(reverse("awareness:calendar", args=[session.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return event_in(answer.content)


def test_a_session_is_one_event_in_summer_and_in_winter(client):
    for starts_at in (NOW + timedelta(days=7), datetime(2027, 7, 1, 9, tzinfo=UTC)):
        session = SessionFactory(starts_at=starts_at, minutes=90, place="Room 1; café, 2nd floor")

        method, event = downloaded(client, EmployeeFactory(), session)

        assert method == "PUBLISH"
        assert event["DTSTART"].dt == starts_at
        assert event["DTEND"].dt == starts_at + timedelta(minutes=90)
        assert event["UID"] == f"awareness-session-{session.pk}@portal.example"
        assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
        assert event["LOCATION"] == "Room 1; café, 2nd floor"
        assert event["ORGANIZER"] == f"MAILTO:{session.organiser.email}"
        assert f"https://portal.example/awareness/{session.pk}/" in event["DESCRIPTION"]
        assert event["DTSTAMP"].dt == NOW


def test_the_link_to_join_is_for_those_with_a_place(client):
    session = SessionFactory(link="https://meet.example/room", place="")
    booked = BookingFactory(session=session).person
    waits = BookingFactory(session=session, waiting=True).person
    for person, sees in ((booked, True), (session.organiser, True), (waits, False)):
        _, event = downloaded(client, person, session)
        assert ("https://meet.example/room" in event["DESCRIPTION"]) is sees


def test_each_change_and_the_end_are_later_texts_of_the_same_event():
    booking = BookingFactory()
    session = booking.session
    details = {"starts_at": session.starts_at, "minutes": 60, "places": 12}
    change_session(
        session, by=session.organiser, organiser=session.organiser, **details, place="Room 2"
    )
    cancel_session(session, by=session.organiser)

    changed, cancelled = (event_in(n.attachment) for n in Notice.objects.order_by("pk"))
    assert [event["SEQUENCE"] for _, event in (changed, cancelled)] == [1, 2]
    assert changed[1]["UID"] == cancelled[1]["UID"]
    assert (changed[0], changed[1]["STATUS"]) == ("PUBLISH", "CONFIRMED")
    assert (cancelled[0], cancelled[1]["STATUS"]) == ("CANCEL", "CANCELLED")


def test_booking_and_the_day_before_bring_it_by_e_mail():
    session = SessionFactory()
    person = EmployeeFactory()
    book(session, by=person)
    drain_outbox()
    with clock.at(session.starts_at - timedelta(hours=20)):
        remind_of_sessions(today=clock.today())
        drain_outbox()

    name = f"awareness-session-{session.pk}.ics"
    assert [m.subject.split(":")[0] for m in mail.outbox] == ["Booked", "Reminder"]
    for message in mail.outbox:
        ((sent_as, text, kind),) = message.attachments
        assert (sent_as, kind) == (name, "text/calendar")
        assert event_in(text)[1]["DTSTART"].dt == session.starts_at


def test_a_digest_carries_each_session_once_as_it_was_told_last():
    person = EmployeeFactory(mail="daily")
    first, second = SessionFactory(), SessionFactory(starts_at=NOW + timedelta(days=9))
    for session in (first, second):
        book(session, by=person)
    details = {"starts_at": first.starts_at, "minutes": 90, "places": 12, "place": "Room 2"}
    change_session(first, by=first.organiser, organiser=first.organiser, **details)
    with clock.at(NOW + timedelta(days=1)):
        drain_outbox()

    (message,) = mail.outbox
    assert [name for name, _, _ in message.attachments] == [
        f"awareness-session-{session.pk}.ics" for session in (first, second)
    ]
    assert event_in(message.attachments[0][1])[1]["SEQUENCE"] == 1


def test_who_waits_is_sent_no_calendar():
    session = BookingFactory(session__places=1).session
    book(session, by=EmployeeFactory())
    assert Notice.objects.get().attachment == ""
