"""Places at awareness sessions: who has booked, and reminding them (5.1)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from policy.models import AwarenessSession, Booking
from policy.services.awareness.sessions import check_is_to_come, lock_session, tell
from portal import clock
from portal.models import Employee, Post
from portal.refusals import Refused
from portal.services import trail
from portal.services.people import post_in_words
from portal.wording import moment


@transaction.atomic
def book(session: AwarenessSession, *, by: Employee) -> Booking:
    """Give a person a place at a session; the last place goes to one person, however many ask."""
    session = lock_session(session.pk)
    check_is_to_come(session)
    standing = session.bookings.filter(cancelled_at=None)
    if standing.filter(person=by).exists():
        raise Refused("You have already booked this session.")
    if standing.count() >= session.places:
        raise Refused("This session is full. Choose another session.")
    if clash := _clash(session, by):
        raise Refused(f"You have booked another session at {moment(clash.starts_at)}.")
    booking = Booking.objects.create(session=session, person=by, booked_at=clock.now())
    trail.record(
        "session.book",
        by=by,
        subject=session.subject,
        summary=f"Booked a place at the awareness session at {moment(session.starts_at)}",
    )
    tell("session_booked", session, [by], about=f"booking {booking.pk}")
    return booking


@transaction.atomic
def cancel_booking(session: AwarenessSession, *, by: Employee) -> None:
    """Give up one's own place at a session that has not started."""
    session = lock_session(session.pk)
    check_is_to_come(session)
    if not session.bookings.filter(person=by, cancelled_at=None).update(cancelled_at=clock.now()):
        raise Refused("You have not booked this session.")
    trail.record(
        "session.cancel_booking",
        by=by,
        subject=session.subject,
        summary=f"Gave up a place at the awareness session at {moment(session.starts_at)}",
    )


def release_places(*, employee: Employee, by: Employee | None, on: date) -> None:
    """Give up the places that someone who leaves had booked, for others to take (6.2)."""
    now = clock.now()
    standing = Booking.objects.standing().filter(person=employee, session__starts_at__gt=now)
    for booking in standing.select_related("session"):
        booking.cancelled_at = now
        booking.save(update_fields=["cancelled_at"])
        trail.record(
            "session.release_place",
            by=by,
            subject=booking.session.subject,
            summary=f"Gave up the place of {employee.name}, who has left the council",
            post=post_in_words(by, Post.POLICY_ADMINISTRATOR),
        )


def remind_of_sessions(*, today: date) -> int:
    """Remind people, the day before, of the sessions they booked earlier; part of the hourly sweep.

    Whoever booked only the day before was just told, and is not told again.
    """
    due = Booking.objects.standing().filter(
        reminded_at=None,
        session__starts_at__gt=clock.now(),
        session__starts_at__lt=_start_of(today + timedelta(days=2)),
    )
    reminded = 0
    for pk in due.values_list("session_id", flat=True).distinct().order_by("session_id"):
        with transaction.atomic():
            session = lock_session(pk)
            reminded += _remind(session, due.filter(session=session))
    return reminded


def _remind(session: AwarenessSession, due: Iterable[Booking]) -> int:
    day = clock.date_of(session.starts_at)
    bookings = list(due.select_related("person"))
    Booking.objects.filter(pk__in=[b.pk for b in bookings]).update(reminded_at=clock.now())
    earlier = [b.person for b in bookings if b.booked_at < _start_of(day - timedelta(days=1))]
    tell("session_day_before", session, earlier, about=f"{session.subject} on {day}")
    return len(earlier)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.COUNCIL_TIME)


def _clash(session: AwarenessSession, person: Employee) -> AwarenessSession | None:
    """Another session that the person has booked, part of which is at the same time."""
    # No session is as long as a day.
    near = Booking.objects.standing().filter(
        person=person,
        session__starts_at__lt=session.ends_at,
        session__starts_at__gt=session.starts_at - timedelta(days=1),
    )
    others = (booking.session for booking in near.select_related("session"))
    return next((other for other in others if other.ends_at > session.starts_at), None)
