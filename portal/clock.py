"""The time, asked here and nowhere else.

In the demonstration the portal's clock can be moved forward; the offset is kept in the database,
so that web, worker and beat move together.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

COUNCIL_TIME = ZoneInfo("Europe/London")
OFFSET_KEPT_FOR = 1.0  # seconds

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)
_offset: tuple[float, timedelta] | None = None


def now() -> datetime:
    """The moment it is for the portal, aware and in UTC."""
    moment = _set_to.get()
    if moment is not None:
        return moment
    if settings.CLOCK_MOVABLE:
        return timezone.now() + _database_offset()
    return timezone.now()


def today() -> date:
    """The council's date (Europe/London), whatever the server's clock."""
    return date_of(now())


def real_time() -> float:
    """Seconds since 1970 as the servers count them, by which sign-ins and proofs grow old.

    Never the clock that the demonstration moves and tests set: to move it by a week would sign
    everyone out, and allauth and the codes of authenticator apps know no other time than this.
    """
    return time.time()


def real_now() -> datetime:
    """The same as an aware moment, for the columns and sentences about sign-ins."""
    return datetime.fromtimestamp(real_time(), UTC)


def date_of(moment: datetime) -> date:
    """The council's date at a moment."""
    return moment.astimezone(COUNCIL_TIME).date()


def moments_of(day: date, at: time_of_day) -> list[datetime]:
    """The moments at which the council's clocks show a time on a day, in UTC, the earlier first.

    Two in the hour that comes twice when the clocks go back, none in the hour that is left out when
    they go forward.
    """
    shown = datetime.combine(day, at.replace(fold=0))
    folds = (shown.replace(tzinfo=COUNCIL_TIME, fold=fold).astimezone(UTC) for fold in (0, 1))
    return sorted({m for m in folds if m.astimezone(COUNCIL_TIME).replace(tzinfo=None) == shown})


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set this thread's clock to a moment: for tests and for seeding history."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)


def move_forward(by: timedelta) -> datetime:
    """Move the clock of every process forward and return the new time.

    Raises RuntimeError outside the demonstration.
    """
    global _offset
    if not settings.CLOCK_MOVABLE:
        raise RuntimeError("The clock moves only in the demonstration.")
    if by < timedelta(0):
        raise ValueError("The clock only moves forward.")
    from portal.models import ClockOffset

    row, _ = ClockOffset.objects.get_or_create(pk=1)
    row.offset += by
    row.save(update_fields=["offset"])
    _offset = None
    return now()


def _database_offset() -> timedelta:
    global _offset
    if _offset is None or time.monotonic() - _offset[0] > OFFSET_KEPT_FOR:
        from portal.models import ClockOffset

        kept = ClockOffset.objects.filter(pk=1).values_list("offset", flat=True).first()
        _offset = (time.monotonic(), kept or timedelta(0))
    return _offset[1]
