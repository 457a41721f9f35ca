"""Places at awareness sessions: who has booked or waits, and reminding them (5.1)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from policy.models import AwarenessSession, Booking
from policy.services.awareness.locking import check_is_to_come, lock_session
from policy.services.awareness.telling import is_reminded, tell
from policy.services.awareness.waiting import free_places, move_up
from portal import clock
from portal.models import Employee, Post
from portal.refusals import Refused
from portal.services import trail
from portal.services.people import lock_employee, post_in_words
from portal.wording import moment


@transaction.atomic
def book(session: AwarenessSession, *, by: Employee) -> Booking:
    """Give a person a place at a session, or put them on its waiting list where it is full.

    The last place goes to one person, however many ask; nobody books two sessions that are held
    at the same time.
    """
    # Before anything is locked: the register of a session that has started is saved under other
    # locks, in another order.
    check_is_to_come(AwarenessSession.objects.get(pk=session.pk))
    # As when they leave: first the person, then what they book.
    lock_employee(by.pk)
    session = lock_session(session.pk)
    check_is_to_come(session)
    if own := session.bookings.uncancelled().filter(person=by).first():
        raise Refused(
            "You are already on the waiting list of this session."
            if own.waiting
            else "You have already booked this session."
        )
    if clash := _clash(session, by):
        raise Refused(f"You have booked another session at {moment(clash.starts_at)}.")
    waiting = free_places(session) < 1
    booking = Booking.objects.create(
        session=session, person=by, booked_at=clock.now(), waiting=waiting
    )
    what = "Joined the waiting list of" if waiting else "Booked a place at"
    trail.record(
        "session.wait" if waiting else "session.book",
        by=by,
        subject=session.subject,
        summary=f"{what} the awareness session at {moment(session.starts_at)}",
    )
    template = "session_waiting" if waiting else "session_booked"
    tell(template, session, [by], about=f"booking {booking.pk}")
    return booking


@transaction.atomic
def cancel_booking(session: AwarenessSession, *, by: Employee) -> Booking:
    """Give up one's own place at a session that has not started, or leave its waiting list."""
    session = lock_session(session.pk)
    check_is_to_come(session)
    booking = session.bookings.uncancelled().filter(person=by).first()
    if booking is None:
        raise Refused("You have not booked this session.")
    _cancel(booking)
    what = "Left the waiting list of" if booking.waiting else "Gave up a place at"
    trail.record(
        "session.cancel_booking",
        by=by,
        subject=session.subject,
        summary=f"{what} the awareness session at {moment(session.starts_at)}",
    )
    move_up(session)
    return booking


def release_places(*, employee: Employee, by: Employee | None, on: date) -> None:
    """Part of `on_leaving`: what someone who leaves had booked goes to whoever waits (6.2)."""
    to_come = Booking.objects.uncancelled().filter(session__starts_at__gt=clock.now())
    held = to_come.filter(person=employee).order_by("session")
    for pk in list(held.values_list("session", flat=True)):
        session = lock_session(pk)
        # They may have given it up themselves a moment ago.
        if not (booking := held.filter(session=session).first()):
            continue
        _cancel(booking)
        trail.record(
            "session.release_place",
            by=by,
            subject=session.subject,
            summary=f"Gave up the place of {employee.name}, who has left the council",
            post=post_in_words(by, Post.POLICY_ADMINISTRATOR),
        )
        move_up(session)


def _cancel(booking: Booking) -> None:
    booking.cancelled_at = clock.now()
    booking.save(update_fields=["cancelled_at"])


def other_booking(session: AwarenessSession, *, person: Employee) -> AwarenessSession | None:
    """Another session to come at which the person has a place, the next one, if any."""
    others = Booking.objects.standing().filter(person=person, session__starts_at__gt=clock.now())
    others = others.exclude(session=session).select_related("session")
    booking = others.order_by("session__starts_at", "pk").first()
    return booking.session if booking else None


def remind_of_sessions(*, today: date) -> int:
    """Remind people, the day before, of the sessions they booked earlier; part of the hourly sweep.

    Whoever got their place only the day before was just told, and is not told again.
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
    earlier = [b.person for b in bookings if is_reminded(session, placed_at=b.placed_at)]
    tell("session_day_before", session, earlier, about=f"{session.subject} on {day}")
    return len(earlier)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.COUNCIL_TIME)


def _clash(session: AwarenessSession, person: Employee) -> AwarenessSession | None:
    """Another session that the person has booked or waits for, part of it at the same time."""
    # No session is as long as a day.
    near = Booking.objects.uncancelled().filter(
        person=person,
        session__starts_at__lt=session.ends_at,
        session__starts_at__gt=session.starts_at - timedelta(days=1),
    )
    others = (booking.session for booking in near.select_related("session"))
    return next((other for other in others if other.ends_at > session.starts_at), None)
