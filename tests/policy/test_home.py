"""What awareness sessions and media contacts put on the home page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policy import home
from portal import clock
from portal.models import Post
from tests.duties import duties_of
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    BookingFactory,
    EmployeeFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, 42, tzinfo=UTC)
TODAY = date(2026, 11, 4)
STARTED = NOW - timedelta(days=1)
# What a booking of the tests says.
BOOKED = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november():
    with clock.at(NOW):
        yield


def asked(employee):
    """What needs a person now."""
    return [duty.text for duty in duties_of(employee, home.duties) if not duty.holder]


def test_organiser_saves_the_register_until_everyone_booked_is_recorded():
    session = SessionFactory(starts_at=STARTED)
    person = BookingFactory(session=session).person
    BookingFactory(session=session, person=session.organiser)
    BookingFactory(session=SessionFactory(organiser=session.organiser))
    sentence = "Save the register of the awareness session on 3 November 2026"
    assert asked(session.organiser) == [sentence]
    assert asked(person) == []

    AttendanceFactory(session=session, person=person)
    assert asked(session.organiser) == []


def test_communications_steps_in_when_the_organiser_has_left():
    adviser = AppointmentFactory(post=Post.COMMUNICATIONS_ADVISER).employee
    left = EmployeeFactory(name="Lee Gone", left_on=date(2026, 11, 1))
    past = BookingFactory(session=SessionFactory(organiser=left, starts_at=STARTED)).session
    to_come = SessionFactory(organiser=left)
    SessionFactory(organiser=left, cancelled_at=NOW)
    SessionFactory()
    BookingFactory(session=SessionFactory(starts_at=STARTED))

    found = duties_of(adviser, home.duties)

    assert sorted((duty.text, duty.url, duty.due_on) for duty in found) == [
        (
            "Choose a new organiser for the awareness session on 11 November 2026: "
            "Lee Gone has left",
            f"/awareness/{to_come.pk}/edit/",
            date(2026, 11, 11),
        ),
        (
            "Save the register of the awareness session on 3 November 2026",
            f"/awareness/{past.pk}/register/",
            None,
        ),
    ]


def test_people_wait_for_their_session_and_then_for_its_register():
    person = EmployeeFactory()
    BookingFactory(person=person, session=SessionFactory(organiser__name="Olu Organiser"))
    recorded = BookingFactory(person=person, session=SessionFactory(starts_at=STARTED))
    AttendanceFactory(person=person, session=recorded.session)
    gone = SessionFactory(starts_at=STARTED, organiser__left_on=date(2026, 11, 4))
    BookingFactory(person=person, session=gone)
    BookingFactory(person=person, cancelled_at=NOW)
    own = SessionFactory(organiser=person, starts_at=NOW + timedelta(days=1))
    BookingFactory(person=person, session=own, moved_up_at=NOW)

    found = duties_of(person, home.duties)

    assert sorted((duty.text, duty.holder, duty.since) for duty in found) == [
        ("The register of your awareness session on 3 November 2026", "Communications", STARTED),
        ("Your awareness session at 10:42am on 5 November 2026", "Communications", NOW),
        ("Your awareness session at 10am on 11 November 2026", "Olu Organiser", BOOKED),
    ]


def test_who_waits_for_a_place_reads_their_position_until_the_start():
    session = SessionFactory(places=1)
    BookingFactory(session=session, waiting=True)
    person = BookingFactory(session=session, waiting=True).person
    BookingFactory(session=SessionFactory(starts_at=STARTED), person=person, waiting=True)

    found = duties_of(person, home.duties)

    place = "A place at the awareness session at 10am on 11 November 2026"
    assert [(duty.text, duty.holder) for duty in found] == [
        (f"{place}: you are number 2 on the waiting list", "Those who have a place")
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_they_cost_one_query(rows, django_assert_num_queries):
    person = EmployeeFactory()
    for _ in range(rows):
        BookingFactory(session=SessionFactory(organiser=person, starts_at=STARTED))
        BookingFactory(person=person)
    # And their posts.
    with django_assert_num_queries(2):
        found = duties_of(person, home.duties)
    assert len(found) == 2 * min(rows, 20)
