"""How long a sign-in lasts: while its person is active, and a working day at most."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from portal import kept
from portal.browsers import browser_words
from portal.client_address import client_address
from portal.clock import real_time
from portal.services import people, trail
from portal.services.second_factor import needs_second_factor
from portal.session_store import ACTIVE, ADDRESS, BROWSER, SIGNED_IN

SECONDS_BETWEEN_WRITES = settings.MINUTE
ENDED = "signed_out"


def begin(request: HttpRequest) -> None:
    """Count from now, and remember where the session is used."""
    now = real_time()
    kept.drop_others(request.session, employee_id=request.user.pk)
    request.session.pop(ENDED, None)
    request.session.update(
        {
            SIGNED_IN: now,
            ACTIVE: now,
            ADDRESS: client_address(request),
            BROWSER: browser_words(request.headers.get("User-Agent", "")),
        }
    )


def idle_seconds(request: HttpRequest) -> int | None:
    """How long its person may do nothing; None where they hold no post and so may all day."""
    if needs_second_factor(request.user, request.posts):
        return settings.IDLE_MINUTES * settings.MINUTE
    return None


@dataclass(frozen=True)
class TimeLeft:
    """How many seconds a sign-in still lasts, and whether being active makes it last longer."""

    seconds: int
    extends: bool


def time_left(request: HttpRequest) -> TimeLeft | None:
    """How long the sign-in still lasts; None before the first page of it."""
    now, session = real_time(), request.session
    if SIGNED_IN not in session:
        return None
    longest = session[SIGNED_IN] + settings.SIGNED_IN_HOURS * settings.HOUR - now
    idle = idle_seconds(request)
    if idle is None or longest <= (left := session[ACTIVE] + idle - now):
        return TimeLeft(int(longest), extends=False)
    return TimeLeft(int(left), extends=True)


def why_over(request: HttpRequest) -> str:
    """The end of a sentence, such as "after 8 hours"; empty while the sign-in lasts.

    Asks for the person's posts only where they have done nothing for so long that it matters.
    """
    now, session = real_time(), request.session
    if now - session[SIGNED_IN] >= settings.SIGNED_IN_HOURS * settings.HOUR:
        return f"after {settings.SIGNED_IN_HOURS} hours"
    idle = now - session[ACTIVE]
    if idle >= settings.IDLE_MINUTES * settings.MINUTE and idle_seconds(request) is not None:
        return f"after {settings.IDLE_MINUTES} minutes without activity"
    return ""


def note_activity(request: HttpRequest) -> None:
    """Write down that the person is active, once a minute at most."""
    if real_time() - request.session[ACTIVE] >= SECONDS_BETWEEN_WRITES:
        stay(request)


def stay(request: HttpRequest) -> None:
    """The person is there, and says so."""
    request.session[ACTIVE] = real_time()


def end(request: HttpRequest, why: str) -> None:
    """Sign someone out as their time is over; what they post meanwhile waits for them."""
    person = request.user
    trail.record(
        "sign-out",
        by=person,
        subject=people.subject_of(person),
        summary=f"Signed out by the portal, {why}",
    )
    waiting = request.session.get(kept.KEPT, [])
    logout(request)
    request.session[kept.KEPT] = waiting
    request.session[ENDED] = {"employee": person.pk, "why": why, "at": real_time()}
    keep_after_end(request)


def keep_after_end(request: HttpRequest) -> bool:
    """Keep what a browser posts after its sign-in ended; whether it has just ended."""
    ended = request.session.get(ENDED)
    if not ended or real_time() - ended["at"] > kept.SECONDS_KEPT:
        return False
    if request.method == "POST":
        kept.keep(request.session, request, employee_id=ended["employee"])
    return True


def why_ended(request: HttpRequest) -> str:
    """Why the sign-in at this browser has just ended, for the page on which to sign in again."""
    ended = request.session.get(ENDED)
    return ended["why"] if ended and real_time() - ended["at"] <= kept.SECONDS_KEPT else ""
