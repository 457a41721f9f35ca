"""What the home page says of an attendance that runs out (5.1)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from cases.reminder_rules import ATTENDANCE_RULES
from cases.services.lapsing import running_out
from policy.attendance import counts_until
from policy.models import Booking
from portal import clock
from portal.duties import Duty
from portal.models import Employee, Posts
from portal.wording import longdate

# From the first reminder on.
ASKED_DAYS_BEFORE = max(-rule.offset for rule in ATTENDANCE_RULES)


def duties(*, employee: Employee, posts: Posts, today: date) -> list[Duty]:
    """Another session to book before what a person's access rests on runs out.

    One query, and none where attendance counts for ever.
    """
    if settings.ATTENDANCE_VALID_MONTHS is None:
        return []
    booked = Booking.objects.uncancelled().filter(
        person=OuterRef("person"), session__starts_at__gt=clock.now()
    )
    ends = running_out(today, by=today + timedelta(days=ASKED_DAYS_BEFORE))
    own = ends.filter(~Exists(booked), person=employee).select_related("session")
    newest = own.order_by("-session__starts_at").first()
    if newest is None:
        return []
    until = counts_until(newest)
    since = until - timedelta(days=ASKED_DAYS_BEFORE)
    return [
        Duty(
            text=f"Book a session: your attendance runs out on {longdate(until)}",
            url=reverse("awareness:list"),
            since=datetime.combine(since, time.min, clock.COUNCIL_TIME),
            due_on=until,
        )
    ]
