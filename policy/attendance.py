"""Whose attendance at an awareness session counts (5.1)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet, Value

from policy.models import Attendance, Booking
from portal import clock
from portal.months import add_months


def standing_attendance(
    person_ids: Iterable[int], day: date, *, without: Iterable[Attendance] = ()
) -> dict[int, Attendance]:
    """The newest attendance that counts on a day, for each person who has one, in one query.

    An attendance counts for ATTENDANCE_VALID_MONTHS from the day of its session; without that
    setting, for ever (5.1). ``without`` are those that are about to be taken away.
    """
    attended = Attendance.objects.attended().filter(person__in=list(person_ids))
    attended = attended.exclude(pk__in=[attendance.pk for attendance in without])
    in_order = attended.select_related("session").order_by("session__starts_at", "pk")
    return {row.person_id: row for row in in_order if day <= (counts_until(row) or day)}


def attended_and_booked(
    person_ids: Iterable[int], at: datetime
) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """When each person's newest session was that counts at a moment, and when the next is that they
    have booked, for those who have one: both in one query.
    """
    of_people = {"person__in": list(person_ids)}
    to_come = Booking.objects.standing().filter(session__starts_at__gt=at)
    kinds = (counting_attendance(clock.date_of(at)), True), (to_come, False)
    attended, booked = (
        rows.filter(**of_people).order_by().values_list("person", "session__starts_at", Value(kind))
        for rows, kind in kinds
    )
    newest, next_booked = {}, {}
    for person, starts_at, is_attended in sorted(attended.union(booked, all=True)):
        if is_attended:
            newest[person] = starts_at
        else:
            next_booked.setdefault(person, starts_at)
    return newest, next_booked


def counts_until(attendance: Attendance) -> date | None:
    """The last day on which an attendance counts; none where it counts for ever (5.1)."""
    return last_day_of_attendance(attendance.session.starts_at)


def last_day_of_attendance(starts_at: datetime) -> date | None:
    """The last day on which attendance at a session of that start counts, as `counts_until`."""
    if settings.ATTENDANCE_VALID_MONTHS is None:
        return None
    attended_on = clock.date_of(starts_at)
    return add_months(attended_on, settings.ATTENDANCE_VALID_MONTHS) - timedelta(days=1)


def counting_attendance(day: date) -> QuerySet[Attendance]:
    """The attendances that count on a day, for use inside a query (5.1)."""
    attended = Attendance.objects.attended()
    first = _first_that_counts(day)
    if first is None:
        return attended
    return attended.filter(
        session__starts_at__gte=datetime.combine(first, time.min, clock.COUNCIL_TIME)
    )


def _first_that_counts(day: date) -> date | None:
    """The earliest day of a session whose attendance still counts; none where every one does."""
    months = settings.ATTENDANCE_VALID_MONTHS
    if months is None:
        return None
    first = add_months(day, -months)
    # Short months make several days count until the same one.
    while add_months(first, months) <= day:
        first += timedelta(days=1)
    return first
