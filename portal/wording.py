"""Dates and times in the council's words, wherever a sentence is written."""

from datetime import date, datetime, time, timedelta

from portal import clock

UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


def longdate(day: date | datetime | None) -> str:
    """4 November 2026, in the council's time."""
    if isinstance(day, datetime):
        day = clock.date_of(day)
    return f"{day:%-d %B %Y}" if day else ""


def clock_time(at: datetime | None) -> str:
    """10:42am, in the council's time; of a time that comes twice that night, also which."""
    if at is None:
        return ""
    local = at.astimezone(clock.COUNCIL_TIME)
    shown = time_of_day(local.time())
    if len(clock.moments_of(local.date(), local.time())) == 1:
        return shown
    return f"{shown} ({'after' if local.fold else 'before'} the clocks go back)"


def time_of_day(local: time) -> str:
    """10:42am, or midday, as it is typed into a form too."""
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(at: datetime | None) -> str:
    """10:42am on 4 November 2026, in the council's time."""
    return f"{clock_time(at)} on {longdate(at)}" if at else ""


def lasting(time: timedelta) -> str:
    """How long something has lasted, in its largest whole unit: 25 minutes, 3 hours, 2 days."""
    for unit, length in UNITS.items():
        if (count := time // length) >= 1:
            return f"{count:,} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
