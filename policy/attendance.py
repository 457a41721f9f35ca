"""Whose attendance at an awareness session counts (5.1)."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from policy.models import Attendance
from portal import clock
from portal.months import add_months


def standing_attendance(
    person_ids: Iterable[int], day: date, *, without: Attendance | None = None
) -> dict[int, Attendance]:
    """The newest attendance that counts on a day, for each person who has one, in one query.

    An attendance counts for ATTENDANCE_VALID_MONTHS from the day of its session; without that
    setting, for ever (5.1). ``without`` is an attendance that is about to be taken away.
    """
    attended = Attendance.objects.attended().filter(person__in=list(person_ids))
    if without:
        attended = attended.exclude(pk=without.pk)
    return {
        attendance.person_id: attendance
        for attendance in attended.select_related("session").order_by("session__starts_at", "pk")
        if _counts(clock.date_of(attendance.session.starts_at), day)
    }


def _counts(attended_on: date, day: date) -> bool:
    months = settings.ATTENDANCE_VALID_MONTHS
    return months is None or day < add_months(attended_on, months)
