"""Dates and times in the council's words, wherever a sentence is written."""

from datetime import date, datetime

from portal import clock


def longdate(day: date | datetime | None) -> str:
    """4 November 2026, in the council's time."""
    if isinstance(day, datetime):
        day = clock.date_of(day)
    return f"{day:%-d %B %Y}" if day else ""


def clock_time(at: datetime | None) -> str:
    """10:42am, in the council's time; midday and midnight are said as such."""
    if at is None:
        return ""
    local = at.astimezone(clock.COUNCIL_TIME)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(at: datetime | None) -> str:
    """10:42am on 4 November 2026, in the council's time."""
    return f"{clock_time(at)} on {longdate(at)}" if at else ""
