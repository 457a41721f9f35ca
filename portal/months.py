"""Periods counted in calendar months."""

import calendar
from datetime import date


def add_months(day: date, months: int) -> date:
    """The same day that many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
