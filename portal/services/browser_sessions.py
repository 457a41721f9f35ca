"""Where someone is signed in: listed for them, and ended."""

from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from portal import clock
from portal.known_browsers import KNOWN_FOR
from portal.models import BrowserSession, Employee, KnownBrowser, Throttle
from portal.services import people, trail
from portal.session_store import KNOWN_BROWSER


def sessions_of(employee: Employee, *, idle: int | None = None) -> QuerySet[BrowserSession]:
    """Where someone is signed in, the one used last first; none idle for so many seconds."""
    now = clock.real_now()
    standing = employee.browser_sessions.filter(
        expire_date__gt=now, signed_in_at__gt=now - timedelta(hours=settings.SIGNED_IN_HOURS)
    )
    if idle is not None:
        standing = standing.filter(active_at__gt=now - timedelta(seconds=idle))
    return standing.order_by("-active_at", "session_key")


@transaction.atomic
def end_session(employee: Employee, handle: str, *, but: str) -> bool:
    """End one session of someone's, by its handle; never the one whose key is ``but``.

    The browser it was in is then known as theirs no more.
    """
    others = sessions_of(employee).exclude(session_key=but)
    found = next((session for session in others if session.handle == handle), None)
    if not found:
        return False
    employee.known_browsers.filter(browser=_browser_of(found)).delete()
    return bool(_end(employee, others.filter(pk=found.pk)))


@transaction.atomic
def end_others(employee: Employee, *, but: str | None) -> int:
    """End every session of someone's other than the one whose key is ``but``; returns how many.

    No browser but the one of that session is then known as theirs.
    """
    here = employee.browser_sessions.filter(session_key=but).first()
    employee.known_browsers.exclude(browser=_browser_of(here)).delete()
    return _end(employee, employee.browser_sessions.exclude(session_key=but))


def _browser_of(session: BrowserSession | None) -> str:
    return session.get_decoded().get(KNOWN_BROWSER, "") if session else ""


def end_all(employee: Employee) -> int:
    """End every session of someone's: they are signed out by their next request, and no browser is
    known as theirs.
    """
    employee.known_browsers.all().delete()
    return employee.browser_sessions.all().delete()[0]


def _end(employee: Employee, sessions: QuerySet[BrowserSession]) -> int:
    places = [f"{session.browser}, {session.address}" for session in sessions]
    ended = sessions.delete()[0]
    if ended:
        count = "1 session" if ended == 1 else f"{ended} sessions"
        trail.record(
            "sessions.ended",
            by=employee,
            subject=people.subject_of(employee),
            summary=f"Ended {count} of their own",
            changes={"ended": [places, []]},
        )
    return ended


def clear_old(*, today: date) -> int:
    """Remove expired sessions, counts of tries and browsers known for too long; part of the hourly
    sweep.
    """
    now = clock.real_now()
    cleared = BrowserSession.objects.filter(expire_date__lte=now).delete()[0]
    cleared += Throttle.objects.filter(until__lte=now).delete()[0]
    cleared += KnownBrowser.objects.filter(signed_in_at__lte=now - KNOWN_FOR).delete()[0]
    with connection.cursor() as cursor:
        # Django clears its cache's table only once that is full.
        moment = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        cursor.execute("DELETE FROM cache WHERE expires < %s", [moment])
        return cleared + cursor.rowcount
