"""Working days: Monday to Friday, less the days on which the council's offices are closed."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, *, holidays: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(start: date, days: int, *, holidays: Collection[date]) -> date:
    """The date that many working days after a start, which is not counted itself."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays=holidays)
    return day


def working_days_between(start: date, end: date, *, holidays: Collection[date]) -> int:
    """How many working days lie after the start, up to and including the end."""
    days = (end - start).days
    return sum(
        is_working_day(start + timedelta(days=n), holidays=holidays) for n in range(1, days + 1)
    )
