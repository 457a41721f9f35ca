"""Telling people of an awareness session (5.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse

from policy.models import AwarenessSession
from policy.session_calendar import attachment_of
from portal import clock
from portal.models import Employee
from portal.services import notices

FOR_CALENDARS = {
    "session_booked",
    "session_moved_up",
    "session_changed",
    "session_cancelled",
    "session_day_before",
}


def is_reminded(session: AwarenessSession, *, placed_at: datetime) -> bool:
    """Whether someone who got their place then is reminded the day before: not if that day had
    come, as they were just told.
    """
    return clock.date_of(placed_at) < clock.date_of(session.starts_at) - timedelta(days=1)


def tell(
    template: str, session: AwarenessSession, people: Iterable[Employee], *, about: str
) -> None:
    """Tell people of a session, once for each occasion that ``about`` names.

    What those with a place are told carries the session for their calendars. Of one that was
    cancelled, the link leads to those that can be booked instead. What would come too late in one
    e-mail a day is urgent.
    """
    now = clock.now()
    carries = template in FOR_CALENDARS
    if session.cancelled_at:
        path = reverse("awareness:list")
    else:
        path = reverse("awareness:detail", args=[session.pk])
    notices.tell(
        template,
        recipients=people,
        about=about,
        path=path,
        urgent=now < session.starts_at < notices.next_digest(now),
        attachment=attachment_of(session, at=now) if carries else None,
        session=session,
        is_reminded=is_reminded(session, placed_at=now),
    )
