"""Waiting lists: whoever has waited longest gets the place that comes free (5.1)."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from policy.models import AwarenessSession, Booking
from policy.services.awareness.locking import lock_session
from policy.services.awareness.telling import tell
from portal import clock
from portal.services import notices, trail


def free_places(session: AwarenessSession) -> int:
    """How many places of a locked session nobody holds."""
    return session.places - session.bookings.standing().count()


def move_up(session: AwarenessSession) -> None:
    """Give the free places of a locked session to those who have waited longest, and tell them."""
    waiting = session.bookings.waiting().select_related("person")
    for booking in waiting[: free_places(session)]:
        booking.waiting, booking.moved_up_at = False, clock.now()
        booking.save(update_fields=["waiting", "moved_up_at"])
        trail.record(
            "session.move_up",
            by=None,
            subject=session.subject,
            summary=f"A place came free: {booking.person.name} moved up from the waiting list",
        )
        tell("session_moved_up", session, [booking.person], about=f"booking {booking.pk}")


def close_waiting_lists(*, today: date) -> int:
    """Tell those still waiting when their session started; part of the hourly sweep.

    Whoever turned up and is in the register needs no other session.
    """
    told = 0
    for pk in _left_waiting().values_list("session", flat=True).distinct().order_by("session"):
        with transaction.atomic():
            told += _close(lock_session(pk))
    return told


def _left_waiting() -> QuerySet[Booking]:
    return Booking.objects.waiting().filter(no_place_at=None, session__starts_at__lte=clock.now())


def _close(session: AwarenessSession) -> int:
    left = _left_waiting().filter(session=session)
    people = [booking.person for booking in left.unrecorded().select_related("person")]
    notices.tell(
        "session_no_place",
        recipients=people,
        about=session.subject,
        path=reverse("awareness:list"),
        session=session,
    )
    left.update(no_place_at=clock.now())
    return len(people)
