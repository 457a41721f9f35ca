"""What the database forbids of bookings and attendance (5.1), told by raw SQL."""

from datetime import timedelta

import pytest

from tests.factories import AttendanceFactory, BookingFactory, SessionFactory
from tests.rows import (
    NOW,
    a_person,
    an_attendance,
    columns_of,
    delete,
    insert,
    refused,
    sql,
    update,
)

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)

FROM_THE_START = "Attendance is recorded from the start of the session."
SAME_SESSION_AND_PERSON = "A correction is of the same session and person."
ATTENDANCE_UNALTERED = "Attendance is corrected by a new row and never altered."
ATTENDANCE_KEPT = "Attendance is never deleted."
MORE_THAN_PLACES = "A session never has more people than places."
SESSION_BEFORE_ATTENDANCE = "Attendance was recorded before this session would start."


def test_attendance_is_not_recorded_before_the_session():
    session = SessionFactory(starts_at=NOW)
    row = columns_of(AttendanceFactory.build(session=session, person=a_person(), recorded_at=NOW))
    with refused(FROM_THE_START):
        insert("policy_attendance", **{**row, "recorded_at": NOW - timedelta(seconds=1)})

    insert("policy_attendance", **row)


def test_a_session_does_not_move_past_its_attendance():
    session = an_attendance().session
    with refused(SESSION_BEFORE_ATTENDANCE):
        update(session, starts_at=session.ends_at + timedelta(seconds=1))

    update(session, starts_at=session.ends_at)


@pytest.mark.parametrize(
    "column", ["id", "session_id", "person_id", "attended", "recorded_by_id", "recorded_at"]
)
def test_attendance_is_never_altered(column):
    attendance = an_attendance()
    other = {
        "id": attendance.pk + 1000,
        "session_id": SessionFactory(starts_at=NOW),
        "person_id": a_person(),
        "attended": False,
        "recorded_by_id": a_person(),
        "recorded_at": LATER,
    }
    with refused(ATTENDANCE_UNALTERED):
        update(attendance, **{column: other[column]})


def test_attendance_is_superseded_once():
    attendance = an_attendance()
    update(attendance, superseded_at=NOW)
    for value in (LATER, None):
        with refused(ATTENDANCE_UNALTERED):
            update(attendance, superseded_at=value)


def test_attendance_does_not_become_a_correction():
    first, second = an_attendance(), an_attendance()
    with refused(ATTENDANCE_UNALTERED):
        update(second, corrects_id=first)


def test_attendance_is_never_deleted():
    with refused(ATTENDANCE_KEPT):
        delete(an_attendance())


def test_a_correction_is_of_the_same_session_and_person():
    attendance = an_attendance()
    update(attendance, superseded_at=NOW)
    correction = columns_of(
        attendance, attended=False, superseded_at=None, corrects_id=attendance.pk
    )
    with refused(SAME_SESSION_AND_PERSON):
        insert("policy_attendance", **{**correction, "person_id": a_person()})
    with refused(SAME_SESSION_AND_PERSON):
        session = SessionFactory(starts_at=attendance.session.starts_at)
        insert("policy_attendance", **{**correction, "session_id": session})

    insert("policy_attendance", **correction)


def test_a_session_never_has_more_people_than_places():
    session = SessionFactory(places=1)
    placed = BookingFactory(session=session)
    waiting = BookingFactory(session=session, waiting=True)
    cancelled = BookingFactory(session=session, cancelled_at=NOW)
    elsewhere = BookingFactory()
    with refused(MORE_THAN_PLACES):
        insert("policy_booking", **columns_of(placed, person_id=a_person()))
    with refused(MORE_THAN_PLACES):
        update(waiting, waiting=False)
    with refused(MORE_THAN_PLACES):
        update(cancelled, cancelled_at=None)
    with refused(MORE_THAN_PLACES):
        update(elsewhere, session_id=session)

    update(placed, cancelled_at=NOW)
    update(waiting, waiting=False)
    update(waiting, booked_at=LATER)


def test_rows_placed_in_one_statement_are_counted_too():
    session = SessionFactory(places=1)
    BookingFactory.create_batch(2, session=session, waiting=True)
    with refused(MORE_THAN_PLACES):
        sql("UPDATE policy_booking SET waiting = %s WHERE session_id = %s", False, session)


def test_places_are_not_lowered_below_those_who_have_one():
    session = SessionFactory(places=3)
    BookingFactory.create_batch(2, session=session)
    BookingFactory(session=session, waiting=True)
    with refused(MORE_THAN_PLACES):
        update(session, places=1)

    update(session, places=2)
