"""Whose attendance counts, and for how long (5.1)."""

from datetime import UTC, date, datetime

import pytest

from policy.attendance import attended_and_booked, counting_attendance, standing_attendance
from tests.factories import AttendanceFactory, BookingFactory, EmployeeFactory, SessionFactory

pytestmark = pytest.mark.django_db


def attended(person, year, month, day, **fields):
    starts_at = datetime(year, month, day, 10, tzinfo=UTC)
    return AttendanceFactory(session=SessionFactory(starts_at=starts_at), person=person, **fields)


def test_newest_attendance_of_each_who_has_one(django_assert_num_queries):
    twice, absent, corrected, nobody = EmployeeFactory.create_batch(4)
    attended(twice, 2025, 3, 1)
    newest = attended(twice, 2026, 3, 1)
    attended(absent, 2026, 3, 1, attended=False)
    attended(corrected, 2026, 3, 1, superseded_at=datetime(2026, 3, 2, 10, tzinfo=UTC))
    ids = [person.pk for person in (twice, absent, corrected, nobody)]

    with django_assert_num_queries(1):
        found = standing_attendance(ids, date(2030, 1, 1))
        assert found == {twice.pk: newest}
        assert found[twice.pk].session.starts_at.year == 2026


def test_newest_attendance_and_next_booking_of_each(settings, django_assert_num_queries):
    settings.ATTENDANCE_VALID_MONTHS = 24
    twice, lapsed, booked, neither = EmployeeFactory.create_batch(4)
    attended(twice, 2025, 3, 1)
    attended(twice, 2026, 3, 1)
    attended(lapsed, 2024, 3, 1)
    sooner, later = (
        SessionFactory(starts_at=datetime(2026, 11, day, 10, tzinfo=UTC)) for day in (11, 18)
    )
    for session in (later, sooner):
        BookingFactory(session=session, person=booked)
    BookingFactory(session=sooner, person=neither, cancelled_at=sooner.starts_at)
    BookingFactory(session=SessionFactory(cancelled_at=later.starts_at), person=neither)
    people = [person.pk for person in (twice, lapsed, booked, neither)]

    with django_assert_num_queries(1):
        assert attended_and_booked(people, datetime(2026, 11, 4, 10, tzinfo=UTC)) == (
            {twice.pk: datetime(2026, 3, 1, 10, tzinfo=UTC)},
            {booked.pk: sooner.starts_at},
        )


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 8, 31), True),
        (date(2027, 2, 27), True),
        (date(2027, 2, 28), False),
    ],
)
def test_attendance_counts_for_the_months_that_are_set(settings, day, counts):
    settings.ATTENDANCE_VALID_MONTHS = 6
    person = EmployeeFactory()
    attended(person, 2026, 8, 31)
    assert (person.pk in standing_attendance([person.pk], day)) is counts
    assert counting_attendance(day).filter(person=person).exists() is counts
