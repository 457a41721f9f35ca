"""What the home page says of an attendance that runs out (5.1)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef

from cases.reminder_rules import ATTENDANCE_RULES
from cases.services.lapsing import running_out
from policy.attendance import last_day_of_attendance
from policy.models import Booking
from portal import clock
from portal.duties import Kind, Row, page
from portal.models import Employee, Posts
from portal.wording import longdate

# From the first reminder on.
ASKED_DAYS_BEFORE = max(-rule.offset for rule in ATTENDANCE_RULES)


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Kind]:
    """Another session to book before what a person's access rests on runs out; nothing where
    attendance counts for ever.
    """
    if settings.ATTENDANCE_VALID_MONTHS is None:
        return []
    booked = Booking.objects.uncancelled().filter(
        person=OuterRef("person"), session__starts_at__gt=clock.now()
    )
    ends = running_out(today, by=today + timedelta(days=ASKED_DAYS_BEFORE))
    own = ends.filter(~Exists(booked), person=employee).order_by("-session__starts_at")
    return [
        Kind(
            "Book a session: your attendance runs out on {until}",
            page("awareness:list"),
            {"about": F("pk"), "at": F("session__starts_at")},
            # What runs out before the newest is of no account.
            [own[:1]],
            words=lambda row: {"until": longdate(_until(row))},
            since=_asked,
            due_on=_until,
        )
    ]


def _until(row: Row) -> date:
    return last_day_of_attendance(row.at)


def _asked(row: Row) -> datetime:
    asked_on = _until(row) - timedelta(days=ASKED_DAYS_BEFORE)
    return datetime.combine(asked_on, time.min, clock.COUNCIL_TIME)
