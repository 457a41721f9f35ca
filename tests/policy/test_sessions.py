"""Awareness sessions: adding, changing and cancelling them (5.1)."""

from datetime import UTC, date, datetime

import pytest

from policy.models import AwarenessSession
from policy.services.awareness import book, cancel_session, change_session, create_session
from portal import clock
from portal.models import Notice, Post, TrailEvent
from portal.refusals import Refused
from tests.factories import AppointmentFactory, BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
DETAILS = {
    "starts_at": datetime(2026, 11, 11, 10, tzinfo=UTC),
    "minutes": 90,
    "place": "Meeting room 1",
    "link": "",
    "places": 12,
}


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


@pytest.fixture
def adviser():
    return AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee


def told():
    return [(notice.recipient, notice.subject) for notice in Notice.objects.order_by("pk")]


@pytest.mark.parametrize("post", [Post.COMMUNICATIONS_ADVISER, Post.COMMUNICATIONS_MANAGER])
def test_communications_adds_a_session_and_its_organiser_is_told(post):
    by = AppointmentFactory(post=post).employee
    organiser = EmployeeFactory()

    session = create_session(by=by, organiser=organiser, **DETAILS)

    session.refresh_from_db()
    assert session.ends_at == datetime(2026, 11, 11, 11, 30, tzinfo=UTC)
    assert told() == [(organiser, "You organise the awareness session on 11 November 2026")]
    event = TrailEvent.objects.get()
    assert (event.event, event.subject, event.actor) == (
        "session.create",
        f"session {session.pk}",
        by,
    )
    assert event.actor_post == Post(post).label


@pytest.mark.parametrize(
    "post", [Post.HEAD_OF_IT, Post.ACCESS_OPERATOR, Post.POLICY_ADMINISTRATOR, Post.AUDITOR, None]
)
def test_nobody_else_adds_a_session(post):
    by = AppointmentFactory(post=post).employee if post else EmployeeFactory()
    with pytest.raises(Refused, match=r"Only Communications adds awareness sessions\."):
        create_session(by=by, organiser=by, **DETAILS)
    assert not AwarenessSession.objects.exists()


def test_appointment_that_has_ended_adds_nothing():
    ended = AppointmentFactory(ends_on=date(2026, 11, 3)).employee
    with pytest.raises(Refused):
        create_session(by=ended, organiser=ended, **DETAILS)


def test_session_must_start_in_the_future(adviser):
    with pytest.raises(Refused, match=r"The session must start in the future\."):
        create_session(by=adviser, organiser=adviser, **DETAILS | {"starts_at": NOW})


def test_moving_a_session_tells_those_booked_and_reminds_them_again():
    session = SessionFactory()
    booking = BookingFactory(session=session, reminded_at=NOW)
    gave_up = BookingFactory(session=session, cancelled_at=NOW)
    later = {**DETAILS, "starts_at": datetime(2026, 11, 18, 14, tzinfo=UTC)}

    change_session(session, by=session.organiser, organiser=session.organiser, **later)

    assert told() == [(booking.person, "Changed: awareness session now on 18 November 2026")]
    assert gave_up.person not in [person for person, _ in told()]
    booking.refresh_from_db()
    assert booking.reminded_at is None


def test_each_change_is_told():
    session = SessionFactory()
    BookingFactory(session=session)
    organiser = session.organiser
    for place in ("Meeting room 2", "Meeting room 3", "Meeting room 3"):
        change_session(session, by=organiser, organiser=organiser, **DETAILS | {"place": place})
    assert Notice.objects.count() == 2
    assert "Where: Meeting room 3" in Notice.objects.first().body


def test_more_places_are_told_to_nobody():
    session = SessionFactory(minutes=90)
    BookingFactory(session=session)
    change_session(
        session, by=session.organiser, organiser=session.organiser, **DETAILS | {"places": 20}
    )
    assert told() == []
    assert TrailEvent.objects.get().changes == {"places": ["12", "20"]}


def test_places_are_never_fewer_than_people():
    session = SessionFactory()
    BookingFactory.create_batch(2, session=session)
    few = DETAILS | {"places": 1}
    with pytest.raises(Refused, match=r"2 people have booked: places must be 2 or more\."):
        change_session(session, by=session.organiser, organiser=session.organiser, **few)


def test_only_communications_chooses_another_organiser(adviser):
    session, other = SessionFactory(), EmployeeFactory()
    with pytest.raises(Refused, match="Only Communications chooses who organises a session"):
        change_session(session, by=session.organiser, organiser=other, **DETAILS)

    change_session(session, by=adviser, organiser=other, **DETAILS)
    session.refresh_from_db()
    assert session.organiser == other
    assert told() == [(other, "You organise the awareness session on 11 November 2026")]


def test_strangers_change_and_cancel_nothing():
    session, stranger = SessionFactory(), EmployeeFactory()
    with pytest.raises(Refused):
        change_session(session, by=stranger, organiser=session.organiser, **DETAILS)
    with pytest.raises(Refused):
        cancel_session(session, by=stranger)
    assert not TrailEvent.objects.exists()


def test_cancelling_tells_those_booked():
    session = SessionFactory()
    booking = BookingFactory(session=session)

    cancel_session(session, by=session.organiser)

    session.refresh_from_db()
    assert session.cancelled_at == NOW
    assert told() == [(booking.person, "Cancelled: awareness session on 11 November 2026")]
    assert Notice.objects.get().path == "/awareness/"
    with pytest.raises(Refused, match=r"This session was cancelled\."):
        cancel_session(session, by=session.organiser)
    with pytest.raises(Refused, match=r"This session was cancelled\."):
        book(session, by=EmployeeFactory())


def test_session_that_has_started_stays_as_it_is():
    session = SessionFactory(starts_at=NOW)
    sentence = r"This session started at 10:42am on 4 November 2026\."
    with pytest.raises(Refused, match=sentence):
        cancel_session(session, by=session.organiser)
    with pytest.raises(Refused, match=sentence):
        change_session(session, by=session.organiser, organiser=session.organiser, **DETAILS)
